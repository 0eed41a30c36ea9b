"""The guarantees of a draft: the first by its choice among one's own, further ones row by row.

Rows keep their numbers while they are typed; an empty one says nothing. They are asked for, and a
debt is called, in the order in which they stand.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from corridor.domain.consignment import Dossier, GuaranteeUse
from corridor.domain.guarantees.types import type_of
from corridor.domain.refusals import N_
from corridor.web.forms import Form
from corridor.web.views.drafting.model import FURTHER_MAX, GUARANTEE_OF_ROW, Values
from corridor.web.views.drafting.reading import Reading, money_text

COMPREHENSIVE: Final = "1"
NAMED_TWICE: Final = N_("This guarantee is named already. Name each once, with its whole amount.")
ROWS: Final = range(1, FURTHER_MAX + 1)
_SWAPPED: Final = ("kind", "amount", "currency", "other_reference")
Uses = tuple[tuple[int, GuaranteeUse], ...]
"""(row, what it says); the first guarantee is row 0."""


def further_values(dossier: Dossier) -> Values:
    """Guarantees of a dossier after the first, as their rows hold them."""
    values: Values = {}
    for row, use in enumerate(dossier.guarantees[1 : FURTHER_MAX + 1], 1):
        values[f"grn_{row}"] = use.grn
        values[f"kind_{row}"] = use.kind
        values[f"amount_{row}"] = money_text(use.amount_minor, use.currency)
        values[f"currency_{row}"] = use.currency or ""
        values[f"other_reference_{row}"] = use.other_reference
    return {name: value for name, value in values.items() if value}


def guarantees_in(read: Reading, base: Dossier | None) -> Uses:
    """All that the form says, in their order; each at its row."""
    had = base.guarantees if base else ()
    first = _first(read, had[0] if had else None)
    found = ((0, first), *((row, _further(read, row, had)) for row in ROWS))
    uses = tuple((row, use) for row, use in found if use is not None)
    named = [use.grn for _, use in uses]
    for place, (row, use) in enumerate(uses):
        if use.grn and use.grn in named[:place]:
            read.note(f"grn_{row}", NAMED_TWICE)
    return uses


def _first(read: Reading, had: GuaranteeUse | None) -> GuaranteeUse | None:
    grn = read.mark("grn", "grn", 24, had.grn if had else "")
    currency = read.currency("currency")
    amount = read.minor("amount", currency)
    kind = read.text("kind", 1) or COMPREHENSIVE
    is_paper = not type_of(kind).has_ledger
    if not (grn or is_paper or amount is not None or (had and not had.grn)):
        return None
    other = read.text("other_reference", 35) if is_paper else ""
    return GuaranteeUse(kind, grn, other, amount, currency)


def _further(read: Reading, row: int, had: tuple[GuaranteeUse, ...]) -> GuaranteeUse | None:
    """One row; money without a currency is in that of the first."""
    if not is_filled(read.values, row):
        return None
    known = had[row].grn if row < len(had) else ""
    grn = read.mark(f"grn_{row}", "grn", 24, known)
    currency = read.currency(f"currency_{row}")
    if currency is None and read[f"amount_{row}"]:
        currency = read.currency("currency")
    amount = read.minor(f"amount_{row}", currency)
    other = read.text(f"other_reference_{row}", 35)
    kind = read.text(f"kind_{row}", 1) or COMPREHENSIVE
    return GuaranteeUse(kind, grn, other, amount, currency if amount is not None else None)


def is_filled(values: Mapping[str, str], row: int) -> bool:
    """Whether a row says anything; a currency alone says nothing."""
    return any(values.get(f"{name}_{row}", "") for name in GUARANTEE_OF_ROW if name != "currency")


def rows_shown(values: Mapping[str, str]) -> list[int]:
    """Rows that say something, and one to write."""
    filled = [row for row in ROWS if is_filled(values, row)]
    free = next((row for row in ROWS if row not in filled), None)
    return filled if free is None else sorted((*filled, free))


def grns_in(values: Mapping[str, str]) -> Iterator[str]:
    """The numbers as they stand, in their order."""
    for name in ("grn", *(f"grn_{row}" for row in ROWS)):
        if values.get(name):
            yield values[name]


def take_out(form: Form, row: str) -> None:
    """One row less."""
    for name in GUARANTEE_OF_ROW:
        form.values[f"{name}_{row}"] = [""]


def put_first(form: Form, row: str) -> None:
    """A further guarantee and the first change places."""
    first = form["other_grn"] if form["grn"] == "other" else form["grn"]
    given = {name: form[f"{name}_{row}"] for name in ("grn", *_SWAPPED)}
    before = {"grn": first} | {name: form[name] for name in _SWAPPED}
    take_out(form, row)
    for name in ("grn", *_SWAPPED):
        form.values[name] = [given[name]]
        form.values[f"{name}_{row}"] = [before[name] if first else ""]
