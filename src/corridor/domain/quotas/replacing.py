"""Another number in the place of a permit that came back unused.

The holder may not do so by itself: while the line is cut, the truck might pass with the permit that
it gave to another. The state where it holds knows that it was not used, lets nobody pass by it any
more, and only then delivers one number instead.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Follow, Reaction, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.returning import PermitReturned
from corridor.domain.permits.revoking import PermitRevoked
from corridor.domain.permits.state import Permit
from corridor.domain.quota import Quota
from corridor.domain.quotas.issuing import issue_now
from corridor.domain.quotas.voices import GIVER
from corridor.domain.serials import Range, holds, plus
from corridor.domain.values import Reference, Whole


class ReplaceNumber(Command, frozen=True, tag="quota.replace"):
    """A permit came back, or was taken back, and was not used."""

    serial: Whole
    permit: Reference


class NumberReplaced(Payload, frozen=True, tag="quota.replaced/1"):
    """Nobody passes by the permit any more; another number is left instead."""

    serial: Whole
    permit: Reference
    by: Whole


def _replace(state: Quota, command: ReplaceNumber, context: Context) -> Decision:
    if _is_doubted(state, command) or not _was_taken(state, command.serial):
        return ()
    return (NumberReplaced(command.serial, command.permit, state.highest + 1),)


def _is_doubted(state: Quota, command: ReplaceNumber) -> bool:
    """Whether two may have the number: then another one would be one too many."""
    over = state.settlement(command.serial, command.permit)
    is_void = over is not None and over.outcome == "void"
    return is_void or any(one.serial == command.serial for one in state.disputes)


def _was_taken(state: Quota, serial: int) -> bool:
    one = Range(serial, serial)
    is_out = 0 < serial <= state.highest and not holds(state.free, one)
    return is_out and not holds(state.replaced, one)


def _replaced(s: Quota, p: NumberReplaced, f: Fact[Any]) -> Quota:
    if p.by <= s.highest or not _was_taken(s, p.serial):
        return replace(s, discrepancies=(*s.discrepancies, "replaced_twice"))
    return replace(
        s,
        replaced=plus(s.replaced, Range(p.serial, p.serial)),
        highest=p.by,
        free=plus(s.free, Range(p.by, p.by)),
    )


def _came_back(said: Any, state: Permit, context: Context) -> Iterator[Reaction]:
    """Unused, as this state knows best: nobody passes by it from now on."""
    asked = state.request
    if asked.quota and not state.uses and state.status in ("returned", "revoked"):
        yield Reaction(asked.quota, ReplaceNumber(state.serial, state.id))


def _where_it_holds(said: Any, state: Permit) -> str:
    return state.request.country


REPLACING: Final = Act[Quota](
    "replacing",
    asked=(Asked(ReplaceNumber, SYSTEM, _replace),),
    told=(Told(NumberReplaced, GIVER, frozenset(), _replaced),),
    follows=(
        Follow(PermitReturned, _where_it_holds, _came_back),
        Follow(PermitRevoked, _where_it_holds, _came_back),
        Follow(
            NumberReplaced,
            lambda said, state: state.holder,
            issue_now,
        ),
    ),
)
