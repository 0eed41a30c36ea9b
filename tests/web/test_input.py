"""What a broker pastes is understood; what is not is named, with what was probably meant."""

import re
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.refusing import RefusePermit
from corridor.domain.permits.rulebook import load_requirement_rules
from corridor.domain.refusals import Refused
from corridor.domain.routes import Route
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.gateways.ncts import Declared, read_declaration
from corridor.gateways.ncts.texts import TEXTS
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import DRAFT, document_of
from tests.gateways.ncts_message import changed
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, REFERENCE, do
from tests.support.pages import check_page, text_of
from tests.support.web import make_services, put_people, running, sign_in
from tests.web.conftest import World
from tests.web.test_carrier import (
    ENDS,
    GOODS,
    Client,
    id_of,
    new_draft,
    post,
    shown,
    take_table,
    uploaded,
)
from tests.web.test_desk_permits import apply

ROAD = "pm-KG-00000000000000000011"
ERROR = re.compile(r'<li><a href="#([\w-]+)">(.*?)</a></li>')


@pytest.fixture
def client(world: World) -> Client:
    sign_in(world.client, "aibek")
    return world.client


def asked(client: Client, **query: str) -> str:
    ends = {"from": "KG-OSH", "to": "GE-POTI", "mode": "road"}
    return str(client.get("/requirements", params=ends | query).text)


def test_the_number_of_a_rule_leads_to_what_it_asks(client: Client) -> None:
    """And every rule of the book has such a page, whatever it is about."""
    assert 'href="/rules/R0' in asked(client, goods="0809290000")
    for rule in load_requirement_rules():
        page = check_page(client.get(f"/rules/{rule.id}"), "ru")
        assert rule.title.ru in text_of(page)
    assert client.get("/rules/R999").status_code == 404


@pytest.mark.parametrize(
    "goods",
    [
        "080929\r\n520511\r\n843149",
        "080929;520511, 843149",
        "\ufeff080929\t520511\t843149",
        "0809.29\u00a0\r\n52 05 11\r\n8431 49",
        "０８０９２９ 520511 843149",
    ],
)
def test_several_goods_are_asked_about(client: Client, goods: str) -> None:
    page = asked(client, goods=goods)
    assert ERROR.findall(page) == []
    assert 'id="found"' in page


def test_a_spoiled_code_is_offered(client: Client) -> None:
    page = asked(client, goods="80929\r\n520511")
    [(anchor, text)] = ERROR.findall(page)
    assert anchor == "f-goods"
    assert "80929: это не код ТН ВЭД. Вероятно" in text
    offered = re.search(r'href="(/requirements\?[^"]*)">Показать для кодов 080929, 520511<', page)
    assert offered
    assert 'id="found"' in client.get(offered[1].replace("&amp;", "&")).text


@pytest.mark.parametrize("typed", [{"un": "12034"}, {"un": "petrol"}, {"goods": ""}])
def test_what_cannot_be_asked_about_is_said(client: Client, typed: dict[str, str]) -> None:
    page = asked(client, **{"goods": "080929", **typed})
    [(anchor, _)] = ERROR.findall(page)
    assert anchor == f"f-{next(iter(typed))}"
    assert 'id="found"' not in page


def test_the_code_of_an_item_is_offered_and_taken(client: Client, world: World) -> None:
    path = new_draft(client)
    page = post(client, f"{path}/goods/1", 422, **GOODS | {"hs": "8,0929E+4"}).text
    assert 'name="take_hs" value="080929"' in page
    post(client, f"{path}/goods/1", 422, **GOODS | {"hs": "8,0929E+4", "take_hs": "999999"})
    post(client, f"{path}/goods/1", **GOODS | {"hs": "8,0929E+4", "take_hs": "080929"})
    document = Queries(world.core).document(DRAFT, id_of(path))
    assert document is not None
    assert read_draft(document).goods[0].fields["hs"] == "080929"


