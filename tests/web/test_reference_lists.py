"""Reference lists on pages: brought in, told what is wrong row by row, confirmed by another."""

import dataclasses
import re
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.engine.jobs import PutDocument
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.model import DRAFT, document_of
from tests.support.engines import DOSSIER, START
from tests.support.pages import check_page
from tests.support.web import bearer, csrf, sign_in
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
    proof = f"/reference/KG/rates/evidence.zip?from={DAY}"
    held = client.app.state
    held.services = dataclasses.replace(held.services, evidence=lambda subject, _: subject.encode())
    shown = check_page(client.get("/reference?list=rates&state=KG"), "en")
    assert "Order 7" in shown.to_text()
    assert proof in client.get("/reference?list=rates&state=KG").text
    assert client.get(proof).content == subject.encode()
    assert client.get(f"{proof[:-1]}9").status_code == 404
    assert client.get(proof.replace("/KG/", "/ZZ/")).status_code == 404


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


def test_a_link_that_changes_is_told_in_words_and_found_by_the_name_of_its_ends(
    client: TestClient[Litestar],
) -> None:
    today = client.get("/reference/KG/links/list.csv").content.decode("utf-8-sig")
    (line,) = (one for one in today.splitlines() if one.startswith("KG-OSH,KG-DOST,road"))
    other = line.replace(",open,", ",closed,")
    brought(client, "links", today.replace(line, other), 303)
    page = check_page(client.get(f"{HERE}/links"), "en").to_text()
    assert "KG-OSH → KG-DOST" in page
    assert "Whether it is open: open → closed" in " ".join(page.split())
    own = check_page(client.get(f"{HERE}/rd-KG-links-2026/issue"), "en").to_text()
    assert "You brought this list in yourself." in own
    for text in ("Osh dost", "ош дост"):
        found = check_page(client.get(f"/reference?list=links&q={text}"), "en").to_text()
        assert "KG-OSH → KG-DOST" in found


def test_an_office_with_open_movements_stays(client: TestClient[Litestar]) -> None:
    today = client.get("/reference/KG/offices/list.csv").content.decode("utf-8-sig")
    without = "".join(
        line for line in today.splitlines(keepends=True) if not line.startswith("KGOSH001")
    )
    refused = brought(client, "offices", without, 422).text
    assert "Osh" in refused
    assert "cannot be left out: movements on its desk: 1." in refused


def test_an_office_that_loses_its_part_goes_on_with_what_is_open_and_says_so(
    client: TestClient[Litestar],
) -> None:
    today = client.get("/reference/KG/offices/list.csv").content.decode("utf-8-sig")
    lines = today.splitlines(keepends=True)
    less = [one.replace("DEP|DES", "DES") if one.startswith("KGOSH001") else one for one in lines]
    brought(client, "offices", "".join(less), 303, "2026-12-01")
    page = " ".join(check_page(client.get(f"{HERE}/offices"), "en").to_text().split())
    assert "Open movements name offices whose part would end" in page
    assert ", office of departure: 1" in page
    sign_in(client, "operator-2")
    act(client, "rd-KG-offices", "issue", 303)
    sign_in(client, "osh")
    desk = " ".join(check_page(client.get("/customs"), "en").to_text().split())
    assert "this office has no longer the part: office of departure" in desk
    assert "(movements: 1)" in desk


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
    for path in (f"{HERE}/ships", "/reference?list=ships", "/reference?state=QQ"):
        assert client.get(path).status_code == 404
    assert client.get("/reference/QQ/offices/list.csv").status_code == 404
    assert client.get("/reference?on=2020-01-01").status_code == 200


def test_a_list_of_codes_is_issued_found_and_judges(client: TestClient[Litestar]) -> None:
    kind = DOSSIER.consignment.houses[0].items[0].packages[0].kind
    today = client.get("/reference/KG/packages/list.csv").content.decode("utf-8-sig")
    kept = "".join(
        line for line in today.splitlines(keepends=True) if not line.startswith(f"{kind},")
    )
    brought(client, "packages", f"{kept}00,Yurt,Юрта,2026-11-21,,false,true\r\n", 303)
    page = " ".join(check_page(client.get(f"{HERE}/packages"), "en").to_text().split())
    assert "Would come: 1" in page
    assert f"Open movements name codes that would go {kind} : 1" in page
    sign_in(client, "operator-2")
    act(client, "rd-KG-packages-2026", "issue", 303)
    assert "00" in client.get("/reference?list=packages&q=юрт").text
    assert "Yurt" in client.get("/codes/packages?q=юрта").text
    listed = client.get("/api/v1/reference/lists/packages").json()
    assert (listed["issued"], listed["state"], listed["on"]) == (True, "KG", DAY)
    assert listed["rows"][-1] == {
        "type": "package",
        "code": "00",
        "name_en": "Yurt",
        "name_ru": "Юрта",
        "valid_from": DAY,
        "unpacked": True,
    }
    other = client.get("/api/v1/reference/lists/packages?state=UZ").json()
    assert not other.get("issued")
    assert len(other["rows"]) == len(listed["rows"])
    for path in ("offices", "packages?state=QQ", "ships"):
        assert client.get(f"/api/v1/reference/lists/{path}").status_code == 404


