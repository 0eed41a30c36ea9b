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
from corridor.domain.figures.state import LEAST, FigureRow, MonthFigures, Vintage, figures_id
from corridor.engine.observed_months import Months
from corridor.observatory.happening import Happening
from corridor.observatory.measures.borders import TFI1, THROUGHPUT
from corridor.observatory.measures.volumes import TONNES
from corridor.observatory.monthly import decimal, monthly
from corridor.observatory.overview import worked_out
from corridor.observatory.store import Observatory
from corridor.web.common.adding import Common
from tests.observatory.examples import row

TODAY = "2026-05-01"
MONTH = "2026-03"
DAYS = {"day": f"{MONTH}-02", "month": MONTH}


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


def test_the_states_added_up_are_what_whoever_sees_all_of_it_tells_everybody(
    tmp_path: Path,
) -> None:
    """A month on the common page, and the same of the open data: posts are those of one state
    each, and of the goods each state knows of those of the other too.
    """
    posts = {
        node: [
            replace(
                row("gate_out", n, 4, subject=f"cp-{n}"),
                office=office,
                country=node,
                side="exit",
                **DAYS,
            )
            for n in range(start, start + count)
        ]
        for node, office, start, count in (("KG", "KGDOST01", 0, 7), ("UZ", "UZDUST01", 50, 9))
    }
    goods = carried(6, 0, "KG") + carried(8, 20, "UZ", corridor="southern")
    told, published = dict[str, dict[tuple[str, str, str], int]](), list[MonthFigures]()
    for node, own in posts.items():
        (folder := tmp_path / node).mkdir()
        [table] = tables(folder, own + goods, node).months[:1]
        vintage = Vintage("2026-04-01T00:00:00.000Z", table.rows)
        published.append(MonthFigures(figures_id(node, MONTH), node, MONTH, (vintage,)))
        told[node] = open_cells(folder)
    common = Common(published, posts)
    for measure, by in (("throughput", "office"), ("throughput", ""), ("tfi1", "office")):
        sums = common.sums(measure, by, [MONTH])
        assert {value: one.n for value, one in sums.items()} == {
            value: sum(one.get((measure, by, value), 0) for one in told.values()) for value in sums
        }
        assert sums
    for by in ("", "corridor"):
        sums = common.sums("tonnes", by, [MONTH])
        for cells in told.values():
            assert {value: one.n for value, one in sums.items()} == {
                value: cells["tonnes", by, value] for value in sums
            }
    assert set(common.sums("tonnes", "corridor", [MONTH])) == {"middle", "southern"}


def open_cells(folder: Path) -> dict[tuple[str, str, str], int]:
    """Cases of the month by measure, column and value, as the open data have them."""
    observatory = Observatory(folder / "observatory.duckdb")
    found: dict[tuple[str, str, str], int] = {}
    with observatory.opened() as db:
        for measure in (THROUGHPUT, TFI1, TONNES):
            for table in worked_out(db, measure)[1].tables:
                for one in table.cells:
                    if one.period == MONTH and len(table.by) < 2:
                        found[measure.name, "".join(table.by), "".join(one.values)] = one.n
    return found


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
