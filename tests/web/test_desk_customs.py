"""The customs desk at departure: the list, the movement, every act accepted and refused."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.web.views.amended import changes_of
from corridor.web.views.desk_declaration import groups_of
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, do, lodge
from tests.support.pages import check_fragment, check_page
from tests.support.web import make_services, running
from tests.web.conftest import World
from tests.web.desk_world import PLATE, Client, abroad, enter, pass_on, post, ready, released, shown


@pytest.fixture
def desk(world: World) -> Client:
    """An officer of Osh, where one movement has been accepted."""
    return enter(world.client, "osh")


def state_of(world: World) -> Movement:
    return state_of_core(world.core)


def state_of_core(core: Core) -> Movement:
    state = Queries(core).get(MOVEMENT).state
    assert isinstance(state, Movement)
    return state


def here(world: World, act: str = "") -> str:
    return f"/customs/{world.mrn}" + (f"/{act}" if act else "")


def said_before(page: str) -> str:
    """What stands beside a decision: words, who said them, when."""
    return page.partition('class="said-before"')[2].partition("</section>")[0]


def test_the_list_has_lanes_counts_keys_and_rows(world: World, desk: Client) -> None:
    text = shown(desk, "/customs")
    for word in ("Expected", "To decide", "In transit", "Arrived", "Deadlines", "Completed"):
        assert word in text
    for mark in ("data-rows", "data-row", "data-filters", "data-keys", "data-live-url"):
        assert mark in text
    assert world.mrn in text
    assert PLATE in text
    check_fragment(desk.get("/customs?fragment=rows"))
    assert "fragment=" not in desk.get("/customs?lane=decide&fragment=rows").text


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("", True),
        ("channel=none", True),
        ("channel=red", False),
        ("from=KG", True),
        ("from=GE", False),
        ("needs=1", False),
        ("q=черешня", True),
        ("q=nothing-like-it", False),
        ("lane=expected", False),
        ("lane=nonsense", True),
    ],
)
def test_filters(world: World, desk: Client, query: str, is_there: bool) -> None:
    assert (world.mrn in shown(desk, f"/customs?{query}")) is is_there


def test_what_is_awaited_is_sorted_and_asked_for_by_its_coming(tmp_path: Path) -> None:
    core = released()
    with abroad("UZ", tmp_path, core) as (_, client):
        enter(client, "dustlik")
        lane, ref = shown(client, "/customs?lane=expected"), state_of_core(core).mrn
        cell = lane.partition('data-label="Expected here"')[2].partition("</td>")[0]
        assert "planned, not reported" in cell
        heads = lane.partition("<thead>")[2].partition("</thead>")[0]
        assert "sort=due" in heads.partition("Expected <span")[0].rpartition("<th")[2]
        assert "sort=due" not in heads.partition("Deadline")[0].rpartition("<th")[2]
        assert '<option value="due">Expected here</option>' in lane
        within = "/customs?lane=expected&date=due&first=2026-11-01&last=2026-11-30"
        assert ref in shown(client, within)
        assert ref not in shown(client, within.replace("2026-11", "2026-10"))


def test_filters_stay_in_the_address(desk: Client) -> None:
    text = shown(desk, "/customs?lane=decide&channel=none&from=KG")
    assert 'value="none" selected' in text
    tabs = text[text.index('class="tabs"') : text.index("data-rows")]
    assert tabs.count("channel=none") == tabs.count("from=KG") >= 6


def test_an_mrn_leads_straight_to_its_movement(world: World, desk: Client) -> None:
    answer = desk.get(f"/customs?q={world.mrn.lower()}", follow_redirects=False)
    assert answer.headers["location"] == here(world)
    assert "Found in all lists" in shown(desk, f"/customs?lane=expected&q={PLATE}")


def test_the_movement_is_shown_whole(world: World, desk: Client) -> None:
    text = shown(desk, here(world))
    for word in ("Черешня свежая", "MSKU1234565", "KG-778201", "Declaration", "Permits", "R053"):
        assert word in text
    assert "It may not be released yet" in text
    check_fragment(desk.get(here(world) + "?fragment=live"))
    check_page(desk.get(here(world, "print")), "en")


def test_evidence_is_for_offices_of_the_route(tmp_path: Path) -> None:
    core = released()
    services = make_services(tmp_path, core, evidence=lambda subject, for_carrier: subject.encode())
    with running(services) as client:
        mrn = Queries(core).get(MOVEMENT).state.mrn
        enter(client, "osh")
        assert f"/customs/{mrn}/evidence" in shown(client, f"/customs/{mrn}")
        answer = client.get(f"/customs/{mrn}/evidence")
        assert answer.content == MOVEMENT.encode()
        assert answer.headers["content-type"] == "application/zip"
        enter(client, "bishkek")
        assert client.get(f"/customs/{mrn}/evidence").status_code == 404


def test_other_offices_know_nothing_of_it(world: World) -> None:
    client = enter(world.client, "bishkek")
    assert client.get(here(world)).status_code == 404
    assert client.get(here(world, "release")).status_code == 404
    assert client.get(here(world, "print")).status_code == 404
    post(client, here(world, "release"), 404)
    assert not state_of(world).released_at


def test_an_act_that_does_not_exist(world: World, desk: Client) -> None:
    assert desk.get(here(world, "explode")).status_code == 404


def test_accept_and_reject(world: World) -> None:
    client = enter(world.client, "osh")
    second, third = MOVEMENT[:-1] + "2", MOVEMENT[:-1] + "3"
    lodge(world.core, second, "OSH-2026-2")
    lodge(world.core, third, "OSH-2026-3")
    assert "Accept the declaration" in shown(client, f"/customs/{second}")
    shown(client, f"/customs/{second}/accept")
    answer = post(client, f"/customs/{second}/accept")
    assert "The declaration was accepted" in client.get(answer.headers["location"]).text
    post(client, f"/customs/{second}/accept", 422)
    post(client, f"/customs/{third}/reject", 422)
    post(client, f"/customs/{third}/reject", reason="No invoice")
    assert "No invoice" in shown(client, f"/customs/{third}")


def test_channel_needs_a_choice_and_a_reason(world: World, desk: Client) -> None:
    assert "Choose the channel" in post(desk, here(world, "channel"), 422).text
    text = post(desk, here(world, "channel"), 422, channel="red").text
    assert 'value="red" checked' in text
    assert "#f-reasons" in text
    post(desk, here(world, "channel"), channel="red", reasons="One\n\nTwo")
    assert state_of(world).channel_reasons == ("One", "Two")


def test_control_needs_words_when_it_is_bad(world: World, desk: Client) -> None:
    post(desk, here(world, "channel"), channel="yellow", reasons="Papers")
    post(desk, here(world, "control"), 422)
    post(desk, here(world, "control"), 422, result="B1")
    post(desk, here(world, "control"), result="A1")
    assert state_of(world).control_result == "A1"


def test_guarantee_and_seals(world: World, desk: Client) -> None:
    post(desk, here(world, "guarantee"))
    post(desk, here(world, "guarantee"), 422)
    text = shown(desk, here(world, "seals"))
    assert 'value="KG-778201"' in text
    post(desk, here(world, "seals"), 422)
    both = {"seal-1": "KG-1", "seal-2": "KG-1"}
    assert "named twice" in post(desk, here(world, "seals"), 422, **both).text
    post(desk, here(world, "seals"), 422, **{"seal-1": "KG-" + "1" * 40, "seal-2": "KG-2"})
    post(desk, here(world, "seals"), **{"seal-1": "KG-1", "seal-2": "KG-2"})
    assert state_of(world).seals == ("KG-1", "KG-2")


def test_release_refused_names_every_missing_permit(world: World, desk: Client) -> None:
    text = post(desk, here(world, "release"), 422, limit_date="2026-12-20").text
    for word in ("Uzbekistan", "Turkmenistan", "Azerbaijan", "Georgia", "Road transit permit"):
        assert word in text
    assert 'value="2026-12-20"' in text
    assert "State: Not applied for" in text
    post(desk, here(world, "release"), 422, limit_date="tomorrow")


def test_release_goes_through_when_nothing_is_missing(tmp_path: Path) -> None:
    core = ready()
    with running(make_services(tmp_path, core, rules=())) as client:
        enter(client, "osh")
        mrn = Queries(core).get(MOVEMENT).state.mrn
        post(client, f"/customs/{mrn}/release", 422, limit_date="2026-01-01")
        answer = post(client, f"/customs/{mrn}/release", limit_date="2026-12-20")
        text = client.get(answer.headers["location"]).text
        assert "The movement was released for transit" in text
        assert "20 Dec 2026" in text


def test_refuse_release(world: World, desk: Client) -> None:
    post(desk, here(world, "refuse-release"), 422)
    post(desk, here(world, "refuse-release"), 422, reason="False papers")
    post(desk, here(world, "refuse-release"), reason="False papers", code="D1")
    assert (state_of(world).status, state_of(world).reason_code) == ("not_released", "D1")
    assert "D1: documents are missing or do not agree. Reason: False papers" in shown(
        desk, here(world)
    )


def test_an_amendment_shows_what_it_was(world: World, desk: Client) -> None:
    vehicle = replace(DOSSIER.vehicle, gross_kg="38000")
    amended = replace(DOSSIER, vehicle=vehicle)
    assert not do(world.core, AmendDeclaration(amended), CARRIER).refusals
    text = shown(desk, here(world))
    assert "what changed is marked" in text
    assert "<del" in text
    assert "38,000 kg" in text
    assert "<li>Transport and seals: " in text


def test_what_was_amended_is_said_item_by_item(world: World) -> None:
    load = DOSSIER.consignment
    first, *rest = load.houses[0].items
    goods = [replace(first, gross_kg="5400", net_kg="5300"), *rest]
    many = [replace(first, declaration_number=number, number=number) for number in range(11, 23)]
    name = "Черешня свежая [Čerešnâ svežaâ]"
    reader = world.client.app.state.readers["en"]
    for items, said in (
        (goods, [f"item 1: {name}: gross mass, net mass"]),
        ([replace(first, ucr="UCR-1"), *rest], [f"item 1: {name}: other data of the item"]),
        (rest, [f"item 1: {name}: taken out of the declaration"]),
        (
            [*load.houses[0].items, *many],
            [
                *(f"item {n}: {name}: added to the declaration" for n in range(11, 21)),
                "and 2 more items",
            ],
        ),
    ):
        house = replace(load.houses[0], items=tuple(items))
        now = replace(DOSSIER, consignment=replace(load, houses=(house,)))
        assert changes_of(now, DOSSIER, groups_of(DOSSIER, DOSSIER, reader), reader) == said
    points = DOSSIER.route.points
    later = tuple(replace(point, eta=None) for point in points)
    for way, said in ((later, ["Route: expected times"]), (points[:2], ["Route: Osh → Dostuk"])):
        now = replace(DOSSIER, route=replace(DOSSIER.route, points=way))
        assert changes_of(now, DOSSIER, (), reader) == said


def test_the_same_truck_elsewhere_is_told(world: World, desk: Client) -> None:
    lodge(world.core, MOVEMENT[:-1] + "2", "OSH-2026-2")
    text = shown(desk, here(world))
    assert re.search(rf"{PLATE}[^<]*: also in 1 other open movement", text)
    assert "OSH-2026-2" in text


def test_the_same_seal_under_way_elsewhere_is_told(tmp_path: Path) -> None:
    """Only while the other load is under way, and only to be looked at: it may be released."""
    core, second = ready(), MOVEMENT[:-1] + "2"
    assert not lodge(core, second, "OSH-2026-2").refusals
    with running(make_services(tmp_path, core, rules=())) as client:
        enter(client, "osh")
        assert "Seal KG-778201" not in shown(client, f"/customs/{second}")
        post(client, f"/customs/{MOVEMENT}/release")
        text = shown(client, f"/customs/{second}")
        assert "Seals under way in 1 other movement: KG-778201" in text
        assert f'href="/customs/{Queries(core).get(MOVEMENT).state.mrn}"' in text
        own = shown(client, f"/customs/{MOVEMENT}")
        assert "Seal KG-778201 is" not in own
        assert Queries(core).search("KG-778201") == (MOVEMENT,)
        post(client, f"/customs/{second}/accept")


def test_closing_at_departure(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Discrepancies are solved one by one; then, and not before, it is written off."""
    home = released()
    mrn = Queries(home).get(MOVEMENT).state.mrn
    remark = {"conforms": "no", "seals_intact": "yes", "found-3": "6100", "text": "Wet"}
    with abroad("GE", tmp_path_factory.mktemp("ge"), home) as (far, client):
        enter(client, "poti")
        for act, data in (
            ("arrive", {"remarks": "The nodes on the way are silent."}),
            ("permit-unloading", {}),
            ("unloading", remark),
            ("results", {"result": "A5"}),
            ("release-goods", {}),
        ):
            if act in ("results", "release-goods"):
                assert "Wet" in said_before(shown(client, f"/customs/{mrn}/{act}"))
            post(client, f"/customs/{mrn}/{act}", **data)
        pass_on(far, home)
    with running(make_services(tmp_path_factory.mktemp("kg"), home, rules=())) as client:
        enter(client, "osh")
        assert "[Čerešnâ svežaâ], Gross mass, kg: 6,200 → 6,100" in shown(client, f"/customs/{mrn}")
        post(client, f"/customs/{mrn}/write-off", 422)
        post(client, f"/customs/{mrn}/solve", 422)
        solved = {"text": "Drying", "outcome": "explained", "document": "Act 17"}
        nothing = {"code": "unloading_remark", "text": "Drying", "outcome": "explained"}
        assert "#f-document" in post(client, f"/customs/{mrn}/solve", 422, **nothing).text
        page = shown(client, f"/customs/{mrn}/solve")
        before = said_before(page)
        assert "Wet" in before
        assert "Poti" in before
        assert "(UTC+4)" in before
        marks = dict.fromkeys(re.findall(r'name="code" value="([^"]+)"', page))
        assert len(marks) == len(Queries(home).get(MOVEMENT).state.open_discrepancies()) > 1
        mixed = post(client, f"/customs/{mrn}/solve", 422, **solved, code=list(marks))
        assert "mark those of one kind only" in mixed.text
        for mark in marks:
            post(client, f"/customs/{mrn}/solve", **solved, code=mark)
        assert MOVEMENT in Queries(home).search("KG-778201")
        assert "Drying" in said_before(shown(client, f"/customs/{mrn}/write-off"))
        post(client, f"/customs/{mrn}/write-off")
        assert Queries(home).search("KG-778201") == ()
        page = shown(client, f"/customs/{mrn}")
        assert "Nothing more is to be done" in page
        assert "Guarantee free again" in page
        assert "Guarantee reserved" not in page.partition("As it stands")[2]
