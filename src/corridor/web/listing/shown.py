"""One page of a list as macros/listing.html shows it."""

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from corridor.domain.facts import Actor
from corridor.domain.listings import Column, Filter
from corridor.engine.cases import OFFICER, marks_of
from corridor.engine.queries import ListedRow, PickedPage, Queries
from corridor.web.addresses import with_query
from corridor.web.auth.identity import actor_of
from corridor.web.cells import Cell
from corridor.web.context import reader_of, services_of
from corridor.web.listing.asked import DATES, Asked
from corridor.web.listing.desk import AnyRequest, DeskList
from corridor.web.listing.labels import words_for
from corridor.web.listing.long import LENGTHS, rows_of
from corridor.web.listing.saved import saved_views
from corridor.web.listing.trail import trail_to
from corridor.web.listing.whose import completed, how_many, sizes
from corridor.web.views.finding import (
    Finding,
    FoundStates,
    asked_for,
    desk_of,
    find_at,
    search_at,
)

CHOICES_MAX: Final = 40
"""Values of a filter that are offered; of more the first are, and any other can be written."""
COUNTED: Final = 1_000
"""Up to so many rows of a choice, or of another tab, are counted."""
View = dict[str, Any]


class Listed:
    """What the address asks of a desk's list, answered."""

    def __init__(self, request: AnyRequest, desk: DeskList, above: Container[str] = ()) -> None:
        """`above`: subjects that the page shows before the list already; each stands once."""
        self._request = request
        self._reader, self._services = reader_of(request), services_of(request)
        self.desk = desk
        self.lane = desk.lane_of(request)
        self._actor = actor_of(request)
        self.name = desk.name(self._actor, self.lane)
        self._where = self._actor.office or self._services.node
        self._me = self._actor.person
        self.asked = self._asked(self.lane)
        self._cells = desk.cells(request)
        self.finding: Finding[Any] = (
            find_at(request, desk.state) if desk.state is not None else Finding("")
        )
        self._total = desk.size(self._services.queries, self._actor, self.lane)
        self._length = rows_of(request)
        self._page = self._read()
        self._above = () if self.is_narrowed else above
        completed(self._services.queries, desk, self._actor, self._page.rows)

    def _asked(self, lane: str) -> Asked:
        query, apart = self._request.query_params, self.desk.without(lane)
        return Asked(self.desk.listing_of(lane), query, self._where, self._me, apart)

    @property
    def topics(self) -> list[str]:
        """What the page follows: every list of the desk, and what is found later."""
        lists = (self.desk.name(self._actor, lane) for lane in self.desk.lanes)
        return [*dict.fromkeys(lists), *self.finding.topics]

    def _read(self) -> PickedPage:
        asked, queries = self.asked, self._services.queries
        if asked.only:
            return PickedPage(tuple(rows_named(queries, self.name, asked.only)), "", None, 0)
        if self.finding.text:
            states = self.finding.states
            rows = rows_that_fit(queries, self.desk, self._actor, asked, states)
            return PickedPage(tuple(rows), "", None, 0)
        page = queries.picked(
            self.name, asked.pick, asked.order, asked.after, self._length, asked.descending
        )
        return page if asked.is_filtered else PickedPage(page.rows, page.next, self._total, 0)

    @cached_property
    def rows(self) -> list[View]:
        """Each with its key and a cell for every column that is shown."""
        return [
            {
                "key": row.subject,
                "cells": [self._cell(one, row) for one in self._columns],
            }
            for row in self._listed
        ]

    @cached_property
    def _listed(self) -> list[ListedRow]:
        return [row for row in self._page.rows if row.subject not in self._above]

    @cached_property
    def _columns(self) -> list[Column]:
        """Those asked for; else the usual ones, without what is not sorted by and no row fills."""
        if self._is_named:
            return list(self.asked.columns)
        return [one for one in self.asked.columns if one.order or self._is_filled(one)]

    @property
    def _is_named(self) -> bool:
        """Whether the reader said which columns are wanted."""
        return "columns" in self._request.query_params

    def _leaves_out(self, column: Column) -> bool:
        return column.is_lesser and not self._is_named

    @property
    def lesser(self) -> View:
        """What a telephone leaves out, and the address that shows it there as well."""
        names = [one.name for one in self._columns]
        left = [self._head(one, False)["label"] for one in self._columns if self._leaves_out(one)]
        return {"labels": left, "href": with_query(self._request, {"columns": ",".join(names)})}

    def _is_filled(self, column: Column) -> bool:
        cells = (getattr(self._cells, column.name)(row) for row in self._listed)
        return not self._listed or any(one.value or one.note or one.alarms for one in cells)

    @cached_property
    def shown_above(self) -> int:
        """How many rows of this page of the list stand above it."""
        return len(self._page.rows) - len(self.rows)

    def _cell(self, column: Column, row: ListedRow) -> Cell:
        """A case knows from which list it was opened, unless that was a search."""
        cell: Cell = getattr(self._cells, column.name)(row)
        if self.desk.opens is None or self.finding.text or cell.href != self.desk.opens(row):
            return cell
        return cell._replace(href=f"{cell.href}{trail_to(self.asked, self._query, row)}")

    @cached_property
    def _query(self) -> str:
        """The list as it is asked for, without what is of this page alone."""
        gone = {"after", "before", "row", "fragment", "columns", "q"}
        return urlencode([(k, v) for k, v in self._request.query_params.items() if k not in gone])

    @property
    def columns(self) -> list[View]:
        """The heads of the table; one with an order sorts the list."""
        is_sorted = not (self.finding.text or self.asked.only)
        return [self._head(one, is_sorted) for one in self._columns]

    def _head(self, column: Column, is_sorted: bool) -> View:
        label = self._reader.words.gettext(column.label)
        head: View = {"label": label, "num": column.is_number, "sort": "", "href": ""}
        head["lesser"] = self._leaves_out(column)
        if column.order is None or not is_sorted:
            return head
        is_current = column.order == self.asked.order
        turned = "desc" if is_current and not self.asked.descending else None
        href = with_query(self._request, {"sort": column.order, "dir": turned, "after": None})
        way = "desc" if self.asked.descending else "asc"
        return head | {"sort": way if is_current else "none", "href": href}

    @property
    def choices(self) -> list[View]:
        """Columns, to tick those that are wanted."""
        shown = {column.name for column in self.asked.columns}
        gettext = self._reader.words.gettext
        return [
            {"name": one.name, "label": gettext(one.label), "shown": one.name in shown}
            for one in self.asked.listing.columns
        ]

    @property
    def filters(self) -> list[View]:
        """Fields: a choice among what the list holds, or words to write with examples."""
        return [self._filter(one) for one in self.asked.listing.filters]

    def _filter(self, one: Filter) -> View:
        is_closed = bool(one.words)
        counted = COUNTED + 1 if is_closed else 0
        values = self._services.queries.values(self.name, one.name, CHOICES_MAX, counted)
        value = self.asked.filters.get(one.name, "")
        if one.name == OFFICER:
            others = {login: count for login, count in values.items() if login != self._me}
            values = {**sizes(self._services.queries, self.name, self._me, counted), **others}
        if is_closed and value and value not in values:
            values = {**values, value: 0}
        say = words_for(one, self._request)
        options = [
            {"value": held, "label": say(held), "count": self._some(count)}
            for held, count in values.items()
        ]
        label = self._reader.words.gettext(one.label)
        return {
            "name": one.name,
            "label": label,
            "value": value,
            "options": options,
            "is_closed": is_closed,
        }

    def _some(self, count: int) -> str:
        number = self._reader.formats.number
        return f"{number(COUNTED)}+" if count > COUNTED else number(count)

    @property
    def dates(self) -> View:
        """The dates between which the list is asked for."""
        gettext = self._reader.words.gettext
        offered = [{"value": o, "label": gettext(text)} for o, text in self.asked.listing.dates]
        asked = self.asked
        return {"offered": offered, "date": asked.date, "first": asked.first, "last": asked.last}

    @cached_property
    def chips(self) -> list[View]:
        """What the list is narrowed by now, each with the address without it."""
        _ = self._reader.words
        found: list[View] = []
        for one in self.asked.listing.filters:
            value = self.asked.filters.get(one.name)
            if value:
                said = f"{_(one.label)}: {words_for(one, self._request)(value)}"
                found.append({"text": said, "href": self._with({one.name: None})})
        day = self._reader.formats.day
        label = _(dict(self.asked.listing.dates)[self.asked.date])
        for name, text in (
            ("first", _("%(date)s from %(day)s", date=label, day=day(self.asked.first))),
            ("last", _("%(date)s to %(day)s", date=label, day=day(self.asked.last))),
        ):
            if getattr(self.asked, name):
                found.append({"text": text, "href": self._with({name: None})})
        return found

    @property
    def tabs(self) -> list[View]:
        """The lists of the desk, with their sizes: of what fits, where that is known."""
        gone = {"after": None, "q": None, "before": None, "row": None}
        return [
            {
                "href": self._with({self.desk.lane_param: lane, **gone}),
                "label": self._reader.words.gettext(label),
                "count": self._count(lane),
                "current": lane == self.lane and not self.finding.text,
            }
            for lane, label in self.desk.lanes.items()
        ]

    def _count(self, lane: str) -> str | int | None:
        name, queries = self.desk.name(self._actor, lane), self._services.queries
        if not self.asked.is_filtered:
            return self.desk.size(queries, self._actor, lane)
        found = how_many(queries, name, self._asked(lane).pick, COUNTED + 1)
        return None if found is None else self._some(found)

    @property
    def said(self) -> str:
        """How many rows are shown, of how many; honest where nobody counted."""
        _, number = self._reader.words, self._reader.formats.number
        words, shown = self._reader.words, len(self.rows)
        told = words.ngettext("%(num)s row shown", "%(num)s rows shown", shown)
        total = self._page.total
        if total is not None and total != shown:
            told += ", " + (
                _("%(total)s fit the filters", total=number(total))
                if self.asked.is_filtered
                else _("%(total)s in the list", total=number(total))
            )
        if total is None and self._page.next:
            looked, of = number(self._page.looked), number(self._total)
            told += ". " + _(
                "%(looked)s rows of %(of)s were looked at; the list goes on.", looked=looked, of=of
            )
        if self.shown_above:
            told += ", " + words.ngettext(
                "%(num)s row of them stands above",
                "%(num)s rows of them stand above",
                self.shown_above,
            )
        return told

    @property
    def next_href(self) -> str:
        """Further on, or nothing."""
        if self.finding.text:
            return self.finding.next_href
        return self._with({"after": self._page.next}) if self._page.next else ""

    @property
    def first_href(self) -> str:
        """Back to the first page, or nothing on it."""
        return self._with({"after": None}) if self.asked.after else ""

    @property
    def lengths(self) -> list[View]:
        """How long a page may be, where the list is longer than the shortest."""
        back = urlencode({"next": self._with({})})
        offered = LENGTHS if self._total > LENGTHS[0] else ()
        return [
            {"count": one, "href": f"/rows/{one}?{back}", "current": one == self._length}
            for one in offered
        ]

    @property
    def reset_href(self) -> str:
        """The list without filters, or nothing where there are none."""
        if not self.is_narrowed:
            return ""
        names = [one.name for one in self.asked.listing.filters]
        return self._with(dict.fromkeys((*names, *DATES, "q", "before", "row")))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address says besides, for the forms of the page."""
        names = {one.name for one in self.asked.listing.filters}
        gone = {*names, *DATES, "q", "columns", "after", "before", "row", "fragment"}
        return [(k, v) for k, v in self._request.query_params.items() if k not in gone]

    @property
    def asked_all(self) -> list[tuple[str, str]]:
        """All that the address says, for a file of exactly this."""
        gone = {"after", "before", "row", "fragment"}
        return [(k, v) for k, v in self._request.query_params.items() if k not in gone]

    @property
    def is_narrowed(self) -> bool:
        """Whether less than the whole list is asked for."""
        return bool(self.asked.is_filtered or self.finding.text or self.asked.only)

    @property
    def is_bare(self) -> bool:
        """Whether the desk has nothing yet: there is nothing to look for, nor to sort out."""
        lists = {self.desk.name(self._actor, lane) for lane in self.desk.lanes}
        counts = (self._services.queries.counts(name).get(name, 0) for name in lists)
        return not (self.is_narrowed or any(counts))

    @property
    def address(self) -> str:
        """The list as it is asked for now, from its first page on."""
        return self._with({"before": None, "row": None})

    @cached_property
    def views(self) -> list[View]:
        """The views of this list that the reader has kept."""
        return saved_views(self._request, self.desk.path)

    @property
    def text(self) -> str:
        """What is looked for."""
        return asked_for(self._request) if self.desk.state is not None else ""

    def _with(self, changes: dict[str, Any]) -> str:
        return with_query(self._request, {"after": None, **changes})


def rows_named(queries: Any, name: str, subjects: Sequence[str]) -> Iterator[ListedRow]:
    """Those rows of a list that are named, in the order in which they are."""
    for subject in subjects:
        row = queries.row(name, subject)
        if row is not None:
            yield row


def rows_that_fit(
    queries: Queries, desk: DeskList, actor: Actor, asked: Asked, states: Iterable[Any]
) -> Iterator[ListedRow]:
    """Of what a search found, what the filters let through."""
    assert desk.found is not None  # noqa: S101 - a list that is searched shows what is found
    wanted, unwanted, span = set(asked.marks), asked.without, asked.pick.span
    found = tuple(states)
    cases = queries.cases(desk_of(actor), [one.id for one in found]) if desk.is_shared else {}
    noted = queries.noted([one.id for one in found]) if desk.is_noted else {}
    for state in found:
        row, plain = desk.found(state, actor)
        kept = marks_of(cases[state.id]) if state.id in cases else ()
        besides = noted[state.id].marks if state.id in noted else ()
        proposed = queries.proposed(state.id, plain) if desk.is_assessed else ()
        marks = (*plain, *kept, *besides, *proposed)
        fits = span is None or span[1] <= getattr(row, span[0]) < span[2]
        if fits and wanted <= set(marks) and not set(unwanted) & set(marks):
            yield row


def rows_found(
    request: AnyRequest, desk: DeskList, asked: Asked, before: str
) -> tuple[list[ListedRow], str]:
    """A page of what a search finds, and where the next one begins."""
    assert desk.state is not None  # noqa: S101 - as above
    kind: Any = desk.state
    found: FoundStates[Any] = search_at(request, asked_for(request), kind, before)
    queries, actor = services_of(request).queries, actor_of(request)
    return list(rows_that_fit(queries, desk, actor, asked, found.states)), found.next
