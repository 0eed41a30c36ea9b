"""What a file of the register says: CSV of commitments, indicators or measures, or SDMX-CSV of
figures.

Each fault is named by row and column; where there is one, nothing of the file takes effect.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

import msgspec

from corridor.domain.barrier import barrier_id
from corridor.domain.barriers.notifying import NotifyBarrier
from corridor.domain.commitments.state import commitment_id
from corridor.domain.commitments.stating import StateCommitment
from corridor.domain.indicators.state import FIGURES_MAX, Indicator, indicator_id
from corridor.domain.indicators.stating import StateIndicator
from corridor.domain.refusals import N_
from corridor.engine.codec import pointer_in
from corridor.web.register.cells import COLUMNS, LONG, Fault, Numbered, Row, cells_of
from corridor.web.register.unfit import Unfit, unfit_in

BYTES_MAX: Final = 2_000_000
DIGITS_MAX: Final = 30
"""Of a number, and of its exponent: one that is written out is no longer than its cell."""
MEASURE: Final = re.compile(r"(in-[A-Z]{2}-[A-Z0-9]+) (\d{4}):([\d.]+) (\d{4}):([\d.]+)")
POWER: Final = re.compile(r"-?[0-9]{1,2}")
SDMX_NAMES: Final = {
    "number": "INDICATOR",
    "period": "TIME_PERIOD",
    "unit": "UNIT_MEASURE",
    "value": "OBS_VALUE",
    "said_ru": "OBS_VALUE",
    "standing": "OBS_STATUS",
    "source_ru": "DATAFLOW",
}
"""What a column of an own file is called in SDMX-CSV."""
SDMX_UNITS: Final = {"USD": "USD_m", "PT": "percent", "T": "t", "NUM": "count"}
SDMX_STANDINGS: Final = {"": "", "A": "", "P": "provisional", "R": "revised"}
"""Of the code list of observation statuses: normal, provisional, revised."""
FOREIGN: Final = N_("This row stands in the register of another state.")
BAD: Final = N_("This does not fit: %(value)s")
BAD_DAY: Final = N_("This is no day: %(value)s. A day is written as 2026-12-31.")
NONE_OF: Final = N_("This does not fit: %(value)s. What fits: %(choices)s.")
DAYS: Final = frozenset({"in_force_from", "comments_until", "due_last", "source_on"})
TWICE: Final = N_("The same number or period stands in row %(other)s already.")
UNIT: Final = N_("The unit is not that of the series, %(unit)s.")
SERIES: Final = N_("The register has no series with this number.")


class Entry(NamedTuple):
    """A command, its subject, and the row each of its parts came from."""

    subject: str
    command: StateCommitment | StateIndicator | NotifyBarrier
    rows: tuple[int, ...]


class Reading(NamedTuple):
    """What the file says, or why nothing of it can be taken; `whole`: what could be read of it."""

    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    whole: tuple[Entry, ...] = ()


def read_register(data: bytes, node: str, known: Mapping[str, Indicator]) -> Reading:
    """The entries of a file for the register of a state. `known`: its series, by number."""
    cells = cells_of(data)
    if isinstance(cells, Fault):
        return Reading(faults=(cells,))
    found = list(_said(cells, node, known))
    faults = tuple(
        sorted((one for one in found if isinstance(one, Fault)), key=lambda one: one.row)
    )
    entries = tuple(one for one in found if isinstance(one, Entry))
    return Reading(() if faults else entries, faults, entries)


def _said(cells: Numbered, node: str, known: Mapping[str, Indicator]) -> Iterator["Entry | Fault"]:
    """By the columns that a file of its kind alone has."""
    heads = cells[0][1].keys()
    if "OBS_VALUE" in heads and "INDICATOR" in heads:
        yield from _sdmx(cells, node, known)
    elif "what_ru" in heads:
        yield from _commitments(cells, node)
    elif "stage" in heads:
        yield from _measures(cells, node)
    elif "title_ru" in heads:
        yield from _indicators(cells, node)
    else:
        yield Fault(1, "", COLUMNS)


def _both(row: Row, name: str) -> dict[str, str]:
    return {"ru": row.get(f"{name}_ru", ""), "en": row.get(f"{name}_en", "")}


def _source(row: Row) -> dict[str, Any]:
    page, quotation = row.get("source_page", ""), row.get("quotation", "")
    on = row.get("source_on", "")
    return {"by": _both(row, "source"), "on": on, "page": page, "quotation": quotation}


def _commitments(rows: Numbered, node: str) -> Iterator[Entry | Fault]:
    for at, row in (fitting := _Own(rows, node)):
        number = row.get("number", "")
        said = {"do": "commitment.state", "number": number, "promise": _promise(row)}
        yield from _made(said, StateCommitment, commitment_id(node, number), (at,), row)
    yield from fitting.faults


def _measures(rows: Numbered, node: str) -> Iterator[Entry | Fault]:
    for at, row in (fitting := _Own(rows, node)):
        number = row.get("number", "")
        said = {"do": "barrier.notify", "number": number, "notice": _notice(row)}
        yield from _made(said, NotifyBarrier, barrier_id(node, number), (at,), row)
    yield from fitting.faults


class _Own:
    """Rows of the own state, each number once; what is wrong with the others."""

    def __init__(self, rows: Numbered, node: str) -> None:
        self._rows, self._node = rows, node
        self.faults: list[Fault] = []

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        seen: dict[str, int] = {}
        for at, row in self._rows:
            number = row.get("number", "")
            if row.get("home", self._node) != self._node:
                self.faults.append(Fault(at, "home", FOREIGN))
            elif number in seen:
                self.faults.append(Fault(at, "number", TWICE, {"other": str(seen[number])}))
            else:
                seen[number] = at
                yield at, row


def _notice(row: Row) -> dict[str, Any]:
    both = {name: _both(row, name) for name in ("title", "body", "text", "effect")}
    names = ("kind", "stage", "page", "in_force_from", "comments_until")
    return {
        **both,
        **{name: row.get(name, "") for name in names},
        "goods": row.get("goods", "").split(),
        "flows": row.get("flows", "").split(),
        "is_illustrative": row.get("is_illustrative", "") == "1",
    }


def _promise(row: Row) -> dict[str, Any]:
    both = {name: _both(row, name) for name in ("what", "status", "bodies", "due", "belongs")}
    plain = {name: row.get(name, "") for name in ("by", "verb", "theme", "due_last")}
    parts = row.get("parts", "")
    return {
        **both,
        **plain,
        "parties": row.get("parties", "").split(),
        "due_kind": row.get("due_kind", "") or "none",
        "parts": int(parts)
        if parts.isascii() and parts.isdecimal() and len(parts) < 3
        else parts or 0,
        "measure": _measure(row.get("measure", "")),
        "source": _source(row),
    }


def _measure(text: str) -> Any:
    """`in-KZ-F14 2024:1700 2030:3000`."""
    if not text:
        return None
    found = MEASURE.fullmatch(text)
    if found is None:
        return text
    names = ("indicator", "base_year", "base", "target_year", "target")
    return dict(zip(names, found.groups(), strict=True))


def _indicators(rows: Numbered, node: str) -> Iterator[Entry | Fault]:
    groups: dict[str, Numbered] = {}
    for at, row in rows:
        if row.get("home", node) != node:
            yield Fault(at, "home", FOREIGN)
        else:
            groups.setdefault(row.get("number", ""), []).append((at, row))
    for number, group in groups.items():
        yield from _series(number, group, node)


def _series(number: str, group: Numbered, node: str) -> Iterator[Entry | Fault]:
    first = group[0][1]
    if len(group) > FIGURES_MAX:
        yield Fault(group[FIGURES_MAX][0], "number", LONG, {"limit": str(FIGURES_MAX)})
        return
    wrong = list(_wrong_group(group, first.get("unit", "")))
    yield from wrong
    if wrong:
        return
    series = {
        "title": _both(first, "title"),
        "unit": first.get("unit", ""),
        "parties": first.get("parties", "").split(),
        "definition": _both(first, "definition"),
        "by": first.get("by", ""),
        "is_target": first.get("is_target", "") == "1",
    }
    figures = [_figure(row) for _, row in group]
    said = {"do": "indicator.state", "number": number, "series": series, "figures": figures}
    yield from _made(
        said, StateIndicator, indicator_id(node, number), tuple(at for at, _ in group), first
    )


def _wrong_group(group: Numbered, unit: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for at, row in group:
        period = row.get("period", "")
        if period in seen:
            yield Fault(at, "period", TWICE, {"other": str(seen[period])})
        seen[period] = at
        if row.get("unit", "") != unit:
            yield Fault(at, "unit", UNIT, {"unit": unit})


def _figure(row: Row) -> dict[str, Any]:
    plain = ("period", "value", "bound", "change", "standing")
    return {
        **{name: row.get(name, "") for name in plain},
        "said": _both(row, "said"),
        "period_said": _both(row, "period"),
        "base": _both(row, "base"),
        "source": _source(row),
    }


def _sdmx(rows: Numbered, node: str, known: Mapping[str, Indicator]) -> Iterator[Entry | Fault]:
    """Figures of series that are there, by the names of columns that SDMX gives them."""
    for one in _sdmx_rows(rows, node, known):
        if isinstance(one, Entry):
            yield one
        else:
            yield one._replace(column=SDMX_NAMES.get(one.column, one.column))


def _sdmx_rows(
    rows: Numbered, node: str, known: Mapping[str, Indicator]
) -> Iterator[Entry | Fault]:
    groups: dict[str, Numbered] = {}
    for at, row in rows:
        number, series = row["INDICATOR"], known.get(row["INDICATOR"])
        if row.get("REF_AREA", "") not in ("", node):
            yield Fault(at, "REF_AREA", FOREIGN)
        elif series is None:
            yield Fault(at, "INDICATOR", SERIES)
        elif isinstance(found := _observed(at, row, series), Fault):
            yield found
        else:
            groups.setdefault(number, []).append((at, found))
    for number, group in groups.items():
        wrong = list(_wrong_group(group, known[number].series.unit))
        yield from wrong
        if not wrong:
            series_now = msgspec.to_builtins(known[number].series)
            figures = [_figure(row) for _, row in group]
            said = {
                "do": "indicator.state",
                "number": number,
                "series": series_now,
                "figures": figures,
            }
            places = tuple(at for at, _ in group)
            yield from _made(said, StateIndicator, indicator_id(node, number), places, group[0][1])


def _observed(at: int, row: Row, series: Indicator) -> Row | Fault:
    """One observation as a row of an own file."""
    unit = SDMX_UNITS.get(row.get("UNIT_MEASURE", ""), "")
    if unit != series.series.unit:
        return Fault(at, "UNIT_MEASURE", UNIT, {"unit": series.series.unit})
    standing = SDMX_STANDINGS.get(row.get("OBS_STATUS", ""))
    if standing is None:
        return Fault(at, "OBS_STATUS", BAD, {"value": row["OBS_STATUS"]})
    value = _scaled(row["OBS_VALUE"], row.get("UNIT_MULT", "") or "0", unit)
    if not value:
        return Fault(at, "OBS_VALUE", BAD, {"value": row["OBS_VALUE"]})
    source = row.get("DATAFLOW", "") or row.get("STRUCTURE_ID", "") or "SDMX"
    period = row.get("TIME_PERIOD", "")
    words = {"said_ru": value, "said_en": value, "source_ru": source, "source_en": source}
    return {"unit": unit, "period": period, "value": value, "standing": standing, **words}


def _scaled(value: str, power: str, unit: str) -> str:
    """In millions where the series counts millions; empty for what is no number."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return ""
    is_fit = (
        number.is_finite() and abs(number.adjusted()) <= DIGITS_MAX and len(value) <= DIGITS_MAX
    )
    if not is_fit or not POWER.fullmatch(power):
        return ""
    number = number.scaleb(int(power))
    shown = number / 1_000_000 if unit == "USD_m" else number
    return f"{shown.normalize():f}"


