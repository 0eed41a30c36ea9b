"""Permits of a dossier: one truth on all pages, and always what can be done."""

import re
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.domain.consignment import plates_of
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit, PermitUse
from corridor.domain.permits.voices import UNDECIDED
from corridor.domain.permits.withdrawing import WithdrawPermit
from corridor.engine.indexing import IndexNext
from corridor.engine.queries import Queries
from corridor.engine.subjects import Loaded
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, REFERENCE, RULES, do
from tests.support.pages import check_page
from tests.support.web import bearer, csrf, make_services, running, sign_in
from tests.web.conftest import PERMIT, World

Client = TestClient[Any]
DOSSIER_PAGE = f"/carrier/dossiers/{MOVEMENT}"
ID = "pm-KG-00000000000000000555"
NUMBER = "UZ-KG-2026-2-1945056819"
OTHER = "01KG999ZZZ"
FOR_OTHER = "Выдано на другую машину"


@pytest.fixture
def client(world: World) -> Client:
    sign_in(world.client, "aibek")
    return world.client


def shown(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == status, path
    check_page(answer, "ru", status)
    return str(answer.text)


def post(client: Client, path: str, status: int = 303, **data: Any) -> Any:
    form = {"_csrf_token": csrf(client), **data}
    answer = client.post(path, data=form, follow_redirects=False)
    assert answer.status_code == status, answer.text[answer.text.find("<main") :]
    return answer


def test_going_back_to_a_form_that_was_sent_leads_to_the_application(
    client: Client, world: World
) -> None:
    sent = Queries(world.core).get(PERMIT).state.request
    form = f"{DOSSIER_PAGE}/permits/{sent.country}-{sent.rule}"
    for answer in (client.get(form, follow_redirects=False), post(client, form, act="send")):
        assert answer.headers["location"] == f"/carrier/permits/{PERMIT}"
    shown(client, f"{DOSSIER_PAGE}/permits/UZ-R999", 404)


def road_permit(**changes: Any) -> Permit:
    """The permit of Uzbekistan for the road, granted."""
    needs = requirements_of(DOSSIER, RULES, REFERENCE, "2026-11-21")
    need = next(n for n in needs if (n.country, n.kind) == ("UZ", "road_transit"))
    asked = request_for(need, DOSSIER, MOVEMENT)
    made = Permit(
        id=ID,
        home="KG",
        owner=CARRIER.org,
        request=replace(asked, plates=changes.pop("plates", asked.plates)),
        status="granted",
        applied_at="2026-11-21T08:00:00.000Z",
        number=NUMBER,
        valid_from="2026-11-21",
        valid_to="2026-12-21",
        uses_granted=1,
    )
    return replace(made, **changes)


def hold(monkeypatch: pytest.MonkeyPatch, *permits: Permit) -> None:
    """Let the node hold these, which authorities of other states have granted."""
    held = {permit.id: permit for permit in permits}
    get, resolve = Queries.get, Queries.resolve

    def look(self: Queries, subject: str) -> Loaded:
        return Loaded(held[subject]) if subject in held else get(self, subject)

    monkeypatch.setattr(Queries, "get", look)

    def find(self: Queries, reference: str) -> str | None:
        return reference if reference in held else resolve(self, reference)

    monkeypatch.setattr(Queries, "resolve", find)
    monkeypatch.setattr(Queries, "permits_of", lambda self, dossier: tuple(held.values()))


def strip_in(page: str) -> str:
    return page[page.index('class="strip"') : page.index("</ol>", page.index('class="strip"'))]


def test_permits_are_found_by_any_part_of_a_number(client: Client, world: World) -> None:
    while world.core.run_one(IndexNext()):
        pass
    link = f"/carrier/permits/{PERMIT}"
    for text in ("OSH-2026", "osh 2026"):
        assert link in shown(client, f"/carrier/permits?q={text}"), text
    assert link not in shown(client, "/carrier/permits?q=999ZZZ")
    sign_in(client, "rival")
    assert link not in shown(client, "/carrier/permits?q=OSH-2026")


def test_a_permit_says_that_its_fee_is_asked_of_the_authority(client: Client) -> None:
    page = shown(client, f"/carrier/permits/{PERMIT}")
    assert "Сбор" in page
    assert "размер сбора сообщает орган, который принимает решение" in page


def test_a_permit_for_another_vehicle_is_called_so_everywhere(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(monkeypatch, road_permit(plates=(OTHER,)))
    page = shown(client, DOSSIER_PAGE)
    assert FOR_OTHER.lower() in strip_in(page)
    declared = ", ".join(plates_of(DOSSIER))
    said = f"Разрешение {NUMBER} (Узбекистан) выдано на {OTHER}; в декларации {declared}"
    assert said in page
    assert "Подать на эту машину" in page
    card = shown(client, f"/carrier/permits/{ID}")
    assert FOR_OTHER in card
    assert said in card
    assert f'action="{DOSSIER_PAGE}/permits"' in card
    assert NUMBER not in shown(client, f"{DOSSIER_PAGE}/document")
    client.post("/sign-out", data={"_csrf_token": csrf(client)})
    sign_in(client, "osh")
    desk = shown(client, f"/customs/{world.mrn}")
    assert FOR_OTHER.lower() in strip_in(desk)
    assert said in desk


def test_a_permit_that_holds_is_on_the_accompanying_document(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    useless = road_permit(id="pm-KG-00000000000000000556", number="UZ-OTHER", plates=(OTHER,))
    hold(monkeypatch, useless, road_permit())
    page = shown(client, DOSSIER_PAGE)
    assert "выдано;" not in page
    assert FOR_OTHER.lower() not in strip_in(page)
    document = shown(client, f"{DOSSIER_PAGE}/document")
    assert NUMBER in document
    assert "UZ-OTHER" not in document
    card = shown(client, f"/carrier/permits/{useless.id}")
    assert FOR_OTHER in card
    assert "Подать на эту машину" not in card, "another one is there already"


def test_a_used_permit_stays_good_after_its_last_day(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = (PermitUse("UZDUST01", MOVEMENT, "2026-11-22T08:00:00.000Z"),)
    hold(monkeypatch, road_permit(status="exhausted", uses=used))
    world.clock.turn(90 * 86_400_000)
    sign_in(client, "aibek")
    assert NUMBER in shown(client, f"{DOSSIER_PAGE}/document")


def test_what_was_filed_before_its_permits_offers_to_apply_for_them(
    client: Client, world: World
) -> None:
    page = shown(client, DOSSIER_PAGE)
    count = re.search(r"Подать (\d+) заяв[ко]", page)
    assert count is not None
    assert int(count[1]) > 2
    assert page.count('name="need"') == int(count[1]), "and each alone"
    one = re.search(r'name="need" value="(TM-[^"]+)"', page)
    assert one is not None
    post(client, f"{DOSSIER_PAGE}/permits", need=one[1])
    permits = Queries(world.core).permits_of(MOVEMENT)
    assert [p.request.country for p in permits][1:] == ["TM"]
    post(client, f"{DOSSIER_PAGE}/permits")
    permits = Queries(world.core).permits_of(MOVEMENT)
    assert len(permits) == int(count[1]) + 1
    assert not re.search(r"Подать \d+ заяв[ко]", shown(client, DOSSIER_PAGE))
    post(client, f"{DOSSIER_PAGE}/permits")
    assert len(Queries(world.core).permits_of(MOVEMENT)) == len(permits)


def test_an_application_after_its_last_day_is_sent_and_says_how_late_it_will_be(
    client: Client, world: World
) -> None:
    """Every state of the way needed four days more, or six: applying late is not forbidden."""
    last = "Подать заявку нужно было не позднее 17.11.2026."
    assert last in shown(client, DOSSIER_PAGE)
    need = re.search(r'name="need" value="(TM-[^"]+)"', shown(client, DOSSIER_PAGE))
    assert need is not None
    post(client, f"{DOSSIER_PAGE}/permits", need=need[1])
    sent = Queries(world.core).permits_of(MOVEMENT)[-1]
    assert (sent.request.country, sent.status) == ("TM", "applied")
    late = "решение до 26.11.2026, требуется к 22.11.2026 — опоздает на 4 дня."
    assert late in re.sub("<[^>]+>|\\s+", " ", shown(client, DOSSIER_PAGE)).replace("\u00a0", " ")


def test_a_permit_of_a_state_that_cannot_be_heard_says_since_when(
    client: Client, world: World
) -> None:
    """Its carrier reads it, and its authority where the carrier's node is away."""
    there = {"UZ": "2026-11-16T08:00:00.000Z"}
    folder = client.app.state.services.data_dir
    with running(make_services(folder, world.core, silent=lambda: there)) as other:
        sign_in(other, "aibek")
        page = shown(other, f"/carrier/permits/{PERMIT}")
        assert "Узбекистан: сведения на 16.11.2026" in page
        do(world.core, WithdrawPermit(), CARRIER, PERMIT)
        assert "по состоянию на" not in shown(other, f"/carrier/permits/{PERMIT}")


def test_the_page_and_the_api_apply_for_the_same(client: Client, world: World) -> None:
    page = shown(client, DOSSIER_PAGE)
    offered = set(re.findall(r'name="need" value="([^"]+)"', page))
    answer = client.post(
        "/api/v1/permits", json={"dossier": MOVEMENT}, headers=bearer("aibek")
    ).json()
    made = {f"{one['country']}-{one['rule']}" for one in answer["applications"] if "events" in one}
    assert made == offered


def test_an_application_without_a_truck_says_where_to_name_it(client: Client, world: World) -> None:
    load = replace(DOSSIER.consignment, means=())
    do(world.core, AmendDeclaration(replace(DOSSIER, consignment=load)), CARRIER)
    page = shown(client, DOSSIER_PAGE)
    road = re.search(r'name="need" value="([^"]+)"', page)
    assert road is None or post(client, f"{DOSSIER_PAGE}/permits", need=road[1])


def test_nothing_is_applied_for_a_closed_dossier(client: Client, world: World) -> None:
    do(world.core, CancelDeclaration("x"), CARRIER)
    before = Queries(world.core).permits_of(MOVEMENT)
    assert 'name="need"' not in shown(client, DOSSIER_PAGE)
    post(client, f"{DOSSIER_PAGE}/permits")
    assert Queries(world.core).permits_of(MOVEMENT) == before
    assert "Досье закрыто" in shown(client, DOSSIER_PAGE)


@pytest.mark.parametrize(("status", "is_open"), [("applied", True), ("granted", False)])
def test_applications_that_a_closed_dossier_left_open_are_named(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch, status: Any, is_open: bool
) -> None:
    hold(monkeypatch, road_permit(status=status))
    assert "Заявки ещё рассматриваются" not in shown(client, DOSSIER_PAGE)
    do(world.core, CancelDeclaration("x"), CARRIER)
    assert ("Заявки ещё рассматриваются" in shown(client, DOSSIER_PAGE)) is is_open


def test_all_applications_of_a_cancelled_dossier_are_taken_back_with_one_button(
    client: Client, world: World
) -> None:
    """Once it is cancelled, and each by itself: what was decided on is left as it is."""
    back = f"{DOSSIER_PAGE}/take-back"
    post(client, f"{DOSSIER_PAGE}/permits")
    assert post(client, back).headers["location"].startswith(DOSSIER_PAGE)
    assert "UZ" in {one.request.country for one in left(world)}
    do(world.core, CancelDeclaration("x"), CARRIER)
    assert f'href="{back}"' in shown(client, DOSSIER_PAGE)
    assert "Узбекистан" in shown(client, back)
    post(client, back)
    assert not left(world)
    assert f'href="{back}"' not in shown(client, DOSSIER_PAGE)
    post(client, back)
    assert "Отзывать больше нечего" in shown(client, DOSSIER_PAGE)


def left(world: World) -> list[Permit]:
    every = Queries(world.core).permits_of(MOVEMENT)
    return [one for one in every if one.status in UNDECIDED]


def test_they_are_taken_back_with_one_call(world: World) -> None:
    path, key = f"/api/v1/movements/{MOVEMENT}/permits/withdraw", {"Idempotency-Key": "one"}
    asked = {**bearer("aibek"), **key}
    refused = world.client.post(path, json={}, headers=asked)
    assert (refused.status_code, refused.json()["code"]) == (422, "withdraw_goes_on")
    open_before = [one.id for one in left(world)]
    assert open_before
    do(world.core, CancelDeclaration("x"), CARRIER)
    answers = [world.client.post(path, json={}, headers=asked).json() for _ in range(2)]
    assert answers[0] == answers[1], "a call that comes again is answered as before"
    assert [one["subject"] for one in answers[0]["applications"]] == open_before
    assert all(one["events"] for one in answers[0]["applications"])
    assert not left(world)
    assert world.client.post(path, json={}, headers=bearer("rival")).status_code == 404
    again = world.client.post(path, json={"permits": [ID]}, headers=bearer("aibek")).json()
    assert again["applications"] == []


def test_a_question_is_answered_without_amending_the_declaration(
    client: Client, world: World
) -> None:
    page = shown(client, DOSSIER_PAGE)
    assert f'href="{DOSSIER_PAGE}/answers"' in page
    assert 'name="oversize"' in shown(client, f"{DOSSIER_PAGE}/answers")
    assert 'href="#f-' in post(client, f"{DOSSIER_PAGE}/answers", 422).text
    post(client, f"{DOSSIER_PAGE}/answers", oversize="no")
    state = Queries(world.core).get(MOVEMENT).state
    assert state.dossier.answers["oversize"] is False
    assert not state.amended_at
    asked = set(re.findall(r'name="(\w+)" value="yes"', shown(client, f"{DOSSIER_PAGE}/answers")))
    answers: dict[str, Any] = dict.fromkeys(asked, "no")
    post(client, f"{DOSSIER_PAGE}/answers", **answers)
    assert f'href="{DOSSIER_PAGE}/answers"' not in shown(client, DOSSIER_PAGE)


def test_an_answer_beside_an_open_amendment_is_not_undone_by_it(
    client: Client, world: World
) -> None:
    draft = post(client, f"{DOSSIER_PAGE}/amend").headers["location"]
    post(client, f"{DOSSIER_PAGE}/answers", oversize="no")
    post(client, f"{draft}/save/transport", 204, vehicle="01KG777ABC", vehicle_country="KG")
    post(client, f"{draft}/send")
    state = Queries(world.core).get(MOVEMENT).state
    assert state.amended_at
    assert state.dossier.answers["oversize"] is False


def test_a_missing_registration_is_said_once_with_where_to_name_it(client: Client) -> None:
    asked: dict[str, Any] = {"how": "copy", "from": MOVEMENT}
    draft = post(client, "/carrier/new", **asked).headers["location"]
    post(client, f"{draft}/save/transport", 204, vehicle="01KG777ABC")
    page = shown(client, f"{draft}/permits")
    assert page.count("Не указана страна регистрации") == 1
    assert f'href="{draft}/transport#f-vehicle_country"' in page
