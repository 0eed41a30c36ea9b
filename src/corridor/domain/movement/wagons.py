"""Wagon by wagon: an office says what it did with some wagons of a movement, or with all of them.

A train does not pass as one: of fifty-seven wagons one may stay behind. What is said of single
wagons is kept beside the movement; with the last of them the office has sealed, seen out, let in or
received the movement itself, and says so in the same breath. One wagon that is stopped stops the
movement at that frontier, until it is let in or is among its means no more.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told, Voice, at_once
from corridor.domain.commands import Command
from corridor.domain.consignment import MEANS_MAX, wagons_of
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.arriving import RESULTS, RecordArrival, arrival
from corridor.domain.movement.crossing import Cause, RecordCrossing, RefuseCrossing, entry, stop
from corridor.domain.movement.leaving import RecordExit, exit_from
from corridor.domain.movement.moments import ACCEPTED, during, in_future
from corridor.domain.movement.order import happened_at
from corridor.domain.movement.parts import Discrepancy, WagonsDone
from corridor.domain.movement.sealing import sealing
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.together import by_parts
from corridor.domain.movement.voices import DEPARTURE, DESTINATION, EXIT, TRANSIT
from corridor.domain.permits.dossier import DOSSIER_PERMITS
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.searching import mark_of
from corridor.domain.values import Instant, Office, SealId, Short, Text, is_blank

Did = Literal["sealed", "left", "crossed", "stopped", "arrived"]
WagonId = Annotated[str, Meta(min_length=1, max_length=35)]
Wagons = Annotated[tuple[WagonId, ...], Meta(min_length=1, max_length=MEANS_MAX)]
SEALS_MAX: Final = 9
"""Seals of one wagon."""


class WagonSeals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The seals on one wagon."""

    wagon: WagonId
    seals: Annotated[tuple[SealId, ...], Meta(min_length=1, max_length=SEALS_MAX)]


AllSeals = Annotated[tuple[WagonSeals, ...], Meta(max_length=MEANS_MAX)]


class RecordWagons(Command, frozen=True, tag="movement.wagons"):
    """Say what was done with these wagons of the movement: `sealed` at departure, `left` the
    territory, `crossed` into it, `stopped` at the frontier, `arrived` at destination.

    Those it was said of already are passed over. `train`: the train or its list.
    """

    office: Office
    did: Did
    wagons: Wagons
    at: Instant | None = None
    seals: AllSeals = ()
    reason: Text = ""
    cause: Cause | None = None
    needed: Text = ""
    remarks: Text = ""
    train: Short = ""


class WagonsRecorded(Payload, frozen=True, tag="movement.wagons_recorded/1"):
    """What an office did with some of the wagons."""

    office: str
    did: Did
    wagons: tuple[str, ...]
    at: Instant
    seals: tuple[WagonSeals, ...] = ()
    reason: Text = ""
    remarks: Text = ""
    train: str = ""


_VOICES: Final[Mapping[str, Voice[Movement]]] = {
    "sealed": DEPARTURE,
    "left": EXIT,
    "crossed": TRANSIT,
    "stopped": TRANSIT,
    "arrived": DESTINATION,
}
_WHEN: Final = {
    "sealed": during(*ACCEPTED),
    "left": during("released", "arrived"),
    "crossed": during("released", "arrived"),
    "stopped": during("released"),
    "arrived": during("released"),
}


def _asks(state: Movement, command: RecordWagons, context: Context) -> Refused | None:
    asks = _VOICES[command.did].asks
    return asks(state, command, context) if asks is not None else None


def _says(state: Movement, fact: Fact[Any]) -> bool:
    return _VOICES[fact.payload.did].says(state, fact)


BY_PART: Final = Voice("office whose part it is in the movement", _says, _asks)
"""Departure seals, the offices of exit and transit let pass, destination receives."""


def standing_at(state: Movement, office: str) -> dict[str, WagonsDone]:
    """By its mark, the last that this office said of each wagon."""
    return {
        mark_of(wagon): done
        for done in state.wagons
        if done.office == office
        for wagon in done.wagons
    }


