"""What all states told, in the reader's language: for the page of a month and for the report."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from corridor.domain.figures.state import figures_id
from corridor.web.common.adding import Common, Grown, Mirror
from corridor.web.observed import words
from corridor.web.templating import Reader

View = dict[str, Any]
HERE: Final = "/observatory/common"
SPREAD: Final = ("median", "mean", "p95")


def month_view(reader: Reader, common: Common, month: str) -> View:
    """For templates/public/common.html."""
    return {
        "states": [_state(reader, common, node, month) for node in common.states],
        "missing": [reader.names.country(one) for one in common.missing([month]).get(month, ())],
        "invented": is_invented(common),
        "corridors": goods_view(reader, common, "corridor", [month]),
        "modes": goods_view(reader, common, "mode", [month]),
        "together": next(iter(goods_view(reader, common, "", [month])), None),
        "mirrors": [mirror_view(reader, one) for one in common.mirrors([month])],
        "offices": [
            {
                "office": reader.names.office(row.value),
                "state": reader.names.country(node),
                "n": row.n,
                "figures": [_decimal(reader, row.figures.get(name)) for name in SPREAD],
            }
            for node, row in common.spread("tfi1", "office", month)
        ],
    }


def is_invented(common: Common) -> bool:
    """Whether a demonstration's figures are among them."""
    return any(one.figures.last.invented for one in common.tables.values())


def goods_view(reader: Reader, common: Common, by: str, months: Sequence[str]) -> list[View]:
    """By value of a column, tonnes with their growth, and the movements they were carried by."""
    movements = common.sums("consignments", by, months)
    return [
        _grown(reader, one, movements[one.value].n if one.value in movements else None, by)
        for one in common.grown("tonnes", by, months)
    ]


def _grown(reader: Reader, one: Grown, movements: int | None, table: str) -> View:
    return {
        "code": one.value,
        "value": words.value(reader, table, one.value) if table and one.value else one.value,
        "tonnes": _decimal(reader, str(one.now.figure)),
        "movements": reader.formats.number(movements) if movements is not None else "—",
        "growth": signed(reader, one.percent),
        "of": ", ".join(map(reader.names.country, one.now.of)),
    }


def mirror_view(reader: Reader, one: Mirror) -> View:
    """One border in one direction, as both sides told it."""
    names, number = reader.names.country, reader.formats.number
    return {
        "start": names(one.start),
        "end": names(one.end),
        "exits": "—" if one.exits is None else number(one.exits),
        "entries": "—" if one.entries is None else number(one.entries),
        "difference": signed(reader, one.difference, ""),
        "percent": signed(reader, one.percent),
        "differs": bool(one.difference),
    }


def only(common: Common, states: Iterable[str]) -> Common:
    """What some of the states told, as if there were no others."""
    kept = tuple(states)
    return Common((one.figures for key, one in common.tables.items() if key[0] in kept), kept)


def _state(reader: Reader, common: Common, node: str, month: str) -> View:
    figures = common.of(node, month)
    if figures is None:
        return {"code": node, "name": reader.names.country(node), "at": ""}
    rows = [{row.key: row for row in one.rows} for one in figures.vintages]
    return {
        "code": node,
        "name": reader.names.country(node),
        "at": reader.formats.moment(figures.last.at, node),
        "rows": len(figures.last.rows),
        "vintages": [
            {
                "number": number,
                "at": reader.formats.moment(vintage.at, node),
                "tonnes": _told(reader, rows[number - 1]),
            }
            for number, vintage in enumerate(figures.vintages, start=1)
        ],
        "href": f"{HERE}/{node}/{month}/evidence.zip",
        "subject": figures_id(node, month),
    }


def _told(reader: Reader, rows: dict[Any, Any]) -> str:
    whole = rows.get(("tonnes", "", ""))
    return "—" if whole is None else _decimal(reader, whole.figures.get("sum"))


def _decimal(reader: Reader, text: str | None) -> str:
    return "—" if text is None else words.rounded(reader, Decimal(text))


def signed(reader: Reader, number: Decimal | int | None, unit: str = " %") -> str:
    """A dash where nothing can be compared."""
    return "—" if number is None else words.signed(reader, number) + unit
