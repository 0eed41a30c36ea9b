"""What follows from a fact without anybody's hand: the pure process managers.

A reaction is a command for another subject. The engine carries it out in the transaction of the
fact; when the fact came from a peer, in the transaction that received it. Whether it concerns this
node at all follows from the identifiers (a GRN names its guarantor's state).
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from corridor.domain.commands import Command
from corridor.domain.facts import Fact
from corridor.domain.guarantees import commands as gc
from corridor.domain.guarantees import events as ge
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement import commands as mc
from corridor.domain.movement import events as me
from corridor.domain.movement.state import Movement
from corridor.domain.permits import commands as pc
from corridor.domain.permits.state import Permit
from corridor.domain.routes import countries_of


class Reaction(msgspec.Struct, frozen=True):
    """A command to be carried out now, and what to do when it is refused."""

    subject: str
    command: Command
    on_refusal: "Reaction | None" = None


def reactions(
    fact: Fact[Any], state: Any, node: str, permits: tuple[Permit, ...]
) -> tuple[Reaction, ...]:
    """What this node does next, given a fact just folded into `state`."""
    if isinstance(state, Movement):
        return tuple(_after_movement(fact.payload, state, node, permits))
    if isinstance(state, Guarantee):
        return tuple(_after_guarantee(fact.payload, state))
    return ()


def uses_permits(payload: object) -> bool:
    """Whether what follows from such a fact depends on the movement's permits."""
    return isinstance(payload, me.FrontierCrossed)


def _after_movement(
    said: Any, state: Movement, node: str, permits: tuple[Permit, ...]
) -> Iterator[Reaction]:
    match said:
        case me.GuaranteeRequested(grn=grn) if grn[2:4] == node:
            yield _reserve(said, state)
        case (
            me.MovementWrittenOff()
            | me.DeclarationCancelled()
            | me.DeclarationRejected()
            | me.ReleaseRefused()
        ) if state.guarantee.grn[2:4] == node and state.guarantee.status == "reserved":
            yield Reaction(f"gr-{state.guarantee.grn}", gc.ReleaseReservation(state.id))
        case me.FrontierCrossed(office=office) if office[:2] == node:
            yield from _use_permits(said, state, permits)
        case _:
            return


def _reserve(said: me.GuaranteeRequested, state: Movement) -> Reaction:
    ask = gc.ReserveAmount(
        movement=state.id,
        amount_minor=said.amount_minor,
        currency=said.currency,
        holder=state.owner,
        countries=countries_of(state.dossier.route),
    )
    unknown = mc.AnswerGuarantee(
        said.grn, said.amount_minor, said.currency, refusal="guarantee_unknown"
    )
    return Reaction(f"gr-{said.grn}", ask, on_refusal=Reaction(state.id, unknown))


def _use_permits(
    said: me.FrontierCrossed, state: Movement, permits: tuple[Permit, ...]
) -> Iterator[Reaction]:
    here = said.office[:2]
    for permit in permits:
        if permit.request.country == here and permit.status == "granted":
            used = pc.UsePermit(office=said.office, movement=state.id, used_at=said.crossed_at)
            yield Reaction(permit.id, used)


def _after_guarantee(said: Any, state: Guarantee) -> Iterator[Reaction]:
    match said:
        case ge.AmountReserved(movement=movement, amount_minor=amount):
            yield Reaction(movement, mc.AnswerGuarantee(state.grn, amount, state.currency))
        case ge.ReservationRefused(movement=movement, amount_minor=amount, code=code):
            answer = mc.AnswerGuarantee(
                state.grn, amount, state.currency, code, state.available_minor()
            )
            yield Reaction(movement, answer)
        case _:
            return
