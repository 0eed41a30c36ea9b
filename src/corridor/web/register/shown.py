"""Rows of the register as pages show them, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from corridor.domain.commitments.kind import LISTED as COMMITMENTS_LIST
from corridor.domain.commitments.schedule import due_of, needed_rate, schedule_of
from corridor.domain.commitments.state import Commitment
from corridor.domain.indicators.derived import alike, figures_of, growth_of, implied_base
from corridor.domain.indicators.kind import FIGURE
from corridor.domain.indicators.kind import LISTED as INDICATORS_LIST
from corridor.domain.indicators.state import Indicator, Kept, yearly_of
from corridor.domain.listings import mark
from corridor.domain.reported import Source
from corridor.engine.ports import COUNTED_MAX, Pick
from corridor.engine.queries import PAGE_MAX, ListedRow, Queries
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]
VERDICT_SIGNS: Final = {"on_schedule": "ok", "ahead": "ok", "behind": "stop"}
ALIKE_MAX: Final = 20
FIRST_DAY: Final = "0001-01-01"
"""Before it stand those without a day."""
DUE_MAX: Final = 1_000
"""Commitments that a report reads: those whose day is the latest."""
DUE_SIGNS: Final = {"overdue": "stop", "soon": "wait"}


class Promised(NamedTuple):
    """What a report reads of the register. `known`: all that there are, dated or not; `is_cut`:
    more of them had their day.
    """

    rows: tuple[Commitment, ...]
    known: int
    is_cut: bool


def due_before(services: Services, states: Iterable[str], end: str) -> Promised:
    """Those whose last day is before `end`, the latest first; of the rows in which all these
    states take part, of none all.
    """
    marks, at, rows = tuple(mark("party", one) for one in states), "", list[ListedRow]()
    queries, pick = services.queries, Pick(marks, ("due", FIRST_DAY, end))
    while len(rows) < DUE_MAX:
        page = queries.picked(COMMITMENTS_LIST, pick, "due", at, DUE_MAX, descending=True)
        rows += page.rows
        if not (at := page.next):
            break
    found = queries.states(rows[:DUE_MAX], Commitment)
    return Promised(tuple(found), _known(queries, marks), bool(at) or len(rows) > DUE_MAX)


def _known(queries: Queries, marks: tuple[str, ...]) -> int:
    if not marks:
        return queries.counts(COMMITMENTS_LIST).get(COMMITMENTS_LIST, 0)
    return queries.picked(COMMITMENTS_LIST, Pick(marks, few=COUNTED_MAX), limit=1).total or 0


def own_series(queries: Queries, node: str) -> dict[str, Indicator]:
    """The series of a state's own register, by number: it is a party of each."""
    found = _concerning(queries, INDICATORS_LIST, (node,))
    return {one.number: one for one in found if isinstance(one, Indicator) and one.home == node}


def both_of(services: Services, name: str, pair: Iterable[str]) -> list[Any]:
    """Of a list of the register, the rows that concern both states."""
    return list(_concerning(services.queries, name, pair))


def _concerning(queries: Queries, name: str, states: Iterable[str]) -> Iterator[Any]:
    pick, at = Pick(tuple(mark("party", one) for one in states)), ""
    while True:
        page = queries.picked(name, pick, "name", at, PAGE_MAX)
        yield from (queries.get(row.subject).state for row in page.rows)
        if not (at := page.next):
            return


def alike_for(services: Services, state: Indicator) -> list[Indicator]:
    """Other series with one of its figures."""
    found: dict[str, Any] = {}
    for figure in dict.fromkeys(figures_of(state)):
        pick = Pick((mark(FIGURE, figure),))
        for row in services.queries.picked(INDICATORS_LIST, pick, "name", limit=ALIKE_MAX).rows:
            if row.subject not in {state.id, *found}:
                found[row.subject] = services.queries.get(row.subject).state
    return [one for one in found.values() if isinstance(one, Indicator)]


def parties_view(reader: Reader, parties: Iterable[str], by: str) -> str:
    """Names of the states; an arrow after the side that offers it."""
    names = {one: reader.names.country(one) for one in parties}
    if not by:
        return ", ".join(names.values())
    others = [name for one, name in names.items() if one != by]
    return f"{names.get(by, by)} → {', '.join(others)}" if others else names.get(by, by)


