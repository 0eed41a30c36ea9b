"""The common view: states are added up, what is missing is said, two sides of a border compared."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace as changed

from corridor.domain.figures.publishing import FiguresPublished
from corridor.domain.figures.revising import FiguresRevised
from corridor.domain.figures.state import FigureRow, MonthFigures, Vintage, figures_id
from corridor.domain.figures.voices import OBSERVATORY
from corridor.engine.core import Core
from corridor.engine.hlc import DAY_MS
from corridor.web.common.adding import Common
from tests.support.engines import FakeClock, make_core
from tests.support.pages import check_page
from tests.support.web import make_services, running
from tests.web.desk_world import Client, Hear, shown

HERE = "/observatory/common"
MONTH, BEFORE = "2026-10", "2025-10"


def row(measure: str, n: int, by: str = "", value: str = "", figure: int = 0) -> FigureRow:
    return FigureRow(measure, n, {"sum": str(figure or n)}, by, value)


def of(node: str, month: str, *rows: FigureRow) -> MonthFigures:
    vintages = (Vintage("2026-11-01T00:00:00.000Z", rows),)
    return MonthFigures(figures_id(node, month), node, month, vintages)


def test_a_sum_is_of_those_that_told_and_growth_of_those_that_told_both() -> None:
    common = Common(
        [
            of("KG", MONTH, row("tonnes", 10, figure=300)),
            of("UZ", MONTH, row("tonnes", 20, figure=500)),
            of("KG", BEFORE, row("tonnes", 8, figure=200)),
        ],
        ("KG", "UZ", "TM"),
    )
    [whole] = common.grown("tonnes", "", [MONTH])
    assert (whole.now.n, whole.now.figure, whole.now.of) == (30, Decimal(800), ("KG", "UZ"))
    assert whole.percent == Decimal("50.0"), "UZ did not tell the year before"
    assert common.missing([MONTH, BEFORE]) == {MONTH: ("TM",), BEFORE: ("TM", "UZ")}
    [year] = common.grown("tonnes", "", [BEFORE])
    assert (year.percent, year.before) == (None, None)


def test_what_was_too_few_to_be_told_of_is_no_growth() -> None:
    corridors = [row("tonnes", 50, "corridor", one, 50) for one in ("A", "B")]
    common = Common(
        [
            of("KG", MONTH, *corridors),
            of("UZ", MONTH, row("tonnes", 60, "corridor", "A", 60)),
            of("KG", BEFORE, row("tonnes", 40, "corridor", "A", 40)),
            of("UZ", BEFORE, row("tonnes", 9, "corridor", "B", 9)),
        ],
        ("KG", "UZ"),
    )
    grown = {one.value: one.percent for one in common.grown("tonnes", "corridor", [MONTH])}
    assert grown == {"A": Decimal("25.0"), "B": None}


def test_a_base_of_nothing_has_no_growth() -> None:
    common = Common(
        [of("KG", MONTH, row("tonnes", 9)), of("KG", BEFORE, FigureRow("tonnes", 5, {"sum": "0"}))],
        ("KG",),
    )
    assert common.grown("tonnes", "", [MONTH])[0].percent is None


def test_two_sides_of_a_border_are_laid_beside_each_other() -> None:
    common = Common(
        [
            of(
                "KG",
                MONTH,
                row("crossings", 20, "exit", "KG>UZ"),
                row("crossings", 9, "exit", "KG>TJ"),
            ),
            of("UZ", MONTH, row("crossings", 15, "entry", "KG>UZ")),
        ],
        ("KG", "UZ"),
    )
    alone, both = common.mirrors([MONTH])
    assert (both.difference, both.percent) == (-5, Decimal("-25.0"))
    assert (alone.exits, alone.entries, alone.difference, alone.percent) == (9, None, None, None)


ROWS = (
    row("consignments", 30),
    row("crossings", 20, "exit", "KG>UZ"),
    FigureRow("tfi1", 40, {"mean": "5.25", "median": "4", "p95": "12.5"}, "office", "KGOSH001"),
    row("tonnes", 30, figure=640),
    row("tonnes", 30, "corridor", "CAREC2", figure=640),
    row("tonnes", 30, "mode", "road", figure=640),
)


def hear(core: Core, node: str, *rows: FigureRow, revised: tuple[FigureRow, ...] = ()) -> None:
    """What a state's node says, and this node hears."""
    clock = FakeClock()
    source, subject = make_core(node, clock=clock), figures_id(node, MONTH)
    source.run_one(_Say(subject, FiguresPublished(MONTH, rows, invented=True)))
    if revised:
        clock.turn(DAY_MS)
        source.run_one(_Say(subject, FiguresRevised(revised)))
    with source.store.read() as reader:
        core.run_one(Hear(reader.log(0, reader.size())))


class _Say:
    def __init__(self, *said: object) -> None:
        self.said = said

    def run(self, unit: object) -> None:
        """As the state's own observatory does."""
        unit.say(*self.said, OBSERVATORY)  # type: ignore[attr-defined]


@pytest.fixture
def core() -> Core:
    return make_core(clock=FakeClock())


@pytest.fixture
def client(core: Core, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    services = make_services(tmp_path, core)
    told = replace(services, evidence=lambda subject, _: subject.encode())
    with running(told) as found:
        found.cookies.set("lang", "en")
        yield found


def test_anybody_reads_the_common_view_with_its_proof(client: Client, core: Core) -> None:
    assert "No state has told a month yet" in shown(client, HERE)
    hear(core, "UZ", row("crossings", 15, "entry", "KG>UZ"), row("tonnes", 12, figure=100))
    hear(core, "AZ", *ROWS, revised=(changed(ROWS[0], n=36), *ROWS[1:]))
    answer = client.get(f"{HERE}?month={MONTH}")
    text = answer.text
    check_page(answer, "en")
    for said in (
        "740",
        "CAREC corridor 2",
        "−5",
        "−25",
        "5.25",
        "Missing",
        "Kyrgyzstan",
        "Invented data",
    ):
        assert said in text, said
    assert client.get(f"{HERE}?month=2031-01").status_code == 404
    proof = client.get(f"{HERE}/AZ/{MONTH}/evidence.zip")
    assert (proof.status_code, proof.content) == (200, b"ob-AZ-2026-10")
    assert client.get(f"{HERE}/GE/{MONTH}/evidence.zip").status_code == 404


def test_all_of_it_is_open_data_each_vintage_by_itself(client: Client, core: Core) -> None:
    hear(core, "AZ", *ROWS, revised=(changed(ROWS[0], n=36), *ROWS[1:]))
    lines = list(csv.DictReader(io.StringIO(client.get("/open/common.csv").text)))
    told = [one for one in lines if one["measure"] == "consignments"]
    assert [(one["vintage"], one["n"]) for one in told] == [("1", "30"), ("2", "36")]
    [table] = client.get("/open/common.json").json()
    assert (table["state"], table["month"], len(table["vintages"])) == ("AZ", MONTH, 2)
