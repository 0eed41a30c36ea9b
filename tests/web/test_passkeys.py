"""Passkeys: made, asked for, and refused for whatever is not of this key, this question, here."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from corridor.domain.facts import Actor
from corridor.engine.queries import Queries
from corridor.web.auth.accounts import FACTOR, PASSKEY
from corridor.web.auth.passkey_jobs import AddPasskey, UsePasskey
from corridor.web.auth.passkeys import ASKED_MS, Passkey, asked_for, place_of
from corridor.web.auth.second_factor import STEP_MS, factor_of
from tests.support.authenticator import PRESENT, Device
from tests.support.engines import RULES, FakeClock, make_core
from tests.support.pages import check_page
from tests.support.web import make_services, put_people, running
from tests.web.conftest import World
from tests.web.test_second_factor import HERE, LOGIN, PASSWORD, Person

HOST = "corridor.example"
ORIGIN = f"https://{HOST}"
HANDLE = b"h" * 32
KEYS = "/account/passkeys"
RECOVERY = r"<li>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</li>"


def options_in(text: str) -> str:
    found = re.search(r'data-options="([^"]*)"', text)
    assert found, text
    return html.unescape(found[1])


class Holder(Person):
    """Somebody with a password and a device."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.device = Device(ORIGIN, HOST)

    def ask_new(self, alone: str = "", **proof: str) -> str:
        proof = proof or {"password": PASSWORD}
        return options_in(self.post(f"{KEYS}/begin", 200, name="Телефон", alone=alone, **proof))

    def add(self, alone: str = "", device: Device | None = None) -> None:
        """Signed in already."""
        made = (device or self.device).make(self.ask_new(alone))
        text = self.post(f"{KEYS}/confirm", 200 if len(self.codes) < 10 else 303, passkey=made)
        self.codes = re.findall(RECOVERY, text) or self.codes
        assert len(self.codes) == 10

    def asked(self) -> str:
        return options_in(self.password())

    def asked_alone(self) -> str:
        return options_in(self.post("/sign-in/passkey", 401))

    def second_by(self, answer: str, status: int = 303) -> str:
        return self.post("/sign-in/second", status, passkey=answer)

    def alone_by(self, answer: str, status: int = 303) -> str:
        return self.post("/sign-in/passkey/answer", status, passkey=answer)

    def keys(self) -> list[str]:
        return re.findall(rf"{KEYS}/([0-9a-f]{{64}})/remove", self.client.get(HERE).text)


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[Holder]:
    """Signed in with the password, without a second factor yet."""
    clock = FakeClock()
    core = make_core(clock=clock, rules=RULES)
    put_people(core)
    with running(make_services(tmp_path, core, home=f"{ORIGIN}/")) as client:
        holder = Holder(World(core, clock, client, ""))
        holder.password(303)
        yield holder


def test_it_is_the_second_step(holder: Holder) -> None:
    check_page(holder.client.get(f"{KEYS}/new"), "ru")
    holder.add()
    holder.out()
    asked = holder.asked()
    assert not holder.is_in()
    holder.world.clock.turn(1)
    holder.second_by(holder.device.answer(asked))
    assert holder.is_in()
    assert "ещё нет" not in holder.client.get(HERE).text


def test_it_opens_alone_where_its_owner_wants_that(holder: Holder) -> None:
    holder.add(alone="yes")
    holder.out()
    asked = holder.asked_alone()
    assert "allowCredentials" not in asked, "who asks without a login is told nobody's keys"
    holder.world.clock.turn(1)
    holder.alone_by(holder.device.answer(asked))
    assert holder.is_in()


BENT: dict[str, dict[str, Any]] = {
    "another address": {"origin": "https://corridor.example.evil.test"},
    "a part of the address": {"origin": "https://desk.corridor.example"},
    "without tls": {"origin": "http://corridor.example"},
    "another port": {"origin": "https://corridor.example:8443"},
    "another name": {"host": "evil.test"},
    "another question": {"challenge": b"0123456789abcdef0123456789abcdef"},
    "no question": {"challenge": b""},
    "in a frame": {"cross_origin": True},
    "user not verified": {"flags": PRESENT},
    "nobody there": {"flags": 0},
    "of the other kind": {"kind": "payment.get"},
}
BENT_ANSWERS = BENT | {
    "signed by another": {"key": ec.generate_private_key(ec.SECP256R1())},
    "of another account": {"handle": b"somebody else"},
    "a counter that stands": {"count": 1},
    "a counter that went back": {"count": 0},
}


