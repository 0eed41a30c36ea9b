"""Before a term's day whoever has to act is told, once, whatever restarts or clocks do."""

from pathlib import Path
from typing import Any

import pytest

from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.correcting import AskForAmendment
from corridor.engine.core import Core
from corridor.engine.hlc import DAY_MS, to_ms
from corridor.engine.ports import StoredEvent
from corridor.engine.queries import Queries
from corridor.engine.told import NEWS, Item, read_news
from corridor.node.telling.reminder import Reminder
from corridor.web.services import Services
from tests.support.engines import MOVEMENT, FakeClock, customs, do, lodge, make_core
from tests.support.web import make_services, running
from tests.web.desk_world import Hear, enter, released, shown

DESK = "carrier:ala-too"
FILED_AFAR = "mv-KZ-00000000000000000001"


def told(services: Services, subject: str = MOVEMENT) -> list[Item]:
    document = services.queries.document(NEWS, f"{DESK} {subject}")
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


async def test_what_was_looked_at_is_not_opened_again_until_it_or_the_day_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = released()
    clock = core.settings.clock
    assert isinstance(clock, FakeClock)
    limit = Queries(core).get(MOVEMENT).state.limit_date
    services = make_services(tmp_path, core, rules=())
    opened: list[str] = []
    get = services.queries.get

    def noted(subject: str) -> Any:
        opened.append(subject)
        return get(subject)

    monkeypatch.setattr(services.queries, "get", noted)
    with running(services):
        reminder = Reminder(services)
        clock.ms = to_ms(f"{limit}T08:00:00.000Z") - DAY_MS
        for _ in range(3):
            await reminder.turn()
        assert opened.count(MOVEMENT) == 1
        clock.ms += DAY_MS
        await reminder.turn()
        assert opened.count(MOVEMENT) == 2


def said_by(core: Core) -> list[StoredEvent]:
    with core.store.read() as reader:
        return [one for one in reader.log(0, 500) if one.subject == FILED_AFAR]


async def test_a_carrier_whose_node_has_no_office_on_the_way_is_reminded(tmp_path: Path) -> None:
    window, departure = make_core("KZ"), make_core("KG")
    clock = window.settings.clock
    assert isinstance(clock, FakeClock)
    assert not lodge(window, FILED_AFAR).refusals
    departure.run_one(Hear(said_by(window)))
    for command in (
        AcceptDeclaration(),
        AskForAmendment("The mass.", "2026-11-28", ("/limit_date",)),
    ):
        assert not do(departure, command, customs("KGOSH001"), FILED_AFAR).refusals
    window.run_one(Hear(said_by(departure)))
    services = make_services(tmp_path, window, rules=())
    with running(services):
        await Reminder(services).turn()
        assert told(services, FILED_AFAR) == []
        clock.ms = to_ms("2026-11-27T08:00:00.000Z")
        await Reminder(services).turn()
        assert len(told(services, FILED_AFAR)) == 1