@pytest.mark.parametrize(
    ("name", "asked", "text"),
    [
        ("countries", "кыргыз", "KG"),
        ("countries", "kosovo", "XK"),
        ("units", "килограмм", "KGM"),
        ("units", "m³", "MTQ"),
        ("currencies", "сум", "UZS"),
        ("dangerous", "бензин", "class 3: flammable liquids"),
        ("dangerous", "lithium ion", "3480"),
        ("goods", "cherries", "0809"),
        ("goods", "черешня", "0809"),
    ],
)
def test_every_list_is_found_by_names_in_both_languages(
    client: TestClient[Litestar], name: str, asked: str, text: str
) -> None:
    pages = (f"/reference?list={name}&q={asked}&page={number}" for number in range(1, 9))
    assert any(text in check_page(client.get(page), "en").to_text() for page in pages)


def test_a_long_list_is_shown_page_by_page(client: TestClient[Litestar]) -> None:
    first = client.get("/reference?list=dangerous&q=acid")
    page = check_page(client.get("/reference?list=dangerous"), "en").to_text()
    assert "2,347 rows" in page
    assert "Page 1 of 118" in page
    assert re.search('(?=[^"]*list=dangerous)[^"]*q=acid[^"]*page=2', first.text)
    assert "was not checked against the official one" in page
    last = client.get(f"{HERE}/dangerous?page=999").text
    assert "Page 118 of 118" in last
    assert last.count("<tr data-row") == 2347 - 117 * 20


UNITS = "".join(f"{n:03d},unit {n},единица {n}\n" for n in range(1, 1000))
MANY = UNITS + "".join(f"A{n:02X},unit {n},единица {n}\n" for n in range(256))


def test_bad_input_is_told_by_its_row(client: TestClient[Litestar]) -> None:
    head = "code,name_en,name_ru\n"
    good = (head + MANY * 1).encode()
    rows = good.count(b"\n") - 1
    spoilt = bytearray(good)
    at = spoilt.index("единица 700".encode()) + 1
    spoilt[at] = 0xFF
    page = post_bytes(client, "units", bytes(spoilt))
    assert "What is wrong with the file" in page
    assert ">701<" in page
    assert ">name_ru<" in page
    assert "Letters of this cell were lost or spoilt." in page
    assert rows == 1_255
    cut = post_bytes(client, "units", good[: good.index(b"unit 900") + 3])
    assert ">901<" in cut
    assert "it was cut" in cut
    both = post_bytes(client, "units", f"{head}KGM,a,b\nKGM,c,d\nLTR,c".encode())
    assert both.count("KGM is in the list more than once.") == 2
    assert ">4<" in both, "what else is wrong is said beside a row that was cut"
    twice = post_bytes(client, "units", f"{head}KGM,a,b\nLTR,c,d\nKGM,a,b\n".encode())
    assert twice.count("KGM is in the list more than once.") == 2
    dated = f"{head[:-1]},valid_from,valid_to\nKGM,a,b,2027-02-30,\nLTR,c,d,2027-02-01,2027-01-01\n"
    said = post_bytes(client, "units", dated.encode())
    assert "One of the days is in no calendar." in said
    assert "It ends before it begins." in said


def test_what_is_no_table_is_named_in_the_language_of_the_page(
    client: TestClient[Litestar],
) -> None:
    client.headers["accept-language"] = "ru"
    assert "картинка" in post_bytes(client, "units", b"\x89PNG\r\n\x1a\n" + bytes(9))


def post_bytes(client: TestClient[Litestar], name: str, data: bytes) -> str:
    answer = client.post(
        f"{HERE}/{name}",
        data={"_csrf_token": csrf(client), "valid_from": DAY},
        files={"file": ("list.csv", data, "text/csv")},
    )
    assert answer.status_code == 422
    return answer.text


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