class Lab:
    """A person's passkeys without a web before them."""

    def __init__(self) -> None:
        self.core = make_core(clock=FakeClock())
        place = place_of(ORIGIN, "x")
        assert place is not None
        self.place, self.device = place, Device(ORIGIN, HOST)

    def add(self, **bent: Any) -> bool:
        options, asked = self.place.ask_new(HANDLE, LOGIN, "А. Осмонов", (), alone=True)
        found = self.place.new(asked, self.device.make(options, **bent))
        if found is None:
            return False
        passkey = Passkey(found[0], "x", 1, count=found[1])
        job = AddPasskey(LOGIN, passkey, HANDLE, (), Actor(person=LOGIN))
        return bool(self.core.run_one(job))

    def sign(self, at: int, **bent: Any) -> bool:
        kept = factor_of(Queries(self.core), LOGIN).passkeys
        options, asked = self.place.ask(kept)
        answer = self.device.answer(options, **bent)
        found = self.place.check(asked, at, kept, HANDLE, answer)
        return found is not None and bool(self.core.run_one(UsePasskey(LOGIN, found, at)))


@pytest.mark.parametrize("bent", BENT_ANSWERS.values(), ids=BENT_ANSWERS)
def test_a_bent_answer_opens_nothing(bent: dict[str, Any]) -> None:
    lab = Lab()
    assert lab.add()
    assert lab.sign(1)
    assert not lab.sign(2, **bent)
    assert lab.sign(2)


@pytest.mark.parametrize("bent", BENT.values(), ids=BENT)
def test_a_bent_key_is_not_added(bent: dict[str, Any]) -> None:
    lab = Lab()
    assert not lab.add(**bent)
    assert lab.add()
    assert not lab.add(), "one key is one person's"


def test_a_question_is_answered_once() -> None:
    """Without a counter, which keys that are kept in several devices do not have."""
    lab = Lab()
    lab.device.counts = False
    assert lab.add()
    assert lab.sign(5)
    assert not lab.sign(5)
    assert not lab.sign(4)
    assert lab.sign(6)


def test_a_cookie_of_before_and_its_answer_open_nothing(holder: Holder) -> None:
    holder.device.counts = False
    holder.add(alone="yes")
    holder.out()
    holder.world.clock.turn(1)
    answer = holder.device.answer(holder.asked_alone())
    before = list(holder.client.cookies.jar)
    holder.alone_by(answer)
    assert holder.is_in()
    holder.client.cookies.clear()
    for cookie in before:
        holder.client.cookies.jar.set_cookie(cookie)
    holder.alone_by(answer, 401)
    assert not holder.is_in()


def test_a_question_grows_old(holder: Holder) -> None:
    made = holder.device.make(holder.ask_new())
    holder.world.clock.turn(ASKED_MS + 1)
    holder.post(f"{KEYS}/confirm", 303, passkey=made)
    assert not holder.keys()
    holder.add(alone="yes")
    holder.out()
    answer = holder.device.answer(holder.asked_alone())
    holder.world.clock.turn(ASKED_MS + 1)
    holder.alone_by(answer, 401)
    assert not holder.is_in()


def test_a_question_is_for_what_it_was_asked(holder: Holder) -> None:
    holder.add(alone="yes")
    asked = holder.ask_new()
    holder.post(f"{KEYS}/confirm", 422, passkey=holder.device.answer(asked))
    holder.out()
    holder.world.clock.turn(1)
    answer = holder.device.answer(holder.asked())
    holder.alone_by(answer, 401)
    assert not holder.is_in()


