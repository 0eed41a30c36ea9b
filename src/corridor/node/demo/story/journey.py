"""Steps 5 and 6: the states see it coming, it crosses their frontiers, arrives, is discharged."""

from collections.abc import Callable
from functools import partial

from corridor.domain.checkpoints.arriving import RegisterArrival
from corridor.domain.checkpoints.gate import LeaveGate, OpenGate
from corridor.domain.checkpoints.scanning import ScanPermit
from corridor.domain.commands import Command
from corridor.domain.consignment import plates_of
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.offices import (
    destination_office,
    node_of,
    transit_offices,
)
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import PermitUnloading, RecordUnloading
from corridor.domain.movement.writing_off import WriteOff
from corridor.node.demo.dossiers import STORY_CARRIER
from corridor.node.demo.plan import broken_seal
from corridor.node.demo.story.filing import HOME, OSH
from corridor.node.demo.story.proof import is_good_offline
from corridor.node.demo.story.teller import Facts, Story, ensure

ALAT = "AZALAT01"


def states_see_it_coming(story: Story) -> Facts:
    """Before the vehicle is there, every state of the route has it on its list."""
    offices = (*transit_offices(story.dossier), destination_office(story.dossier))
    for office in offices:
        story.until(
            f"{office} sees it released",
            partial(_seen, story, office, _is_released),
        )
    return {"expected_at": list(offices)}


def _is_released(movement: Movement) -> bool:
    return movement.status == "released"


def _seen(story: Story, office: str, is_so: Callable[[Movement], bool]) -> Movement | None:
    movement = story.movement(node_of(office), office)
    return movement if movement is not None and is_so(movement) else None


def crosses_at(office: str) -> Callable[[Story], Facts]:
    """The step of one customs frontier: gate, permit read from its QR, crossing, gate."""

    def step(story: Story) -> Facts:
        """The checkpoint lets the vehicle in, the office of transit records the crossing."""
        visit = _arrives_at_gate(story, office)
        scanned = _permit_is_read(story, office, visit)
        facts: Facts = {"office": office, "permit": scanned}
        if office == ALAT:
            facts["incident"] = _seal_is_broken(story)
        came = _seen_before(story, office)
        story.until(f"{office} sees it let in before", lambda: _seen(story, office, came))
        story.do(node_of(office), "customs", office, RecordCrossing(office))
        story.do(node_of(office), "checkpoint", office, LeaveGate(), visit)
        story.until(f"the carrier sees the crossing at {office}", lambda: _shown(story, office))
        return facts

    return step


def _seen_before(story: Story, office: str) -> Callable[[Movement], bool]:
    """That all offices of transit on the way here have let it in."""
    offices = transit_offices(story.dossier)
    before = offices[: offices.index(office)]
    return lambda movement: all(movement.crossing_at(one) for one in before)


def _arrives_at_gate(story: Story, office: str) -> str:
    plate = plates_of(story.dossier)[0]
    arrival = RegisterArrival(office, plate, "entry", story.mrn)
    visit = story.actors.visit(node_of(office), office, arrival)
    story.do(node_of(office), "checkpoint", office, OpenGate(), visit)
    return visit


def _permit_is_read(story: Story, office: str, visit: str) -> str:
    """The road permit of this state, from the text in its QR, against the plate at the gate."""
    [permit] = [
        permit
        for permit in story.permits()
        if permit.request.country == node_of(office) and permit.request.plates
    ]
    plate = plates_of(story.dossier)[0]
    ensure(is_good_offline(story, permit.credential, plate), f"{permit.number} does not verify")
    scan = ScanPermit(permit.number, "valid")
    story.do(node_of(office), "checkpoint", office, scan, visit)
    return permit.number


def _seal_is_broken(story: Story) -> Facts:
    movement = story.until("Alat knows the movement", lambda: story.movement("AZ", ALAT))
    incident = broken_seal(movement, ALAT)
    story.do("AZ", "customs", ALAT, incident)
    return {"broken": list(incident.broken_seals), "new": list(incident.new_seals)}


def _shown(story: Story, office: str) -> bool:
    movement = story.movement(HOME, STORY_CARRIER, "carrier")
    crossing = movement.crossing_at(office) if movement else None
    return crossing is not None and crossing.status == "crossed"


def arrives(story: Story) -> Facts:
    """Poti notes the arrival and permits the unloading."""
    office = destination_office(story.dossier)
    crossed = transit_offices(story.dossier)[-1]
    story.until(
        f"{office} sees the last crossing",
        lambda: _seen(story, office, lambda m: m.crossing_at(crossed) is not None),
    )
    _at(story, office, RecordArrival(office), PermitUnloading())
    return {"office": office}


def is_unloaded(story: Story) -> Facts:
    """Everything is as declared, but for the seal that Alat replaced."""
    office = destination_office(story.dossier)
    _at(story, office, RecordUnloading(conforms=True, seals_intact=True))
    _at(story, office, RecordResults("A1"))
    return {"conforms": True, "result": "A1"}


def goods_are_released(story: Story) -> Facts:
    """The goods leave transit."""
    office = destination_office(story.dossier)
    _at(story, office, ReleaseGoods())
    return {"office": office}


def _at(story: Story, office: str, *commands: Command) -> None:
    for command in commands:
        story.do(node_of(office), "customs", office, command)


def is_written_off(story: Story) -> Facts:
    """Osh discharges the procedure, and the guarantee is free again."""
    story.until(
        "Osh sees the goods released",
        lambda: _seen(story, OSH, lambda m: m.destination.status == "goods_released"),
    )
    story.do(HOME, "customs", OSH, WriteOff())
    free = story.until(
        "the guarantee is free again",
        lambda: _available(story) >= story.free_before_minor or None,
    )
    return {"guarantee_free": free, "available_minor": _available(story)}


def _available(story: Story) -> int:
    return story.actors.available_minor(HOME, STORY_CARRIER)
