"""Following the parts of a split load: each vehicle leaves, crosses and arrives by itself.

The first one to be seen at an office is the movement's own exit, crossing or arrival there, with
all that is judged of it; the others are recorded beside it. One that does not come is said to be
missing: a discrepancy that all see, until it turns up or departure has solved it.
"""

from collections.abc import Iterator
from typing import Any, Final, Literal

from msgspec.structs import replace

from corridor.domain.acts import (
    AT_ONCE_TO_CARRIER,
    TO_CARRIER,
    Act,
    Asked,
    Decision,
    Follow,
    Reaction,
    Told,
    Voice,
    at_once,
)
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.arriving import RESULTS, RecordArrival, arrival
from corridor.domain.movement.broken_seals import (
    Seals,
    as_noted,
    contradicted,
    found_broken,
    wrong_seals,
)
from corridor.domain.movement.carried import Part, Seen, Split
from corridor.domain.movement.changing import with_means
from corridor.domain.movement.crossing import RecordCrossing, entry
from corridor.domain.movement.leaving import RecordExit, exit_from
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.offices import destination_office, node_of
from corridor.domain.movement.order import happened_at
from corridor.domain.movement.parts import ArrivalNotice, Discrepancy
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import ON_ROUTE, TRADER
from corridor.domain.permits.dossier import DOSSIER_PERMITS
from corridor.domain.permits.plates import covers
from corridor.domain.permits.requirements import missing_at_border
from corridor.domain.permits.using import UsePermit
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Instant, Number, Office, Reason, Text

As = Literal["exit", "entry", "arrival"]
_PLAYS: Final[dict[str, As]] = {"exit": "exit", "transit": "entry", "destination": "arrival"}


class RecordPart(Command, frozen=True, tag="movement.record_part"):
    """Note that this vehicle of the split load left, crossed or arrived here."""

    office: Office
    part: Number
    at: Instant | None = None
    seals_intact: bool | None = True
    """None where nobody looked at them yet."""
    broken_seals: Seals = ()
    remarks: Text = ""


class ReportPart(Command, frozen=True, tag="movement.report_part"):
    """Say that one more vehicle of the split load has come to the authorised consignee."""

    part: Number
    at: Instant | None = None
    seals_intact: bool | None = None
    broken_seals: Seals = ()
    remarks: Text = ""


class MissPart(Command, frozen=True, tag="movement.miss_part"):
    """Say that this vehicle of the split load has not come."""

    office: Office
    part: Number
    reason: Reason


class PartSeen(Payload, frozen=True, tag="movement.part_seen/1"):
    """A vehicle of the split load was seen here.

    `first`: the movement's own record, with its seals, stands beside it. `seals_seen`: whether
    anybody looked at the seals.
    """

    office: Office
    part: Number
    seen_as: As
    at: Instant
    seals_intact: bool = True
    broken_seals: Seals = ()
    remarks: Text = ""
    first: bool = False
    seals_seen: bool = True


class PartMissing(Payload, frozen=True, tag="movement.part_missing/1"):
    """A vehicle of the split load has not come."""

    office: Office
    part: Number
    reason: Text


def plays(state: Movement, office: str) -> As | None:
    """As what a vehicle is seen at this office."""
    points = state.dossier.route.points
    roles = (_PLAYS.get(point.role) for point in points if point.office == office)
    return next((role for role in roles if role), None)


def parts_ahead(state: Movement, office: str) -> tuple[Part, ...]:
    """Vehicles that this office has not recorded; of what was joined again the missing ones."""
    if state.split is None or plays(state, office) is None:
        return ()
    found = (part for part in state.split.parts if not part.was_seen_at(office))
    return tuple(part for part in found if part.missing or not state.split.joined_at)


