"""Before it leaves: the page, the API and the command line say the same, state by state."""

from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.domain.reference.code_rows import PackageKind
from corridor.domain.routes import Route
from corridor.engine.jobs import PutDocument
from corridor.gateways.ncts import declared_in
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.model import DRAFT, Draft, document_of
from tests.domain.lists_issued import issued, sets
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT
from tests.support.pages import check_page
from tests.support.web import bearer, make_services, running, sign_in
from tests.web.conftest import World

ID = "mv-KG-00000000000000000077"
AT = "2026-11-21T08:00:00.000Z"
HERE = f"/carrier/drafts/{ID}"
XML = resources.files("corridor.node.demo").joinpath("sample.xml").read_bytes()
OTHER_WAY = "Choose the way anew, or one by way of other places."
POINTS = list(DOSSIER.route.points)
POINTS[2] = replace(POINTS[2], role="via", office=None)
WRONG_WAY = replace(DOSSIER, lrn="NEW-1", route=Route(tuple(POINTS)))


@pytest.fixture
def client(world: World) -> TestClient[Any]:
    sign_in(world.client, "aibek")
    world.client.headers["accept-language"] = "en"
    return world.client


def keep(world: World, draft: Draft) -> None:
    world.core.run_one(PutDocument(DRAFT, document_of(draft, CARRIER.org, AT)))


def asked(client: TestClient[Any], path: str, body: bytes, **headers: str) -> Any:
    kind = {"content-type": "application/json", **headers}
    return client.post(f"/api/v1/preflight{path}", content=body, headers=kind)


def test_page_and_api_say_the_same_state_by_state(world: World, client: TestClient[Any]) -> None:
    keep(world, draft_from(WRONG_WAY, ID, AT))
    page = check_page(client.get(f"{HERE}/preflight"), "en")
    body = msgspec.json.encode({"dossier": WRONG_WAY})
    said = asked(client, "", body).json()
    assert said["stops"]
    assert said["illustrative"]
    assert [one["country"] for one in said["states"]] == ["KG", "UZ", "TM", "AZ", "GE"]
    shown = page.query(".verdicts > li")
    for state, element in zip(said["states"], shown, strict=True):
        text = element.to_text()
        for one in state["refusals"] + state["notes"]:
            assert one["text"] in text
            is_of_way = "/route/points" in one["pointer"]  # the form has no fields of it
            assert (OTHER_WAY if is_of_way else one["remedy"]) in text
    (gap,) = (s for s in said["states"] if s["country"] == "UZ")
    assert "route.transit_missing" in {one["code"] for one in gap["refusals"]}
    send = client.get(f"{HERE}/send").text
    (reason,) = (o for o in gap["refusals"] if o["code"] == "route.transit_missing")
    assert send.count(reason["text"][3:]) == 2  # above the page, and at the state


def test_page_and_api_say_by_whose_lists_it_was_judged(
    world: World, client: TestClient[Any]
) -> None:
    keep(world, draft_from(DOSSIER, ID, AT))
    rows = (PackageKind("ZZ", "As agreed"),)
    world.client.app.state.services.references.sets = sets(issued("packages", rows, AT[:10], "UZ"))
    said = asked(client, "", msgspec.json.encode({"dossier": DOSSIER})).json()
    (uz,) = (one for one in said["states"] if one["country"] == "UZ")
    assert uz["lists"] == [{"list": "packages", "valid_from": AT[:10]}]
    assert any(one["code"] == "list_elsewhere" for one in uz["notes"])
    shown = check_page(client.get(f"{HERE}/preflight"), "en").query("#state-UZ")[0].to_text()
    assert "Judged by its own lists: Kinds of packages of" in shown


def test_permits_applied_for_count_for_their_own_firm_alone(
    world: World, client: TestClient[Any]
) -> None:
    body = msgspec.json.encode({"dossier": DOSSIER, "id": MOVEMENT})
    own = asked(client, "", body, **bearer("aibek")).json()
    strange = asked(client, "", body, **bearer("rival")).json()
    nobody = asked(client, "", body).json()
    assert strange == nobody
    assert own != nobody


def test_a_declaration_of_another_system_needs_a_route(tmp_path: Path) -> None:
    xml = {"content-type": "application/xml"}
    with running(make_services(tmp_path, declared_in=declared_in)) as client:
        found = asked(client, "?route=osh-poti", XML, **xml).json()
        assert [one["country"] for one in found["states"]] == ["KG", "UZ", "TM", "AZ", "GE"]
        assert any(one["by"] for one in found["states"][1]["refusals"])
        assert asked(client, "", XML, **xml).status_code == 400
        assert asked(client, "?route=nowhere", XML, **xml).status_code == 400
        broken = asked(client, "?route=osh-poti", b"<CC015C/>", **xml)
        assert broken.status_code == 422
        assert broken.json()["refusals"]
        named = msgspec.json.encode({"dossier": DOSSIER, "route": "osh-poti"})
        assert asked(client, "", named).json()["states"][0]["place"] == "KG-OSH"


def test_a_draft_that_is_hardly_begun_has_no_verdict(world: World, client: TestClient[Any]) -> None:
    keep(world, Draft(id=ID, lrn="NEW-1"))
    page = client.get(f"{HERE}/preflight")
    assert "There is nothing to check yet" in page.text


def test_what_is_too_late_is_said_so(world: World, client: TestClient[Any]) -> None:
    early = tuple(replace(p, eta="2026-11-22T08:00:00Z") for p in DOSSIER.route.points)
    keep(world, draft_from(replace(WRONG_WAY, route=Route(early)), ID, AT))
    assert "It had to be applied for by" in client.get(f"{HERE}/preflight").text
