"""Whatever the public chooses, and whatever it subtracts, it is told of nobody by five or fewer."""

import random
from collections import Counter
from decimal import Decimal
from itertools import combinations, product
from pathlib import Path
from typing import Any

import duckdb
import pytest
from msgspec.structs import replace

from corridor.domain.figures.state import LEAST
from corridor.engine.observed import Cell, Cells, Charted, Overview
from corridor.engine.observed_steps import step_of
from corridor.observatory import vintages
from corridor.observatory.happening import Happening
from corridor.observatory.measures.registry import BY_NAME, PUBLIC
from corridor.observatory.overview import overview, worked_out
from corridor.observatory.store import Observatory
from corridor.observatory.vintages import with_earlier
from corridor.web.observed.words import COLUMNS
from corridor.web.pages.observatory.asking import COLUMNS_CHOSEN
from tests.observatory.examples import HOUR, row

MONTHS = ("2025-11", "2025-12", "2026-01")


def rows(seed: int = 7) -> list[Happening]:
    """Visits and movements in groups of one to a dozen."""
    dice, made, number = random.Random(seed), [], 0
    groups = product(MONTHS, ("KGDOST01", "KGOSH001", "UZDUST01"), ("entry", "exit"))
    for month, office, side in groups:
        for _ in range(dice.randint(1, 12)):
            number += 1
            more: dict[str, Any] = {"month": month, "day": f"{month}-03", "mode": "road"}
            visit = row("gate_out", number, dice.randint(1, 9), office=office, side=side, **more)
            hour = dice.randint(9, 10)
            made.append(replace(visit, country=office[:2], hour=hour, subject=f"cp-{number}"))
            corridor, bound = ("a", "b")[dice.random() < 0.2], ("east", "west")[dice.random() < 0.3]
            goods = row("released", number, 2, corridor=corridor, bound=bound, **more)
            made.append(goods)
            made.append(replace(goods, kind="left", km=60, segment=f"{office}>KG-OSH"))
    return made


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    folder: Path = tmp_path_factory.mktemp("public")
    observatory = Observatory(folder / "observatory.duckdb")
    observatory.clear()
    with observatory.opened() as db:
        observatory.append(db, rows(), 0, 1)
    return overview(observatory, "KG")


def charts(found: Overview, name: str) -> Charted:
    return next(one for one in found.charted if one.name == name)


@pytest.mark.parametrize("name", ["tfi1", "throughput", "swd", "consignments", "segment-speed"])
def test_no_choice_and_no_difference_of_two_is_of_fewer_than_five(
    found: Overview, name: str
) -> None:
    tables = {one.by: one.cells for one in charts(found, name).tables}
    assert any(tables.values())
    for by, cells in tables.items():
        assert all(one.n >= LEAST for one in cells)
        for wider in (one for one in tables if set(one) < set(by)):
            narrow = Counter[Any]()
            for cell in cells:
                kept = tuple(v for v, at in zip(cell.values, by, strict=True) if at in wider)
                narrow[kept, cell.period] += cell.n
            for one in tables[wider]:
                left = one.n - narrow[one.values, one.period]
                assert left == 0 or left >= LEAST, (name, by, wider, one)


def test_months_add_up_to_their_year_and_years_to_all_time(found: Overview) -> None:
    for cells in (one.cells for one in charts(found, "tfi1").tables):
        by_length = {length: [c for c in cells if len(c.period) == length] for length in (0, 4, 7)}
        assert len({sum(one.n for one in group) for group in by_length.values()}) == 1


def test_what_is_in_no_cell_is_in_no_figure(found: Overview) -> None:
    [whole] = [one for one in charts(found, "tfi1").tables if one.by == ()]
    cells = Counter((one.office, one.side, one.month) for one in rows() if one.kind == "gate_out")
    kept = sum(count for count in cells.values() if count >= LEAST)
    assert whole.cells[0].n == kept < cells.total()
    [measured] = [one for one in found.measured if one.name == "tfi1"]
    assert measured.all is not None
    assert measured.all.n == kept
    left = cells.total() - kept
    assert charts(found, "tfi1").left_out == left - left % LEAST


def test_hours_and_steps_leave_nothing_small_to_be_worked_out(found: Overview) -> None:
    chart = charts(found, "tfi1")
    of = {one.values[0]: one.n for t in chart.tables if t.by == ("office",) for one in t.cells
          if not one.period}  # fmt: skip
    assert chart.parts == "office"
    assert chart.hours
    assert chart.bins
    for told in (chart.hours, chart.bins):
        for office, groups in told.items():
            assert all(one.n >= LEAST and one.n % LEAST == 0 for one in groups)
            assert sum(one.n for one in groups) <= of[office]


def test_many_sightings_of_one_movement_are_one(tmp_path: Path) -> None:
    observatory = Observatory(tmp_path / "observatory.duckdb")
    one = row("left", 1, 2, corridor="a", bound="west", mode="road", km=60)
    observatory.clear()
    with observatory.opened() as db:
        observatory.append(db, [replace(one, at=one.at + n * HOUR) for n in range(20)], 0, 1)
    assert not any(table.cells for table in charts(overview(observatory, "KG"), "swd").tables)


