"""Verifying numbers: the state where a permit holds checks each against what it delivered.

Only a node that lost its memory, or a false one, gives a number twice. Then both see it, and
people of both ministries have to solve it.
"""

from collections.abc import Iterator
from typing import Any, Final

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Follow, Heard, Reaction, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.needs import HolderOf
from corridor.domain.permits.issuing import PermitIssued
from corridor.domain.permits.listings import number_key
from corridor.domain.permits.state import Permit
from corridor.domain.quota import DISPUTES_MAX, Dispute, Quota
from corridor.domain.quotas.issuing import NumberTaken, disputed
from corridor.domain.quotas.listings import desk_at
from corridor.domain.quotas.voices import GIVER
from corridor.domain.serials import Range, holds
from corridor.domain.values import Line, Reference, Whole


class CheckNumber(Command, frozen=True, tag="quota.check"):
    """Check the number of a permit that was issued. `number`: the whole, of the permit itself."""

    serial: Whole
    permit: Reference
    number: Line = ""


class NumberDisputed(Payload, frozen=True, tag="quota.disputed/1"):
    """The number is not this permit's: it is another's, or was never delivered, or not taken."""

    serial: Whole
    permit: Reference
    why: Dispute


NUMBER_HOLDER: Final = HolderOf(lambda ask: number_key(ask.said.number) if ask.said.number else "")


def _check(state: Quota, command: CheckNumber, context: Context) -> Decision:
    known = state.dispute(command.serial, command.permit)
    is_settled = state.settlement(command.serial, command.permit) is not None
    if is_settled or (known is not None and known.told):
        return ()
    why = known.why if known is not None else _wrong(state, command, context.of(NUMBER_HOLDER))
    return (NumberDisputed(command.serial, command.permit, why),) if why else ()


def _wrong(state: Quota, command: CheckNumber, holder: str) -> Dispute | None:
    if len(state.disputes) >= DISPUTES_MAX:
        return None
    if holder not in ("", command.permit):
        return "double"
    if command.serial > state.highest:
        return "not_delivered"
    is_left = holds(state.free, Range(command.serial, command.serial))
    return "not_taken" if is_left else None


def _disputed(s: Quota, p: NumberDisputed, f: Fact[Any]) -> Quota:
    return disputed(s, p, p.why, f.at, told=True)


def _of_permit(said: PermitIssued, state: Permit, context: Context) -> Iterator[Reaction]:
    """Each that is issued."""
    if state.request.quota:
        check = CheckNumber(said.serial, state.id, said.number)
        yield Reaction(state.request.quota, check)


def _of_number(said: NumberTaken, state: Quota, context: Context) -> tuple[Reaction, ...]:
    """Only where the fold has found it wrong."""
    check, known = CheckNumber(said.serial, said.permit), state.dispute(said.serial, said.permit)
    return (Reaction(state.id, check),) if known is not None else ()


def _to_both(state: Quota, said: NumberDisputed) -> tuple[tuple[str, str], ...]:
    return tuple((desk_at(node), "") for node in sorted(state.parties))


VERIFYING: Final = Act[Quota](
    "verifying",
    asked=(Asked(CheckNumber, SYSTEM, _check, needs=(NUMBER_HOLDER,)),),
    told=(Told(NumberDisputed, GIVER, frozenset(), _disputed, heard=Heard(offices=_to_both)),),
    follows=(
        Follow(PermitIssued, lambda said, state: state.request.country, _of_permit),
        Follow(NumberTaken, lambda said, state: state.giver, _of_number),
    ),
)