def test_the_codes_of_a_table_are_taken_at_once(client: Client, world: World) -> None:
    path = new_draft(client)
    table = (
        "sep=;\r\n\ufeffОписание;\u00a0ТН ВЭД ;Брутто\r\nЧерешня;80929;1 200,5\r\nЧай;0902.10;3\r\n"
    )
    take_table(client, path, table.encode("utf-16"))
    page = shown(client, f"{path}/goods")
    assert "80929 → 080929" in page
    post(client, f"{path}/goods/codes")
    document = Queries(world.core).document(DRAFT, id_of(path))
    assert document is not None
    assert [item.fields["hs"] for item in read_draft(document).goods] == ["080929", "0902.10"]
    assert "→ 080929" not in shown(client, f"{path}/goods")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"hs": "0809"}, "hs"),
        ({"net": "7000"}, "net"),
        ({"count": "0"}, "gross"),
        ({"marks": ""}, "marks"),
        ({"currency": "EUX"}, "currency"),
    ],
)
def test_an_item_is_checked_at_once(client: Client, wrong: dict[str, str], field: str) -> None:
    """Before there is a route, or another item."""
    page = post(client, f"{new_draft(client)}/goods/1", 422, **GOODS | wrong).text
    assert f"f-{field}" in {anchor for anchor, _ in ERROR.findall(page)}


def test_errors_follow_the_page_and_name_their_fields(client: Client) -> None:
    typed = {"gross": "x", "net": "y", "count": "z", "value": "v", "un": "1", "hs": "abc"}
    page = post(client, f"{new_draft(client)}/goods/1", 422, **GOODS | typed).text
    found = ERROR.findall(page)
    assert [anchor for anchor, _ in found] == [
        "f-hs", "f-gross", "f-net", "f-count", "f-value", "f-un",
    ]  # fmt: skip
    assert found[3][1] == "Число мест: укажите целое число."


def test_a_way_keeps_its_boxes_and_asks_for_one(client: Client) -> None:
    path = new_draft(client)
    page = post(client, f"{path}/route", 422, act="take", **ENDS).text
    for mode, is_ticked in (("road", True), ("sea", True), ("rail", False)):
        assert bool(re.search(f'value="{mode}" checked', page)) == is_ticked
    page = post(client, f"{path}/route", 422, act="plan", **ENDS | {"modes": []}).text
    assert ERROR.findall(page)[0][0] == "f-modes"
    assert "checked" not in page[page.index("f-modes") : page.index("f-depart")]


def test_days_that_are_past_and_out_of_order_are_said_on_saving(client: Client) -> None:
    path = new_draft(client)
    page = post(
        client, f"{path}/route", 422, act="take", way="plan:0", depart="2025-01-01T10:00", **ENDS
    )
    assert ERROR.findall(page.text)[0][0] == "f-depart"
    post(client, f"{path}/route", act="take", way="plan:0", depart="25.11.2026 10:00", **ENDS)
    page = shown(client, f"{path}/route")
    times = dict(re.findall(r'name="(eta_\d+)" value="([^"]*)"', page))
    assert times["eta_0"].startswith("2026-11-25")
    wrong = times | {"eta_0": "2026-11-20T08:00"}
    assert ERROR.findall(post(client, f"{path}/route", 422, **ENDS | wrong).text)[0][0] == "f-eta_0"
    wrong = times | {"eta_0": "2026-12-25T08:00"}
    answer = post(client, f"{path}/route", 422, **ENDS | wrong).text
    assert ERROR.findall(answer)[0][0] == "f-eta_1"


@pytest.mark.parametrize("lrn", ["Груз 1/Ош", "A 1", "x" * 23, "A/1"])
def test_a_local_number_has_letters_digits_and_hyphens(
    world: World, client: Client, lrn: str
) -> None:
    id = "mv-KG-00000000000000000078"
    draft = replace(draft_from(DOSSIER, id, "2026-11-21T08:00:00.000Z"), lrn="NEW-9")
    world.core.run_one(PutDocument(DRAFT, document_of(draft, CARRIER.org, "")))
    page = post(client, f"/carrier/drafts/{id}/send", 422, lrn=lrn, access_code="A1B2").text
    assert "латинские буквы, цифры и дефисы, не более 22 знаков" in page
    assert Queries(world.core).get(id).state is None


