"""Terms of the law that a node sets as parameters: each with its value from a day on.

What was decided by a term is stated in the event that says so, so that every node folds alike and a
later change moves nothing that stands. A value is chosen by the day on which the decision is made,
at the place where it is made.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Final, NamedTuple

from corridor.domain.days import is_day
from corridor.domain.needs import Ask, Look
from corridor.domain.refusals import N_

DAYS: Final = "days"
MONTHS: Final = "months"
PREFIX: Final = "term."
"""Of the names under which they are kept among the settings of a node."""


class Term(NamedTuple):
    """One of them: what it is called, what it counts, and its value where nobody set another."""

    name: str
    label: str
    value: int
    unit: str = DAYS


TERMS: Final = (
    Term("prelodged", N_("A pre-lodged declaration without its goods lapses after"), 30),
    Term("results", N_("Control results are due after the arrival within"), 3),
    Term("results_late", N_("Control results are due at the latest within"), 6),
    Term("results_rail", N_("Control results of a rail movement are due within"), 12),
    Term("enquiry", N_("The enquiry may begin after the limit date by"), 7),
    Term("answer_status", N_("An office answers a status request within"), 7),
    Term("answer_holder", N_("The holder answers an enquiry within"), 28),
    Term("answer_office", N_("An office answers an enquiry within"), 40),
    Term("discrepancies", N_("Discrepancies are to be solved within"), 13),
    Term("recovery", N_("Recovery begins after the limit date by"), 7, MONTHS),
    Term("warning", N_("What falls due is marked before its day by"), 2),
)
BY_NAME: Final = {term.name: term for term in TERMS}
LEAST, MOST = 0, 3_650
CHANGES_MAX: Final = 100
Dated = tuple[tuple[str, int], ...]
"""(first day, value), the earliest first; the first day of what always held is empty."""


class InForce:
    """The terms of a node, as they were set."""

    def __init__(self, dated: Mapping[str, Dated]) -> None:
        self._dated = dated

    def on(self, name: str, day: str) -> int:
        """The value that holds on a day."""
        begun = (value for since, value in self._dated.get(name, ()) if since <= day)
        return list(chain((BY_NAME[name].value,), begun))[-1]


def read_dated(text: str) -> Dated:
    """As it is kept: `2026-12-15 45`, one on a line; a value without a day held from the first."""
    found = [line.rpartition(" ") for line in text.splitlines()]
    return tuple(
        (since, int(value))
        for since, _, value in found
        if value.isdecimal() and (not since or is_day(since))
    )


def write_dated(dated: Dated) -> str:
    """The text of which `read_dated` makes the same."""
    return "\n".join(f"{since} {value}".strip() for since, value in dated)


def with_change(dated: Dated, since: str, value: int) -> Dated:
    """Another value from a day on; what was to come later falls away."""
    return (*((day, one) for day, one in dated if day < since), (since, value))


class TermsOf:
    """The need of acts that decide by terms: those of this node."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def gather(self, look: Look, ask: Ask) -> InForce:
        """Read what operators set."""
        found = {name: look.setting(PREFIX + name) for name in self._names}
        return InForce({name: read_dated(text) for name, text in found.items() if text})
