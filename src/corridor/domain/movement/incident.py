"""An incident on the way, noted by an office of the route, with the new seals if there are any."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.broken_seals import (
    Seals,
    as_noted,
    known_seals,
    unknown_seals,
)
from corridor.domain.movement.hearing import on_the_way
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.order import happened_at
from corridor.domain.movement.parts import Discrepancy, Incident
from corridor.domain.movement.state import OPEN, UNDERWAY, Movement
from corridor.domain.movement.voices import ON_ROUTE
from corridor.domain.refusals import refuse
from corridor.domain.searching import mark_of
from corridor.domain.values import Instant, Office, Reason, Text


class RecordIncident(Command, frozen=True, tag="movement.report_incident"):
    """Note an incident en route, with the new seals if there are any."""

    office: Office
    code: Literal["1", "2", "3", "4", "5", "6"]
    text: Reason
    broken_seals: Seals = ()
    new_seals: Seals = ()
    new_container: Annotated[str, Meta(max_length=17)] = ""
    new_vehicle: Annotated[str, Meta(max_length=35)] = ""
    happened_at: Instant | None = None
    attachments: SentFiles = ()


class IncidentRecorded(Payload, frozen=True, tag="movement.incident/1"):
    """CD180C/CC182C: codes of CL019, here 2 = seals broken, and what was done."""

    office: str
    code: Literal["1", "2", "3", "4", "5", "6"]
    happened_at: Instant
    text: Text
    broken_seals: tuple[str, ...] = ()
    new_seals: tuple[str, ...] = ()
    new_container: str = ""
    new_vehicle: str = ""
    attachments: SentFiles = ()


def _record(state: Movement, command: RecordIncident, context: Context) -> Decision:
    wrong = in_future(command.happened_at, "/happened_at", context) or unknown_seals(
        state, command.broken_seals
    )
    if wrong:
        return wrong
    noted = set(map(mark_of, known_seals(state)))
    if not noted.isdisjoint(map(mark_of, command.new_seals)):
        return refuse("seal_twice", "/new_seals", "R0107")
    return (
        IncidentRecorded(
            office=command.office,
            code=command.code,
            happened_at=command.happened_at or context.now,
            text=command.text,
            broken_seals=as_noted(state, command.broken_seals),
            new_seals=command.new_seals,
            new_container=command.new_container,
            new_vehicle=command.new_vehicle,
            attachments=command.attachments,
        ),
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
    )
    seals = (*kept, *p.new_seals)
    return replace(s, seals=seals, broken=broken, incidents=(*s.incidents, incident))


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
)
