"""The fold of a guarantee. Only the guarantor's own node speaks here: the country of the GRN."""

from typing import Any

from msgspec.structs import replace

from corridor.domain.facts import Fact
from corridor.domain.guarantees import events as e
from corridor.domain.guarantees.state import Guarantee


def evolve(state: Guarantee | None, fact: Fact[Any], subject: str) -> Guarantee | None:
    """The next state; statements of other nodes change nothing."""
    if fact.node != subject.removeprefix("gr-")[2:4]:
        return state
    said = fact.payload
    if state is None:
        return _register(said, fact.node) if isinstance(said, e.GuaranteeRegistered) else None
    match said:
        case e.AmountReserved(movement=movement, amount_minor=amount):
            return replace(state, reserved={**state.reserved, movement: amount})
        case e.ReservationReleased(movement=movement):
            left = {key: value for key, value in state.reserved.items() if key != movement}
            return replace(state, reserved=left)
        case _:
            return state


def _register(said: e.GuaranteeRegistered, node: str) -> Guarantee:
    return Guarantee(
        grn=said.grn,
        node=node,
        holder=said.holder,
        guarantor=said.guarantor,
        kind=said.kind,
        reference_minor=said.reference_minor,
        currency=said.currency,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        access_digest=said.access_digest,
        excluded_countries=said.excluded_countries,
    )
