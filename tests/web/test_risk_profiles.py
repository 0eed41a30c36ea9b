"""Risk profiles: drafted by a head of office, switched on by two, shown to officers alone."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.authorised.giving import GiveAuthorisation
from corridor.domain.checkpoints.arriving import RegisterArrival
from corridor.domain.consignment import Authorisation
from corridor.domain.facts import Actor
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.control import DecideControl, RecordControl
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.engine.assessing import TALLY, read_kept, read_tally
from corridor.engine.indexing import IndexNext
from corridor.engine.jobs import FireTimers, PutDocument
from corridor.engine.proposing import RISK
from corridor.engine.queries import Queries
from corridor.exchange.messages import FollowRequest
from corridor.exchange.publish import build_page
from corridor.web.auth.accounts import ACCOUNT, account_document
from tests.exchange.network import trust_list
from tests.support.engines import (
    CARRIER,
    DOSSIER,
    MOVEMENT,
    NODES,
    RULES,
    START,
    FakeClock,
    customs,
    do,
    lodge,
    make_core,
    register_guarantee,
)
from tests.support.pages import check_page, in_nav
from tests.support.web import PEOPLE, bearer, csrf, make_services, put_people, running
from tests.web.conftest import World
from tests.web.desk_world import Client, enter, post, shown
from tests.web.test_walk import links

HERE = "/customs/risk"
CODE = "KG-APRICOT-77"
ONE = f"{HERE}/profiles/{CODE}"
TITLE, LOOK_AT = "Dried-apricot-under-price", "Open-three-boxes-at-the-back"
TYPED = {"title": TITLE, "look_at": LOOK_AT, "weight": "70", "goods": "0809", "departs": "kg"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A lodged movement that nobody has accepted; the heads of two offices."""
    clock = FakeClock()
    core = make_core(clock=clock, rules=RULES)
    put_people(core)
    for login in ("osh", "bishkek"):
        head = replace(PEOPLE[login], leads=True)
        core.run_one(PutDocument(ACCOUNT, account_document(head, START)))
    assert not register_guarantee(core).refusals
    assert not lodge(core).refusals
    with running(make_services(tmp_path, core)) as client:
        yield World(core, clock, client, "")


def draft(client: Client, status: int = 303, **typed: str) -> Any:
    return post(client, f"{HERE}/new", status, code=CODE, **TYPED | typed)


def switch_on(client: Client) -> None:
    """By two."""
    enter(client, "osh")
    draft(client)
    post(client, f"{ONE}/propose", what="on", step="1", sure="yes")
    enter(client, "bishkek")
    assert in_nav(shown(client, HERE), HERE) == "1"
    post(client, f"{ONE}/confirm", step="2")


def accept(world: World) -> None:
    assert not do(world.core, AcceptDeclaration(), customs("KGOSH001")).refusals


def test_what_is_typed_wrongly_is_said_and_kept(world: World) -> None:
    client = enter(world.client, "osh")
    wrong = {
        "goods": "0809, 0000",
        "valid_from": "31.02.2026",
        "departs": "KG, QQ",
        "offices": "KGNONE99",
        "words": "...",
        "title": "",
    }
    page = draft(client, 422, **wrong).text
    for text in (
        "0000 is no code of the commodity nomenclature",
        "31.02.2026 is no day of the calendar",
        "QQ is no country",
        "There is no customs office KGNONE99",
        "The profile has no title",
        LOOK_AT,
        CODE,
        "0809, 0000",
        "holds no letter",
    ):
        assert text in page, text
    page = post(client, f"{HERE}/new", 422, code=CODE, title="x", weight="5").text
    assert "it would match every movement" in page
    for field, told in (
        ({"weight": "0"}, "0 is no whole number from 1 to 100"),
        ({"code": "a b"}, "is no code of a profile"),
        ({"code": ""}, "The profile has no code"),
        ({"value_below": "1" * 12}, "is no whole number from 0 to 10000"),
        ({"title": "x" * 200}, "This is more than fits here"),
    ):
        page = post(client, f"{HERE}/new", 422, **{"code": CODE} | TYPED | field).text
        assert told in page, field
    page = draft(client, 422, title="x" * 200, weight="500", history_least="many").text
    for told in ("This is more than fits", "500 is no whole number from 1 to 100", "many is no"):
        assert told in page
    assert "regex" not in page
    page = draft(client, 422, valid_from="2026-11-30", valid_to="2026-11-01").text
    assert "before it begins" in page
    assert "No profile yet" in shown(client, HERE)