def kept_at(state: Movement, office: str) -> tuple[str, ...]:
    """Wagons of the movement that this office stopped and has not let in since."""
    last = standing_at(state, office)
    stopped = {mark for mark, done in last.items() if done.did == "stopped"}
    return tuple(one.id for one in wagons_of(state.dossier) if mark_of(one.id) in stopped)


def done_with(state: Movement, office: str, did: str) -> frozenset[str]:
    """Marks of the wagons that this was done with here; a stop does not undo an entry."""
    if did == "stopped":
        last = standing_at(state, office).items()
        return frozenset(mark for mark, done in last if done.did in ("stopped", "crossed"))
    said = (done for done in state.wagons if (done.office, done.did) == (office, did))
    return frozenset(mark_of(wagon) for done in said for wagon in done.wagons)


def _record(state: Movement, command: RecordWagons, context: Context) -> Decision:
    wrong = (
        _WHEN[command.did].wrong(state)
        or in_future(command.at, "/at", context)
        or _unknown(state, command)
    )
    if wrong:
        return wrong
    done = done_with(state, command.office, command.did)
    new = tuple(dict.fromkeys(w for w in _as_declared(state, command) if mark_of(w) not in done))
    if not new:
        return refuse("wagons_already", "/wagons", office=command.office)
    said = _said(command, new, context)
    found = _wrong_content(state, said)
    return Refused(found) if found else _with_whole(state, command, said, context)


def _unknown(state: Movement, command: RecordWagons) -> Refused | None:
    """Why not: some are no wagons of this movement."""
    known = {mark_of(one.id) for one in wagons_of(state.dossier)}
    found = tuple(
        Refusal("wagon_unknown", f"/wagons/{index}", "", {"wagon": wagon})
        for index, wagon in enumerate(command.wagons)
        if mark_of(wagon) not in known
    )
    return Refused(found) if found else None


def _as_declared(state: Movement, command: RecordWagons) -> Iterator[str]:
    """The wagons as the list has them, however they are written here."""
    declared = {mark_of(one.id): one.id for one in wagons_of(state.dossier)}
    return (declared[mark_of(wagon)] for wagon in command.wagons)


def _said(command: RecordWagons, new: tuple[str, ...], context: Context) -> WagonsRecorded:
    marks = frozenset(map(mark_of, new))
    seals = command.seals if command.did == "sealed" else ()
    return WagonsRecorded(
        command.office,
        command.did,
        new,
        command.at or context.now,
        tuple(one for one in seals if mark_of(one.wagon) in marks),
        command.reason,
        command.remarks,
        command.train,
    )


def _wrong_content(state: Movement, said: WagonsRecorded) -> tuple[Refusal, ...]:
    if said.did == "stopped" and is_blank(said.reason):
        return (Refusal("wagon_reason_missing", "/reason"),)
    return tuple(_wrong_seals(state, said)) if said.did == "sealed" else ()


def _wrong_seals(state: Movement, said: WagonsRecorded) -> Iterator[Refusal]:
    """Each wagon has a seal of its own, that is on no other."""
    sealed = {mark_of(one.wagon) for one in said.seals}
    for wagon in said.wagons:
        if mark_of(wagon) not in sealed:
            yield Refusal("wagon_seals_missing", "/seals", "", {"wagon": wagon})
    seen = set(map(mark_of, _noted_seals(state)))
    for one in said.seals:
        marks = list(map(mark_of, one.seals))
        if len(set(marks)) < len(marks) or not seen.isdisjoint(marks):
            yield Refusal("seal_twice", "/seals", "R0107", {"wagon": one.wagon})
        seen.update(marks)


def _seals_in(found: tuple[WagonSeals, ...]) -> Iterator[str]:
    return (seal_id for one in found for seal_id in one.seals)


def _noted_seals(state: Movement) -> tuple[str, ...]:
    """Seals that were noted wagon by wagon."""
    return tuple(s for done in state.wagons if done.did == "sealed" for s in done.seals)


