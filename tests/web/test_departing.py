"""Amendments that customs asks for, controls, and cancelling, on the desks of both sides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.invalidating import InvalidateMovement
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, do, lodge, make_core
from tests.support.web import make_services, put_people, running
from tests.web.desk_world import OSH, Client, abroad, enter, pass_on, post, ready, released, shown
from tests.web.test_after import at

MINE = f"/carrier/dossiers/{MOVEMENT}"
DESK = f"/customs/{MOVEMENT}"
ITEM = "/consignment/houses/0/items/0"
AMENDED = replace(DOSSIER, limit_date="2026-12-20")


def state_of(core: Core) -> Movement:
    state: Movement = Queries(core).get(MOVEMENT).state
    return state


@pytest.fixture
def core() -> Core:
    core = make_core()
    put_people(core)
    assert not lodge(core).refusals
    assert not do(core, AcceptDeclaration(), OSH).refusals
    return core


@pytest.fixture
def client(core: Core, tmp_path: Path) -> Iterator[Client]:
    with running(make_services(tmp_path, core, rules=())) as client:
        yield client


def test_customs_asks_for_an_amendment_and_both_sides_see_until_when(
    client: Client, core: Core
) -> None:
    enter(client, "osh")
    form = shown(client, f"{DESK}/ask-amendment")
    assert "consignee" in form
    assert 'value="/holder"' not in form, "it cannot be amended any more"
    refused = post(client, f"{DESK}/ask-amendment", 422, deadline="2026-11-25").text
    assert "Choose at least one field." in refused
    said = {"fields": [ITEM], "reason": "5,400 kg in the invoice", "deadline": "2026-11-25"}
    post(client, f"{DESK}/ask-amendment", **said)
    desk = shown(client, DESK)
    assert "Customs asks for an amendment" in desk
    assert f"{DESK}/release" not in desk
    assert "Amendment by the carrier" in shown(client, "/customs?lane=due")
    enter(client, "aibek")
    page = shown(client, MINE)
    assert "To be amended: item 1: Черешня свежая" in page
    assert f'href="{MINE}#changes"' in page
    assert "an amendment that customs asked for" in shown(
        client, "/carrier?waits=amendment_awaited"
    )
    draft = post(client, f"{MINE}/amend").headers["location"]
    for where in (draft, f"{draft}/send"):
        assert "Reason: 5,400 kg in the invoice" in shown(client, where)
    at(core, "2026-11-25T18:00:00.000Z")
    enter(client, "osh")
    assert "The amendment did not come in time" in shown(client, DESK)
    assert "the amendment is overdue" in shown(client, "/customs?lane=decide")
    enter(client, "aibek")
    assert "The day has passed" in shown(client, MINE)
    [late] = do(core, AmendDeclaration(AMENDED), CARRIER).refusals
    assert late.rule == "R0005", "by now it should have entered Uzbekistan"
    points = tuple(replace(point, eta=None) for point in AMENDED.route.points)
    anew = replace(AMENDED, route=replace(AMENDED.route, points=points))
    assert not do(core, AmendDeclaration(anew), CARRIER).refusals
    enter(client, "osh")
    desk = shown(client, DESK)
    assert "did not come in time" not in desk
    assert "what changed is marked" in desk


def test_it_is_dropped_where_nothing_has_to_be_amended(client: Client, core: Core) -> None:
    enter(client, "osh")
    said = {"fields": [ITEM], "reason": "x", "deadline": "2026-11-25"}
    post(client, f"{DESK}/ask-amendment", **said)
    assert "nothing has to be amended" in shown(client, f"{DESK}/drop-amendment")
    post(client, f"{DESK}/drop-amendment")
    assert state_of(core).standing == "accepted"


def test_what_an_amendment_may_not_change_is_named_to_the_carrier(
    client: Client, core: Core
) -> None:
    enter(client, "aibek")
    draft = post(client, f"{MINE}/amend").headers["location"]
    shown(client, draft)
    found = do(core, AmendDeclaration(replace(DOSSIER, declaration_type="T2")), CARRIER)
    assert found.refusals[0].args == {"field": "declaration_type"}


def test_a_control_says_what_is_looked_at_and_what_followed(client: Client, core: Core) -> None:
    enter(client, "osh")
    post(client, f"{DESK}/announce-control", 422)
    post(client, f"{DESK}/announce-control", kinds="physical", scope=ITEM)
    enter(client, "aibek")
    assert "Customs intends to look at the goods" in shown(client, MINE)
    enter(client, "osh")
    assert 'value="physical" checked' in shown(client, f"{DESK}/channel")
    said = {"channel": "red", "reasons": "Tip-off", "kinds": "physical", "notified": "holder"}
    post(client, f"{DESK}/channel", scope=[ITEM, "/consignment/equipment/0/seals/0"], **said)
    enter(client, "aibek")
    page = shown(client, MINE)
    assert "Looked at: item 1: Черешня свежая" in page
    assert "seal KG-778201" in page
    assert "Notified to: holder of the transit procedure." in page
    assert "Tip-off" not in page
    enter(client, "osh")
    assert "Say what was put right." in post(client, f"{DESK}/control", 422, result="A5").text
    post(client, f"{DESK}/control", result="A5", corrections="Item 1: 1,239 boxes")
    desk = shown(client, DESK)
    assert "minor discrepancies, put right on the spot" in desk
    assert "Item 1: 1,239 boxes" in desk


def test_who_releases_what_was_amended_meanwhile_is_told(tmp_path: Path) -> None:
    core = ready()
    with running(make_services(tmp_path, core, rules=())) as client:
        enter(client, "osh")
        shown_at = state_of(core).declared_at
        assert f'name="declared_at" value="{shown_at}"' in shown(client, f"{DESK}/release")
        at(core, "2026-11-21T09:00:00.000Z")
        assert not do(core, AmendDeclaration(AMENDED), CARRIER).refusals
        said = post(client, f"{DESK}/release", 422, declared_at=shown_at).text
        assert "The carrier amended the declaration" in said
        assert state_of(core).status == "guarantee_registering"
        late = do(core, ReleaseForTransit(), OSH)
        assert not late.refusals
        (refusal,) = do(core, AmendDeclaration(DOSSIER), CARRIER).refusals
        assert refusal.code == "amendment_after_release"


def test_what_customs_cancels_on_the_road_is_seen_at_each_post(tmp_path: Path) -> None:
    core = released()
    with running(make_services(tmp_path / "kg", core, rules=())) as client:
        enter(client, "osh")
        assert "every office on its way" in shown(client, f"{DESK}/invalidate")
        post(client, f"{DESK}/invalidate", 422)
        post(client, f"{DESK}/invalidate", reason="Forged papers")
        enter(client, "aibek")
        assert "Cancelled by customs" in shown(client, MINE)
    with abroad("UZ", tmp_path / "uz", core) as (_, client):
        enter(client, "dustlik")
        page = shown(client, DESK)
        assert "Cancelled by customs" in page
        assert "accompanying document is not valid any more" in page
        assert f"{DESK}/cross" not in page


def test_a_crossing_by_a_post_that_had_not_heard_is_a_clash(tmp_path: Path) -> None:
    core = released()
    with abroad("UZ", tmp_path, core) as (there, client):
        assert not do(core, InvalidateMovement("Forged papers"), OSH).refusals
        enter(client, "dustlik")
        mrn = state_of(core).mrn
        post(client, f"/customs/{mrn}/cross", seals_intact="yes")
        pass_on(there, core)
        pass_on(core, there)
        for node in (core, there):
            (found,) = state_of(node).open_discrepancies()
            assert found.code.endswith(("crossed_while_cancelled", "invalidated_while_released"))
            assert state_of(node).status == "cancelled"
