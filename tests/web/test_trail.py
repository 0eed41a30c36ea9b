"""After a decision the next case opens, by the order of the list that the officer came from."""

import re
from html import unescape
from pathlib import Path

import pytest

from corridor.engine.queries import Queries
from tests.support.engines import MOVEMENT, lodge
from tests.support.web import make_services, running
from tests.web.conftest import World
from tests.web.desk_world import Client, enter, post, ready, shown

OTHERS = tuple(f"mv-KG-0000000000000000000{n}" for n in (2, 3))


@pytest.fixture
def desk(world: World) -> Client:
    """An officer of Osh, with three declarations, of which two are not accepted yet."""
    for at, other in enumerate(OTHERS):
        assert not lodge(world.core, subject=other, lrn=f"OSH-2026-9{at}").refusals
    return enter(world.client, "osh")


def _links(client: Client, query: str) -> list[str]:
    page = shown(client, f"/customs?{query}")
    return [unescape(one) for one in re.findall(r'href="(/customs/[^"]+\?list=[^"]+)"', page)]


def _path(address: str) -> str:
    return address.partition("?")[0]


@pytest.mark.parametrize("way", ["", "&dir=desc"])
def test_the_next_case_follows_the_lists_order(world: World, desk: Client, way: str) -> None:
    links = _links(desk, f"lane=decide&sort=since&state=submitted{way}")
    assert len(links) == 2
    first, _, trail = links[0].partition("?")
    assert f"{first}/reject?" in unescape(shown(desk, links[0]))
    asked = shown(desk, f"{first}/reject?{trail}")
    assert re.search(rf'class="crumbs".*href="{first}', asked), "it is said of what"
    answer = post(desk, f"{first}/reject?{trail}", reason="No", then="next")
    following = answer.headers["location"]
    assert _path(following) == _path(links[1])
    assert "The next case of the list" in shown(desk, following)
    answer = post(desk, f"{_path(following)}/reject?{following.partition('?')[2]}", reason="No")
    back = "/customs?lane=decide&sort=since&state=submitted"
    assert answer.headers["location"] == f"{back}{way}"


def test_the_case_stays_as_long_as_the_office_has_to_act(world: World, desk: Client) -> None:
    links = _links(desk, "lane=decide&state=submitted")
    first, _, trail = links[0].partition("?")
    answer = post(desk, f"{first}/accept?{trail}", then="next")
    assert _path(answer.headers["location"]) == first
    assert "list=" in answer.headers["location"]


def test_back_to_the_list_is_remembered(world: World, desk: Client) -> None:
    links = _links(desk, "lane=decide&state=submitted")
    first, _, trail = links[0].partition("?")
    page = shown(desk, f"{first}/reject?{trail}")
    assert "back to the list" in page
    answer = post(desk, f"{first}/reject?{trail}", reason="No", then="list")
    assert answer.headers["location"] == "/customs?lane=decide&state=submitted"
    page = shown(desk, f"{_path(links[1])}/reject?{links[1].partition('?')[2]}")
    assert '<option value="list" selected>' in page


def test_without_a_list_nothing_is_asked_and_the_case_stays(world: World, desk: Client) -> None:
    here = f"/customs/{OTHERS[0]}"
    assert "Afterwards" not in shown(desk, f"{here}/reject")
    assert post(desk, f"{here}/reject", reason="No").headers["location"] == here
    broken = post(desk, f"/customs/{OTHERS[1]}/reject?list=%00&at=%FF", reason="No")
    assert broken.headers["location"].startswith("/customs")


def test_after_the_release_the_next_case_opens_though_further_acts_remain(tmp_path: Path) -> None:
    core = ready()
    assert not lodge(core, subject=OTHERS[0], lrn="OSH-2026-90").refusals
    with running(make_services(tmp_path, core, rules=())) as client:
        enter(client, "osh")
        mrn = Queries(core).get(MOVEMENT).state.mrn
        [mine] = [one for one in _links(client, "lane=decide") if mrn in one]
        trail = mine.partition("?")[2]
        answer = post(
            client, f"/customs/{mrn}/release?{trail}", limit_date="2026-12-20", then="next"
        )
        assert _path(answer.headers["location"]) == f"/customs/{OTHERS[0]}"
        assert f'href="/customs/{OTHERS[0]}' in shown(client, f"/customs/{mrn}"), "from no list"
