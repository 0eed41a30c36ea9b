"""The driver's page: who opens it, what it shows and never shows, when it ends, what it takes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import AtTheWheel
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.web.pages.driver_view import driver_view
from corridor.web.papers.papers import Papers
from corridor.web.templating import readers
from corridor.web.trips.links import is_on_trip, link_of
from corridor.web.trips.reports import REPORTS_MAX
from corridor.web.views.desk_declaration import groups_of
from tests.support.engines import DOSSIER, MOVEMENT
from tests.support.pages import check_page
from tests.support.web import make_services, running
from tests.web.desk_world import Client, enter, post, released, shown

MINE = f"/carrier/dossiers/{MOVEMENT}"
PAGE = f"{MINE}/driver"
PHONE = {"phone": "+996 312 555 010", "driver": "Бакыт", "lang": "en"}


@pytest.fixture
def core() -> Core:
    return released()


@pytest.fixture
def client(core: Core, tmp_path: Path) -> Iterator[Client]:
    with running(make_services(tmp_path, core)) as found:
        yield enter(found, "aibek")


def link(client: Client, do: str = "make") -> str:
    """Made by the carrier; its address on this node."""
    post(client, PAGE, do=do, **PHONE)
    found = re.search(r"http://[^/]+(/trip/[^\"<]+)", shown(client, PAGE))
    assert found is not None
    return found[1]


def stranger(client: Client) -> Client:
    """The same node without any cookie."""
    client.cookies.clear()
    return client


def test_whoever_has_the_link_sees_what_a_driver_shows_and_no_more(client: Client) -> None:
    address = link(client)
    answer = stranger(client).get(address)
    check_page(answer, "en")
    page = answer.text
    state: Movement = Queries(client.app.state.services.engine).get(MOVEMENT).state
    for word in (state.mrn, "Next border: Dustlik", "KG-778201", "tel:+996312555010", "Бакыт"):
        assert word in page
    assert page.count("<svg") >= 2
    assert page.index('class="trip__code"') < page.index("Next border: Dustlik")
    load = DOSSIER.consignment
    parties = [DOSSIER.holder, load.consignor, load.consignee]
    secret = [party.name for party in parties if party] + [DOSSIER.guarantees[0].grn]
    secret += ["18,500", "18 500", "A1B2", 'href="/carrier', "Sign in"]
    assert not [word for word in secret if word and word in page]
    assert "session" not in " ".join(client.cookies)
    russian = client.get(f"{address}?lang=ru")
    assert "Следующая граница" in russian.text
    check_page(russian, "ru")
    paper = client.get(f"{address}/papers.pdf")
    assert paper.content.startswith(b"%PDF")


def test_the_driver_of_the_dossier_is_said_wherever_it_matters(client: Client) -> None:
    link(client)
    services = client.app.state.services
    state: Movement = Queries(services.engine).get(MOVEMENT).state
    at_the_wheel = AtTheWheel("Asan Usenov", "AN1234567", "+996 555")
    state = replace(state, dossier=replace(state.dossier, driver=at_the_wheel))
    all_readers, found = readers(services), link_of(services, MOVEMENT)
    reader = all_readers["en"]
    assert found is not None
    view = driver_view(state, found, reader, services)
    assert (view["driver"], view["paper"]) == ("Asan Usenov", "AN1234567")
    groups = {group["id"]: group["rows"] for group in groups_of(state.dossier, None, reader)}
    said = "Asan Usenov, paper AN1234567, +996 555"
    assert {"label": "Driver", "value": said} in groups["transport"]
    papers = Papers(services, all_readers)
    document = str(papers.document(state, ()))
    assert "Asan Usenov" in document
    assert "paper AN1234567" in document


@pytest.mark.parametrize("what", ["other key", "other movement", "no link yet"])
def test_what_is_no_link_opens_nothing(client: Client, what: str) -> None:
    address = link(client) if what != "no link yet" else f"/trip/{MOVEMENT}/x"
    wrong = {
        "other key": address[:-2] + "AA",
        "other movement": address.replace(MOVEMENT, "mv-KG-00000000000000000002"),
        "no link yet": address,
    }[what]
    for path in (wrong, f"{wrong}/papers.pdf"):
        answer = stranger(client).get(path)
        assert answer.status_code == 404
        assert "DTC1." not in answer.text
    assert client.post(wrong, data={"kind": "delay", "text": "x"}).status_code == 404


def test_it_is_renewed_and_ended_and_openings_are_seen(client: Client) -> None:
    old = link(client)
    stranger(client).get(old, headers={"user-agent": "Mozilla/5.0 (Android 14) Chrome/120"})
    stranger(client).get(old, headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/17"})
    enter(client, "aibek")
    page = shown(client, PAGE)
    assert "Chrome, Android" in page
    assert "Safari, iOS" in page
    new = link(client, "renew")
    assert stranger(client).get(old).status_code == 404
    assert client.get(new).status_code == 200
    enter(client, "aibek")
    assert "by an earlier link" in shown(client, PAGE)
    post(client, PAGE, do="end")
    assert "/trip/" not in shown(client, PAGE)
    for method in ("GET", "POST"):
        answer = stranger(client).request(method, new)
        assert answer.status_code == 410
        assert "Ask your firm" in answer.text or "вашей фирме" in answer.text
    assert client.get(f"{new}/papers.pdf").status_code == 410


def test_it_ends_with_the_trip(core: Core, client: Client) -> None:
    address = link(client)
    state: Movement = Queries(core).get(MOVEMENT).state
    assert state.status == "released"
    assert client.get(address).status_code == 200
    freed = replace(
        state, status="arrived", destination=replace(state.destination, status="goods_released")
    )
    assert not is_on_trip(freed)
    assert is_on_trip(replace(state, status="arrived"))
    assert not is_on_trip(replace(state, status="written_off"))
    assert not is_on_trip(replace(state, mrn="", status="submitted"))


def test_another_firm_makes_no_link_of_it(client: Client) -> None:
    enter(client, "rival")
    assert client.get(PAGE).status_code == 404
    post(client, PAGE, 404, do="make", **PHONE)


def test_a_link_needs_a_telephone(client: Client) -> None:
    answer = post(client, PAGE, 422, do="make", phone="call me", lang="en")
    assert "Give a telephone number" in answer.text


def test_what_the_driver_says_goes_to_the_carrier_who_tells_customs(
    core: Core, client: Client
) -> None:
    address = link(client)
    said = {"kind": "delay", "text": "Queue of 40 trucks.", "hours": "1,5", "_attempt": "a1"}
    stranger(client)
    for _ in range(2):  # a telephone sends it again
        answer = client.post(address, data=said, follow_redirects=False)
        assert answer.status_code == 303
    client.post(
        address, data={"kind": "incident", "text": "A tyre.", "place": "km 312", "_attempt": "b"}
    )
    assert Queries(core).get(MOVEMENT).state.delays == ()
    enter(client, "aibek")
    news = shown(client, "/news")
    assert news.count("The driver reports from the road") == 2
    assert f'href="{MINE}"' in news
    page = shown(client, MINE)
    assert page.count("Queue of 40 trucks.") == 1
    report = re.findall(rf"{MINE}/(?:delay|happened)\?report=\w+", page)
    assert len(report) == 2
    forms = "".join(shown(client, path) for path in report)
    for word in ('value="1.5"', "Queue of 40 trucks.", 'value="km 312"', "A tyre."):
        assert word in forms
    away = re.findall(rf"{MINE}/reports/\w+", page)
    post(client, away[0])
    assert len(re.findall(rf"{MINE}/reports/\w+", shown(client, MINE))) == 1


def test_what_the_driver_paid_is_stated_by_the_carrier(core: Core, client: Client) -> None:
    said = {"kind": "cost", "what": "official", "amount": "25,50", "currency": "USD"}
    address = link(client)
    stranger(client).post(address, data=said | {"place": "Dostlik", "text": "Road fee"})
    assert Queries(core).get(MOVEMENT).state.costs == ()
    enter(client, "aibek")
    page = shown(client, MINE)
    assert "Official fee: 25,50 USD" in page
    [form] = re.findall(rf"{MINE}/cost\?report=\w+", page)
    assert 'value="25,50"' in shown(client, form)
    post(client, f"{MINE}/cost", 422, what="official", amount="x", currency="USD", place="UZ-DUST")
    given = {"what": "official", "amount": "25,50", "currency": "USD", "note": "Road fee"}
    post(client, f"{MINE}/cost", place="UZ-DUST", to="", paid_on="", **given)
    [cost] = Queries(core).get(MOVEMENT).state.costs
    assert (cost.amount_minor, cost.usd_minor, cost.note) == (2_550, 2_550, "Road fee")
    page = shown(client, MINE)
    assert "Costs of the way, as the carrier states them" in page
    assert "$25.50" in page
    post(client, f"{MINE}/withdraw-cost", cost=cost.id)
    assert Queries(core).get(MOVEMENT).state.costs == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "x"}, "Choose what you want to say."),
        ({"kind": "delay"}, "Say in a few words"),
        ({"kind": "delay", "text": "x", "hours": "soon"}, "Give a number of hours"),
        ({"kind": "cost", "amount": "25", "currency": "USD"}, "Choose what was paid for."),
        ({"kind": "cost", "what": "official", "amount": "25"}, "Choose a currency."),
        ({"kind": "cost", "what": "official", "amount": "a", "currency": "USD"}, "State the amo"),
    ],
)
def test_what_is_missing_is_said(client: Client, given: dict[str, str], said: str) -> None:
    address = link(client)
    answer = stranger(client).post(address, data=given)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_link_passed_on_fills_nothing(core: Core, client: Client) -> None:
    address = link(client)
    statuses = []
    for number in range(REPORTS_MAX + 2):
        if number % 10 == 0:
            core.settings.clock.turn(60_000)  # type: ignore[attr-defined]
        given = {"kind": "delay", "text": "x", "_attempt": str(number)}
        answer = stranger(client).post(address, data=given, follow_redirects=False)
        statuses.append(answer.status_code)
    assert statuses == [303] * REPORTS_MAX + [422] * 2
    more = [client.post(address, data={}).status_code for _ in range(12)]
    assert more[-1] == 429
