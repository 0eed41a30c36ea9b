"""Contacts: the operator states them, everybody reads them beside the office they are of."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from phonenumbers import is_valid_number, parse

from corridor.domain.contacts.state import Ways, contact_id
from corridor.domain.contacts.stating import ContactStated, StateContact
from corridor.domain.facts import Actor
from corridor.engine.core import Core
from corridor.node.demo.fill import contacts_of
from corridor.node.demo.network import DEMO_NODES
from corridor.web.phones import kept_phone, phone_words
from tests.support.engines import MOVEMENT, RULES, FakeClock, make_core
from tests.support.pages import check_page
from tests.support.web import make_services, running
from tests.web.conftest import PERMIT, fill
from tests.web.desk_world import Client, Hear, enter, post, shown

HERE = "/operator/contacts"
OSH = f"{HERE}/KGOSH001"
TYPED = {
    "phone": " +996 (312) 62-12-34 ",
    "mail": "osh@example.org",
    "page": "https://osh.example.org/",
    "days": "workdays",
    "opens": "09:00",
    "closes": "18:00",
    "languages": "ky",
}


@pytest.fixture
def core() -> Core:
    found = make_core(clock=FakeClock(), rules=RULES)
    fill(found)
    return found


@pytest.fixture
def client(core: Core, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    with running(make_services(tmp_path, core)) as found:
        yield found


def foreign(core: Core, *places: str) -> None:
    """Another state's operator states how its places are reached, and this node hears it."""
    source = make_core("UZ", rules=RULES)
    actor = Actor("", "uz-operator", "uz-op", "operator")
    for place in places:
        said = ContactStated(place, Ways("+998000000001", invented=True))
        source.run_one(_Say(contact_id(place), said, actor))
    with source.store.read() as reader:
        core.run_one(Hear(reader.log(0, reader.size())))


class _Say:
    def __init__(self, *said: object) -> None:
        self.said = said

    def run(self, unit: object) -> None:
        """As the state's own node does."""
        unit.say(*self.said)  # type: ignore[attr-defined]


def test_an_operator_states_one_and_all_read_it_on_the_page_and_in_the_log(client: Client) -> None:
    enter(client, "operator")
    assert "nothing stated" in shown(client, HERE)
    post(client, OSH, **TYPED)
    assert "nothing stated" in shown(client, f"{HERE}?page=1")
    for page in (shown(client, f"{HERE}?page=2"), shown(client, OSH)):
        assert "osh@example.org" in page
    assert 'value="+996312621234"' in shown(client, OSH)
    assert "Contact stated" in shown(client, "/operator")
    client.post("/sign-out")
    page = client.get("/contacts").text
    for text in ("+996\u00a0312", "tel:+996312621234", "osh.example.org<", "18:00", "Kyrgyz"):
        assert text in page
    assert "Monday to Friday, 09:00\u2060–\u206018:00\u00a0(UTC+6)" in page
    check_page(client.get("/contacts?state=XX"), "en", 404)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("phone", "0312 621234", "with the code of its country"),
        ("phone", "+996 12", "with the code of its country"),
        ("mail", "nobody", "Write an address of mail"),
        ("page", "http://example.org", "an address that begins with https"),
        ("page", "https://gov.kg@example.org/", "does not begin with its host"),
        ("opens", "19:00", "hours are not whole"),
        ("opens", "9", "a time of the day"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_stays_typed(
    client: Client, field: str, value: str, said: str
) -> None:
    page = post(enter(client, "operator"), OSH, 422, **TYPED | {field: value}).text
    assert f'value="{value}"' in page
    assert f'href="#f-{field}"' in page
    assert said in page


def test_many_contacts_stand_on_pages_and_are_found_by_a_word_or_a_code(
    core: Core, client: Client
) -> None:
    codes = [f"UZ-{number:03}X" for number in range(203)]
    foreign(core, *codes, "UZDUST01")
    client.cookies.set("lang", "en")
    first = shown(client, "/contacts?state=UZ")
    assert first.count("tel:") == 15
    assert "page=2" in first
    last = shown(client, "/contacts?state=UZ&page=99")
    assert last.count("tel:") == 204 - 13 * 15
    for words, code in (("Dustlik", "UZDUST01"), ("uz-202", codes[202])):
        found = shown(client, f"/contacts?state=UZ&q={words}")
        assert found.count("tel:") == 1
        assert code in found
    assert "Nothing fits" in shown(client, "/contacts?state=UZ&q=zzz")


def test_nothing_is_stated_of_another_state_nor_by_anybody_else(client: Client) -> None:
    enter(client, "operator")
    for place in ("UZDUST01", "KGNONE99"):
        post(client, f"{HERE}/{place}", 404, **TYPED)
        check_page(client.get(f"{HERE}/{place}"), "en", 404)
    for login in ("osh", "aibek"):
        enter(client, login)
        assert client.get(HERE).status_code == 403
        post(client, OSH, 403, **TYPED)


def test_it_is_withdrawn_after_a_question(client: Client) -> None:
    enter(client, "operator")
    post(client, OSH, **TYPED)
    path = f"{HERE}/{contact_id('KGOSH001')}/withdraw"
    asked = shown(client, path)
    assert "No node shows it any more" in asked
    assert re.search(r"class=\"crumbs\".*Osh", asked), "it is said of whom"
    post(client, path)
    assert "osh@example.org" not in shown(client, f"{HERE}?page=2")
    assert "This cannot be done now" in shown(client, path)


def test_a_carrier_sees_it_beside_the_application_and_nothing_where_nothing_is_stated(
    core: Core, client: Client
) -> None:
    enter(client, "aibek")
    card = f"/carrier/permits/{PERMIT}"
    assert 'class="contact' not in shown(client, card)
    foreign(core, "UZ-PLANT", "UZDUST01")
    page = shown(client, card)
    assert "tel:+998000000001" in page
    assert "<b>invented</b>" in page
    dossier = shown(client, f"/carrier/dossiers/{MOVEMENT}")
    assert (
        dossier.count("tel:+998000000001") > 1
    )  # at the application, and at the office of the route
    make = {"do": "make", "phone": "+996 312 555 010", "driver": "Bakyt", "lang": "en"}
    post(client, f"/carrier/dossiers/{MOVEMENT}/driver", **make)
    link = re.search(
        r"http://[^/]+(/trip/[^\"<]+)", shown(client, f"/carrier/dossiers/{MOVEMENT}/driver")
    )
    assert link is not None
    assert "tel:+998000000001" in client.get(link[1]).text


def test_telephones_are_kept_as_e164_and_read_in_groups() -> None:
    assert kept_phone("+996 (312) 62-12-34") == "+996312621234"
    assert (
        kept_phone("8 (727) 000") == kept_phone("+999 1") == kept_phone("+7 727 000 00 00 #5") == ""
    )
    assert is_valid_number(parse("+77272000000"))
    assert phone_words("+44 20 7946 0000").replace("\u00a0", " ") == "+44 20 7946 0000"
    assert phone_words("+999000") == "+999000"


@pytest.mark.parametrize("node", DEMO_NODES)
def test_numbers_of_the_demonstration_are_nobodys(node: str) -> None:
    phones = [cast(StateContact, job.command).ways.phone for job in contacts_of(node)]
    assert len(phones) > 5
    for phone in phones:
        assert kept_phone(phone) == phone
        assert not is_valid_number(parse(phone))