def _record(state: Movement, command: RecordPart, context: Context) -> Decision:
    part = next(
        (one for one in parts_ahead(state, command.office) if one.number == command.part), None
    )
    role = plays(state, command.office)
    if part is None or role is None:
        return refuse("part_not_expected", "/part", part=str(command.part), office=command.office)
    seals = (command.seals_intact, command.broken_seals, command.remarks)
    wrong = in_future(command.at, "/at", context) or wrong_seals(state, *seals)
    if wrong:
        return wrong
    is_first = _is_first(state, command.office, role)
    before = (
        _own(state, command, part, role, context)
        if is_first
        else _permitted(state, part, role, command, context)
    )
    if isinstance(before, Refused):
        return before
    return (*before, _seen_so(state, command, role, command.office, context, is_first))


def _seen_so(
    state: Movement,
    command: RecordPart | ReportPart,
    role: As,
    office: str,
    context: Context,
    is_first: bool = False,
) -> PartSeen:
    return PartSeen(
        office,
        command.part,
        role,
        command.at or context.now,
        command.seals_intact is not False,
        as_noted(state, command.broken_seals),
        command.remarks,
        is_first,
        command.seals_intact is not None,
    )


def vehicle_in(state: Movement, notice: ArrivalNotice) -> tuple[PartSeen, ...]:
    """Of a split load, the vehicle that came to an authorised consignee, with whose arrival the
    movement arrives; its seals are looked at when it is unloaded.
    """
    if not any(part.number == notice.part for part in state.parts):
        return ()
    said = PartSeen(notice.office, notice.part, "arrival", notice.arrived_at, first=True)
    return (replace(said, seals_seen=False),)


def _report(state: Movement, command: ReportPart, context: Context) -> Decision:
    """The consignee's word of a vehicle after the first, which the office took in by itself."""
    office = destination_office(state.dossier)
    if all(part.number != command.part for part in parts_ahead(state, office)):
        return refuse("part_not_expected", "/part", part=str(command.part), office=office)
    seals = (command.seals_intact, command.broken_seals, command.remarks)
    wrong = in_future(command.at, "/at", context) or wrong_seals(state, *seals)
    return wrong or (_seen_so(state, command, "arrival", office, context),)


def _is_first(state: Movement, office: str, role: As) -> bool:
    if role == "exit":
        return state.exit_at(office) is None
    if role == "arrival":
        return not state.destination.arrived_at
    seen = state.crossing_at(office)
    return seen is None or seen.status != "crossed"


def _own(state: Movement, command: RecordPart, part: Part, role: As, context: Context) -> Decision:
    """The movement's own record, judged of this vehicle."""
    alone = replace(state, dossier=with_means(state.dossier, part.means))
    office, broken = command.office, command.broken_seals
    intact = command.seals_intact is not False
    if role == "exit":
        out = RecordExit(office, intact, command.remarks, command.at, broken)
        return exit_from(alone, out, context)
    if role == "arrival":
        seen = command.seals_intact
        there = RecordArrival(office, command.at, seen, broken, command.remarks)
        return arrival(alone, there, context)
    crossing = RecordCrossing(office, intact, command.remarks, command.at, broken)
    return entry(alone, crossing, context)


def _permitted(
    state: Movement, part: Part, role: As, command: RecordPart, context: Context
) -> Decision:
    """Each vehicle that is let in needs the permits of the state."""
    if role != "entry":
        return ()
    missing = missing_at_border(
        with_means(state.dossier, part.means),
        context.requirement_rules,
        context.of(DOSSIER_PERMITS),
        context.reference,
        command.at or context.now,
        command.office,
    )
    return Refused(missing) if missing else ()


def _says(state: Movement, fact: Fact[Any]) -> bool:
    """An office of what it saw; of an arrival also the consignee who took the goods in."""
    said = fact.payload
    is_there = (said.seen_as, said.office) == ("arrival", destination_office(state.dossier))
    return ON_ROUTE.says(state, fact) or (is_there and TRADER.says(state, fact))


SEEN_BY: Final = Voice[Movement]("any office of the route, or authorised consignee", _says)