def _with_whole(
    state: Movement, command: RecordWagons, said: WagonsRecorded, context: Context
) -> Decision:
    """What is said of the wagons; with the last of them, or the first that is stopped, of the
    movement as well. What would be refused of it is refused of each of its wagons.
    """
    whole = _WHOLE[command.did](state, command, said, context)
    if isinstance(whole, Refused):
        return whole
    if command.did == "stopped":
        return (said, *(() if state.is_stopped else whole))
    return (said, *whole) if _are_last(state, said) else (said,)


def _are_last(state: Movement, said: WagonsRecorded) -> bool:
    """Whether this was done with all wagons then."""
    done = done_with(state, said.office, said.did) | frozenset(map(mark_of, said.wagons))
    return all(mark_of(one.id) in done for one in wagons_of(state.dossier))


_Whole = Callable[[Movement, RecordWagons, WagonsRecorded, Context], Decision]


def _crossed(s: Movement, c: RecordWagons, said: WagonsRecorded, context: Context) -> Decision:
    crossing = RecordCrossing(c.office, True, c.remarks, said.at)
    return by_parts(s) or entry(s, crossing, context)


def _left(s: Movement, c: RecordWagons, said: WagonsRecorded, context: Context) -> Decision:
    out = RecordExit(c.office, True, c.remarks, said.at)
    return by_parts(s) or exit_from(s, out, context)


def _arrived(s: Movement, c: RecordWagons, said: WagonsRecorded, context: Context) -> Decision:
    there = RecordArrival(c.office, said.at, remarks=c.remarks)
    return by_parts(s) or arrival(s, there, context)


def _stopped(s: Movement, c: RecordWagons, said: WagonsRecorded, context: Context) -> Decision:
    return stop(s, RefuseCrossing(c.office, c.reason, c.cause, c.needed), context)


def _sealed(s: Movement, c: RecordWagons, said: WagonsRecorded, context: Context) -> Decision:
    """All its seals, once every wagon has some: their number is compared with the declared one."""
    seals = (*_noted_seals(s), *_seals_in(said.seals))
    return sealing(s, seals, context) if _are_last(s, said) else ()


_WHOLE: Final[Mapping[str, _Whole]] = {
    "sealed": _sealed,
    "left": _left,
    "crossed": _crossed,
    "stopped": _stopped,
    "arrived": _arrived,
}


def _recorded(s: Movement, p: WagonsRecorded, f: Fact[Any]) -> Movement:
    seals = tuple(_seals_in(p.seals))
    done = WagonsDone(p.office, p.did, p.wagons, p.at, p.reason, p.train, seals)
    return replace(s, wagons=(*s.wagons, done))


def _doubts(s: Movement, p: WagonsRecorded, at: str) -> Iterator[Discrepancy]:
    """Of the last wagons it is asked of what is said of the movement with them."""
    if p.did == "stopped" or not _are_last(s, p):
        yield from happened_at(s, p.office, p.at, at)


WAGONS: Final = Act[Movement](
    "wagons",
    asked=(
        Asked(
            RecordWagons,
            by="customs",
            decide=_record,
            voice=BY_PART,
            needs=(DOSSIER_PERMITS, RESULTS),
        ),
    ),
    told=(
        Told(
            WagonsRecorded,
            BY_PART,
            ACCEPTED | UNDERWAY,
            _recorded,
            doubts=_doubts,
            since=at_once,
        ),
    ),
    texts={
        "wagon_unknown": RefusalText(
            N_("{wagon} is no wagon of this movement."),
            N_("Compare the number with the wagon, or find the movement that it belongs to."),
        ),
        "wagons_already": RefusalText(
            N_("Office {office} has said this of these wagons already."),
            N_("Nothing needs to be done."),
        ),
        "wagon_reason_missing": RefusalText(
            N_("It is not said why the wagons are stopped."),
            N_("Give the reason: the carrier and the office of departure are told."),
        ),
        "wagon_seals_missing": RefusalText(
            N_("No seal is noted for the wagon {wagon}."),
            N_("Write its number and its seals on one line."),
        ),
    },
)
