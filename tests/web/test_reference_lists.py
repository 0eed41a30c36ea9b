"""Reference lists on pages: brought in, told what is wrong row by row, confirmed by another."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.domain.refdata.rows import LISTS
from corridor.engine.jobs import PutDocument
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.model import DRAFT, document_of
from tests.support.engines import DOSSIER, START
from tests.support.pages import check_page
from tests.support.web import csrf, sign_in
from tests.web.conftest import World

HERE = "/operator/reference"
DRAFT_ID = "mv-KG-00000000000000000077"
RATES = "currency,base,rate,per\nEUR,KGS,98.40,\nKZT,KGS,16.9,100\n"
DAY = "2026-11-21"


@pytest.fixture
def client(world: World) -> TestClient[Any]:
    second = account_document(Account("operator-2", "Second", "kg-operator", "operator"), START)
    world.core.run_one(PutDocument(ACCOUNT, second))
    world.client.headers["accept-language"] = "en"
    sign_in(world.client, "operator")
    return world.client


def brought(client: TestClient[Litestar], name: str, data: str, status: int, day: str = DAY) -> Any:
    answer = client.post(
        f"{HERE}/{name}",
        data={"_csrf_token": csrf(client), "valid_from": day, "source": "Order 7"},
        files={"file": ("list.csv", data.encode(), "text/csv")},
        follow_redirects=False,
    )
    assert answer.status_code == status, answer.text
    return answer


def act(client: TestClient[Litestar], subject: str, name: str, status: int) -> Any:
    path = f"{HERE}/{subject}/{name}"
    check_page(client.get(path), "en")
    answer = client.post(path, data={"_csrf_token": csrf(client)}, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer


def test_one_operator_brings_in_and_another_confirms(client: TestClient[Litestar]) -> None:
    brought(client, "rates", RATES, 303)
    page = check_page(client.get(f"{HERE}/rates"), "en").to_text()
    assert "Would come: 2" in page
    assert "another operator has to confirm it" in page
    subject = "rd-KG-rates-2026"
    refused = act(client, subject, "issue", 422)
    assert "You brought this list in yourself." in refused.text
    sign_in(client, "operator-2")
    assert '<span class="count">1</span>' in client.get("/operator").text
    act(client, subject, "issue", 303)
    page = check_page(client.get(f"{HERE}/rates"), "en").to_text()
    assert "100 KZT = 16.9 KGS" in " ".join(page.split())
    assert "operator, operator-2" in page
    said = client.get("/api/v1/reference/rates").json()["rates"]["KG"]
    assert said["EUR"]["rate"] == "98.40"
    before = client.get("/api/v1/reference/rates?on=2026-01-01").json()
    assert before == {"rates": {}}
    assert client.get("/api/v1/reference/rates?on=soon").status_code == 400


def test_an_office_comes_goes_and_is_found_in_every_language(client: TestClient[Litestar]) -> None:
    today = client.get("/reference/KG/offices/list.csv").content.decode("utf-8-sig")
    assert "KGOSH001" in today
    new = "KGOSH009,KG-OSH,Osh rail post,Пост Ош-ж/д,DEP|TRA,Ош темир жол,six,09:00,18:00"
    brought(client, "offices", f"{today}{new},2027-01-01,,,\r\n", 303)
    sign_in(client, "operator-2")
    act(client, "rd-KG-offices", "issue", 303)
    for text in ("темир", "rail", "Ош-ж", "kgosh009"):
        page = check_page(client.get(f"/reference?q={text}"), "en").to_text()
        assert "KGOSH009" in page
    found = client.get("/codes/offices?q=темир").json()
    assert "KGOSH009" in str(found)
    offices = client.get("/api/v1/reference/offices").json()["offices"]
    (office,) = (one for one in offices if one["code"] == "KGOSH009")
    assert (office["opens"], office["holidays"]) == ("09:00", ["2027-01-01"])
    nobody = check_page(client.get("/reference?q=nowhere&list=rates"), "en").to_text()
    assert "Nothing found" in nobody


def test_an_office_with_open_movements_stays(client: TestClient[Litestar]) -> None:
    today = client.get("/reference/KG/offices/list.csv").content.decode("utf-8-sig")
    without = "".join(
        line for line in today.splitlines(keepends=True) if not line.startswith("KGOSH001")
    )
    refused = brought(client, "offices", without, 422).text
    assert "Osh" in refused
    assert "cannot be left out: movements on its desk: 1." in refused


def test_what_is_wrong_is_told_by_row_and_column(client: TestClient[Litestar]) -> None:
    page = brought(client, "rates", "currency,base,rate\nEUR,KGS,many\nEU,KGS,\n", 422).text
    for text in ("What is wrong with the file", ">2<", ">3<", ">currency<", ">rate<"):
        assert text in page
    assert "Choose a file." in client.post(f"{HERE}/rates", data={"_csrf_token": csrf(client)}).text
    assert "is empty" in brought(client, "rates", "", 422).text
    assert "is over" in brought(client, "rates", RATES, 422, "2026-11-01").text
    assert brought(client, "rates", RATES, 422, "soon")


def test_a_proposal_can_be_dropped(client: TestClient[Litestar]) -> None:
    brought(client, "rates", RATES, 303)
    act(client, "rd-KG-rates-2026", "drop", 303)
    assert "Would come" not in client.get(f"{HERE}/rates").text


def test_lists_that_do_not_exist_are_not_found(client: TestClient[Litestar]) -> None:
    assert set(LISTS) == {"offices", "rates"}
    for path in (f"{HERE}/ships", "/reference?list=ships", "/reference?state=QQ"):
        assert client.get(path).status_code == 404
    assert client.get("/reference/QQ/offices/list.csv").status_code == 404
    assert client.get("/reference?on=2020-01-01").status_code == 200


def test_values_in_several_currencies_are_reckoned_by_the_rates_of_departure(
    world: World, client: TestClient[Litestar]
) -> None:
    house = DOSSIER.consignment.houses[0]
    mixed = (replace(house.items[0], currency="KZT"), *house.items[1:])
    load = replace(DOSSIER.consignment, houses=(replace(house, items=mixed),))
    draft = draft_from(replace(DOSSIER, consignment=load), DRAFT_ID, START)
    world.core.run_one(PutDocument(DRAFT, document_of(draft, "ala-too", START)))
    told = "reckoned by the rates of Kyrgyzstan of that day"
    path = f"/carrier/drafts/{DRAFT_ID}/guarantee"
    sign_in(client, "aibek")
    assert told not in client.get(path).text
    sign_in(client, "operator")
    brought(client, "rates", RATES, 303)
    sign_in(client, "operator-2")
    act(client, "rd-KG-rates-2026", "issue", 303)
    sign_in(client, "aibek")
    assert told in client.get(path).text
