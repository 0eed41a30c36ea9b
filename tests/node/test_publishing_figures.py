"""What the observatory worked out is told to all states: once, and again when enough changed."""

from pathlib import Path
from typing import Any

from corridor.domain.figures.state import FigureRow, MonthFigures, figures_id
from corridor.engine.core import Core
from corridor.engine.hlc import DAY_MS, instant
from corridor.engine.jobs import Execute
from corridor.engine.observed_months import MONTHS, Months, MonthTable
from corridor.engine.queries import Queries
from corridor.node.publishing_figures import PublishingFigures
from corridor.observatory.monthly import keep_months
from tests.support.engines import FakeClock, make_core

MONTH = "2026-10"


async def test_a_month_is_told_once_and_again_when_enough_changed(tmp_path: Path) -> None:
    clock = FakeClock()
    core = make_core("KG", clock=clock)
    telling = teller(core, tmp_path, clock)
    await telling.tell()
    assert entries(core) == 0, "nothing was worked out yet"
    for n, vintages in ((10, 1), (10, 1), (14, 1), (15, 1)):
        await worked_out(tmp_path, telling, n)
        assert len(told(core).vintages) == vintages
    clock.turn(DAY_MS)
    before = entries(core)
    await worked_out(tmp_path, telling, 14)
    assert entries(core) == before, "what would be refused is not asked"
    await worked_out(tmp_path, telling, 15)
    assert [one.rows[0].n for one in told(core).vintages] == [10, 15]
    assert len(told(core).vintages) == 2
    (tmp_path / MONTHS).write_bytes(b"{")
    await telling.tell()
    assert entries(core) == before + 1


async def worked_out(folder: Path, telling: PublishingFigures, n: int) -> None:
    table = MonthTable(MONTH, (FigureRow("tonnes", n, {"sum": str(n)}),))
    keep_months(Months("KG", (table,)), folder)
    await telling.tell()


def teller(core: Core, folder: Path, clock: FakeClock) -> PublishingFigures:
    async def run(job: Execute) -> Any:
        return core.run_one(job)

    def now() -> str:
        return instant(clock.now_ms())

    return PublishingFigures(folder, Queries(core), run, now, invented=True)


def told(core: Core) -> MonthFigures:
    state = Queries(core).get(figures_id("KG", MONTH)).state
    assert isinstance(state, MonthFigures)
    assert state.last.invented
    return state


def entries(core: Core) -> int:
    with core.store.read() as reader:
        return reader.size()
