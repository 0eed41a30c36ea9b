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
SURE: Final = {"n": 5, "median": 3.0, "p95": 8.8, "ratio": 8.8 / 3, "buffer": 1.2, "negative": 0}
"""8.8 / 3, and (8.8 - 4) / 4."""


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


def _stood(number: int, start: int, end: int) -> Happening:
    """At a gate, from one hour to another."""
    return replace(row("gate_out", number), since=start * HOUR, at=end * HOUR)


def _held(kind: str, hours: int, holder: str) -> list[Happening]:
    """Five who had it in hand so long."""
    return [row(kind, n, before=(1_000 - hours) * HOUR, holder=holder) for n in range(5)]


WAYS = [
    *(
        row("arrived", number, released=1_000 * HOUR - round(hours * HOUR))
        for number, hours in enumerate(HOURS)
    ),
    row("arrived", 9),  # of which nobody heard when it was released
]
DECISIONS = [
    *(row("permit_granted", n, hours=1 / 6) for n in range(4)),  # ten minutes to the second
    *(row("permit_granted", n, hours=24, again=True) for n in range(4, 8)),
    *(row("permit_refused", n, hours=24.5) for n in range(8, 10)),
]


def _paid(kind: str, number: int, cents: int | None, *, count: int = 1, **more: Any) -> Happening:
    """A cost that was stated, or taken back; without cents there is no rate."""
    usd, unrated = (None, count) if cents is None else (count * cents, 0)
    return row(kind, number, usd_minor=usd, unrated=unrated, count=count, **more)


