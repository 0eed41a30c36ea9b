"""What lists of guarantees show, and what they are sorted and filtered by."""

from typing import Final

from corridor.domain.guarantees.state import Guarantee
from corridor.domain.listings import Column, Filter, Listing, marks_of
from corridor.domain.refusals import N_

_PER_MILLE: Final = 1000
_HALF: Final = 500
_MONEY: Final = (
    Column("reference", N_("Reference amount"), is_number=True, is_lesser=True),
    Column("taken", N_("Taken"), is_number=True, is_lesser=True),
    Column("free", N_("Free"), "amount", is_number=True),
    Column("use", N_("Use"), "share", is_number=True),
    Column("movements", N_("Movements"), is_number=True),
    Column("valid", N_("Valid to"), "due"),
    Column("since", N_("Valid from"), "since", shown=False),
    Column("currency", N_("Currency"), shown=False),
)
_FILTERS: Final = (
    Filter("use", N_("Use"), "guarantee_use"),
    Filter("currency", N_("Currency")),
)
_DATES: Final = (("due", N_("Valid to")), ("since", N_("Valid from")))

OF_HOLDER: Final = Listing((Column("grn", N_("GRN"), "name"), *_MONEY), _FILTERS, _DATES)
OF_GUARANTOR: Final = Listing(
    (Column("grn", N_("GRN"), "name"), Column("holder", N_("Holder")), *_MONEY),
    (*_FILTERS, Filter("holder", N_("Holder"), "organisation")),
    _DATES,
)


def marks(state: Guarantee) -> tuple[str, ...]:
    """By what its rows are filtered, in both lists alike."""
    return marks_of((("use", _use(state)), ("currency", state.currency), ("holder", state.holder)))


def _use(state: Guarantee) -> str:
    """What it is called that so much is taken: nearly full from where it is warned of."""
    taken = taken_share(state)
    if taken > _PER_MILLE:
        return "overdrawn"
    if is_low(state):
        return "nearly_full"
    if taken > _HALF:
        return "above_half"
    return "below_half" if taken else "none"


def amount(state: Guarantee) -> str:
    """What is free, to sort by: within one currency, for no rate is known here."""
    return f"{state.currency} {max(0, state.available_minor()):018d}"


def share(state: Guarantee) -> str:
    """How much of it is taken, in thousandths, to sort by."""
    return f"{taken_share(state):06d}"


def is_low(state: Guarantee) -> bool:
    """Whether more is taken than its guarantor bears without a warning."""
    return taken_share(state) > state.warn_percent * (_PER_MILLE // 100)


def taken_share(state: Guarantee) -> int:
    """Thousandths of the reference amount that are taken, rounded up; of none, none."""
    if not state.reference_minor:
        return 0
    taken = state.reference_minor - state.available_minor()
    return -(-taken * _PER_MILLE // state.reference_minor)
