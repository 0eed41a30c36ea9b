"""Before a term's day whoever has to act is told, once, whatever restarts or clocks do."""

from pathlib import Path

from corridor.engine.hlc import DAY_MS, to_ms
from corridor.engine.queries import Queries
from corridor.engine.told import NEWS, Item, read_news
from corridor.node.telling.reminder import Reminder
from corridor.web.services import Services
from tests.support.engines import MOVEMENT, FakeClock
from tests.support.web import make_services, running
from tests.web.desk_world import enter, released, shown

DESK = "carrier:ala-too"


def told(services: Services) -> list[Item]:
    document = services.queries.document(NEWS, f"{DESK} {MOVEMENT}")
    items = read_news(document).items if document is not None else ()
    return [item for item in items if item.kind == "term.near"]


async def test_it_is_told_once_on_the_day_of_warning(tmp_path: Path) -> None:
    core = released()
    clock = core.settings.clock
    assert isinstance(clock, FakeClock)
    limit = Queries(core).get(MOVEMENT).state.limit_date
    services = make_services(tmp_path, core, rules=())
    with running(services) as client:
        await Reminder(services).turn()
        assert told(services) == []
        clock.ms = to_ms(f"{limit}T08:00:00.000Z") - 2 * DAY_MS
        await Reminder(services).turn()
        await Reminder(services).turn()  # a restart
        (item,) = told(services)
        assert item.until == f"limit {limit}"
        clock.ms -= 5 * DAY_MS
        await Reminder(services).turn()
        clock.ms += 4 * DAY_MS
        await Reminder(services).turn()
        assert len(told(services)) == 1
        page = shown(enter(client, "aibek"), "/news")
        assert "A day comes near: " in page
        assert "Goods at the office of destination" in page


async def test_a_day_that_has_passed_is_announced_no_more(tmp_path: Path) -> None:
    core = released()
    clock = core.settings.clock
    assert isinstance(clock, FakeClock)
    limit = Queries(core).get(MOVEMENT).state.limit_date
    services = make_services(tmp_path, core, rules=())
    with running(services):
        clock.ms = to_ms(f"{limit}T08:00:00.000Z") + 2 * DAY_MS
        await Reminder(services).turn()
        assert told(services) == []
