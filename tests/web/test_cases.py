"""Cases of an office: taken, given, noted, watched; known at that desk and nowhere else."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.sealing import AffixSeals
from corridor.engine.assigning import AssignCase
from corridor.engine.cases import topic_of
from corridor.engine.core import Core
from corridor.engine.indexing import IndexNext
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Pick
from corridor.engine.queries import Queries
from corridor.node.check.walk import Walk
from corridor.stores.memory import MemoryStore
from corridor.stores.sqlite import SqliteStore
from corridor.web.auth.accounts import ACCOUNT, TOKEN, Account, account_document, token_document
from corridor.web.cases.presence import GONE_MS, Presence
from corridor.web.listing.whose import how_many, whose
from tests.stores.samples import database
from tests.support.engines import (
    MOVEMENT,
    START,
    do,
    lodge,
    make_core,
    register_guarantee,
    signer_of,
)
from tests.support.web import bearer, csrf, token_of
from tests.web.conftest import PERMIT, World
from tests.web.desk_world import OSH, PLATE, Client, enter, post, shown

DESK = "customs:KGOSH001"
SECRET = "Profile 26-11: tyres full of cigarettes"
SECOND = Account("osh2", "Second of Osh", "kg-customs", "customs", "KGOSH001")


@pytest.fixture
def desk(world: World) -> Client:
    """Two officers at Osh, one of them signed in."""
    world.core.run_one(PutDocument(ACCOUNT, account_document(SECOND, START)))
    token = token_document(token_of("osh2"), SECOND, "tests", START)
    world.core.run_one(PutDocument(TOKEN, token))
    return enter(world.client, "osh")


def _lists(client: Client, whose: str) -> bool:
    page = shown(client, f"/customs?lane=decide&officer={whose}")
    return PLATE in page.partition("<tbody>")[2].partition("</tbody>")[0]


def _seen(client: Client) -> dict[str, bool]:
    return {one: _lists(client, one) for one in ("mine", "nobody", "others", "osh", "osh2")}


def test_a_case_is_taken_given_and_given_back(world: World, desk: Client) -> None:
    here = f"/customs/{world.mrn}"
    assert "Nobody's case" in shown(desk, here)
    nobody = {"mine": False, "nobody": True, "others": False, "osh": False, "osh2": False}
    assert _seen(desk) == nobody
    assert post(desk, f"{here}/take", held="").headers["location"] == here
    assert "Your case" in shown(desk, here)
    assert _seen(desk) == nobody | {"mine": True, "osh": True, "nobody": False}
    assert "Osh officer" in shown(desk, "/customs?lane=decide").partition("<tbody>")[2]
    post(desk, f"{here}/give", 422, held="osh", officer="dostuk")
    post(desk, f"{here}/give", held="osh", officer="osh2", note="Call the carrier")
    assert _seen(desk) == nobody | {"others": True, "osh2": True, "nobody": False}
    page = shown(desk, here)
    assert "Second of Osh" in page
    assert "given by Osh officer" in page
    assert "Call the carrier" in page
    enter(desk, "osh2")
    assert _seen(desk)["mine"]
    post(desk, f"{here}/give-back", held="osh2")
    assert _seen(desk) == nobody


def test_two_who_take_one_case_do_not_both_get_it(world: World, desk: Client) -> None:
    here = f"/customs/{world.mrn}"
    post(desk, f"{here}/take", held="")
    enter(desk, "osh2")
    post(desk, f"{here}/take", held="")
    page = shown(desk, here)
    assert "Meanwhile the case changed hands" in page
    assert "Now with: Osh officer" in page
    post(desk, f"{here}/take", held="osh")
    assert "Your case" in shown(desk, here)


def test_a_permit_is_a_case_as_well(world: World, desk: Client) -> None:
    permit = Queries(world.core).get(PERMIT).state
    own = Account("uz-plant", "Inspector", "uz-plant", "permit", permit.request.authority)
    world.core.run_one(PutDocument(ACCOUNT, account_document(own, START)))
    enter(desk, "uz-plant")
    post(desk, f"/permits/{PERMIT}/take", held="")
    assert "Your case" in shown(desk, f"/permits/{PERMIT}")


def test_another_office_has_its_own_case_of_the_same_movement(world: World, desk: Client) -> None:
    here = f"/customs/{world.mrn}"
    post(desk, f"{here}/take", held="")
    post(desk, f"{here}/note", text=SECRET, risk="1")
    other = Account("dust", "Border", "kg-customs", "customs", "GEPOTI01")
    world.core.run_one(PutDocument(ACCOUNT, account_document(other, START)))
    page = shown(enter(desk, "dust"), here)
    assert "Nobody's case" in page
    assert SECRET not in page


def test_notes_stay_in_the_office(world: World, desk: Client) -> None:
    here = f"/customs/{world.mrn}"
    post(desk, f"{here}/note", 422, text="")
    post(desk, f"{here}/note", 422, text="x" * 2_001)
    post(desk, f"{here}/note", text=SECRET, risk="1")
    assert SECRET in shown(desk, here)
    with world.core.store.read() as reader:
        said = b"".join(event.data for event in reader.log(0, reader.size()))
    assert b"cigarettes" not in said
    enter(desk, "aibek")
    for path in (f"/carrier/dossiers/{MOVEMENT}", "/carrier"):
        assert "cigarettes" not in desk.get(path).text
    for path in ("", "/timeline", "/permits", "/evidence"):
        answer = desk.get(f"/api/v1/movements/{world.mrn}{path}", headers=bearer("aibek"))
        assert b"cigarettes" not in answer.content
    assert b"cigarettes" not in desk.get("/api/v1/events", headers=bearer("aibek")).content


def test_a_note_is_taken_back_by_who_wrote_it(world: World, desk: Client) -> None:
    here = f"/customs/{world.mrn}"
    post(desk, f"{here}/note", text=SECRET)
    id = shown(desk, here).partition("/notes/")[2].partition("/")[0]
    enter(desk, "osh2")
    assert SECRET in shown(desk, here)
    post(desk, f"{here}/notes/{id}/forget", 404)
    enter(desk, "osh")
    post(desk, f"{here}/notes/{id}/forget")
    assert SECRET not in shown(desk, here)


def test_two_who_open_one_case_know_of_each_other(world: World, desk: Client) -> None:
    here = f"/customs/{world.mrn}"
    assert "has this open too" not in shown(desk, here)
    enter(desk, "osh2")
    assert "Osh officer" in shown(desk, here).partition("has this open too")[2]
    enter(desk, "osh")
    part = desk.get(f"{here}?fragment=live").text
    assert "Second of Osh" in part.partition("open too")[2]


def test_what_a_colleague_did_meanwhile_is_said_before_it_is_done_once_more(
    world: World, desk: Client
) -> None:
    """Both open the form of one act; the second is told, and does it only on another press."""
    here = f"/customs/{world.mrn}/message"
    action = re.search(r'action="([^"]*as_of=[^"]*)"', shown(desk, here))
    assert action
    before = len(Queries(world.core).timeline(MOVEMENT))
    enter(desk, "osh2")
    post(desk, here, text="Which seals are on it?", asks="yes")
    enter(desk, "osh")
    part = desk.get(f"/beside/{MOVEMENT}?{action[1].partition('?')[2].replace('as_of', 'since')}")
    assert "Second of Osh" in part.text
    typed = {"text": "Which seals does it bear?", "asks": "yes"}
    told = desk.post(
        html.unescape(action[1]),
        data={"_csrf_token": csrf(desk), **typed},
        follow_redirects=False,
    )
    assert told.status_code == 409
    assert "Second of Osh" in told.text.partition("Meanwhile this was done")[2]
    assert typed["text"] in told.text
    assert len(Queries(world.core).timeline(MOVEMENT)) == before + 1
    again = re.search(r'action="([^"]*as_of=[^"]*)"', told.text)
    assert again
    post(desk, html.unescape(again[1]), **typed)
    assert len(Queries(world.core).timeline(MOVEMENT)) == before + 2


def test_whoever_closes_a_case_or_is_silent_looks_at_it_no_more() -> None:
    presence = Presence()
    topic = topic_of(DESK, MOVEMENT)
    assert presence.note(topic, "osh", 0)
    assert not presence.note(topic, "osh", 1)
    assert presence.others(topic, "osh2", 2) == [("osh", 0)]
    assert presence.others(topic, "osh2", GONE_MS + 2) == []
    for _page in range(2):
        presence.enter(topic, "osh")
    presence.close(topic, "osh")
    assert not presence.leave(topic, "osh", 2), "another page of it is open"
    presence.close(topic, "osh")
    presence.note(topic, "osh", 9)
    assert not presence.leave(topic, "osh", 8), "who turned to another page of it has not left"
    assert presence.others(topic, "osh2", 9) == [("osh", 0)]
    assert presence.leave(topic, "osh", 10)
    assert presence.others(topic, "osh2", 10) == []


@pytest.fixture(params=["memory", "sqlite"])
def core(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Core]:
    """A node with a movement that was accepted, in each store."""
    path = database(tmp_path)
    store = MemoryStore() if request.param == "memory" else SqliteStore.open(path)
    found = make_core(store=store)
    register_guarantee(found)
    lodge(found)
    assert not do(found, AcceptDeclaration(), OSH).refusals
    yield found
    store.close()


def test_the_case_goes_along_from_lane_to_lane(core: Core, tmp_path: Path) -> None:
    queries = Queries(core)
    assert core.run_one(AssignCase(DESK, MOVEMENT, "osh", "osh"))
    assert not core.run_one(AssignCase(DESK, MOVEMENT, "osh2", "osh2"))
    steps = (
        DecideControl("green"),
        RequestGuarantee(),
        AffixSeals(("KG-778201", "KG-778202")),
        ReleaseForTransit(),
    )
    assert _whose(queries, "decide") == (1, 0, 0)
    for step in steps:
        assert not do(core, step, OSH).refusals
    assert _whose(queries, "decide") == (0, 0, 0)
    assert _whose(queries, "underway") == (1, 0, 0)
    assert core.run_one(AssignCase(DESK, MOVEMENT, "", "osh", "osh"))
    assert _whose(queries, "underway") == (0, 1, 0)


def _whose(queries: Queries, lane: str) -> tuple[int | None, ...]:
    name = f"{DESK}:{lane}"
    picks = [Pick(has, without=lacks) for has, lacks in (whose(one, "osh") for one in WHOSE)]
    found = [len(queries.picked(name, pick).rows) for pick in picks]
    assert [how_many(queries, name, pick, 99) for pick in picks] == found
    return tuple(found)


WHOSE = ("mine", "nobody", "others")


def test_the_check_of_a_store_knows_cases(tmp_path: Path) -> None:
    path = database(tmp_path)
    store = SqliteStore.open(path)
    core = make_core(store=store)
    register_guarantee(core)
    lodge(core)
    core.run_one(AssignCase(DESK, MOVEMENT, "osh", "osh"))
    core.run_one(IndexNext())
    store.close()
    walk = Walk(path, "KG", signer_of("KG").public)
    assert [finding for _, step in walk.run() for finding in step.findings] == []
