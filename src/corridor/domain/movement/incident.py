"""An incident on the way, noted by an office of the route, with the new seals if there are any."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier, Means, vehicles_of
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.broken_seals import (
    Seals,
    as_noted,
    known_seals,
    unknown_seals,
)
from corridor.domain.movement.changing import AllMeans, means_faults, with_means
from corridor.domain.movement.endorsement import Endorsement, wrong_endorsement
from corridor.domain.movement.happened import What, lacking
from corridor.domain.movement.hearing import on_the_way
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.order import happened_at
from corridor.domain.movement.parts import Discrepancy, Incident
from corridor.domain.movement.state import OPEN, UNDERWAY, Movement
from corridor.domain.movement.voices import ON_ROUTE
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.searching import identifier, mark_of
from corridor.domain.values import Instant, Line, Office, Reason, Text


class RecordIncident(Command, frozen=True, tag="movement.report_incident"):
    """Note an incident en route, with the new seals if there are any."""

    office: Office
    code: What
    text: Reason
    broken_seals: Seals = ()
    new_seals: Seals = ()
    new_container: Annotated[str, Meta(max_length=17)] = ""
    new_vehicle: Annotated[str, Meta(max_length=35)] = ""
    happened_at: Instant | None = None
    attachments: SentFiles = ()
    place: Line = ""
    """Where, if not at the office itself."""
    country: Annotated[str, Meta(max_length=2)] = ""
    means: AllMeans = ()
    """All means at departure as they are now, where they changed: every office looks for them."""
    replaces: Annotated[str, Meta(max_length=17)] = ""
    """The container in whose place the new one is."""
    endorsed: Endorsement | None = None


class IncidentRecorded(Payload, frozen=True, tag="movement.incident/1"):
    """CD180C/CC182C: codes of CL019, here 2 = seals broken, and what was done."""

    office: str
    code: What
    happened_at: Instant
    text: Text
    broken_seals: tuple[str, ...] = ()
    new_seals: tuple[str, ...] = ()
    new_container: str = ""
    new_vehicle: str = ""
    attachments: SentFiles = ()
    place: Text = ""
    country: Text = ""
    means: tuple[Means, ...] = ()
    replaces: str = ""
    endorsed: Endorsement | None = None


def _record(state: Movement, command: RecordIncident, context: Context) -> Decision:
    wrong = in_future(command.happened_at, "/happened_at", context) or unknown_seals(
        state, command.broken_seals
    )
    if wrong:
        return wrong
    noted = set(map(mark_of, known_seals(state)))
    if not noted.isdisjoint(map(mark_of, command.new_seals)):
        return refuse("seal_twice", "/new_seals", "R0107")
    found = (*lacking(state, command), *_wrong_means(state, command, context))
    wrong = Refused(found) if found else wrong_endorsement(command.endorsed, context)
    return wrong or (_recorded_as(state, command, context),)


def _wrong_means(state: Movement, command: RecordIncident, context: Context) -> Iterator[Refusal]:
    boxes = {identifier(box.container) for box in state.dossier.consignment.equipment}
    if command.replaces and identifier(command.replaces) not in boxes:
        yield Refusal("incident_container", "/replaces", "", {"container": command.replaces})
    yield from means_faults(state.dossier, command.means, None, context)


def _recorded_as(state: Movement, command: RecordIncident, context: Context) -> IncidentRecorded:
    return IncidentRecorded(
        office=command.office,
        code=command.code,
        happened_at=command.happened_at or context.now,
        text=command.text,
        broken_seals=as_noted(state, command.broken_seals),
        new_seals=command.new_seals,
        new_container=command.new_container,
        new_vehicle=command.new_vehicle or next((one.id for one in command.means), ""),
        attachments=command.attachments,
        place=command.place,
        country=command.country,
        means=command.means,
        replaces=command.replaces,
        endorsed=command.endorsed,
    )


def _recorded(s: Movement, p: IncidentRecorded, f: Fact[Any]) -> Movement:
    kept = tuple(seal for seal in s.seals if seal not in p.broken_seals)
    broken = tuple(one for one in s.broken if one.seal not in p.broken_seals)
    incident = Incident(
        p.office,
        p.code,
        p.happened_at,
        p.text,
        p.broken_seals,
        p.new_seals,
        p.new_container,
        p.new_vehicle,
        p.place,
        p.country,
        p.replaces,
        vehicles_of(s.dossier) if p.means else (),
        p.endorsed,
    )
    seals = (*kept, *p.new_seals)
    dossier = _reloaded(with_means(s.dossier, p.means), p)
    told = replace(s, seals=seals, broken=broken, incidents=(*s.incidents, incident))
    return replace(told, dossier=dossier)


def _reloaded(dossier: Dossier, said: IncidentRecorded) -> Dossier:
    """With the new container in the place of the one that it replaces, whatever its size."""
    if not (said.replaces and said.new_container):
        return dossier
    load, old = dossier.consignment, identifier(said.replaces)
    boxes = tuple(
        replace(box, container=said.new_container, size_type="")
        if identifier(box.container) == old
        else box
        for box in load.equipment
    )
    return replace(dossier, consignment=replace(load, equipment=boxes))


def _doubts(s: Movement, p: IncidentRecorded, at: str) -> Iterator[Discrepancy]:
    yield from happened_at(s, p.office, p.happened_at, at)


def _has_broken(s: Movement) -> bool:
    return bool(s.broken) and s.status in OPEN


INCIDENT: Final = Act[Movement](
    "incident",
    asked=(Asked(RecordIncident, "customs", _record, ON_ROUTE, during("released")),),
    told=(
        Told(
            IncidentRecorded,
            ON_ROUTE,
            UNDERWAY,
            _recorded,
            doubts=_doubts,
            heard=Heard({"carrier": _has_broken}, urgent=True, offices=on_the_way),
        ),
    ),
    texts={
        "incident_container": RefusalText(
            N_("Container {container} is not on the movement."),
            N_("Choose the container that was replaced from the list."),
        ),
    },
)
