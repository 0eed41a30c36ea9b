"""Each measure gives what was worked out by hand; what is too little is told of by nobody."""

import random
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median, quantiles, stdev
from typing import Any

import pytest
from msgspec.structs import replace
from pyarrow import parquet

from corridor.engine.observed import PAST
from corridor.observatory.asking import ask
from corridor.observatory.happening import KINDS, Happening
from corridor.observatory.measures.measure import Apart, Measure, Unmeasured
from corridor.observatory.measures.registry import BY_NAME, MEASURES, PUBLIC
from corridor.observatory.measures.speed import FASTEST_KMH, FASTEST_OF_ALL_KMH
from corridor.observatory.path import path_of
from corridor.observatory.store import FILE, Observatory, columns_of
from tests.observatory.examples import EXAMPLES, GOODS, HOUR, lasting, row


def told(folder: Path, measure: Measure, rows: Sequence[Happening], **asked: Any) -> Any:
    """The figures of rows in a new observatory."""
    observatory = Observatory(folder / "observatory.duckdb")
    observatory.clear()
    with observatory.opened() as db:
        observatory.append(db, rows, 0, 1)
    return ask(observatory, measure, **asked)


def test_every_measure_gives_what_was_worked_out_by_hand(tmp_path: Path) -> None:
    assert list(EXAMPLES) == [one.name for one in MEASURES]
    for name, (rows, asked, expected) in EXAMPLES.items():
        nth = asked.get("nth")
        how = {key: value for key, value in asked.items() if key != "nth"}
        told_of = told(tmp_path, BY_NAME[name], rows, **how)
        assert nth is not None or len(told_of) == 1, name
        found = told_of[nth or 0]
        assert {key: found[key] for key in expected} == pytest.approx(expected), name


def test_fewer_than_five_are_told_of_by_nobody_however_they_are_chosen(tmp_path: Path) -> None:
    rows = [row("released", n, office="KGOSH001" if n else "KGBIS001") for n in range(7)]
    measure = BY_NAME["consignments"]
    assert [one["office"] for one in told(tmp_path, measure, rows, by=["office"])] == ["KGOSH001"]
    assert told(tmp_path, measure, rows, where={"office": "KGBIS001"}) == []
    assert told(tmp_path, measure, rows[:4]) == []


def test_they_are_chosen_by_any_column_and_a_column_named_twice_is_one(tmp_path: Path) -> None:
    rows, measure = lasting("gate_out"), BY_NAME["tfi1"]
    hour = str(rows[0].hour)
    [found] = told(tmp_path, measure, rows, by=["hour", "hour"], where={"hour": hour})
    assert found["n"] == 5
    assert told(tmp_path, measure, rows, where={"hour": "x"}) == []


def test_what_ended_before_it_began_is_counted_and_left_out(tmp_path: Path) -> None:
    rows = [*lasting("gate_out"), row("gate_out", 9, hours=-1)]
    [found] = told(tmp_path, BY_NAME["tfi1"], rows)
    assert (found["n"], found["mean"], found["negative"]) == (5, 4.0, 1)


@pytest.mark.parametrize(
    ("mode", "fastest"), [("road", 143), ("rail", 156), ("sea", 65), ("multimodal", 156)]
)
def test_what_is_faster_than_anything_goes_is_counted_and_left_out(
    tmp_path: Path, mode: str, fastest: int
) -> None:
    known = {"mode": mode, "segment": "a>b"}
    rows = [row("crossed", n, hours=1, km=fastest, **known) for n in range(5)]
    rows += [row("crossed", 5, hours=1, km=fastest + 1, **known), row("left", 6, 0, km=9, **known)]
    for name, figure in (("swd", "mean"), ("segment-speed", "p95"), ("group-speed", "quotient")):
        [found] = told(tmp_path, BY_NAME[name], rows)
        assert (found["n"], found[figure], found["too_fast"]) == (5, fastest, 2), name


def test_spans_of_days_and_quarters(tmp_path: Path) -> None:
    days = [("2026-03-31", 5), ("2026-04-01", 6), ("2027-01-01", 7)]
    rows = [
        replace(row("released", 100 * n + number), day=day, month=day[:7])
        for number, (day, count) in enumerate(days)
        for n in range(count)
    ]
    measure = BY_NAME["consignments"]
    by_quarter = told(tmp_path, measure, rows, by=["quarter"])
    assert [(one["quarter"], one["sum"]) for one in by_quarter] == [
        ("2026-Q1", 5),
        ("2026-Q2", 6),
        ("2027-Q1", 7),
    ]
    [found] = told(tmp_path, measure, rows, first="2026-04-01", last="2026-12-31")
    assert found["sum"] == 6