def _made(
    said: Any, kind: Any, subject: str, rows: tuple[int, ...], row: Row
) -> Iterator[Entry | Fault]:
    try:
        yield Entry(subject, msgspec.convert(said, kind), rows)
    except msgspec.ValidationError as error:
        found = (*unfit_in(said, kind),) or (Unfit(pointer_in(str(error)), str(error)),)
        yield from (_unfit(one, rows, row) for one in found)


def _unfit(one: Unfit, rows: tuple[int, ...], row: Row) -> Fault:
    column = column_of(one.pointer)
    args = {"value": row.get(column, "") or one.said}
    at = rows[_place_in(one.pointer)]
    if one.choices:
        return Fault(at, column, NONE_OF, args | {"choices": ", ".join(one.choices)})
    return Fault(at, column, BAD_DAY if column in DAYS else BAD, args)


def _place_in(pointer: str) -> int:
    found = re.match(r"/figures/(\d+)", pointer)
    return int(found[1]) if found else 0


def column_of(pointer: str) -> str:
    """The column of a field: `/figures/3/source/by/ru` is `source_ru`."""
    path = re.sub(r"^/(promise|series|notice|figures(/\d+)?)(?=/|$)", "", pointer).strip("/")
    name = path.replace("source/by", "source").replace("source/quotation", "quotation")
    name = "measure" if name.startswith("measure") else name
    both = {"what", "status", "title", "said", "source", "definition", "base", "due", "belongs"}
    both |= {"body", "text", "effect"}
    return f"{name}_ru" if name in both else re.sub(r"/\d+\Z", "", name).replace("/", "_")


def place_of(entry: Entry, pointer: str) -> int:
    """The row that a refusal of the entry is about."""
    return entry.rows[min(_place_in(pointer), len(entry.rows) - 1)]
