"""The permit desk: the list, the application, every decision accepted and refused."""

import re
from html import unescape

import msgspec
import pytest

from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.asking import ProvideInformation
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.engine.core import Core
from corridor.engine.indexing import IndexNext
from corridor.engine.queries import Queries
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, REFERENCE, RULES, do
from tests.support.pages import check_fragment
from tests.web.conftest import PERMIT, World
from tests.web.desk_world import PLATE, Client, enter, post, shown

FIRST, SECOND = "pm-KG-00000000000000000011", "pm-KG-00000000000000000012"
DAYS = {"valid_from": "2026-11-22", "valid_to": "2026-12-31", "uses": "1"}


def apply(core: Core, subject: str, dossier: str) -> ApplyForPermit:
    """An application to this state's own road authority, for a truck of somewhere else."""
    needs = requirements_of(DOSSIER, RULES, REFERENCE, "2026-11-21")
    road = next(n for n in needs if n.kind == "road_transit")
    asked = request_for(road, DOSSIER, dossier)
    here = msgspec.structs.replace(asked, country="KG", authority="KG-ROAD")
    command = ApplyForPermit(here)
    assert not do(core, command, CARRIER, subject).refusals
    return command


@pytest.fixture
def desk(world: World) -> Client:
    """The road authority with two applications before it."""
    apply(world.core, FIRST, MOVEMENT)
    world.clock.turn(60_000)
    apply(world.core, SECOND, MOVEMENT[:-1] + "2")
    return enter(world.client, "road")


def state_of(world: World, subject: str = FIRST) -> Permit:
    state = Queries(world.core).get(subject).state
    assert isinstance(state, Permit)
    return state


def test_the_list_by_deadline_with_keys(desk: Client) -> None:
    text = shown(desk, "/permits")
    assert text.index(FIRST) < text.index(SECOND)
    for mark in ("data-rows", "data-row", "data-filters", "data-keys", "data-live-url", PLATE):
        assert mark in text
    check_fragment(desk.get("/permits?fragment=rows"))


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("kind=road_transit", True),
        ("kind=oversize", False),
        ("from=KG", True),
        ("from=GE", False),
        ("q=01kg777", True),
        ("q=nobody", False),
        ("lane=decided", False),
        ("lane=nonsense", True),
    ],
)
def test_filters(desk: Client, query: str, is_there: bool) -> None:
    assert (FIRST in shown(desk, f"/permits?{query}")) is is_there


def test_request_and_rule_side_by_side(desk: Client) -> None:
    text = shown(desk, f"/permits/{FIRST}")
    for word in (PLATE, "Черешня свежая", "R053", "Legal act", "illustrative", "Uzbekistan"):
        assert word in text
    check_fragment(desk.get(f"/permits/{FIRST}?fragment=live"))


def test_other_authorities_know_nothing(world: World, desk: Client) -> None:
    assert desk.get(f"/permits/{PERMIT}").status_code == 404, "it is another state's"
    enter(desk, "plant")
    assert desk.get(f"/permits/{FIRST}").status_code == 404
    assert desk.get(f"/permits/{FIRST}/grant").status_code == 404
    post(desk, f"/permits/{FIRST}/grant", 404, **DAYS)
    assert state_of(world).status == "applied"


def test_grant_and_the_next_one_opens(world: World, desk: Client) -> None:
    shown(desk, f"/permits/{FIRST}/grant")
    post(desk, f"/permits/{FIRST}/grant", 422, **(DAYS | {"uses": "0"}))
    post(desk, f"/permits/{FIRST}/grant", 422, **(DAYS | {"valid_to": ""}))
    early = DAYS | {"valid_from": "2026-01-01", "conditions": "By day"}
    text = post(desk, f"/permits/{FIRST}/grant", 422, **early).text
    assert "By day" in text
    assert "#f-valid_from" in text
    answer = post(desk, f"/permits/{FIRST}/grant", **DAYS, conditions="By day\n\nNo stops")
    assert answer.headers["location"].partition("?")[0] == f"/permits/{SECOND}"
    text = shown(desk, answer.headers["location"])
    assert "The permit was granted" in text
    assert "The next application" in text
    assert "decide--still" in text
    assert "decide--still" not in shown(desk, f"/permits/{SECOND}")
    assert state_of(world).conditions == ("By day", "No stops")
    post(desk, f"/permits/{FIRST}/grant", 422, **DAYS)


def test_conditions_that_do_not_fit_are_kept(desk: Client) -> None:
    long = "x" * 500
    text = post(desk, f"/permits/{FIRST}/grant", 422, **DAYS, conditions=long).text
    assert long in text
    assert "does not fit in a QR code" in text
    lines = f"By day\n{'x' * 900}"
    text = post(desk, f"/permits/{FIRST}/grant", 422, **DAYS, conditions=lines).text
    assert "Conditions: at most 512 characters fit here; there are 900." in text


