"""Live pages: who hears of what, and that a flood stays a trickle."""

import asyncio
from pathlib import Path

import pytest

from corridor.domain.facts import Actor
from corridor.domain.movement.control import DecideControl
from corridor.engine.outcome import Published
from corridor.web.broadcasting import LOG, OPEN_MAX, Broadcaster
from corridor.web.errors import TooMany
from corridor.web.live import followed, has_moved_on
from tests.support.engines import MOVEMENT, RULES, customs, do, make_core
from tests.support.web import PEOPLE, make_services
from tests.web.conftest import fill

LISTS = ("carrier:ala-too:open", "customs:KGOSH001:decide", "customs:KGDOST01:expected")


@pytest.mark.parametrize(
    ("login", "topics"),
    [
        ("aibek", {MOVEMENT, LISTS[0], "map:"}),
        ("rival", {"map:"}),
        ("osh", {MOVEMENT, LISTS[1], "map:"}),
        ("dostuk", {MOVEMENT, LISTS[2], "map:"}),
        ("operator", {"map:", LOG}),
    ],
)
def test_topics_are_those_one_may_know(tmp_path: Path, login: str, topics: set[str]) -> None:
    core = make_core(rules=RULES)
    fill(core)
    services = make_services(tmp_path, core)
    asked = [MOVEMENT, *LISTS, "map:", LOG, "mv-KG-none", "nonsense"]
    assert followed(services, PEOPLE[login].actor(), asked) == topics
    assert followed(services, None, asked) == {"map:"}


async def test_a_commit_reaches_the_pages_that_follow_it() -> None:
    core = make_core(rules=RULES)
    broadcaster = Broadcaster()
    broadcaster.start()
    core.listeners.append(broadcaster.hear)
    desk = broadcaster.open(frozenset({LISTS[1]}))
    other = broadcaster.open(frozenset({"customs:KGBISH01:decide"}))
    world = broadcaster.open(frozenset({"map:"}))
    await asyncio.to_thread(fill, core)
    assert await desk.next() == {LISTS[1]}
    await asyncio.to_thread(do, core, DecideControl("green"), customs("KGOSH001"))
    assert await desk.next() == {LISTS[1]}
    broadcaster.hear(Published(lists=frozenset({"map:KG-OSH:KG-DOST"})))
    assert await world.next() == {"map:"}
    broadcaster.close(desk)
    other.end()
    assert other.is_over


async def test_what_changes_meanwhile_is_gathered() -> None:
    broadcaster = Broadcaster()
    broadcaster.start()
    page = broadcaster.open(frozenset({"a", "b", "c"}))
    for _ in range(1_000):
        broadcaster.hear(Published(lists=frozenset({"a", "x"})))
        broadcaster.hear(Published(subjects=frozenset({"b"})))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await page.next() == {"a", "b"}


async def test_a_page_made_before_the_last_commit_is_told_at_once(tmp_path: Path) -> None:
    core = make_core(rules=RULES)
    services = make_services(tmp_path, core)
    assert not has_moved_on(services, "0")
    fill(core)
    size = services.queries.log_size()
    assert has_moved_on(services, "0")
    assert not has_moved_on(services, str(size))
    assert has_moved_on(services, "")
    assert has_moved_on(services, "9" * 20)
    page = Broadcaster().open(frozenset({"a"}))
    page.tell_all()
    assert await page.next() == {"a"}


async def test_there_is_an_end_of_open_pages() -> None:
    broadcaster = Broadcaster()
    broadcaster.start()
    pages = [broadcaster.open(frozenset()) for _ in range(OPEN_MAX)]
    with pytest.raises(TooMany):
        broadcaster.open(frozenset())
    broadcaster.stop()
    assert all(page.is_over for page in pages)


def test_nobody_hears_before_the_start() -> None:
    Broadcaster().hear(Published(lists=frozenset({"a"})))
    assert followed is not None
    assert Actor().role == ""