def _miss(state: Movement, command: MissPart, context: Context) -> Decision:
    ahead = parts_ahead(state, command.office)
    part = next((one for one in ahead if one.number == command.part and not one.missing), None)
    if part is None:
        return refuse("part_not_expected", "/part", part=str(command.part), office=command.office)
    return (PartMissing(command.office, command.part, command.reason),)


def _seen(s: Movement, p: PartSeen, f: Fact[Any]) -> Movement:
    if s.split is None:
        return s
    seen = Seen(p.office, p.seen_as, p.at)
    after = _with_part(
        s, s.split, p.part, lambda part: replace(part, seen=(*part.seen, seen), missing="")
    )
    found = tuple(
        replace(d, outcome="recorded") if _is_about(d, p.part) else d for d in after.discrepancies
    )
    after = replace(after, discrepancies=found)
    return after if p.first else found_broken(after, p, p.remarks, f.at)


def _is_about(doubt: Discrepancy, part: int) -> bool:
    about = doubt.text.startswith(f"{part}: ")
    return doubt.code == "part_missing" and doubt.is_undecided and about


def _missing(s: Movement, p: PartMissing, f: Fact[Any]) -> Movement:
    if s.split is None:
        return s
    part = next((one for one in s.split.parts if one.number == p.part), None)
    plates = ", ".join(one.id for one in part.means) if part is not None else ""
    doubt = Discrepancy("part_missing", f.at, f"{p.part}: {plates}. {p.reason}", about=p.office)
    after = _with_part(s, s.split, p.part, lambda part: replace(part, missing=p.office))
    return replace(after, discrepancies=(*after.discrepancies, doubt))


def _with_part(s: Movement, split: Split, number: int, change: Any) -> Movement:
    parts = tuple(change(one) if one.number == number else one for one in split.parts)
    return replace(s, split=replace(split, parts=parts))


def _doubts(s: Movement, p: PartSeen, at: str) -> Iterator[Discrepancy]:
    yield from happened_at(s, p.office, p.at, at)
    if not p.first and p.seals_seen:
        yield from contradicted(s, p, at)


def _use_permits(said: PartSeen, state: Movement, context: Context) -> Iterator[Reaction]:
    """The permits for this very vehicle, of the state that let it in; those for any vehicle count
    as used with the movement's own crossing.
    """
    part = (
        next((one for one in state.split.parts if one.number == said.part), None)
        if state.split
        else None
    )
    if said.seen_as != "entry" or part is None:
        return
    plates, day = tuple(one.id for one in part.means), day_at(said.at, said.office)
    for permit in context.of(DOSSIER_PERMITS):
        request = permit.request
        is_theirs = bool(request.plates) and covers(request.plates, plates)
        is_theirs = is_theirs and permit.load != "empty"
        if request.country == context.node and permit.is_valid_on(day) and is_theirs:
            used = UsePermit(office=said.office, movement=state.id, used_at=said.at)
            yield Reaction(permit.id, used)


FOLLOWING_PARTS: Final = Act[Movement](
    "following_parts",
    asked=(
        Asked(
            RecordPart,
            "customs",
            _record,
            ON_ROUTE,
            during("released", "arrived"),
            needs=(DOSSIER_PERMITS, RESULTS),
        ),
        Asked(ReportPart, "carrier", _report, TRADER, during("arrived")),
        Asked(MissPart, "customs", _miss, ON_ROUTE, during("released", "arrived")),
    ),
    told=(
        Told(
            PartSeen,
            SEEN_BY,
            UNDERWAY,
            _seen,
            doubts=_doubts,
            heard=TO_CARRIER,
            since=at_once,
        ),
        Told(PartMissing, ON_ROUTE, UNDERWAY, _missing, heard=AT_ONCE_TO_CARRIER),
    ),
    follows=(
        Follow(
            PartSeen,
            lambda said, state: node_of(said.office),
            _use_permits,
            needs=(DOSSIER_PERMITS,),
        ),
    ),
    texts={
        "part_not_expected": RefusalText(
            N_("Vehicle {part} of the load is not awaited at office {office}."),
            N_("Reload the page to see which vehicles are still to come."),
        ),
    },
)