def source_view(reader: Reader, source: Source) -> View:
    """Who, when, where; a quotation."""
    by = source.by.in_language(reader.lang)
    return {
        "by": by,
        "on": reader.formats.day(source.on) if source.on else "",
        "page": source.page,
        "quotation": source.quotation,
    }


def row_view(reader: Reader, state: Commitment, yearly: Mapping[str, Decimal], day: str) -> View:
    """One line of the board, and the head of its page."""
    promise, lang = state.promise, reader.lang
    due, schedule = due_of(state, day), schedule_of(state, yearly, day)
    said = promise.due.in_language(lang)
    if not said and promise.due_kind != "none":
        said = reader.formats.day(promise.due_last) if promise.due_last else ""
    return {
        "state": state,
        "href": f"/commitments/{state.id}",
        "what": promise.what.in_language(lang),
        "parties": parties_view(reader, promise.parties, promise.by),
        "bodies": promise.bodies.in_language(lang),
        "status": promise.status.in_language(lang),
        "due_said": said,
        "due": due,
        "due_sign": DUE_SIGNS.get(due, ""),
        "belongs": promise.belongs.in_language(lang),
        "source": source_view(reader, promise.source),
        "schedule": schedule,
        "verdict_sign": VERDICT_SIGNS.get(schedule.verdict, "neutral"),
        "sides": [
            {
                "country": reader.names.country(one.node),
                "word": reader.labels(one.word, "commitment_word"),
                "reason": one.reason,
                "by": one.by,
                "at": reader.formats.moment(one.at, one.node),
            }
            for one in state.sides
        ],
    }


def yearly_for(services: Services, state: Commitment) -> dict[str, Decimal]:
    """The yearly values of the indicator that it is measured by."""
    if state.promise.measure is None:
        return {}
    found = services.queries.get(state.promise.measure.indicator).state
    return yearly_of(found) if isinstance(found, Indicator) else {}


def measure_view(reader: Reader, services: Services, state: Commitment) -> View | None:
    """Base, target, and the yearly growth that leads from one to the other: derived."""
    measure = state.promise.measure
    if measure is None:
        return None
    found = services.queries.get(measure.indicator).state
    unit = found.series.unit if isinstance(found, Indicator) else "none"
    title = found.series.title.in_language(reader.lang) if isinstance(found, Indicator) else ""
    return {
        "measure": measure,
        "title": title or measure.indicator,
        "href": f"/indicators/{measure.indicator}",
        "unit": reader.labels(unit, "indicator_unit"),
        "rate": needed_rate(measure),
    }


def figure_view(reader: Reader, state: Indicator, kept: Kept) -> View:
    """One figure, what is derived of it, what sides say of it, and what it replaced."""
    figure, lang = kept.figure, reader.lang
    return {
        "number": kept.number,
        "said": figure.said.in_language(lang),
        "period": figure.period_said.in_language(lang) or figure.period,
        "is_stated": bool(figure.period),
        "base": figure.base.in_language(lang),
        "standing": figure.standing,
        "source": source_view(reader, figure.source),
        "at": reader.formats.moment(kept.at, state.home),
        "by": kept.by,
        "implied": implied_base(figure, state.series.unit),
        "answers": [
            {
                "country": reader.names.country(one.node),
                "answer": one.answer,
                "value": one.value,
                "reason": one.reason,
            }
            for one in state.answers
            if one.number == kept.number
        ],
    }


def series_view(reader: Reader, state: Indicator, others: Iterable[Indicator]) -> View:
    """A series with its newest figures, what grows, and what only looks the same."""
    lang = reader.lang
    return {
        "state": state,
        "href": f"/indicators/{state.id}",
        "title": state.series.title.in_language(lang),
        "definition": state.series.definition.in_language(lang),
        "parties": parties_view(reader, state.series.parties, state.series.by),
        "unit": reader.labels(state.series.unit, "indicator_unit"),
        "figures": [figure_view(reader, state, one) for one in state.newest],
        "earlier": [
            figure_view(reader, state, old) for one in state.newest for old in state.earlier(one)
        ],
        "growth": list(growth_of(state)),
        "alike": [
            {
                "title": one.series.title.in_language(lang),
                "href": f"/indicators/{one.id}",
                "parties": parties_view(reader, one.series.parties, one.series.by),
                "period": _period(one, lang),
            }
            for one in alike(state, others)
        ],
    }


def _period(state: Indicator, lang: str) -> str:
    found = [one.figure.period_said.in_language(lang) or one.figure.period for one in state.newest]
    return ", ".join(found)