GATE: Final[dict[str, Any]] = {"office": "UZDUST01", "side": "entry", "country": "UZ"}
# fee and service of one crossing together: 1, 2, 3, 4 and 10 dollars; of one an amount has no rate,
# of another all was taken back
AT_BORDERS = [
    *(_paid("paid", n, round(usd * 60), **GATE) for n, usd in enumerate(HOURS)),
    *(_paid("paid", n, round(usd * 40), **GATE) for n, usd in enumerate(HOURS)),
    _paid("paid", 7, 900, **GATE),
    _paid("paid", 7, None, **GATE),
    _paid("paid", 8, 900, **GATE),
    _paid("paid", 8, 900, count=-1, **GATE),
    _paid("paid", 9, 900, office="UZTAS001", country="UZ"),  # at no border
]
# 250 km and 10 t: times 2 and times 2; a dollar of the value is 25 cents
STRETCH: Final[dict[str, Any]] = {"segment": "a>b", "km": 250, "gross_kg": Decimal(10_000)}
ON_STRETCHES = [
    *(_paid("section_paid", n, round(usd * 25), **STRETCH) for n, usd in enumerate(HOURS)),
    _paid("section_paid", 7, None, **STRETCH),
    _paid("section_paid", 8, 900, **STRETCH | {"km": None}),
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
    "border-reliability": (lasting("gate_out"), {}, SURE),
    "wait": (lasting("gate_in"), {}, SPREAD),
    # the last three hours that are over when the last is heard of, of 1002: from 999 to 1002
    "wait-now": (
        [
            *lasting("gate_in"),
            replace(row("gate_in", 7, hours=50), at=999 * HOUR - 1),
            replace(row("gate_in", 9, hours=50), at=1_002 * HOUR),
            replace(row("queued", 8), at=1_002 * HOUR + 60_000),
        ],
        {},
        SPREAD,
    ),
    "throughput": (lasting("gate_out"), {}, {"n": 5, "sum": 5}),
    "tfi2": (AT_BORDERS, {"by": ["office", "side"]}, {**SPREAD, "no_rate": 1}),
    "tfi3": (ON_STRETCHES, {}, {**SPREAD, "no_rate": 1}),
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
    # 100 km in 4 h, of which 2 at a gate: 50 km/h; a stop that began before the way began counts
    # from there, and a way without a recorded stop is none of them
    "swod": (
        [
            *(replace(row("crossed", n, hours=4, km=100), entry=n) for n in range(6)),
            # 994 to 997, of which an hour is on the way, and another hour later
            *(_stood(n, 994, 997) for n in range(2)),
            *(_stood(n, 998, 999) for n in range(2)),
            *(row("gate_out", n, hours=2) for n in range(2, 5)),
        ],
        {},
        {"n": 5, "mean": 50.0, "sd": 0.0, "median": 50.0, "p95": 50.0},
    ),
    # 4 times 100 km in 2 h, 300 km in 2 h: 700 km in 10 h
    "group-speed": (
        [row("crossed", n, hours=2, km=300 if n == 4 else 100) for n in range(5)],
        {},
        {"n": 5, "value": 700.0, "over": 10.0, "quotient": 70.0},
    ),
    "transit-time": (WAYS, {}, SPREAD),
    "transit-reliability": (WAYS, {}, SURE),
    # on the last day is in time; without a last day it is neither
    "on-time": (
        [*so_many("arrived", 6, 8, {"due": DAY}, {"due": "2026-03-01"}), row("arrived", 9)],
        {},
        {"n": 8, "of": 6, "share": 0.75},
    ),
    "stages": (
        lasting("released") + lasting("accepted")[:4],  # four are too few to be told
        {"by": ["stage"]},
        {"stage": "released", **SPREAD},
    ),
    # 5 * 2 h to release, 5 * 6 h to the first border
    "stage-shares": (
        [*_held("released", 2, "customs"), *_held("crossed", 6, "carrier")],
        {"by": ["stage"], "nth": 0},
        {"stage": "crossed", "n": 5, "sum": 30.0, "share": 0.75},
    ),
    # four are too few to be told, and no part of the whole
    "held-by": (
        [
            *_held("released", 2, "customs"),
            *_held("crossed", 6, "carrier"),
            *_held("results", 100, "peer")[:4],
        ],
        {"by": ["holder"], "nth": 1},
        {"holder": "customs", "n": 5, "sum": 10.0, "share": 0.25},
    ),
    # 6 * 1000.5 kg
    "tonnes": (GOODS, {}, {"n": 6, "sum": 6.003}),
    "consignments": ([row("released", n) for n in range(7)], {}, {"n": 7, "sum": 7}),
    "vehicles": (
        [row("released", n, vehicles=1 + n % 2) for n in range(6)],
        {},
        {"n": 6, "sum": 9},
    ),
    "containers": ([row("released", n, containers=n) for n in range(6)], {}, {"n": 5, "sum": 15}),
    # 1 + 2 + 2.25 + 0.5 + 1 + 2 of six; one has a box of no size besides, a seventh two of them
    "teu": (
        [
            *(
                row("released", n, containers=1 + (n == 5), teu_100=teu, unsized=int(n == 5))
                for n, teu in enumerate((100, 200, 225, 50, 100, 200))
            ),
            row("released", 6, containers=2, teu_100=0, unsized=2),
        ],
        {},
        {"n": 6, "sum": 8.75, "no_size": 3},
    ),
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
    # 6 issued, one came back, of 20
    "quota-use": (
        [
            row("quota_delivered", 0, count=20),
            *(row("quota_taken", n, count=1) for n in range(6)),
            row("quota_taken", 6, count=-1),
        ],
        {},
        {"n": 6, "value": 5.0, "over": 20.0, "quotient": 0.25},
    ),
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
    # two of ten released: 200 of 1,000
    "incidents-per-1000": (
        [*(row("released", n) for n in range(10)), row("incident", 3), row("incident", 3)],
        {},
        {"n": 10, "value": 2.0, "over": 10.0, "quotient": 200.0},
    ),
    "discrepancies-per-1000": (
        [*(row("released", n) for n in range(8)), row("discrepancy", 3)],
        {},
        {"n": 8, "value": 1.0, "over": 8.0, "quotient": 125.0},
    ),
    # released 2 days before the last that was heard; one of the seven was discharged
    "open-movements": (
        [
            *(replace(row("released", n), at=(1_000 - 48) * HOUR) for n in range(7)),
            row("discharged", 6),
        ],
        {"by": ["age"]},
        {"age": "1-3", "n": 6, "sum": 6},
    ),
    # 6 * 100.00, less 5 * 40.00 in the month after
    "guarantee-exposure": (
        [
            *(row("reserved", n, value_minor=100_00, currency="EUR") for n in range(6)),
            *(
                row("freed", n, value_minor=-40_00, currency="EUR", month="2026-04")
                for n in range(5)
            ),
        ],
        {"by": ["currency", "month"], "nth": 1},
        {"currency": "EUR", "month": "2026-04", "n": 5, "balance": 400_00},
    ),
    # 1, 2, 3, 4 and 10 s; of one the other's clock is ahead
    "lag": (
        [
            *(row("followed", n, hours=s / 3_600, country="UZ") for n, s in enumerate(HOURS)),
            row("followed", 9, hours=-1, country="UZ"),
        ],
        {"by": ["country"]},
        {"country": "UZ", **SPREAD, "negative": 1},
    ),
}
