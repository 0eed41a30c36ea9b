"""The tables behind a report: attached to it, and told by their SHA-256."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from corridor.domain.growth import year_before
from corridor.engine.observed import table_name
from corridor.web.common.adding import Common
from corridor.web.observed.figure import Asked
from corridor.web.observed.open_tables import as_csv, table_of
from corridor.web.report.content import Attached, Column, Part, Table
from corridor.web.report.wanted import Wanted
from corridor.web.templating import Reader

FIGURES: Final = "figures.csv"
TOLD: Final = "common.csv"
_FIGURES_HEAD: Final = ("measure", "by", "value", "period", "n", "figure", "number")
_TOLD_HEAD: Final = ("state", "month", "vintage", "measure", "by", "value", "n", "figure", "number")


def files_of(
    reader: Reader, asked: Sequence[Asked], common: Common, wanted: Wanted
) -> tuple[Attached, ...]:
    """What this node measured, and what all states told: of the period and the year before."""
    say = reader.words.gettext
    months = {*wanted.months, *map(year_before, wanted.months)}
    return (
        Attached(FIGURES, say("Figures of this node"), _csv(_FIGURES_HEAD, _own(asked, months))),
        Attached(TOLD, say("What the states told"), _csv(_TOLD_HEAD, _told(common, months))),
    )


def sums_part(reader: Reader, files: Sequence[Attached], asked: Sequence[Asked]) -> Part:
    """The checksums: of the files in the PDF, and of the open data as they stand."""
    say = reader.words.gettext
    heads = (Column(say("File or address"), 3), Column("SHA-256", 5))
    inside = tuple(((one.name, one.says), (_sum(one.data.encode()),)) for one in files)
    tables = (
        Table(say("Attached files"), heads, inside),
        Table(say("Open data of the node"), heads, tuple(_open(asked))),
    )
    return Part(
        say("Tables behind this report"),
        (
            say(
                "The files are inside this PDF as attachments. The open data are those of the "
                "node at the same moment: another sum at the address means newer figures."
            ),
        ),
        tuple(one for one in tables if one.rows),
    )


def _open(asked: Sequence[Asked]) -> Iterator[tuple[tuple[str, ...], ...]]:
    seen = dict.fromkeys((one.name, table_name(tuple(one.where)), one.shelf) for one in asked)
    for name, by, shelf in seen:
        chart = shelf.charted[name]
        table = table_of(chart, by)
        if table is not None:
            yield ((f"/open/data/{name}/{by}.csv",), (_sum(as_csv(chart, table)),))


def _own(asked: Sequence[Asked], months: set[str]) -> Iterator[tuple[Any, ...]]:
    for one in asked:
        [(by, value)] = one.where.items()
        names = one.shelf.charted[one.name].figures
        for cell in one.shelf.months(one.name, one.where):
            if cell.period in months:
                for name, number in zip(names, cell.figures, strict=True):
                    yield one.name, by, value, cell.period, cell.n, name, number


def _told(common: Common, months: set[str]) -> Iterator[tuple[Any, ...]]:
    for (node, month), table in sorted(common.tables.items()):
        if month in months:
            vintage = len(table.figures.vintages)
            for row in table.rows.values():
                for name, figure in row.figures.items():
                    yield node, month, vintage, *row.key, row.n, name, figure


def _csv(head: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