def test_what_a_measure_is_not_told_by_is_refused_by_name(tmp_path: Path) -> None:
    for asked in ({"by": ["subject"]}, {"where": {"movement": "mv-KG-1"}}):
        with pytest.raises(Unmeasured) as caught:
            told(tmp_path, BY_NAME["tonnes"], GOODS, **asked)
        assert caught.value.asked in ("subject", "movement")


def test_amounts_of_two_currencies_have_no_sum(tmp_path: Path) -> None:
    for name in ("value", "transit-tonnes"):
        with pytest.raises(Apart):
            told(tmp_path, BY_NAME[name], GOODS)


def test_every_measure_says_what_it_is() -> None:
    for one in MEASURES:
        assert one.definition.endswith("."), one.name
        assert all((one.title, one.says, one.unit, one.source)), one.name


def test_a_case_of_a_public_measure_is_one_of_the_kinds_that_it_names(tmp_path: Path) -> None:
    for one in PUBLIC:
        rows, asked, _ = EXAMPLES[one.name]
        others = [row for row in rows if row.kind not in one.kinds]
        how = {key: value for key, value in asked.items() if key != "nth"}
        assert one.kinds
        assert {*one.kinds} <= {*KINDS}, one.name
        assert told(tmp_path, one, others, **how) == [], one.name


def test_whole_numbers_give_what_fractions_do(tmp_path: Path) -> None:
    """Hours and speeds of many, reckoned here in fractions: mean, deviation, and what lies between
    two values in their order.
    """
    chance, rows = random.Random(11), []
    for n in range(400):
        spent, known = chance.randint(1, 900_000_000), {"km": chance.randint(1, 3_000)}
        at = 1_000 * HOUR
        mode = chance.choice(("road", "rail", "sea", "multimodal", ""))
        rows.append(row("arrived", n, since=at - spent, released=at - spent, mode=mode, **known))
    spans = [(one.at - one.released) / HOUR for one in rows if one.released is not None]
    most = [FASTEST_KMH.get(one.mode, FASTEST_OF_ALL_KMH) for one in rows]
    ways = [(one.km or 0) / span for one, span in zip(rows, spans, strict=True)]
    speeds = [way for way, fastest in zip(ways, most, strict=True) if way <= fastest]
    assert 0 < len(speeds) < len(ways)
    for name, values in (("transit-time", spans), ("swd", speeds)):
        [found] = told(tmp_path, BY_NAME[name], rows)
        *_, high = quantiles(values, n=20, method="inclusive")
        figures = (found["n"], found["mean"], found["sd"], found["median"], found["p95"])
        wanted = (len(values), mean(values), stdev(values), median(values), high)
        assert figures == pytest.approx(wanted, rel=1e-8), name


def test_invented_years_made_before_arrivals_kept_their_release_have_their_time(
    tmp_path: Path,
) -> None:
    rows = [
        replace(one, invented=True, entry=2 * n + end)
        for n in range(5)
        for end, one in enumerate((replace(row("released", n), at=996 * HOUR), row("arrived", n)))
    ]
    older = columns_of(rows).drop_columns(["released"])
    parquet.write_table(older, tmp_path / PAST)
    [found] = ask(Observatory(tmp_path / FILE), BY_NAME["transit-time"])
    assert (found["n"], found["mean"], found["sd"]) == (5, 4.0, 0.0)


def test_the_path_of_a_movement_by_hand(tmp_path: Path) -> None:
    """Two hours to the release, meanwhile a permit of one; six on the way."""

    def since(kind: str, start: int, end: int, holder: str, what: str = "") -> Happening:
        made = row(kind, 1, holder=holder, what=what, before=start * HOUR)
        return replace(made, at=end * HOUR)

    observatory = Observatory(tmp_path / "observatory.duckdb")
    observatory.clear()
    rows = [
        since("released", 100, 102, "customs"),
        since("permit_granted", 100, 101, "authority", "road_transit"),
        since("crossed", 102, 108, "carrier"),
        since("crossed", 102, 108, "carrier"),
    ]
    rows[-1] = replace(rows[-1], movement="mv-KG-2")
    with observatory.opened() as db:
        observatory.append(db, rows, 0, 1)
    first, second = path_of(observatory, "mv-KG-1")
    assert (first.hours, first.share, first.permits) == (2.0, 0.25, (("road_transit", 1.0),))
    assert (second.hours, second.is_longest, second.permits) == (6.0, True, ())
    assert path_of(observatory, "mv-KG-9") == []
