"""Which permits are needed: asked by anybody, by codes or words, for a vehicle, with answers."""

from typing import Any
from urllib.parse import urlencode

import pytest
from litestar.testing import TestClient

from tests.support.pages import check_page
from tests.web.conftest import World

WAY = {"from": "KG-OSH", "to": "GE-POTI", "mode": "road"}


@pytest.fixture
def client(world: World) -> TestClient[Any]:
    world.client.headers["accept-language"] = "en"
    return world.client


def asked(client: TestClient[Any], where: str = "/requirements", **more: str) -> str:
    answer = client.get(f"{where}?{urlencode({'goods': '080929', **WAY, **more})}")
    return " ".join(check_page(answer, "en").to_text().split())


def test_each_requirement_has_one_date_and_what_satisfies_it(client: TestClient[Any]) -> None:
    page = asked(client, on="2026-12-10")
    assert "By the rules of 10 Dec 2026" in page
    assert "Apply by 3 Dec 2026 (allow 7 days)." in " ".join(page.split()).replace(" .", ".")
    assert "What satisfies it: Phytosanitary certificate, granted by:" in page
    assert "Considered and not needed" in page
    assert "The carriage is not under a TIR carnet." in page


def test_goods_are_named_by_words_and_chosen(client: TestClient[Any]) -> None:
    page = client.get(f"/requirements?{urlencode({'goods': 'fresh cherries', **WAY})}")
    said = check_page(page, "en").to_text()
    assert "What is meant by “fresh cherries”?" in said
    assert "goods=0809" in page.text
    nothing = client.get(f"/requirements?{urlencode({'goods': 'qwrtzx', **WAY})}")
    assert "No goods are found by these words." in check_page(nothing, "en").to_text()


def test_vehicle_and_answers_change_what_is_asked(client: TestClient[Any]) -> None:
    assert "TIR carriage: carnet" in asked(client, tir="1")
    own = asked(client, registered="GE")
    assert "Does the vehicle travel under an ECMT licence" in own
    licensed = asked(client, registered="GE", a_ecmt="yes")
    assert "Rule R054E frees of it." in licensed
    assert "Write a whole number." in asked(client, gross_kg="many")
    assert "Give a day of this year" in asked(client, on="2099-01-01")
    heavy = {"goods": "520512", "from": "UZ-TASH", "to": "AZ-ALAT", "mode": "any"}
    assert "Show what is needed" in asked(client, **heavy, gross_kg="45000")


def test_it_may_be_shown_by_others_and_holds_nothing_of_the_reader(
    client: TestClient[Any],
) -> None:
    page = client.get(f"/requirements/embed?{urlencode({'goods': '080929', **WAY})}")
    assert "frame-ancestors" not in page.headers["content-security-policy"]
    assert page.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "sign-out" not in page.text
    assert "Phytosanitary certificate" in page.text
    faulty = client.get("/requirements/embed?goods=")
    assert "Give at least one HS code." in faulty.text
    assert (
        "frame-ancestors 'none'" in client.get("/requirements").headers["content-security-policy"]
    )


def test_a_program_gets_the_same_answer(client: TestClient[Any]) -> None:
    query = urlencode({"goods": "080929", **WAY, "on": "2026-12-10"})
    said = client.get(f"/api/v1/requirements/answer?{query}").json()
    plant = next(one for one in said["requirements"] if one["rule"] == "R021")
    wanted = ("UZ", "UZ-PLANT", "2026-12-03", "missing", {"hs": "080929", "item": 1})
    keys = ("country", "authority", "apply_by", "state", "matched")
    assert tuple(plant[key] for key in keys) == wanted
    assert said["on"] == "2026-12-10"
    assert {"country", "requirement", "kind", "rule", "version", "code", "why"} == set(
        said["not_needed"][0]
    )
    refused = client.get("/api/v1/requirements/answer?goods=x&from=KG-OSH&to=KG-OSH")
    assert refused.status_code == 400
    assert "/goods" in refused.text