def test_it_takes_two_to_switch_it_on_and_off_and_its_history_says_so(world: World) -> None:
    client = enter(world.client, "osh")
    draft(client)
    assert "There is a profile of this code already" in draft(client, 422).text
    page = post(client, f"{ONE}/propose", 200, what="on", step="1").text
    assert "half of the newest movements or more" not in page, "nobody was accepted yet"
    post(client, f"{ONE}/propose", what="on", step="1", sure="yes")
    assert "Take the proposal back" in shown(client, ONE)
    post(client, f"{ONE}/confirm", step="2")
    assert "Nobody confirms what they proposed" in shown(client, ONE)
    enter(client, "bishkek")
    post(client, f"{ONE}/confirm", step="1")
    assert "changed or decided meanwhile" in shown(client, ONE)
    post(client, f"{ONE}/confirm", step="2")
    assert "in force" in shown(client, HERE)
    post(client, f"{ONE}/edit", 303, step="3", **TYPED | {"weight": "10"})
    assert "another version is drafted" in shown(client, ONE)
    page = post(client, f"{ONE}/edit", 422, step="3", **TYPED).text
    assert "A colleague has changed the profile meanwhile" in page
    post(client, f"{ONE}/propose", what="off", step="4", sure="yes")
    post(client, f"{ONE}/decline", step="5")
    post(client, f"{ONE}/propose", what="off", step="6", sure="yes")
    enter(client, "osh")
    post(client, f"{ONE}/confirm", step="7")
    page = shown(client, ONE)
    for text in (
        "switched on",
        "switched off",
        "declined or taken back",
        "drafted",
        "not in force",
    ):
        assert text in page, text
    post(client, f"{ONE}/nonsense", 404)
    shown(client, f"{ONE}/edit")
    for path in (f"{HERE}/profiles/NONE", f"{HERE}/profiles/*terms", f"{HERE}/trials/none"):
        assert client.get(path).status_code == 404


def test_an_officer_has_the_reasons_and_the_form_begins_with_the_proposal(world: World) -> None:
    switch_on(world.client)
    accept(world)
    client = enter(world.client, "osh")
    page = shown(client, f"/customs/{MOVEMENT}")
    for text in (TITLE, LOOK_AT, CODE, "Score 70", "goods of code 080929", "departs from"):
        assert text in page, text
    assert "red is proposed" in shown(client, "/customs?lane=decide")
    number = Queries(world.core).get(MOVEMENT).state.mrn
    assert number in shown(client, "/customs?lane=decide&proposed=red")
    assert number in shown(client, f"/customs?lane=decide&proposed=red&q={number[:10]}")
    assert "Nothing fits" in shown(client, "/customs?lane=decide&proposed=yellow")
    marked = Queries(world.core).marked
    assert marked("customs:KGOSH001:decide", "proposed=red", 9) == 1
    assert marked("carrier:ala-too:open", "proposed=red", 9) == 0
    page = shown(client, f"/customs/{MOVEMENT}/channel")
    assert 'value="red" checked' in page
    assert f"{CODE}: {TITLE}" in page
    found = client.get(f"/api/v1/movements/{MOVEMENT}/risk", headers=bearer("osh")).json()
    assert (found["score"], found["channel"], found["hits"][0]["code"]) == (70, "red", CODE)