def test_refuse_and_the_list_when_none_is_left(world: World, desk: Client) -> None:
    post(desk, f"/permits/{FIRST}/refuse", 422)
    post(desk, f"/permits/{FIRST}/refuse", 422, code="no_such", reason="x")
    post(desk, f"/permits/{FIRST}/refuse", code="vehicle_data", reason="No approval")
    answer = post(desk, f"/permits/{SECOND}/refuse", code="other", reason="No")
    assert answer.headers["location"] == "/permits"
    assert state_of(world).refusal_code == "vehicle_data"
    assert "No application waits" in desk.get("/permits").text


def test_ask_and_read_the_answer(world: World, desk: Client) -> None:
    post(desk, f"/permits/{FIRST}/ask", 422)
    post(desk, f"/permits/{FIRST}/ask", question="Which trailer?")
    assert FIRST in shown(desk, "/permits?lane=waiting")
    assert not do(world.core, ProvideInformation("The grey one"), CARRIER, FIRST).refusals
    assert "Which trailer? — The grey one" in shown(desk, f"/permits/{FIRST}")


def test_a_mended_application_shows_what_it_said_before(world: World, desk: Client) -> None:
    post(desk, f"/permits/{FIRST}/refuse", code="documents_missing", reason="No copy")
    mended = msgspec.structs.replace(state_of(world).request, note="Copy attached")
    assert not do(world.core, ApplyForPermit(mended), CARRIER, FIRST).refusals
    text = shown(desk, f"/permits/{FIRST}")
    assert "application no. 2" in text
    assert "Copy attached</ins>" in text
    assert "No copy" in text


def test_issued_with_its_code_and_revoked(world: World, desk: Client) -> None:
    assert desk.get(f"/permits/{FIRST}/issued").status_code == 404
    post(desk, f"/permits/{FIRST}/grant", **DAYS)
    text = shown(desk, f"/permits/{FIRST}/issued")
    assert state_of(world).number in text
    assert "<svg" in text
    post(desk, f"/permits/{FIRST}/revoke", 422)
    post(desk, f"/permits/{FIRST}/revoke", reason="False papers")
    assert state_of(world).status == "revoked"
    assert "False papers" in shown(desk, f"/permits/{FIRST}")


def test_the_hint_promises_what_is_found(world: World, desk: Client) -> None:
    """An application holds no containers, seals or guarantees."""
    world.core.run_one(IndexNext())
    request = state_of(world).request
    for text in (request.lrn, request.plates[0][:5], request.holder.name[:8], "Черешня"):
        assert FIRST in shown(desk, f"/permits?q={text}"), text
    missed = shown(desk, f"/permits?q={DOSSIER.consignment.equipment[0].container}")
    assert FIRST not in missed
    assert "Numbers of permits, quotas, dossiers and vehicles are found" in missed


def test_what_was_found_stands_under_no_tab(world: World, desk: Client) -> None:
    """A granted permit that was looked for is not among those to decide."""
    post(desk, f"/permits/{FIRST}/grant", **DAYS)
    world.core.run_one(IndexNext())
    text = shown(desk, "/permits?q=01KG777ABC")
    assert "Granted" in text
    assert "Found in all lists of this authority" in text
    tabs = text[text.index('<nav class="tabs"') :]
    assert "aria-current" not in tabs[: tabs.index("</nav>")]
    assert "q=" not in tabs[: tabs.index("</nav>")]
    assert "sort=" not in text


def test_the_number_of_the_dossier_is_that_under_which_it_was_sent(
    world: World, desk: Client
) -> None:
    renamed = "pm-KG-00000000000000000013"
    asked = state_of(world).request
    other = msgspec.structs.replace(asked, lrn="BEFORE-1", plates=("01KG001XX",))
    assert not do(world.core, ApplyForPermit(other), CARRIER, renamed).refusals
    text = shown(desk, f"/permits/{renamed}")
    assert "BEFORE-1" not in text
    assert DOSSIER.lrn in text
    enter(desk, "aibek")
    assert "BEFORE-1" not in desk.get("/carrier/permits").text


def test_the_next_application_is_the_next_of_the_list_it_was_opened_from(desk: Client) -> None:
    page = unescape(shown(desk, "/permits?sort=since&dir=desc"))
    links = re.findall(r'href="(/permits/[^"]+\?list=[^"]+)"', page)
    assert [SECOND in links[0], FIRST in links[1]] == [True, True]
    path, _, trail = links[0].partition("?")
    answer = post(desk, f"{path}/refuse?{trail}", code="vehicle_data", reason="No", then="next")
    assert answer.headers["location"].startswith(f"/permits/{FIRST}?list=")
    assert "The next application" in shown(desk, answer.headers["location"])
    path, _, trail = answer.headers["location"].partition("?")
    answer = post(desk, f"{path}/refuse?{trail}", code="vehicle_data", reason="No")
    assert answer.headers["location"] == "/permits?sort=since&dir=desc"