def refused(world: World) -> str:
    apply(world.core, ROAD, MOVEMENT)
    desk = Actor("KG-ROAD", "kg-road", "road", "permit")
    assert not do(world.core, RefusePermit(next(iter(REFUSAL_REASONS)), "Нет"), desk, ROAD).refusals
    return f"/carrier/permits/{ROAD}/again"


def test_truck_and_trailer_are_two_fields(world: World, client: Client) -> None:
    path = refused(world)
    page = shown(client, path)
    assert 'name="truck" value="01KG777ABC"' in page
    typed: dict[str, Any] = {"truck": "01 kg 777 аВс", "trailer": "01-KG-9991\u00a0"}
    declared = re.search(r'name="trailer" value="([^"]*)"', page)
    assert declared
    asked = post(client, path, 422, **typed)
    assert "В декларации указано" in asked.text
    assert "в этой заявке 01KG777ABC, 01KG9991" in asked.text
    post(client, path, as_written="01KG777ABC, 01KG9991", **typed)
    assert Queries(world.core).get(ROAD).state.request.plates == ("01KG777ABC", "01KG9991")


def test_two_plates_in_one_field_are_two(world: World, client: Client) -> None:
    path = refused(world)
    sent = "01KG777ABC, 01KG5678PA"
    post(client, path, as_written=sent, truck="01 kg 777 abc; 01KG5678PA", trailer="")
    assert Queries(world.core).get(ROAD).state.request.plates == ("01KG777ABC", "01KG5678PA")


def test_the_declared_vehicle_is_not_asked_about(world: World, client: Client) -> None:
    path = refused(world)
    page = shown(client, path)
    plates: dict[str, Any] = dict(re.findall(r'name="(truck|trailer)" value="([^"]*)"', page))
    post(client, path, **plates)


def test_a_permit_names_vehicles_one_by_one(world: World) -> None:
    asked = apply(world.core, ROAD, MOVEMENT).request
    wrong = ApplyForPermit(replace(asked, plates=("01KG777ABC; 01KG5678PA",), rule=asked.rule))
    outcome = do(world.core, wrong, CARRIER, "pm-KG-00000000000000000012")
    assert ("permit_plate_form", "/request/plates/0") in [
        (refusal.code, refusal.pointer) for refusal in outcome.refusals
    ]


@pytest.fixture
def reading(tmp_path: Path) -> Any:
    def read(data: bytes, route: Route) -> Declared | Refused:
        return read_declaration(data, route, REFERENCE, "2026-11-21")

    services = make_services(tmp_path, read_declaration=read, refusal_texts=TEXTS)
    put_people(services.engine)
    with running(services) as client:
        sign_in(client, "aibek")
        yield client


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x14\x00", "это электронная таблица или архив"),
        (b"%PDF-1.7", "это документ PDF"),
        (b"a;b\r\n1;2", "это не файл XML"),
        (b"<CC015C><LRN>", "файл повреждён или обрывается"),
        (b"<CC004C/>", "это CC004C (принятие изменения)"),
        (b"<Invoice/>", "Invoice"),
    ],
)
def test_a_file_of_another_sort_is_named(reading: TestClient[Any], data: bytes, said: str) -> None:
    answer = uploaded(reading, data, 422)
    check_page(answer, "ru", 422)
    texts = " ".join(text for _, text in ERROR.findall(answer.text))
    assert said in texts
    assert "CC015C" in texts
    assert "line 1" not in texts
    assert "технические подробности" in answer.text


def test_a_gap_in_the_numbers_is_told_in_words(reading: TestClient[Any]) -> None:
    edit = ("<Seal><sequenceNumber>2<", "<Seal><sequenceNumber>1<")
    answer = uploaded(reading, changed(edit), 422)
    [(_, text)] = ERROR.findall(answer.text)
    assert "онтейнер 1, Пломба 2, порядковый номер" in text
    assert "указан порядковый номер 1, а следующим идёт 2" in text
    assert "/CC015C/Consignment/TransportEquipment/1/Seal/2" in answer.text