def test_what_an_authorised_consignor_sends_is_weighed_when_it_begins_by_itself(
    world: World,
) -> None:
    switch_on(world.client)
    holder, other = DOSSIER.holder.id or CARRIER.org, f"{MOVEMENT[:-1]}2"
    give = GiveAuthorisation("C521", holder, "2026-11-01", "2027-10-31")
    assert not do(world.core, give, customs("KGOSH001"), "au-KG-1").refusals
    claim = Authorisation("C521", Queries(world.core).get("au-KG-1").state.reference)
    dossier = replace(DOSSIER, lrn="OSH-2026-2", authorisations=(claim,), limit_date="2026-12-20")
    assert not do(world.core, LodgeDeclaration(dossier, "A1B2"), CARRIER, other).refusals
    assert world.core.run_one(FireTimers())
    assert Queries(world.core).get(other).state.simplified
    with world.core.store.read() as reader:
        kept = read_kept(reader.document(RISK, other))
    assert kept is not None
    assert [hit.code for hit in kept.assessment.hits] == [CODE]


def test_nobody_else_is_told_of_it(world: World) -> None:
    """Not the carrier, no event, no page of the exchange; heads of office alone see the book."""
    switch_on(world.client)
    accept(world)
    red = DecideControl("red", ("Boxes are opened.",))
    assert not do(world.core, red, customs("KGOSH001")).refusals
    secret = [text.encode() for text in (TITLE, LOOK_AT, CODE)]
    with world.core.store.read() as reader:
        said = b"".join(event.data for event in reader.log(0, reader.size()))
    assert b"risk.changed/1" in said
    assert not [one for one in secret if one in said]
    pages = (
        build_page(world.core, FollowRequest("KG", peer, after=0, nonce="n"), trust_list(), START)
        for peer in NODES[1:]
    )
    sent = b"".join(page.data for page in pages)
    assert b"movement.control_decided/1" in sent
    assert not [one for one in secret if one in sent]
    client = enter(world.client, "aibek")
    for path in (f"/carrier/dossiers/{MOVEMENT}", "/carrier", "/news"):
        page = client.get(path).content
        assert not [one for one in secret if one in page], path
    api = ("", "/timeline", "/risk")
    for path in (f"/api/v1/movements/{MOVEMENT}{one}" for one in api):
        answer = client.get(path, headers=bearer("aibek"))
        assert not [one for one in secret if one in answer.content], path
    assert client.get(HERE).status_code == 403
    for login in ("dostuk", "operator", "gate"):
        status = enter(client, login).get(HERE).status_code
        assert status == (404 if login == "dostuk" else 403)
        assert client.get("/api/v1/risk/profiles", headers=bearer(login)).status_code == status


def test_what_matches_everything_is_warned_about(world: World) -> None:
    accept(world)
    client = enter(world.client, "osh")
    draft(client)
    page = post(client, f"{ONE}/propose", 200, what="on", step="1").text
    assert "half of the newest movements or more" in page
    assert "Propose it all the same" in page


def test_a_trial_says_what_it_would_match(world: World) -> None:
    accept(world)
    client = enter(world.client, "osh")
    draft(client)
    answer = post(client, f"{ONE}/trial")
    path = answer.headers["location"]
    page = _until(lambda: shown(client, path), "It matches half of the movements or more")
    assert "With this profile" in page
    asked = {"code": CODE, "limit": 5}
    begun = client.post("/api/v1/risk/trials", json=asked, headers=bearer("osh"))
    assert begun.status_code == 202
    told = client.get(f"/api/v1/risk/trials/{begun.json()['id']}", headers=bearer("osh")).json()
    assert told["code"] == CODE
    for body, status in (({}, 400), ({"code": "NONE"}, 404), ({"profile": {"code": "AB"}}, 422)):
        refused = client.post("/api/v1/risk/trials", json=body, headers=bearer("osh"))
        assert refused.status_code == status, refused.text


def _until(look: Any, text: str) -> str:
    for _ in range(100):
        page = look()
        if text in page:
            return str(page)
        time.sleep(0.05)
    raise AssertionError(page)


