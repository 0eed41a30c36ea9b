"""Tables of closed months: what is a state's own to tell, and nothing that shows a single one."""

import random
from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.figures.disclosure import discloses
from corridor.domain.figures.state import LEAST, FigureRow
from corridor.engine.observed_months import Months
from corridor.observatory.happening import Happening
from corridor.observatory.measures.volumes import TONNES
from corridor.observatory.monthly import decimal, monthly
from corridor.observatory.overview import worked_out
from corridor.observatory.store import Observatory
from tests.observatory.examples import row

TODAY = "2026-05-01"


def tables(folder: Path, rows: Sequence[Happening], node: str = "KG") -> Months:
    observatory = Observatory(folder / "observatory.duckdb")
    observatory.clear()
    with observatory.opened() as db:
        observatory.append(db, rows, 0, 1)
    return monthly(observatory, node, TODAY)


def carried(count: int, start: int, country: str, month: str = "2026-03", **more: Any) -> Any:
    plain = {"country": country, "gross_kg": Decimal("1500.25"), "corridor": "middle"} | more
    days = {"day": f"{month}-02", "month": month}
    return [replace(row("carried", n), **days, **plain) for n in range(start, start + count)]


def test_each_closed_month_has_its_table_also_one_in_which_nothing_happened(
    tmp_path: Path,
) -> None:
    found = tables(tmp_path, carried(6, 0, "KG") + carried(9, 20, "KG", month="2026-05"))
    assert [one.month for one in found.months] == ["2026-03", "2026-04"]
    told, nothing = found.months
    assert nothing.rows == ()
    sums = {"sum": "9.002"}
    assert told.rows == (
        FigureRow("tonnes", 6, sums),
        FigureRow("tonnes", 6, sums, "corridor", "middle"),
        FigureRow("tonnes", 6, sums, "mode", ""),
    )
    assert tables(tmp_path, []).months == ()


def test_a_movement_is_told_of_by_the_state_where_it_departs(tmp_path: Path) -> None:
    both = carried(6, 0, "KG") + carried(8, 20, "UZ")
    assert [one.n for one in tables(tmp_path, both).months[0].rows] == [6, 6, 6]
    assert [one.n for one in tables(tmp_path, both, "UZ").months[0].rows] == [8, 8, 8]


def test_what_is_left_of_all_that_the_node_knows_gives_nobody_away(tmp_path: Path) -> None:
    rows = carried(6, 0, "KG") + carried(3, 20, "UZ")
    assert tables(tmp_path, rows).months[0].rows == (), "the pages tell of all nine"
    rows = carried(9, 0, "KG") + carried(3, 30, "KG", corridor="southern")
    [table] = tables(tmp_path, rows).months[:1]
    told = {(one.by, one.value, one.n) for one in table.rows}
    assert told == {("", "", 9), ("corridor", "middle", 9), ("mode", "", 9)}
    assert discloses(table.rows) is None


@pytest.mark.parametrize("seed", range(2))
def test_no_difference_from_what_the_pages_tell_is_of_fewer_than_five(
    tmp_path: Path, seed: int
) -> None:
    """Of each row of a table, all cells of the pages that are the state's alone are taken; and
    each row is taken from the cells in which it has any.
    """
    dice, observatory = random.Random(seed), Observatory(tmp_path / "observatory.duckdb")
    waiting = [
        replace(one, subject=one.movement)
        for place, (corridor, mode) in enumerate(product("abc", ("road", "rail")))
        for count, country in ((dice.randint(0, 14), "KG"), (dice.choice((0, 0, 2, 7)), "UZ"))
        for one in carried(
            count,
            100 * place + 50 * (country == "UZ"),
            country,
            corridor=corridor,
            mode=mode,
            bound="west",
        )
    ]
    dice.shuffle(waiting)
    observatory.clear()
    seen: list[Happening] = []
    for entry, count in enumerate((len(waiting) // 2, 7, len(waiting))):
        batch, waiting = waiting[:count], waiting[count:]
        seen += batch
        with observatory.opened() as db:
            observatory.append(db, batch, entry, entry + 1)
            tonnes = worked_out(db, TONNES)[1]
        cells = {
            one.values[:2]: one.n
            for table in tonnes.tables
            if table.by == ("corridor", "mode", "bound")
            for one in table.cells
            if one.period == "2026-03"
        }
        told = monthly(observatory, "KG", TODAY).months[0].rows if seen else ()
        for said in (one for one in told if one.measure == "tonnes"):
            inside = {key: n for key, n in cells.items() if not said.by or said.value in key}
            whose = {key: {one.country for one in seen if (one.corridor, one.mode) == key}
                     for key in inside}  # fmt: skip
            alone = sum(n for key, n in inside.items() if whose[key] == {"KG"})
            having = sum(n for key, n in inside.items() if "KG" in whose[key])
            for left in (said.n - alone, having - said.n, sum(inside.values()) - said.n):
                assert left == 0 or left >= LEAST, (said, inside, whose)


def test_a_border_is_told_of_by_each_of_its_sides(tmp_path: Path) -> None:
    way = {"states": ("KG", "UZ", "TM"), "month": "2026-03", "day": "2026-03-02"}
    rows = [replace(row("left", n), country="KG", **way) for n in range(7)]
    rows += [replace(row("crossed", n), country="UZ", **way) for n in range(6)]
    [mine] = tables(tmp_path, rows).months[0].rows
    assert (mine.key, mine.n) == (("crossings", "exit", "KG>UZ"), 7)
    [theirs] = tables(tmp_path, rows, "UZ").months[0].rows
    assert (theirs.key, theirs.n) == (("crossings", "entry", "KG>UZ"), 6)


def test_figures_are_decimals_of_three_places() -> None:
    assert [decimal(one) for one in (2.0, 0.12345, 1e9, -3)] == ["2", "0.123", "1000000000", "-3"]
