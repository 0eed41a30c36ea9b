"""What a guarantee shows: to its guarantor, and to its holder."""

from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.tables import amount, marks, share
from corridor.domain.listings import Row
from corridor.domain.searching import Findable, findable


def listings(state: Guarantee, node: str) -> tuple[Row, ...]:
    """A row for the guarantor's desk and one for the holder's window."""
    data = {
        "grn": state.grn,
        "kind": state.kind,
        "holder": state.holder,
        "currency": state.currency,
        "reference_minor": state.reference_minor,
        "available_minor": state.available_minor(),
        "reservations": len(state.reserved),
        "valid_to": state.valid_to,
        "valid_from": state.valid_from,
    }
    lists = (f"guarantor:{state.guarantor}:guarantees", f"carrier:{state.holder}:guarantees")
    sums = (state.valid_from, amount(state), share(state), marks(state))
    return tuple(Row(name, state.valid_to, state.grn, "", data, *sums) for name in lists)


def keys(state: Guarantee, node: str) -> tuple[str, ...]:
    """Keys to find it by: its reference number."""
    return (f"grn:{state.grn}",)


def found_by(state: Guarantee, node: str) -> Findable:
    """Its reference number, between guarantor and holder."""
    desks = frozenset({f"guarantor:{state.guarantor}", f"carrier:{state.holder}"})
    return findable(desks, (state.grn, state.holder), (state.holder,))
