"""Showing the access code: it comes sealed from the node where the carrier gave it, is checked
here, and is kept nowhere. What is said of it in the ledger is whether it fitted.

So many wrong codes in so long a time lock the guarantee for a while: meanwhile none is looked at.
"""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Heard, Reaction, Told, never
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import minutes_later
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.reserving import answered, refused_for
from corridor.domain.guarantees.state import Guarantee, Wrong
from corridor.domain.guarantees.voices import ALWAYS, LEDGER
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Reference

Attempt = Annotated[str, Meta(max_length=40)]


class ShowAccessCode(Command, frozen=True, tag="guarantee.show_code"):
    """A carrier in another state shows the code for its movement. `attempt` tells two apart."""

    movement: Reference
    code: Annotated[str, Meta(max_length=20)]
    attempt: Attempt = ""


class NoteWrongCode(Command, frozen=True, tag="guarantee.note_wrong_code"):
    """At this node a declaration was refused, since its code does not fit."""

    movement: Reference


class AccessCodeShown(Payload, frozen=True, tag="guarantee.code_shown/1"):
    """The access code fits: the movement may use the guarantee."""

    movement: str


class AccessCodeWrong(Payload, frozen=True, tag="guarantee.code_wrong/1"):
    """The access code does not fit. `locked_until`: it was one too many."""

    movement: str
    attempt: str = ""
    locked_until: str = ""
    is_ignored: bool = False
    """It came while the guarantee was locked: right or wrong, it was not looked at."""


def _show(state: Guarantee, command: ShowAccessCode, context: Context) -> Decision:
    movement, attempt = command.movement, command.attempt
    if movement in state.shown:
        return ()
    if any(one.attempt == attempt != "" for one in state.wrong):
        return refuse("guarantee_access_code", "/code", grn=state.grn)
    if state.is_locked(context.now):
        ignored = AccessCodeWrong(movement, attempt, is_ignored=True)
        return (ignored, *_refusal_of(state, movement, "guarantee_locked"))
    if not state.opens_with(command.code):
        wrong = _wrong(state, movement, attempt, context)
        return (wrong, *_refusal_of(state, movement, "guarantee_access_code"))
    said = AccessCodeShown(movement)
    waiting = state.awaiting.get(movement)
    if waiting is None:
        return (said,)
    opened = replace(state, shown=(*state.shown, movement))
    return (said, *answered(opened, waiting, context.day_at(context.node)))


def _refusal_of(state: Guarantee, movement: str, code: str) -> tuple[Payload, ...]:
    """Of a request that waited for this very code; nothing where none does, or another is due."""
    waiting = state.awaiting.get(movement)
    if waiting is None or waiting.codes_shown > state.missed.get(movement, 0) + 1:
        return ()
    return (refused_for(movement, waiting.amount_minor, code),)


def _wrong(state: Guarantee, movement: str, attempt: str, context: Context) -> AccessCodeWrong:
    """One more, and whether it locks: of those within the time, it is the last that is borne."""
    terms = context.parameters
    since = minutes_later(context.now, -terms.code_lock_minutes)
    lately = sum(1 for one in state.wrong if one.at > since and not one.is_ignored) + 1
    is_last = lately >= terms.code_attempts_max
    until = minutes_later(context.now, terms.code_lock_minutes) if is_last else ""
    return AccessCodeWrong(movement, attempt, until)


def _note(state: Guarantee, command: NoteWrongCode, context: Context) -> Decision:
    if state.is_locked(context.now):
        return ()
    return (_wrong(state, command.movement, "", context),)


def wrong_code_at(grn: str, movement: str) -> Reaction:
    """What follows where a code was refused at the guarantor's own node."""
    return Reaction(f"gr-{grn}", NoteWrongCode(movement))


def _shown(s: Guarantee, p: AccessCodeShown, f: Fact[Any]) -> Guarantee:
    return replace(s, shown=(*s.shown, p.movement), wrong=())


def _missed(s: Guarantee, p: AccessCodeWrong, f: Fact[Any]) -> Guarantee:
    return replace(
        s,
        wrong=(*s.wrong, Wrong(f.at, p.attempt, p.is_ignored))[-WRONG_KEPT:],
        missed={**s.missed, p.movement: s.missed.get(p.movement, 0) + 1},
        locked_until=p.locked_until or s.locked_until,
    )


WRONG_KEPT: Final = 20
SHOWING: Final = Act[Guarantee](
    "showing",
    asked=(Asked(ShowAccessCode, SYSTEM, _show), Asked(NoteWrongCode, SYSTEM, _note)),
    told=(
        Told(AccessCodeShown, LEDGER, ALWAYS, _shown),
        Told(
            AccessCodeWrong,
            LEDGER,
            ALWAYS,
            _missed,
            heard=Heard({"guarantor": never, "carrier": never}, urgent=True),
        ),
    ),
    texts={
        "guarantee_locked": RefusalText(
            N_("The guarantee is locked for a while: too many access codes were wrong."),
            N_("Try again later, or ask the guarantor for a new access code."),
        ),
    },
)
