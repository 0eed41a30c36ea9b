"""Passing by a permit that no movement of the corridor writes off.

One that another state's own system issued is shown at a post: for a movement, whose crossing then
writes it off, or by itself. One that was issued here for a state without a node is used there, and
that state's system says so.
"""

from typing import Annotated, Any, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Told, Voice
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.permits.plates import covers
from corridor.domain.permits.state import Assigned, Permit, PermitStatus, PermitUse
from corridor.domain.permits.voices import during
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Country, Instant, Line, Reference, Text, is_later

Direction = Literal["in", "out"]
Post = Annotated[str, Meta(max_length=8)]
Plate = Annotated[str, Meta(min_length=1, max_length=35)]
_USABLE: Final = ("granted", "exhausted")
PASSES_MAX: Final = 100
"""So often another system may say that one permit was used: one that repeats itself fills nothing.
"""


class PassByPermit(Command, frozen=True, tag="permit.pass"):
    """The vehicle is let in, or leaves, by this permit alone."""

    direction: Direction
    plate: Plate


class PresentPermit(Command, frozen=True, tag="permit.present"):
    """It is shown for this movement: its crossing writes the use off."""

    dossier: Reference
    departure: Country


class NoteUseAbroad(Command, frozen=True, tag="permit.note_use"):
    """The state where it holds, which has no node here, says that it was used."""

    direction: Direction
    at: Instant
    place: Text
    message: Line


class PermitPassed(Payload, frozen=True, tag="permit.passed/1"):
    """A vehicle passed by it. `office`: the post; of a state without a node that state's code.

    `message`: the id of what told it, where another system did.
    """

    office: Post
    direction: Direction
    passed_at: Instant
    plate: Text = ""
    place: Text = ""
    message: Line = ""


class PermitPresented(Payload, frozen=True, tag="permit.presented/1"):
    """It was shown for a movement."""

    dossier: Reference
    departure: Country


def is_post_of(permit: Permit, node: str, actor: Actor) -> bool:
    """Whether this is a post of the state that admitted it."""
    at_post = actor.role in ("checkpoint", "customs") and actor.office[:2] == node
    return bool(permit.admitted_from) and node == permit.home and at_post


def _is_heard_abroad(permit: Permit, node: str, actor: Actor) -> bool:
    by_quota = bool(permit.request.quota) and permit.request.country != node
    return by_quota and node == permit.home and actor.role == SYSTEM


def _asks(permit: Permit, command: Any, context: Context) -> Refused | None:
    if is_post_of(permit, context.node, context.actor):
        return None
    return refuse("permit_no_post", number=permit.number)


def _asks_abroad(permit: Permit, command: Any, context: Context) -> Refused | None:
    if _is_heard_abroad(permit, context.node, context.actor):
        return None
    return refuse("permit_no_post", number=permit.number)


def _says(permit: Permit, fact: Fact[Any]) -> bool:
    who = (permit, fact.node, fact.actor)
    at_own = fact.payload.office == fact.actor.office
    return (at_own and is_post_of(*who)) or _is_heard_abroad(*who)


POST: Final = Voice[Permit](
    "post of the state that admitted it",
    lambda permit, fact: is_post_of(permit, fact.node, fact.actor),
    _asks,
)
ABROAD: Final = Voice[Permit]("node that heard of it from another system", _says, _asks_abroad)


def _pass(state: Permit, command: PassByPermit, context: Context) -> Decision:
    wrong = _wrong_vehicle(state, command.plate) or _wrong_way(state, command.direction, context)
    if wrong is not None:
        return wrong
    office = context.actor.office
    return (PermitPassed(office, command.direction, context.now, command.plate),)


def _wrong_vehicle(state: Permit, plate: str) -> Refused | None:
    named = tuple(filter(None, state.request.plates))
    if not named or covers(named, (plate,)):
        return None
    return refuse("permit_use_other_plate", "/plate", plate=plate, plates=", ".join(named))


def _wrong_way(state: Permit, direction: Direction, context: Context) -> Refused | None:
    if direction == "out":
        is_in = len(state.uses) > len(state.exits)
        return None if is_in else refuse("permit_not_inside", "/direction", number=state.number)
    if state.uses or state.status == "exhausted":
        return refuse("permit_used_up", number=state.number)
    day = context.day_at(context.actor.office)
    if not state.is_valid_on(day):
        return refuse("permit_not_valid_on", "/direction", date=day, number=state.number)
    return None


def _present(state: Permit, command: PresentPermit, context: Context) -> Decision:
    if any(one.dossier == command.dossier for one in state.assigned):
        return refuse("permit_assigned_already", "/dossier", number=state.number)
    if state.uses or state.assigned:
        return refuse("permit_no_free_use", number=state.number)
    return (PermitPresented(command.dossier, command.departure),)


def _note(state: Permit, command: NoteUseAbroad, context: Context) -> Decision:
    if len(state.uses) + len(state.exits) >= PASSES_MAX:
        return refuse("permit_used_up", number=state.number)
    at = context.now if is_later(command.at, context.now) else command.at
    where = state.request.country
    return (PermitPassed(where, command.direction, at, "", command.place, command.message),)


def _passed(s: Permit, p: PermitPassed, f: Fact[Any]) -> Permit:
    """Let in, its one use is written off; the way out only stands beside it."""
    here = PermitUse(p.office, "", p.passed_at)
    if p.direction == "out":
        return replace(s, exits=(*s.exits, here))
    uses = (*s.uses, here)
    status: PermitStatus = "granted" if len(uses) < s.crossings_granted else "exhausted"
    return replace(s, uses=uses, status=status, proposal=None)


def _passed_late(s: Permit, p: PermitPassed, f: Fact[Any]) -> Permit:
    """Whoever passed has passed: it is kept, whatever became of the permit."""
    after = _passed(s, p, f)
    return replace(s, uses=after.uses, exits=after.exits)


def _presented(s: Permit, p: PermitPresented, f: Fact[Any]) -> Permit:
    return replace(s, assigned=(*s.assigned, Assigned(p.dossier, p.departure)))


PASSING: Final = Act[Permit](
    "passing",
    asked=(
        Asked(PassByPermit, "checkpoint", _pass, POST, during(*_USABLE)),
        Asked(
            PresentPermit,
            "customs",
            _present,
            POST,
            during("granted"),
            within=lambda command: command.dossier,
        ),
        Asked(NoteUseAbroad, SYSTEM, _note, ABROAD),
    ),
    told=(
        Told(PermitPassed, ABROAD, frozenset(_USABLE), _passed, late=_passed_late),
        Told(PermitPresented, POST, frozenset({"granted"}), _presented),
    ),
    texts={
        "permit_no_post": RefusalText(
            N_("Permit {number} is not used at this desk."),
            N_("Leave it to the posts of the state where it holds."),
        ),
        "permit_not_inside": RefusalText(
            N_("Nobody was let in by permit {number}, or the vehicle has left already."),
            N_("Compare the number, and look whether it was let in at another post."),
        ),
    },
)
