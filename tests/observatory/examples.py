"""An example of each measure that was worked out by hand, beside it as a comment."""

from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from corridor.observatory.happening import Happening

HOUR: Final = 3_600_000
DAY: Final = "2026-03-02"
HOURS: Final = (1.0, 2.0, 3.0, 4.0, 10.0)
"""mean 20/5 = 4; deviations 9+4+1+0+36 = 50, sd sqrt(50/4) = 3.53553; margin 1.96 * 3.53553 /
sqrt(5) = 3.09903; median 3; p95 lies at 0.95 * 4 = 3.8 steps: 4 + 0.8 * 6 = 8.8."""
SPREAD: Final = {
    "n": 5,
    "mean": 4.0,
    "sd": 3.53553390593,
    "margin": 3.09903210697,
    "median": 3.0,
    "p95": 8.8,
    "negative": 0,
}


def row(kind: str, number: int, hours: float | None = None, **more: Any) -> Happening:
    """One that lasted so many hours."""
    at = 1_000 * HOUR
    began = None if hours is None else at - round(hours * HOUR)
    plain = Happening(
        0, 0, kind, at, DAY, DAY[:7], 9, f"mv-KG-{number}", f"mv-KG-{number}", "KG", since=began
    )
    return replace(plain, **more)


def lasting(kind: str, **more: Any) -> list[Happening]:
    """One for each of `HOURS`."""
    return [row(kind, number, hours, **more) for number, hours in enumerate(HOURS)]


def so_many(kind: str, true: int, of: int, yes: dict[str, Any], no: dict[str, Any]) -> Any:
    """So many of one sort among all."""
    return [row(kind, number, **(yes if number < true else no)) for number in range(of)]


DECISIONS = [
    *(row("permit_granted", n, hours=1 / 6) for n in range(4)),  # ten minutes to the second
    *(row("permit_granted", n, hours=24, again=True) for n in range(4, 8)),
    *(row("permit_refused", n, hours=24.5) for n in range(8, 10)),
]
GOODS = [
    row(
        "carried",
        n,
        gross_kg=Decimal("1000.5"),
        value_minor=250_00,
        currency="EUR",
        origin="CN",
        destination="GE",
        states=("KG", "UZ", "GE"),
    )
    for n in range(6)
]
EXAMPLES: dict[str, tuple[list[Happening], dict[str, Any], dict[str, Any]]] = {
    "tfi1": (lasting("gate_out"), {}, SPREAD),
    "wait": (lasting("gate_in"), {}, SPREAD),
    "throughput": (lasting("gate_out"), {}, {"n": 5, "sum": 5}),
    # 100 km in 2 h, five times: 50 km/h, and nothing varies
    "swd": (
        [row("crossed", n, hours=2, km=100) for n in range(5)],
        {},
        {"n": 5, "mean": 50.0, "sd": 0.0, "margin": 0.0, "median": 50.0, "p95": 50.0},
    ),
    "segment-speed": (
        [row("crossed", n, hours=2, km=100, segment="a>b") for n in range(5)],
        {"by": ["segment"]},
        {"segment": "a>b", "n": 5, "mean": 50.0, "median": 50.0},
    ),
    "transit-time": (
        [
            one
            for number, hours in enumerate(HOURS)
            for one in (
                replace(row("released", number), at=1_000 * HOUR - round(hours * HOUR)),
                row("arrived", number),
            )
        ],
        {},
        SPREAD,
    ),
    "stages": (
        lasting("released") + lasting("accepted")[:4],  # four are too few to be told
        {"by": ["stage"]},
        {"stage": "released", **SPREAD},
    ),
    # 6 * 1000.5 kg
    "tonnes": (GOODS, {}, {"n": 6, "sum": 6.003}),
    "consignments": ([row("released", n) for n in range(7)], {}, {"n": 7, "sum": 7}),
    # through UZ alone: KG lies on the way too, since the goods come from China; to GE they go
    "transit-tonnes": (
        GOODS,
        {"by": ["state"], "where": {"state": "UZ"}},
        {"state": "UZ", "n": 6, "sum": 6.003},
    ),
    "value": (GOODS, {"by": ["currency"]}, {"currency": "EUR", "n": 6, "sum": 150_000}),
    # six leave KG for UZ, one of them twice; who comes to UZ from there is told by itself
    "crossings": (
        [
            *(row("left", n, country="KG", states=("CN", "KG", "UZ")) for n in (0, 0, *range(6))),
            *(row("crossed", n, country="UZ", states=("CN", "KG", "UZ")) for n in range(5)),
            row("crossed", 9, country="TM", states=("CN", "KG", "UZ")),
            row("left", 9, country="UZ", states=("CN", "KG", "UZ")),
        ],
        {"by": ["border"], "where": {"side": "exit"}},
        {"border": "KG>UZ", "n": 6, "sum": 8},
    ),
    "permit-time": (lasting("permit_granted"), {}, SPREAD),
    "permits-in-10-minutes": (DECISIONS, {}, {"n": 10, "of": 4, "share": 0.4}),
    "permits-in-a-day": (DECISIONS, {}, {"n": 10, "of": 8, "share": 0.8}),
    "permits-refused": (DECISIONS, {}, {"n": 10, "of": 2, "share": 0.2}),
    "permits-first-time": (DECISIONS, {}, {"n": 8, "of": 4, "share": 0.5}),
    "red-channel": (
        so_many("channel", 2, 8, {"what": "red"}, {"what": "green"}),
        {},
        {"n": 8, "of": 2, "share": 0.25},
    ),
    "control-hits": (
        so_many("results", 3, 12, {"what": "B1"}, {"what": "A1"}),
        {},
        {"n": 12, "of": 3, "share": 0.25},
    ),
    # two incidents of one movement of ten
    "incidents": (
        [*(row("released", n) for n in range(10)), row("incident", 3), row("incident", 3)],
        {},
        {"n": 10, "of": 1, "share": 0.1},
    ),
}