def test_programs_draft_and_read(world: World) -> None:
    client, headers = world.client, bearer("osh")
    profile = {"code": CODE, "title": TITLE, "goods": ["0809"]}
    made = client.post("/api/v1/risk/profiles", json={"profile": profile}, headers=headers)
    assert made.status_code == 201, made.text
    assert made.json()["state"] == "off"
    again = client.post("/api/v1/risk/profiles", json={"profile": profile}, headers=headers)
    assert again.status_code == 422
    assert again.json()["code"] == "risk_gone"
    every = client.get("/api/v1/risk/profiles", headers=headers).json()
    assert every["profiles"][0]["code"] == CODE
    wrong = client.post(
        "/api/v1/risk/profiles", json={"profile": profile | {"goods": ["0000"]}}, headers=headers
    )
    assert wrong.json()["pointer"] == "/profile/goods"


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_page_of_a_head_is_sound(world: World, lang: str) -> None:
    switch_on(world.client)
    accept(world)
    client = enter(world.client, "osh", lang)
    post(client, f"{ONE}/propose", what="off", step="3", sure="yes")
    trial = client.post(
        f"{ONE}/trial", data={"_csrf_token": csrf(client)}, follow_redirects=False
    ).headers["location"]
    seen, waiting = set[str](), [HERE, trial]
    while waiting:
        address = waiting.pop()
        if address not in seen and address.startswith(HERE):
            seen.add(address)
            waiting += links(check_page(client.get(address), lang))
    assert seen == {HERE, trial, ONE, f"{ONE}/edit", f"{HERE}/new", f"{HERE}/terms"}


def test_terms_take_two_and_decide_the_channel(world: World) -> None:
    client = enter(world.client, "osh")
    terms = f"{HERE}/terms"
    typed = {"yellow_from": "10", "red_from": "90", "random_of_10000": "10000", "step": "0"}
    page = post(client, terms, 422, **typed | {"red_from": "10"}).text
    assert "Red would begin before yellow" in page
    assert (
        "x is no whole number from" in post(client, terms, 422, **typed | {"yellow_from": "x"}).text
    )
    post(client, terms, **typed)
    assert "red from 60" in shown(client, terms)
    post(client, f"{terms}/confirm", step="2")
    enter(client, "bishkek")
    assert "a change waits" in shown(client, HERE)
    post(client, f"{terms}/confirm", step="2")
    assert "red from 90" in shown(client, terms)
    accept(world)
    page = shown(enter(client, "osh"), f"/customs/{MOVEMENT}")
    assert "Drawn by lot" in page
    assert "No profile of this node matches" in page


def test_a_mass_on_the_scales_that_is_not_the_declared_one(world: World) -> None:
    enter(world.client, "osh")
    draft(world.client, mass_apart="20", goods="", departs="")
    post(world.client, f"{ONE}/propose", what="on", step="1", sure="yes")
    enter(world.client, "bishkek")
    post(world.client, f"{ONE}/confirm", step="2")
    accept(world)
    where = f"/customs/{MOVEMENT}"
    assert TITLE not in shown(enter(world.client, "osh"), where)
    visit = "cp-KG-00000000000000000001"
    there = f"/checkpoint/visits/{visit}"
    arrival = RegisterArrival("KGDOST01", "01KG777ABC", "exit")
    gate = Actor("KGDOST01", "kg-border", "gate", "checkpoint")
    assert not do(world.core, arrival, gate, visit).refusals
    enter(world.client, "gate")
    page = post(world.client, f"{there}/weigh", 422, gross_kg="x").text
    assert "is no mass" in page
    post(world.client, f"{there}/weigh", gross_kg="9 100,5")
    assert "9,100.5 kg" in shown(world.client, there)
    while world.core.run_one(IndexNext()):
        pass
    page = shown(enter(world.client, "osh"), where)
    assert TITLE in page
    assert "is lighter than its goods" in page


def test_what_came_of_it_is_counted(world: World) -> None:
    switch_on(world.client)
    accept(world)
    osh = customs("KGOSH001")
    red = DecideControl("red", ("Boxes are opened.",))
    for command in (red, RecordControl("B1", "Another weight.")):
        assert not do(world.core, command, osh).refusals
    while world.core.run_one(IndexNext()):
        pass
    with world.core.store.read() as reader:
        kept = read_kept(reader.document(RISK, MOVEMENT))
        tally = read_tally(reader.document(TALLY, f"{CODE} 1"))
    assert kept is not None
    assert (kept.proposed, kept.outcome.found) == ("red", True)
    assert (tally.matched, tally.controlled, tally.found) == (1, 1, 1)
    page = shown(enter(world.client, "osh"), HERE)
    assert "100 %" in page