def test_what_is_no_answer_of_a_key_that_is_known(holder: Holder) -> None:
    holder.add(alone="yes")
    holder.out()
    stranger = Device(ORIGIN, HOST)
    stranger.handle = holder.device.handle
    holder.alone_by(stranger.answer(holder.asked_alone()), 401)
    for text in ("", "{}", '{"id":"AA","rawId":"AA"}', "[" * 9_000):
        holder.alone_by(text, 401)
    holder.second_by(stranger.answer(holder.asked()), 401)
    holder.second_by("{}", 401)
    assert not holder.is_in()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "rawId", "response", "type", "x"]), inner)
        ),
        max_leaves=12,
    )
)
def test_nothing_that_is_sent_is_an_error_of_ours(value: object) -> None:
    text = json.dumps(value)
    place = place_of(ORIGIN, "x")
    assert place is not None
    _, asked = place.ask()
    assert place.check(asked, 1, (), b"", text) is None
    assert place.new(asked, text) is None
    asked_for(text)


def test_it_is_added_after_the_password_and_removed_after_it_or_a_code(holder: Holder) -> None:
    holder.post(f"{KEYS}/begin", 422, name="Телефон", password="wrong")
    holder.post(f"{KEYS}/begin", 422, name="", password=PASSWORD)
    unasked = holder.device.make('{"user":{"id":"AA"},"challenge":"AA"}')
    holder.post(f"{KEYS}/confirm", 303, passkey=unasked)
    holder.add()
    holder.add(device=Device(ORIGIN, HOST))
    first, second = holder.keys()
    check_page(holder.client.get(f"{KEYS}/{first}/remove"), "ru")
    holder.post(f"{KEYS}/{first}/remove", 422, password="wrong")
    holder.post(f"{KEYS}/{first}/remove", 422, code="ABCD-EFGH-ABCD-EFGH")
    holder.post(f"{KEYS}/{'0' * 64}/remove", 404, password=PASSWORD)
    holder.post(f"{KEYS}/{first}/remove", 303, code=holder.codes[0])
    assert holder.keys() == [second]
    holder.post(f"{KEYS}/{second}/remove", 303, password=PASSWORD)
    queries = Queries(holder.world.core)
    assert queries.document(FACTOR, LOGIN) is None
    assert not queries.documents(PASSKEY, LOGIN, 10)
    said = b"".join(event.data for event in queries.recent(50))
    assert b'"passkey"' in said
    assert b'"passkey_off"' in said


def test_codes_and_recovery_codes_stand_in_for_it(holder: Holder) -> None:
    holder.add()
    text = holder.post(f"{HERE}/begin", 200, password=PASSWORD)
    found = re.search(r'<p class="mono">([A-Z2-7 ]+)</p>', text)
    assert found
    holder.secret = found[1].replace(" ", "")
    holder.codes = re.findall(RECOVERY, holder.confirm())
    holder.out()
    holder.asked()
    holder.world.clock.turn(STEP_MS)
    holder.second(holder.code(), 303)
    holder.out()
    holder.asked()
    holder.second(holder.codes[0], 303)
    holder.world.clock.turn(STEP_MS)
    holder.post(f"{HERE}/off", 303, code=holder.code())
    assert len(holder.keys()) == 1, "without codes the passkey stays"
    holder.out()
    holder.asked()
    holder.second(holder.codes[1], 303)
    new = holder.post(f"{HERE}/recovery", 200, password=PASSWORD)
    assert len(re.findall(RECOVERY, new)) == 10


@pytest.mark.parametrize(
    ("home", "origin"),
    [
        ("https://transit.example.org", "https://transit.example.org"),
        ("https://transit.example.org:8443/", "https://transit.example.org:8443"),
        ("https://transit.example.org:443", "https://transit.example.org"),
        ("http://127.0.0.1:8701", "http://localhost:8701"),
        ("http://localhost:8701", "http://localhost:8701"),
        ("https://[::1]:1", "https://localhost:1"),
        ("http://transit.example.org", ""),
        ("https://10.0.0.1", ""),
        ("", ""),
    ],
)
def test_where_passkeys_hold(home: str, origin: str) -> None:
    found = place_of(home, "x")
    assert (found.origin if found else "") == origin


def test_a_node_without_a_name_offers_none(world: World) -> None:
    assert "/sign-in/passkey" not in world.client.get("/sign-in").text
    person = Person(world)
    person.password(303)
    assert f"{KEYS}/new" not in world.client.get(HERE).text
    assert world.client.get(f"{KEYS}/new").status_code == 404
    person.post("/sign-in/passkey", 303)
