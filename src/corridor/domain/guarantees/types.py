"""The types of guarantee (code list 251): what each needs, and whether an amount is reserved.

Those with a ledger are named by a reference number, have a reference amount and an access code,
and are kept on their guarantor's node. The others are a right or a paper: the office of departure
looks at it, and nothing is reserved anywhere.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from corridor.domain.refusals import N_

Paper = Literal["", "receipt", "decision", "carnet"]


class GuaranteeType(NamedTuple):
    """What one type needs. `once`: it covers one movement and is used up by its release."""

    needs: str
    """In words, for forms and guides."""
    has_ledger: bool = False
    once: bool = False
    paper: Paper = ""
    """What the office of departure looks at, where nothing is reserved."""


_KEPT: Final = N_("Reference number, access code; the amount is reserved at the guarantor.")
_BY_LAW: Final = N_("Nothing is reserved: the office of departure looks whether the case applies.")
TYPES: Final[Mapping[str, GuaranteeType]] = {
    "0": GuaranteeType(_KEPT, has_ledger=True),
    "1": GuaranteeType(_KEPT, has_ledger=True),
    "2": GuaranteeType(
        N_("Reference number, access code; it covers one movement."), has_ledger=True, once=True
    ),
    "3": GuaranteeType(
        N_("The receipt of the deposit: its number is the other reference. Nothing is reserved."),
        paper="receipt",
    ),
    "4": GuaranteeType(
        N_("The voucher's number of 24 characters, access code; it is used once."),
        has_ledger=True,
        once=True,
    ),
    "5": GuaranteeType(
        N_("The amount, which may not exceed what is waived. Nothing is reserved."),
        paper="decision",
    ),
    "8": GuaranteeType(
        N_("The decision for the public body: its number is the other reference."),
        paper="decision",
    ),
    "9": GuaranteeType(_KEPT, has_ledger=True),
    "A": GuaranteeType(
        N_("The agreement that waives the guarantee. Nothing is reserved."), paper="decision"
    ),
    "B": GuaranteeType(
        N_("The TIR carnet: it is the guarantee. Nothing is reserved."), paper="carnet"
    ),
}
_OTHERS: Final = GuaranteeType(_BY_LAW, paper="decision")
WITH_LEDGER: Final = frozenset(code for code, one in TYPES.items() if one.has_ledger)
VOUCHER: Final = "4"
VOUCHER_LENGTH: Final = 24
WAIVED: Final = "5"
WAIVED_MINOR: Final = 50_000
"""500.00: what type 5 waives at most, in the currency of the guarantee (EUR in the convention)."""


def type_of(code: str) -> GuaranteeType:
    """What a type needs; those of the list that are not named here hold by law."""
    return TYPES.get(code, _OTHERS)