def test_a_program_brings_in_the_first_list_of_a_year(world: World) -> None:
    row = {"type": "rate", "currency": "EUR", "base": "KGS", "rate": "98.40"}
    said = {"do": "refdata.propose", "list": "rates", "valid_from": "2027-01-01", "rows": [row]}
    token = bearer("operator")
    answer = world.client.post("/api/v1/subjects/new/commands", json=said, headers=token)
    assert answer.status_code == 200, answer.text
    assert answer.json()["subject"] == "rd-KG-rates-2027"


def test_permit_rules_are_tried_before_they_are_confirmed(client: TestClient[Litestar]) -> None:
    today = client.get("/reference/KG/permit_rules/list.csv").content.decode("utf-8-sig")
    lines = today.splitlines(keepends=True)
    fewer = "".join(line for line in lines if not line.startswith("R061,"))
    again = next(line for line in lines if line.startswith("R052,"))
    other = again.replace("R052,", "R052X,").replace(",border,", ",departure,")
    refused = brought(client, "permit_rules", fewer + other, 422).text
    assert "Rules R052 and R052X meet the same goods" in refused
    brought(client, "permit_rules", fewer, 303)
    page = " ".join(check_page(client.get(f"{HERE}/permit_rules"), "en").to_text().split())
    assert "1 dossier was tried. 1 would be asked for something else." in page
    sign_in(client, "operator-2")
    act(client, "rd-KG-permit_rules-2026", "issue", 303)
    listed = client.get("/reference?list=permit_rules&state=KG&q=R052").text
    assert "R052" in listed
    gone = check_page(client.get("/reference?list=permit_rules&state=KG&q=R061"), "en").to_text()
    assert "Nothing found" in gone
    rule = check_page(client.get("/rules/R052?state=KG"), "en").to_text()
    assert "Special permit for a vehicle" in rule


def test_rules_of_a_later_day_are_told_of_and_count_from_that_day(
    client: TestClient[Litestar], world: World
) -> None:
    lines = client.get("/reference/KG/permit_rules/list.csv").content.decode("utf-8-sig")
    fewer = "".join(
        line for line in lines.splitlines(keepends=True) if not line.startswith("R061,")
    )
    brought(client, "permit_rules", fewer, 303, "2026-11-23")
    sign_in(client, "operator-2")
    act(client, "rd-KG-permit_rules-2026", "issue", 303)
    told = "Confirmed already: from 23 Nov 2026 on an edition"

    def page(path: str) -> str:
        return " ".join(check_page(client.get(path), "en").to_text().split())

    held = "/reference?list=permit_rules&state=KG&q=R061"
    assert told in page(f"{HERE}/permit_rules")
    assert "Nothing found" not in page(held)
    world.clock.turn(2 * 24 * 3600_000)
    assert told not in page(f"{HERE}/permit_rules")
    assert "Nothing found" in page(held)


OWN_CODES = (
    "list,own,relation,code,name_en,name_ru,illustrative\n"
    "documents,D-1,same,N730,waybill,накладная,true\n"
    "documents,D-9,none,,letter,письмо,\n"
    "packages,P-2,narrower,BX,crate of fruit,ящик плодов,\n"
)


def test_own_codes_are_confirmed_by_another_and_stand_beside_the_corridors(
    client: TestClient[Litestar],
) -> None:
    assert "No state has said yet" in check_page(client.get("/code-lists"), "en").to_text()
    torn = OWN_CODES.replace("same,N730", "same,").replace("narrower,BX", "narrower,Q9")
    wrong = check_page(brought(client, "mappings", torn, 422), "en", 422).to_text()
    assert "nowhere else" in wrong
    assert "Q9 is in no list of the corridor." in wrong
    brought(client, "mappings", OWN_CODES, 303)
    assert "covers a part of it" in check_page(client.get(f"{HERE}/mappings"), "en").to_text()
    sign_in(client, "operator-2")
    act(client, "rd-KG-mappings-2026", "issue", 303)
    papers = check_page(client.get("/code-lists?list=documents"), "en").to_text()
    assert "Codes without a partner: 1 of 28" in papers
    assert "D-1" in papers
    assert "illustrative" in papers
    boxes = check_page(client.get("/code-lists?list=packages&q=crate fruit"), "en").to_text()
    assert "P-2 crate of fruit covers a part of it" in " ".join(boxes.split())