def test_what_divides_cells_gives_nothing_away(tmp_path: Path) -> None:
    made: list[Happening] = []
    more: dict[str, Any] = {"corridor": "a", "bound": "east", "mode": "road", "destination": "GE"}
    for number in range(30):
        chapters = ("84", "85") if number < 3 else ("84",) if number < 20 else ("07",)
        origin = "UZ" if number < 2 else "KG"
        goods = row("carried", number, 2, gross_kg=Decimal(1000 + number), origin=origin, **more)
        made += [replace(goods, chapter=one, part=at) for at, one in enumerate(chapters)]
    observatory = Observatory(tmp_path / "observatory.duckdb")
    observatory.clear()
    with observatory.opened() as db:
        observatory.append(db, made, 0, 1)
    found = overview(observatory, "KG")
    [tonnes] = [one for one in found.measured if one.name == "tonnes"]
    told = {one.by: one for one in tonnes.by}
    assert tonnes.all is not None
    assert tonnes.all.n == 30
    # Chapter 85 is of three: it is neither section XVI less 84, nor all less the other chapters.
    assert [(one.value, one.n) for one in told["section"].groups] == [("II", 10), ("XVI", 20)]
    assert [one.value for one in told["chapter"].groups] == ["07"]
    # Two are not from KG: KG – GE would be all but those two.
    assert not told["pair"].groups
    assert [told[one].hidden for one in ("section", "chapter", "pair")] == [False, True, True]


def test_an_address_can_choose_all_that_is_told() -> None:
    assert {one for measure in PUBLIC for one in (*measure.cells, *measure.wider)} <= {
        *COLUMNS_CHOSEN} & {*COLUMNS}  # fmt: skip


def test_steps_are_those_that_people_count_in() -> None:
    assert [step_of(n) for n in (0.013, 0.3, 1.0, 1.2, 26, 600)] == [
        0.02, 0.5, 1.0, 2.0, 50.0, 1000.0]  # fmt: skip


READ_AGAIN = ("tfi1", "consignments", "swd")
Told = dict[Any, int]
"""By measure, columns, values and period."""


def reading(observatory: Observatory) -> Told:
    """n of all that the public is told of some measures now, by any choice and period."""
    with observatory.opened() as db:
        made = [worked_out(db, BY_NAME[name])[1] for name in READ_AGAIN]
    return {
        (chart.name, table.by, cell.values, cell.period): cell.n
        for chart in made
        for table in chart.tables
        for cell in table.cells
    }


def summed(told: Told) -> Told:
    """Every figure once more as the sum of narrower ones: the last column names those."""
    found: Counter[Any] = Counter()
    for (name, by, values, period), n in told.items():
        for count in range(len(by)):
            for kept in combinations(range(len(by)), count):
                wider = tuple(by[at] for at in kept), tuple(values[at] for at in kept)
                found[name, *wider, period, by] += n
    return dict(found)


@pytest.mark.parametrize("seed", range(3))
def test_no_difference_of_two_readings_is_of_fewer_than_five(tmp_path: Path, seed: int) -> None:
    """As a log grows by a few entries at a time, of this month and of earlier ones: neither of the
    same choice, nor of a wide choice now less the narrow ones of an earlier reading.
    """
    dice, observatory = random.Random(seed), Observatory(tmp_path / "observatory.duckdb")
    waiting, earlier = rows(seed), list[Told]()
    dice.shuffle(waiting)
    observatory.clear()
    for entry, count in enumerate((len(waiting) // 2, 3, 11, 24, 40)):
        batch, waiting = waiting[:count], waiting[count:]
        with observatory.opened() as db:
            observatory.append(db, batch, entry, entry + 1)
        now = reading(observatory)
        for before in earlier:
            of = {key: n - before.get(key, 0) for key, n in now.items()}
            of |= {key: now[key[:4]] - n for key, n in summed(before).items()}
            assert {key: n for key, n in of.items() if 0 != n < LEAST} == {}
        earlier.append(now)
    assert earlier[0] != earlier[-1]


def test_a_late_fact_stays_untold_until_it_has_company(tmp_path: Path) -> None:
    observatory = Observatory(tmp_path / "observatory.duckdb")
    observatory.clear()
    known = {"office": "KGDOST01", "side": "exit", "country": "KG"}
    told = []
    for entry, count in enumerate((6, 4, 1)):
        some = [row("gate_out", 10 * entry + n, 2, **known) for n in range(count)]
        with observatory.opened() as db:
            observatory.append(db, some, entry, entry + 1)
        told.append(reading(observatory).get(("tfi1", (), (), "")))
    assert told == [6, 6, 11]


def test_what_was_told_of_a_month_before_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(now: str, *figures: tuple[str, int]) -> list[Any]:
        cells = tuple(Cell((), period, n, (float(n),)) for period, n in figures)
        chart = Charted("tonnes", ("sum",), (Cells((), cells),))
        [found] = with_earlier(db, (chart,), "2026-03-09", now)
        return [(one.table, one.period, one.told, one.n) for one in found.earlier]

    with duckdb.connect() as db:
        assert told("a", ("", 12), ("2026-02", 7), ("2026-03", 5)) == []
        assert told("b", ("", 18), ("2026-02", 7), ("2026-03", 11)) == []  # one goes on
        assert told("c", ("", 23), ("2026-02", 12), ("2026-03", 11)) == [("all", "2026-02", "a", 7)]
        again = told("d", ("2026-02", 18))
        assert [one[2:] for one in again] == [("c", 12), ("a", 7)]
        monkeypatch.setattr(vintages, "KEPT_MAX", 1)
        assert [one[2:] for one in told("e", ("2026-02", 19))] == [("d", 18)]
        assert db.execute("SELECT count(*) FROM vintages").fetchone() == (2,)
