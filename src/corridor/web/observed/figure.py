"""One measure in full: its figure, its growth, its charts with a table under each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from babel.dates import get_day_names

from corridor.domain.growth import year_before
from corridor.engine.observed import Bin, Cell, Hour, Measured, table_name
from corridor.web.charts.drawing import Mark
from corridor.web.charts.heat import Field, edges_of, heat, shade_of
from corridor.web.charts.series import bars, line
from corridor.web.observed import words
from corridor.web.observed.published import published_of
from corridor.web.observed.shelf import MONTH, Growth, Shelf, growth_of, is_whole, quoted, twelve_of
from corridor.web.templating import Reader

MONTHS_MAX: Final = 60
Where = Mapping[str, str]


class Asked:
    """A measure, the choice of which it is told, and a year or nothing for all time."""

    def __init__(
        self, reader: Reader, shelf: Shelf, name: str, where: Where, period: str = ""
    ) -> None:
        self.reader, self.shelf, self.name, self.period = reader, shelf, name, period
        self.where = {key: value for key, value in where.items() if value}
        self.one: Measured = shelf.measured[name]
        self.currency = self.where.get("currency", "")

    @property
    def query(self) -> str:
        """The choice as it stands in an address."""
        kept = {**self.where, **({"period": self.period} if self.period else {})}
        return urlencode(kept)

    @property
    def cell(self) -> Cell | None:
        """Of the whole period."""
        return self.shelf.periods(self.name, self.where).get(self.period)

    @property
    def months(self) -> list[Cell]:
        """Those of the period, one after the other; of very many the last."""
        found = self.shelf.months(self.name, self.where)
        return [one for one in found if one.period.startswith(self.period)][-MONTHS_MAX:]

    @property
    def growth(self) -> Growth | None:
        """Against the same months of the year before."""
        return growth_of(self.shelf, self.name, self.where, self.period)

    def said(self, cell: Cell, figure: str = "") -> str:
        """A figure with its unit."""
        number = self.shelf.figure(self.name, cell, figure)
        return words.with_unit(self.reader, self.one, number, self.currency)

    def number(self, cell: Cell, figure: str = "") -> str:
        """A figure as it stands in a column whose head tells the unit."""
        number = self.shelf.figure(self.name, cell, figure)
        return words.number(self.reader, self.one, number, self.currency)

    @property
    def names(self) -> tuple[str, ...]:
        """Of its figures, the one that is quoted first."""
        figures = self.shelf.charted[self.name].figures
        first = quoted(figures)
        return (first, *(one for one in figures if one != first))


def brief(asked: Asked) -> dict[str, Any]:
    """Its figure and growth alone."""
    say, cell, growth = asked.reader.words.gettext, asked.cell, asked.growth
    query = f"?{asked.query}" if asked.query else ""
    return {
        "name": asked.name,
        "title": say(asked.one.title),
        "figure": asked.said(cell) if cell else "",
        "n": cell.n if cell else 0,
        "said": say(words.HEADS[asked.names[0]]),
        "href": f"/observatory/measures/{asked.name}{query}",
        "growth": words.growth(asked.reader, growth.rate, growth.is_share) if growth else "",
        "grew_in": words.months(asked.reader, growth.months) if growth else "",
    }


def quote(asked: Asked) -> dict[str, Any] | None:
    """It as officials quote it: what it came to in this year's whole months, and its growth since
    the same ones of the year before. None where there is no growth.
    """
    growth = asked.growth
    if growth is None:
        return None
    said = words.with_unit(asked.reader, asked.one, growth.now, asked.currency)
    return brief(asked) | {
        "figure": said,
        "n": growth.n,
        "in": words.months(asked.reader, growth.months),
    }


def in_full(asked: Asked) -> dict[str, Any]:
    """All that a page shows of it."""
    say = asked.reader.words.gettext
    return brief(asked) | {
        "says": say(asked.one.says),
        "source": say(asked.one.source),
        "unit": words.unit(asked.reader, asked.one),
        "unit_of_table": words.unit_of_column(asked.reader, asked.one),
        "heads": [say(words.HEADS[name]) for name in asked.names],
        "query": asked.query,
        "reckoned": _reckoned(asked),
        "twelve": _twelve(asked),
        "series": _series(asked) if asked.months else None,
        "bins": _bins(asked),
        "hours": _hours(asked),
        "published": published_of(asked.one.published, asked.where),
        "left_out": asked.shelf.charted[asked.name].left_out,
        "excluded": asked.shelf.charted[asked.name].excluded,
        "table": table_name(asked.shelf.told_by(asked.name, asked.where) or ()),
    }


def _reckoned(asked: Asked) -> dict[str, Any] | None:
    """How the growth comes about, month by month."""
    growth = asked.growth
    if growth is None:
        return None
    cells = asked.shelf.periods(asked.name, asked.where)
    figure = {"spread": "mean"}.get(asked.one.figures, "")
    rows = [
        {
            "month": words.period(asked.reader, month),
            "now": asked.number(cells[month], figure),
            "base": asked.number(cells[year_before(month)], figure),
            "href": cases_href(asked, month),
            "n": cells[month].n,
            "base_n": cells[year_before(month)].n,
        }
        for month in growth.months
    ]
    both = (growth.now, growth.base)
    shown, sums = (
        [tell(asked.reader, asked.one, number, asked.currency) for number in both]
        for tell in (words.with_unit, words.number)
    )
    return {
        "rows": rows,
        "going_on": _going_on(asked, figure),
        "now": shown[0],
        "base": shown[1],
        "sums": sums,
        "n": growth.n,
        "base_n": growth.base_n,
        "rate": words.growth(asked.reader, growth.rate, growth.is_share),
        "year": growth.months[0][:4],
        "before": year_before(growth.months[0])[:4],
        "is_share": growth.is_share,
        "is_mean": asked.one.figures != "total",
    }


def _going_on(asked: Asked, figure: str) -> dict[str, Any] | None:
    """The month that goes on: in no growth, and the one of which most people have cases at hand."""
    month = asked.shelf.overview.last[:MONTH]
    cell = asked.shelf.periods(asked.name, asked.where).get(month)
    if cell is None or is_whole(asked.shelf, month):
        return None
    return {
        "month": words.period(asked.reader, month),
        "now": asked.number(cell, figure),
        "href": cases_href(asked, month),
        "n": cell.n,
    }


def _twelve(asked: Asked) -> dict[str, Any] | None:
    """The last twelve whole months together, and the twelve before; of sums alone."""
    found = twelve_of(asked.shelf, asked.name, asked.where)
    if found is None:
        return None
    say, growth = asked.reader, found.growth
    return {
        "figure": words.with_unit(say, asked.one, found.now, asked.currency),
        "first": words.period(say, found.months[0]),
        "last": words.period(say, found.months[-1]),
        "growth": words.growth(say, growth, False) if growth is not None else "",
    }


def cases_href(asked: Asked, month: str) -> str:
    """Where one sees what is behind a month."""
    return f"/observatory/cases?{urlencode({'measure': asked.name, 'month': month, **asked.where})}"


def _series(asked: Asked) -> dict[str, Any]:
    marks, earlier = [_mark(asked, one) for one in _without_gaps(asked.months)], _earlier(asked)
    rows = [
        {
            "period": words.period(asked.reader, one.period),
            "figures": [asked.number(one, name) for name in asked.names],
            "n": one.n,
            "href": cases_href(asked, one.period),
            "provisional": not is_whole(asked.shelf, one.period),
            "earlier": earlier.get(one.period, ()),
        }
        for one in asked.months
    ]
    return {
        "svg": series_svg(asked),
        "rows": rows,
        "points": {
            "unit": words.unit(asked.reader, asked.one),
            "bars": asked.one.figures == "total",
            "values": [one.value for one in marks],
            "labels": [one.label for one in marks],
            "said": [one.said for one in marks],
            "provisional": [one.provisional for one in marks],
        },
    }


def _earlier(asked: Asked) -> Mapping[str, list[str]]:
    """What was told of the months of this choice before, by month, the newest first."""
    shelf, reader, found = asked.shelf, asked.reader, defaultdict[str, list[str]](list)
    by = shelf.told_by(asked.name, asked.where) or ()
    values, table = tuple(asked.where[column] for column in by), table_name(by)
    for one in shelf.charted[asked.name].earlier:
        if (one.table, one.values) == (table, values):
            figure = asked.said(Cell(values, one.period, one.n, one.figures))
            moment = reader.formats.moment(one.told, shelf.overview.node)
            found[one.period].append(f"{figure}, n = {one.n}, {moment}")
    return found


def series_svg(asked: Asked, caption: bool = False, months: Sequence[Cell] = ()) -> Any:
    """The months as a picture, or some of them; for one by itself with a caption: of what, and
    whose.
    """
    marks = [_mark(asked, one) for one in _without_gaps(months or asked.months)]
    say = asked.reader.words.gettext
    draw = bars if asked.one.figures == "total" else line
    title = say("%(measure)s by month", measure=say(asked.one.title))
    unit = words.unit(asked.reader, asked.one)
    shown = asked.reader.formats.number
    of = [words.value(asked.reader, key, value) for key, value in asked.where.items()]
    said = ", ".join((title, *of, asked.shelf.overview.node)) if caption else ""
    return draw(f"c-{asked.name}", title, _says(marks), unit, marks, shown, said)


def _says(marks: Sequence[Mark]) -> str:
    """The first, the last, the least and the most of it in words."""
    told = [one for one in marks if one.value is not None]
    ends = [told[0], told[-1], min(told, key=_value), max(told, key=_value)]
    return "; ".join(dict.fromkeys(one.said for one in ends))


def _value(mark: Mark) -> float:
    return mark.value or 0.0


def _mark(asked: Asked, cell: tuple[str, Cell | None]) -> Mark:
    period, found = cell
    if found is None:
        return Mark(words.short_month(period), None, "")
    number = asked.shelf.figure(asked.name, found)
    scaled = number * 100 if words.is_part(asked.one) else number
    name = words.period(asked.reader, period)
    said = f"{name}: {asked.said(found)}, n = {found.n}"
    whole = is_whole(asked.shelf, period)
    return Mark(words.short_month(period), round(scaled, 4), said, not whole)


def _without_gaps(months: Sequence[Cell]) -> list[tuple[str, Cell | None]]:
    """Every month from the first to the last; nothing where nothing is told."""
    known, month, found = {one.period: one for one in months}, months[0].period, []
    while month <= months[-1].period:
        found.append((month, known.get(month)))
        year, number = int(month[:4]), int(month[5:])
        month = f"{year + number // 12:04}-{number % 12 + 1:02}"
    return found


def _part(asked: Asked) -> str:
    """The one value of which hours and steps are told, if the choice names it and no other."""
    part = asked.shelf.charted[asked.name].parts
    is_alone = bool(part) and set(asked.where) == {part} and not asked.period
    return asked.where[part] if is_alone else ""


def _bins(asked: Asked) -> dict[str, Any] | None:
    found = asked.shelf.charted[asked.name].bins.get(_part(asked), ())
    if not found:
        return None
    say = asked.reader.words.gettext
    unit = words.unit(asked.reader, asked.one)
    marks = [
        Mark(_range(asked, one), one.n, f"{_range(asked, one)} {unit}: {one.n}") for one in found
    ]
    title = say("%(measure)s: how it is spread", measure=say(asked.one.title))
    shown = asked.reader.formats.number
    svg = bars(f"b-{asked.name}", title, _says(marks), say("cases"), marks, shown)
    rows = [{"range": f"{_range(asked, one)} {unit}", "n": one.n} for one in found]
    return {"svg": svg, "rows": rows}


def _range(asked: Asked, one: Bin) -> str:
    start = asked.reader.formats.number(one.start)
    if one.end is None:
        return f"{start}+"
    return f"{start}–{asked.reader.formats.number(one.end)}"


def _hours(asked: Asked) -> dict[str, Any] | None:
    found = asked.shelf.charted[asked.name].hours.get(_part(asked), ())
    if not found:
        return None
    say = asked.reader.words.gettext
    days = get_day_names("abbreviated", locale=asked.reader.lang)
    names = [str(days[day]) for day in range(7)]
    edges = edges_of([one.figure for one in found])
    fields = {
        one.hour: Field(shade_of(one.figure, edges), _hour_said(asked, names, one)) for one in found
    }
    title = say("%(measure)s by hour of the week", measure=say(asked.one.title))
    said = "; ".join(_hour_said(asked, names, one) for one in _ends(found))
    rows = [
        {"hour": _clock(names, one), "figure": _amount(asked, one), "n": one.n} for one in found
    ]
    low, high = (_amount(asked, one) for one in _ends(found))
    return {"svg": heat(f"h-{asked.name}", title, said, names, fields), "rows": rows,
            "low": low, "high": high}  # fmt: skip


def _ends(found: Sequence[Hour]) -> tuple[Hour, Hour]:
    return min(found, key=lambda one: one.figure), max(found, key=lambda one: one.figure)


def _clock(names: Sequence[str], one: Hour) -> str:
    return f"{names[one.hour // 24]} {one.hour % 24:02}:00"


def _amount(asked: Asked, one: Hour) -> str:
    return words.with_unit(asked.reader, asked.one, one.figure)


def _hour_said(asked: Asked, names: Sequence[str], one: Hour) -> str:
    return f"{_clock(names, one)}: {_amount(asked, one)}, n = {one.n}"
