"""What this node measured: key figures with their growth, month by month, and as charts."""

from collections.abc import Iterator, Sequence
from typing import Final

from corridor.domain.growth import year_before
from corridor.web.observed import words
from corridor.web.observed.figure import Asked, series_svg
from corridor.web.observed.shelf import Shelf
from corridor.web.report.content import Column, Part, Picture, Table
from corridor.web.report.spans import Told, told_of
from corridor.web.report.wanted import Wanted
from corridor.web.templating import Reader

COLUMNS: Final = {"corridor": ("corridor",), "state": ("country", "state")}
PICTURES_MAX: Final = 6
ACROSS: Final = 5
"""Measures beside each other in one table of months."""


def asked_for(reader: Reader, shelf: Shelf, column: str, value: str) -> list[Asked]:
    """All that the page of a corridor or state tells, in its order."""
    return [
        Asked(reader, shelf, name, {one: value})
        for name in shelf.measured
        for one in COLUMNS[column]
        if value in shelf.values(name, one)
    ]


def own_parts(reader: Reader, shelf: Shelf, wanted: Wanted) -> Iterator[Part]:
    """Of the corridor, or of each state."""
    say, node = reader.words.gettext, reader.names.country(shelf.overview.node)
    column = "state" if wanted.states else "corridor"
    for value in wanted.states or (wanted.name,):
        asked = asked_for(reader, shelf, column, value)
        told = [told_of(one, wanted.months) for one in asked]
        name = words.value(reader, column, value)
        title = say("Key figures: %(name)s", name=name)
        whose = say("Measured by the node of %(country)s on its own events.", country=node)
        if not any(one.n for one in told):
            nothing = say("Nothing is told of this period: fewer than five of what it is taken of.")
            yield Part(title, (whose, nothing))
            continue
        yield Part(title, (whose,), (_key(reader, told),), notes=_notes(reader))
        kept = [one.asked for one in told if one.n]
        yield Part(say("By month: %(name)s", name=name), tables=_by_month(reader, kept, wanted))
        yield Part(say("Charts: %(name)s", name=name), pictures=tuple(_pictures(kept, wanted)))


def _notes(reader: Reader) -> tuple[str, ...]:
    say = reader.words.gettext
    return (
        say(
            "Growth is against the same months of the year before, whole months alone; “months "
            "compared” says how many of the period's months have such a base."
        ),
        say("Growth of times and speeds is that of their mean."),
        say("n is the number of cases that a figure is taken of."),
    )


def _key(reader: Reader, told: Sequence[Told]) -> Table:
    say = reader.words.gettext
    heads = (
        Column(say("Measure"), 5),
        Column(say("Value of the figure"), 3, True),
        Column(say("What the figure is"), 3),
        Column(say("Number of cases"), 2, True),
        Column(say("Growth"), 3, True),
        Column(say("Months compared"), 3, True),
    )
    rows = tuple(
        (
            (say(one.asked.one.title),),
            (say(one.figure),),
            (say(one.said) if one.said else "",),
            (reader.formats.number(one.n) if one.n else "—",),
            (one.growth or (say(one.why) if one.why else "—"),),
            (one.compared or "—",),
        )
        for one in told
    )
    return Table(say("Key figures of the period"), heads, rows)


def _by_month(reader: Reader, asked: Sequence[Asked], wanted: Wanted) -> tuple[Table, ...]:
    """So many measures beside each other as find room, and in each table about as many as in the
    next; a month that goes on is marked.
    """
    say, tables = reader.words.gettext, []
    across = -(-len(asked) // -(-len(asked) // ACROSS))
    for at in range(0, len(asked), across):
        some = asked[at : at + across]
        heads = (Column(say("Month"), 3), *(Column(_head_with_unit(one), 3, True) for one in some))
        rows = tuple(
            ((_month(reader, some[0].shelf, month),), *(_cell(one, month) for one in some))
            for month in wanted.months
        )
        tables.append(Table("", heads, rows))
    return tuple(tables)


def _head(asked: Asked) -> str:
    """Which figure of several it is: key figures are means, and months medians."""
    say = asked.reader.words.gettext
    title, figure = say(asked.one.title), say(words.HEADS[asked.names[0]])
    return f"{title}: {figure[0].lower()}{figure[1:]}" if len(asked.names) > 1 else title


def _head_with_unit(asked: Asked) -> str:
    """Once over its figures."""
    return ", ".join(filter(None, (_head(asked), words.unit_of_column(asked.reader, asked.one))))


def _month(reader: Reader, shelf: Shelf, month: str) -> str:
    name = words.period(reader, month)
    goes_on = month == shelf.overview.last[: len(month)]
    return f"{name}, {reader.words.gettext('provisional')}" if goes_on else name


def _cell(asked: Asked, month: str) -> tuple[str, ...]:
    found = asked.shelf.periods(asked.name, asked.where).get(month)
    return (asked.number(found), f"n = {found.n}") if found is not None else ("—",)


def _pictures(asked: Sequence[Asked], wanted: Wanted) -> Iterator[Picture]:
    """With the year before, so that growth is seen."""
    first = year_before(wanted.first)
    for one in asked[:PICTURES_MAX]:
        months = [
            cell
            for cell in one.shelf.months(one.name, one.where)
            if first <= cell.period <= wanted.last
        ]
        if months:
            of = [words.value(one.reader, key, value) for key, value in one.where.items()]
            caption = ", ".join((_head(one), *of))
            yield Picture(str(series_svg(one, months=months)), caption)
