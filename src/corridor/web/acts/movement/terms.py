"""Terms that were set or have passed, as they read on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.movement.state import Movement
from corridor.domain.movement.terms import DiscrepanciesTermSet, TermPassed
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _passed(said: TermPassed, tale: Tale) -> Iterable[str]:
    day = tale.reader.formats.day(said.day)
    yield f"{tale.reader.labels(said.what, 'term')}: {day}."


def _solve_by(said: DiscrepanciesTermSet, tale: Tale) -> Iterable[str]:
    yield tale.say("By %(day)s.", day=tale.reader.formats.day(said.solve_by))


TERMS: Final = Shown[Movement](
    reads=(
        Reading(TermPassed, N_("A day has come"), "attention", _passed),
        Reading(DiscrepanciesTermSet, N_("Discrepancies to be solved"), note=_solve_by),
    ),
)
