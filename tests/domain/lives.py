"""Lives of a movement: what is accepted of whatever people ask, as the engine folds it."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.domain.facts import Actor, Fact
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.changing import DecideChange, RequestChange
from corridor.domain.movement.control import AnnounceControl, DecideControl, RecordControl
from corridor.domain.movement.correcting import AskForAmendment, DropAmendment
from corridor.domain.movement.crossing import RecordCrossing, RefuseCrossing
from corridor.domain.movement.discrepancies import SolveDiscrepancy
from corridor.domain.movement.diverting import DecideDiversion, ReportDiversion, RequestDiversion
from corridor.domain.movement.goods_release import Held, ReleaseGoods
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.invalidating import InvalidateMovement
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.notifying import NotifyArrival
from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.refusing_arrival import RefuseArrival
from corridor.domain.movement.releasing import RefuseRelease, ReleaseForTransit
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.movement.unloading import RecordUnloading, Remark
from corridor.domain.movement.voices import DESTINATION
from corridor.domain.movement.writing import WriteToCarrier, WriteToOffice
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.refusals import Refused
from tests.domain.known import decide
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    LIFE,
    NOW,
    OSH,
    OTHER_CARRIER,
    POTI,
    SUBJECT,
    TODAY,
    after,
    context,
    customs,
)

STATES = tuple(after(steps).now() for steps in range(1, len(LIFE) + 1))
UNLOADING, RELEASING = 14, 6
"""After so many steps unloading was permitted; everything is there that a release needs."""
OFFICES = ("KGOSH001", "UZDUST01", "TMFARA01", "AZALAT01", "GETSIT01", "GEPOTI01")
ELSEWHERE = ("GEBATU01", "KZTAZH01", "AZBAKU01")
SYSTEM = Actor("", "KG", "", "system")
MEANS = replace(DOSSIER.consignment.means[0], id="01KG555XYZ")
SHORT = Remark("/consignment/houses/0/items/0/packages/0/count", "620", "600")
MORE = replace(SHORT, found="640")


def _unloaded_short() -> Iterator[Movement]:
    """After an unloading that found too little, and after the goods left all the same."""
    world = after(UNLOADING)
    world.tell(RecordUnloading(False, True, (SHORT,), "x"), POTI)
    yield world.now()
    world.tell(RecordResults("A1"), POTI)
    world.tell(ReleaseGoods(), POTI)
    yield world.now()


STARTS = (
    *STATES,
    *STATES[:RELEASING],
    *(STATES[RELEASING - 1],) * 3,
    *(STATES[UNLOADING - 1 :] * 2),
    *(tuple(_unloaded_short()) * 4),
)
"""Most begin before the release or at destination: there is most to go wrong."""


def _amended() -> tuple[Dossier, ...]:
    """Each with one thing changed that may not be, once it was accepted; and one that may."""
    load = DOSSIER.consignment
    house, *houses = load.houses
    item = replace(house.items[0], hs="070200")
    other = replace(load, houses=(replace(house, items=(item, *house.items[1:])), *houses))
    return (
        replace(DOSSIER, lrn="OSH-2026-2"),
        replace(DOSSIER, declaration_type="T2"),
        replace(DOSSIER, holder=replace(DOSSIER.holder, name="Another")),
        replace(DOSSIER, consignment=other),
        replace(DOSSIER, limit_date="2026-12-01"),
    )


def _incident(office: str, torn: tuple[str, ...], new: tuple[str, ...]) -> RecordIncident:
    return RecordIncident(office, "2", "x", torn, new)


def _unloaded(
    intact: bool, torn: tuple[str, ...], found: tuple[Remark, ...], complete: bool
) -> RecordUnloading:
    broken = () if intact else torn
    return RecordUnloading(not found, intact, found, "x", broken, complete)


PART = ReleaseGoods("part", (Held(1, 0, "permit", "x"),))
NOTHING_FREE = ReleaseGoods("none", (Held(0, 0, "claim", "x"),))


NEXT = "next"
"""Instead of an office: the first that has not let it in yet."""
seal = st.sampled_from(["0", "1", "KG-778201", "AZ-1", "UZ-1", "UZ-2"])
"""By its place among those on the movement, or by its number."""
seals = st.lists(seal, max_size=2, unique=True).map(tuple)
broken = st.sampled_from(["", "Cut"])
at_departure = st.one_of(
    st.builds(AmendDeclaration, st.sampled_from(_amended())),
    st.builds(CancelDeclaration, st.just("x")),
    st.builds(RefuseRelease, st.just("x")),
    st.builds(DecideControl, st.sampled_from(["yellow", "red"]), st.just(("why",))),
    st.builds(RecordControl, st.sampled_from(["A1", "A5", "B1"]), st.just(""), st.just(("x",))),
    st.builds(AnnounceControl, st.just(("physical",))),
    st.builds(AskForAmendment, st.just("x"), st.just("2026-12-01"), st.just(("/limit_date",))),
    st.just(DropAmendment()),
    st.builds(InvalidateMovement, st.just("x")),
    st.builds(AffixSeals, st.lists(seal, min_size=1, max_size=2, unique=True).map(tuple)),
)
release = st.builds(ReleaseForTransit, st.sampled_from(["2026-11-20", "2026-12-01"]))
on_the_way = st.one_of(
    st.builds(InvalidateMovement, st.just("x")),
    st.builds(RefuseCrossing, st.sampled_from(OFFICES), st.just("x")),
    st.builds(RecordIncident, st.sampled_from(OFFICES), st.just("2"), st.just("x")),
    st.builds(RequestDiversion, st.sampled_from(OFFICES), st.sampled_from(ELSEWHERE), st.just("x")),
    st.builds(ReportDiversion, st.sampled_from(ELSEWHERE), st.just("x")),
    st.builds(DecideDiversion, st.sampled_from(ELSEWHERE), st.booleans(), st.just("x")),
    st.builds(RequestChange, st.sampled_from(OFFICES), st.just("x"), st.just((MEANS,))),
    st.builds(DecideChange, st.sampled_from(OFFICES), st.booleans(), st.just("x")),
    st.builds(RecordCrossing, st.just(NEXT), st.booleans(), broken, st.none(), seals),
    st.builds(_incident, st.just(NEXT), seals, seals),
    st.builds(RecordArrival, st.just("GEPOTI01"), st.none(), st.booleans(), seals, broken),
    st.builds(NotifyArrival, st.sampled_from(["GEPOTI01", "GEBATU01"])),
    st.builds(RefuseArrival, st.just("GEPOTI01"), st.sampled_from(["wrong_mrn", "other"])),
    st.builds(WriteToCarrier, st.sampled_from(OFFICES), st.just("?"), st.booleans()),
    st.builds(WriteToOffice, st.sampled_from(OFFICES), st.just("?"), st.booleans()),
)
unloading = st.builds(
    _unloaded,
    st.booleans(),
    seals,
    st.sampled_from([(SHORT,), (MORE, SHORT), ()]),
    st.sampled_from([True, True, False]),
)
at_the_end = st.one_of(
    st.builds(RecordResults, st.sampled_from(["A1", "B1"]), st.just("x")),
    st.sampled_from([ReleaseGoods(), ReleaseGoods(), PART, NOTHING_FREE]),
    st.just(WriteOff()),
)
solving = st.builds(
    SolveDiscrepancy,
    st.sampled_from(["packages_missing", "control_results_b1", "unloading_remark"]),
    st.just("x"),
    st.sampled_from(["debt", "explained"]),
    st.just("Act 1"),
    st.sampled_from([1_850_001, 1_850_000, 25_000, 0]),
    st.sampled_from(["called", "paid"]),
)
others = st.one_of(at_departure, release, on_the_way, unloading, at_the_end, solving)


def _fitting(state: Movement) -> st.SearchStrategy[Any]:
    """What people ask at that time of a life, rightly or not."""
    if state.status in BEFORE_RELEASE:
        return st.one_of(release, at_departure) if state.is_secured else at_departure
    if state.status == "released":
        return on_the_way
    if not state.destination.conforms and not state.discrepancies:
        return st.one_of(unloading, at_the_end)
    return st.one_of(solving, at_the_end) if state.open_discrepancies() else at_the_end


actors = st.one_of(
    st.just(CARRIER),
    st.just(OTHER_CARRIER),
    st.just(SYSTEM),
    st.builds(customs, st.sampled_from((*OFFICES, *ELSEWHERE))),
)
Step = tuple[Movement, Fact[Any], Movement]


def _decided(state: Movement, command: Any, actor: Actor) -> tuple[Any, ...]:
    """What comes of it; nothing where it is refused, or is unknown at the node it is asked at."""
    if not is_held(state, actor.office[:2] or "KG"):
        return ()
    found = decide(MOVEMENTS, state, command, context(actor))
    return () if isinstance(found, Refused) else found


def is_held(state: Movement, node: str) -> bool:
    return node in MOVEMENTS.audience(state) or node in state.withdrawn


def _onward(state: Movement, turn: int) -> tuple[tuple[Any, ...], Actor]:
    """One of the commands of a life without trouble that are accepted now."""
    tried = ((_decided(state, command, actor), actor) for command, actor in LIFE)
    found = [one for one in tried if one[0]]
    return found[turn % len(found)] if found else ((), OSH)


def _as_it_is(command: Any, state: Movement) -> Any:
    """With the office that is next, and seals that are on the movement."""
    known = known_seals(state)
    found: dict[str, Any] = {}
    if getattr(command, "office", "") == NEXT:
        ahead = (office for office in OFFICES[1:] if state.crossing_at(office) is None)
        found["office"] = next(ahead, OFFICES[-1])
    if known and getattr(command, "broken_seals", ()):
        torn = (known[int(s) % len(known)] if s.isdigit() else s for s in command.broken_seals)
        found["broken_seals"] = tuple(dict.fromkeys(torn))
    return replace(command, **found)


def _likely(command: Any, state: Movement) -> Actor:
    """Whoever the command is for, so that more of them are accepted."""
    if MOVEMENTS.asked[type(command)].by in ("carrier", "system"):
        return CARRIER
    office = getattr(command, "office", "") or getattr(command, "to_office", "")
    is_theirs = MOVEMENTS.asked[type(command)].voice is DESTINATION
    usual = destination_office if is_theirs else departure_office
    return customs(office or usual(state.dossier))


@st.composite
def turns(draw: st.DrawFn, state: Movement) -> tuple[tuple[Any, ...], Actor]:
    """What comes next: life goes on, or the first of some commands that is accepted."""
    if draw(st.integers(0, 3)) == 3:
        return _onward(state, draw(st.integers(0, 9)))
    said: tuple[Any, ...] = ()
    actor = OSH
    asked = others if draw(st.integers(0, 3)) == 0 else _fitting(state)
    for drawn in draw(st.lists(asked, min_size=1, max_size=4)):
        command = _as_it_is(drawn, state)
        actor = _likely(command, state) if draw(st.integers(0, 3)) else draw(actors)
        said = _decided(state, command, actor)
        if said:
            break
    return said, actor


@st.composite
def lives(draw: st.DrawFn) -> list[Step]:
    """Each event that came of what was asked from somewhere in a life on, with its two states."""
    state: Movement = draw(st.sampled_from(STARTS))
    steps: list[Step] = []
    for _ in range(draw(st.integers(3, 8))):
        said, actor = draw(turns(state))
        for payload in said:
            number = 1_000 + len(steps)
            clock, node = f"{TODAY}T08:00:01.{len(steps):03d}Z-0000", actor.office[:2] or "KG"
            fact = Fact(payload, node, number, clock, NOW, actor)
            then = MOVEMENTS.evolve(state, fact, SUBJECT)
            assert then is not None
            steps.append((state, fact, then))
            state = then
    return steps
