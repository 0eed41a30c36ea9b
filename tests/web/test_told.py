"""How one is told, devices and webhooks: what is typed is judged, kept and given back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corridor.engine.hooking import Arrived
from corridor.engine.jobs import DeleteDocument
from corridor.engine.pushing import PushNotTaken
from corridor.engine.told import (
    CHOICE,
    DEVICE,
    HOOK,
    MAIL,
    PUSH,
    QUEUE,
    SENT,
    read_choice,
    read_device,
    read_hook,
    read_mail,
)
from corridor.web.services import MailState, Services
from tests.support.engines import RULES, FakeClock, make_core
from tests.support.web import make_services, running
from tests.web.conftest import World, fill
from tests.web.desk_world import Client, enter, post, shown

CHOICES, DEVICES, HOOKS = "/news/choices", "/news/devices", "/news/webhooks"
FORM = {
    "address": "aibek@example.org",
    "zone": "KZ",
    "digest_hour": "7",
    "quiet_from": "22",
    "quiet_to": "6",
    "mode:movement.crossed": "now",
    "mode:movement.accepted": "never",
    "mode:movement.released": "nonsense",
    "notice:movement.accepted": "yes",
}
SUBSCRIBED = {
    "endpoint": "https://push.example/p/1",
    "expirationTime": None,
    "keys": {"p256dh": "B", "auth": "A"},
}
HOOK_FORM = {"url": "https://example.org/in", "name": "ERP", "kinds": ["movement.accepted"]}


async def judge(url: str) -> str:
    """A judge of addresses that knows one of the own network."""
    return "address-not-public" if "metadata" in url else ""


class Push:
    """Push services that know one of the own network, and one that is not named."""

    key, is_on = "BKEY", True

    async def judge(self, endpoint: str, p256dh: str, auth: str) -> str:
        if not p256dh:
            return "push-keys"
        return "push-service-unknown" if "unknown" in endpoint else await judge(endpoint)


@pytest.fixture
def node(tmp_path: Path) -> Iterator[tuple[Services, World]]:
    """A node that sends mail and may call receivers."""
    clock = FakeClock()
    core = make_core(clock=clock, rules=RULES)
    mrn = fill(core)
    services = make_services(
        tmp_path,
        core,
        mail=lambda: MailState("mail.example:587", False, 3, "2026-11-21T06:40:00.000Z", "away", 1),
        judge_receiver=judge,
        push=Push(),
        named_receivers=("http://127.0.0.1:9000",),
    )
    with running(services) as client:
        yield services, World(core, clock, client, mrn)


def test_choices_are_kept_as_they_were_typed_and_a_new_address_is_asked(
    node: tuple[Services, World],
) -> None:
    services, world = node
    client = enter(world.client, "aibek")
    post(client, CHOICES, **FORM)
    kept = read_choice(services.queries.document(CHOICE, "aibek"))
    assert kept is not None
    assert (kept.zone, kept.digest_hour, kept.quiet_from, kept.quiet_to) == ("KZ", 7, 22, 6)
    assert kept.modes["movement.crossed"] == "now"
    assert kept.modes["movement.accepted"] == "never"
    assert "movement.released" not in kept.modes
    assert kept.notices["movement.accepted"]
    assert not kept.notices["movement.crossed"]
    (due,) = services.queries.documents(MAIL)
    assert read_mail(due).confirm
    page = shown(client, CHOICES)
    for typed in (
        'value="aibek@example.org"',
        '<option value="22" selected>',
        "is not confirmed yet",
        "A letter to aibek@example.org waits until the mail server takes it",
    ):
        assert typed in page
    services.engine.run_one(DeleteDocument(MAIL, due.id))
    assert "A letter was sent to aibek@example.org" in shown(client, CHOICES)
    assert client.get(f"/news/confirm/{kept.code}x").status_code == 404
    assert "aibek@example.org" in shown(client, f"/news/confirm/{kept.code}")
    other = enter(world.client, "rival")
    assert other.get(f"/news/confirm/{kept.code}").status_code == 404
    post(enter(client, "aibek"), f"/news/confirm/{kept.code}")
    assert "is not confirmed yet" not in shown(client, CHOICES)
    post(client, CHOICES, **FORM | {"quiet_from": "23"})
    assert "is not confirmed yet" not in shown(client, CHOICES)
    post(client, "/news/choices/ask-again")
    post(client, CHOICES, **FORM | {"address": ""})
    kept = read_choice(services.queries.document(CHOICE, "aibek"))
    assert kept is not None
    assert (kept.address, kept.code) == ("", "")


@pytest.mark.parametrize(
    "address",
    [
        "aibek",
        "a@b",
        "a@example.org\r\nBcc: all@example.org",
        "a@example.org, b@example.org",
        "a b@example.org",
        "<a@example.org>",
        "a@-example.org",
        "a@" + "b" * 300 + ".org",
        "аибек@example.org",
    ],
)
def test_what_is_no_address_is_refused_and_kept_on_the_page(
    node: tuple[Services, World], address: str
) -> None:
    services, world = node
    client = enter(world.client, "aibek")
    answer = post(client, CHOICES, 422, **FORM | {"address": address, "zone": "XX"})
    assert "This is no address of mail" in answer.text
    assert "whose clock" in answer.text
    assert services.queries.document(CHOICE, "aibek") is None


def subscribe(client: Client, **given: Any) -> str:
    """A browser of the person from now on; the page that it comes back to."""
    said = json.dumps(SUBSCRIBED | given)
    return post(client, DEVICES, subscription=said).headers["location"]


def test_a_device_is_asked_named_tried_and_removed(node: tuple[Services, World]) -> None:
    services, world = node
    client = enter(world.client, "aibek")
    assert 'data-push="BKEY"' in shown(client, CHOICES)
    client.headers["user-agent"] = "Mozilla/5.0 (Linux; Android 16) Chrome/150.0 Mobile"
    assert subscribe(client) == CHOICES
    subscribe(client)  # once more, it is the same one
    (document,) = services.queries.documents(DEVICE)
    device = read_device(document)
    assert (device.login, device.endpoint, device.name) == (
        "aibek",
        "https://push.example/p/1",
        "Chrome, Android",
    )
    assert read_choice(services.queries.document(CHOICE, "aibek")) is not None
    here = f"{DEVICES}/{document.id}"
    page = shown(client, CHOICES)
    assert f'data-device="{document.id}"' in page
    post(client, f"{here}/try")
    assert "on its way" in shown(client, CHOICES)
    world.core.run_one(PushNotTaken(document.id, "status 403"))
    assert "knows the node by another key" in shown(client, CHOICES)
    other = enter(world.client, "rival")
    assert document.id not in shown(other, CHOICES)
    for what in ("try", "remove"):
        post(other, f"{here}/{what}", 404)
    post(enter(client, "aibek"), f"{here}/remove")
    assert not services.queries.documents(DEVICE)
    assert not services.queries.documents(PUSH)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"endpoint": "https://metadata.example/"}, "no push service that a node may call"),
        ({"endpoint": "https://unknown.example/"}, "Ask its operator"),
        ({"keys": {}}, "did not say where notices reach it"),
        ({"endpoint": 7}, "did not say where notices reach it"),
    ],
)
def test_a_device_that_would_lead_elsewhere_is_not_added(
    node: tuple[Services, World], given: dict[str, Any], said: str
) -> None:
    services, world = node
    client = enter(world.client, "aibek")
    subscribe(client, **given)
    assert said in shown(client, CHOICES)
    assert not services.queries.documents(DEVICE)


def test_devices_are_so_many_and_what_is_no_answer_is_none(node: tuple[Services, World]) -> None:
    services, world = node
    client = enter(world.client, "aibek")
    for number in range(11):
        subscribe(client, endpoint=f"https://push.example/{number}")
    assert "as many devices" in shown(client, CHOICES)
    assert len(services.queries.documents(DEVICE)) == 10
    for wrong in ("", "[", "null", "{}"):
        post(client, DEVICES, subscription=wrong)
    assert len(services.queries.documents(DEVICE)) == 10


def test_a_page_is_installed_under_its_name_and_its_worker_answers_for_no_page(
    world: World,
) -> None:
    manifest = world.client.get("/app.webmanifest")
    assert manifest.headers["content-type"].startswith("application/manifest+json")
    assert manifest.json()["name"] == "Цифровой транзитный коридор (KG)"
    assert manifest.json()["display"] == "standalone"
    worker = world.client.get("/push-sw.js").text
    assert "showNotification" in worker
    assert '"fetch"' not in worker


def test_a_node_that_sends_no_notices_offers_none(world: World) -> None:
    client = enter(world.client, "osh")
    assert "notice:" not in shown(client, CHOICES)
    post(client, DEVICES, 404, subscription=json.dumps(SUBSCRIBED))


def test_a_node_without_mail_says_so(world: World) -> None:
    assert "sends no mail yet" in shown(enter(world.client, "osh"), CHOICES)
    assert "The disk is nearly full" in shown(enter(world.client, "operator"), CHOICES)


def add(client: Client) -> str:
    """A webhook of the carrier; its page."""
    answer = post(client, HOOKS, **HOOK_FORM)
    return str(answer.headers["location"])


def test_a_webhook_from_its_form_to_its_messages(node: tuple[Services, World]) -> None:
    services, world = node
    client = enter(world.client, "aibek")
    here = add(client)
    (document,) = services.queries.documents(HOOK)
    hook = read_hook(document)
    assert hook.secret.startswith("whsec_")
    assert hook.secret in shown(client, here)
    assert "ERP" in shown(client, HOOKS)
    post(client, f"{here}/try")
    page = shown(client, here)
    assert "1 message waits" in page
    (queued,) = services.queries.documents(QUEUE)
    world.core.run_one(Arrived(queued.id, 204))
    assert "taken" in shown(client, here)
    post(client, f"{here}/again", message=queued.id)
    assert not services.queries.documents(SENT)
    post(client, f"{here}/again", 404, message="another")
    post(client, f"{here}/nonsense", 404)
    post(client, here, **HOOK_FORM | {"name": "New", "kinds": ["movement.released"]})
    changed = read_hook(services.queries.documents(HOOK)[0])
    assert (changed.name, changed.kinds, changed.secret) == (
        "New",
        ("movement.released",),
        hook.secret,
    )
    post(client, f"{here}/secret")
    assert read_hook(services.queries.documents(HOOK)[0]).secret != hook.secret
    post(client, f"{here}/switch")
    assert "Switched off" in shown(client, here)
    post(client, f"{here}/switch")
    post(client, f"{here}/delete")
    assert not services.queries.documents(HOOK)
    assert not services.queries.documents(QUEUE)


def test_an_address_of_the_own_network_is_refused(node: tuple[Services, World]) -> None:
    services, world = node
    client = enter(world.client, "aibek")
    bad = {"url": "https://metadata.example/", "name": "x" * 61, "kinds": ["desk.decide"]}
    page = post(client, HOOKS, 422, **bad).text
    for said in ("which a node never calls", "At most 60 letters", "Choose at least one"):
        assert said in page
    assert 'value="https://metadata.example/"' in page
    assert not services.queries.documents(HOOK)
    here = add(client)
    assert "never calls" in post(client, here, 422, **HOOK_FORM | {"url": bad["url"]}).text


def test_webhooks_are_a_desks_own_and_so_many(node: tuple[Services, World]) -> None:
    _, world = node
    client = enter(world.client, "aibek")
    here, *_ = [add(client) for _ in range(10)]
    assert "ten webhooks" in post(client, HOOKS, 422, **HOOK_FORM).text
    for login in ("rival", "osh", "operator"):
        other = enter(world.client, login)
        assert here not in shown(other, HOOKS)
        assert other.get(here).status_code == 404
        post(other, f"{here}/delete", 404)


def test_the_operator_sees_how_it_goes_with_mail_and_test_receivers(
    node: tuple[Services, World],
) -> None:
    _, world = node
    page = shown(enter(world.client, "operator"), "/operator")
    for said in ("Mail is not taken by mail.example:587 since", "away", "not encrypted"):
        assert said in page
    assert "Webhooks may go to test receivers: http://127.0.0.1:9000" in page
    assert "Addresses that the mail server does not take: 1" in page
