"""Figures of two invented years, as an observatory's process writes them."""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from corridor.engine.observed import (
    Bin,
    Cell,
    Cells,
    Charted,
    Group,
    Hour,
    Measured,
    Overview,
    Telling,
)

MONTHS = tuple(f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13))[:23]
SPREAD = ("mean", "median", "p95", "sd", "margin")
Parts = dict[str, tuple[str, ...]]
GOODS: Parts = {"corridor": ("CAREC2", "TITR"), "mode": ("road", "rail"), "bound": ("east", "west")}
GATES: Parts = {"office": ("KGDOST01", "UZDUST01"), "side": ("entry", "exit")}


def figures_of(kind: str, month: int, weight: int) -> tuple[int, tuple[float, ...]]:
    """n and figures that grow, with a season."""
    n = 10 + weight + month + (month * 7) % 5
    hours = 2.0 + weight + (month % 12) / 4
    if kind == "spread":
        return n, (hours, hours - 0.4, hours * 2.25, 1.5, 0.25)
    return n, (n * 19.5,) if kind == "total" else (0.6 + month / 100,)


def cells(kind: str, parts: Parts, by: tuple[str, ...]) -> Iterator[Cell]:
    """Each combination by month, by year, and over all time."""
    others = 1
    for name, values in parts.items():
        others *= 1 if name in by else len(values)
    for weight, values in enumerate(product(*(parts[name] for name in by))):
        found = [(month, *figures_of(kind, at, weight)) for at, month in enumerate(MONTHS)]
        for period in ("", "2025", "2026", *MONTHS):
            some = [one for one in found if one[0].startswith(period)]
            n = sum(one[1] for one in some) * others
            numbers = list(zip(*(one[2] for one in some), strict=True))
            of = [sum(one) * (others if kind == "total" else 1 / len(some)) for one in numbers]
            yield Cell(values, period, n, tuple(of))


def charted(name: str, kind: str, parts: Parts, hours: bool = False) -> Charted:
    """A measure by all that it can be chosen by."""
    choices = [by for count in range(len(parts) + 1) for by in combinations(parts, count)]
    if "office" in parts:
        parts = parts | {"country": ("KG", "UZ")}
        choices.append(("country",))
    choices = [by for by in choices if "currency" not in parts or by]  # no sum of two
    part = next(iter(parts)) if kind == "spread" else ""
    figures = {"spread": SPREAD, "total": ("sum",), "share": ("share",)}[kind]
    week = tuple(Hour(hour, 5 + hour % 9, 1 + hour % 24 / 4) for hour in range(7, 168))
    steps = (Bin(0, 2, 40), Bin(2, 4, 90), Bin(4, 6, 30), Bin(6, None, 8))
    whole = dict(parts.items())
    return Charted(
        name,
        figures,
        tuple(Cells(by, tuple(cells(kind, whole, by))) for by in choices),
        part,
        dict.fromkeys(parts[part], week) if hours else {},
        dict.fromkeys(parts[part], steps) if part else {},
        left_out=7,
    )


KINDS: tuple[tuple[str, str, str, str, str, Parts], ...] = (
    ("tfi1", "Time to clear a border crossing",
     "From joining the queue of a checkpoint to leaving its zone.", "h", "spread", GATES),
    ("wait", "Wait before the gate",
     "From joining the queue of a checkpoint to being let in.", "h", "spread", GATES),
    ("throughput", "Vehicles through a checkpoint",
     "Vehicles that left the zone of a checkpoint.", "vehicles", "total", GATES),
    ("swd", "Speed with delay",
     "Kilometres between two sightings of a movement, divided by all hours between them.",
     "km/h", "spread", GOODS),
    ("segment-speed", "Speed on a segment",
     "Speed with delay between two places at which movements are seen one after the other.",
     "km/h", "spread", {"segment": ("KG-OSH>KG-DOST", "UZ-DUST>UZ-ALAT", "TM-TURK>AZ-ALAT")}),
    ("tonnes", "Goods carried",
     "Gross mass of the goods released for transit; each movement counts once.",
     "t", "total", GOODS),
    ("consignments", "Released movements", "Movements released for transit.",
     "movements", "total", GOODS),
    ("value", "Value of the goods",
     "Declared value of the goods released for transit, each currency by itself.",
     "minor units", "total", {"currency": ("EUR", "USD")}),
    ("permits-in-10-minutes", "Decided within ten minutes",
     "The part of decisions that took ten minutes or less.", "1", "share",
     {"country": ("AZ", "UZ")}),
)  # fmt: skip


def measured(chart: Charted, title: str, says: str, unit: str, kind: Any) -> Measured:
    """The same all together and by month."""
    by = next((one.cells for one in chart.tables if one.by == ()), ())
    groups = [
        Group(one.n, dict(zip(chart.figures, one.figures, strict=True)), one.period) for one in by
    ]
    months = tuple(one for one in groups if len(one.value) == 7)
    whole = next((one for one in groups if not one.value), None)
    source = "CAREC CPMM, TFI1" if chart.name == "tfi1" else "ours"
    told = (Telling("month", months),)
    beside = {"tfi1": "TFI1", "swd": "SWD"}.get(chart.name, "")
    counted = {"segment-speed": ("crossed",)}.get(chart.name, ("released",))
    return Measured(
        chart.name,
        title,
        says,
        unit,
        kind,
        source,
        whole,
        told,
        beside,
        counted,
    )


def two_years() -> Overview:
    """All of it, up to the middle of November 2026."""
    charts = [(charted(k[0], k[4], k[5], k[0] in ("tfi1", "wait")), k) for k in KINDS]
    of = tuple(measured(chart, k[1], k[2], k[3], k[4]) for chart, k in charts)
    return Overview(
        "KG", 41_580, "2025-01-02", "2026-11-14", of, tuple(chart for chart, _ in charts)
    )
