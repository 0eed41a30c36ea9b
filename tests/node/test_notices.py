"""Notices on devices: by the queue of what is due, to a real service, and with nothing secret."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from corridor.domain.consignment import items_of, vehicles_of
from corridor.domain.movement.control import DecideControl
from corridor.engine.jobs import PutDocument
from corridor.engine.mailing import KeepChoice
from corridor.engine.ports import Document
from corridor.engine.pushing import ATTEMPTS_MAX, KeepDevice, TryDevice
from corridor.engine.told import CHOICE, DEVICE, PUSH, Choice, Device, read_device
from corridor.gateways.push.delivery import PushServices
from corridor.gateways.push.naming import Sender
from corridor.gateways.webhooks.delivery import Receivers
from corridor.node.telling.pusher import Pusher
from corridor.web.templating import readers
from tests.node.test_telling import DESK, HOUR_MS, OSH, Node, accepted
from tests.support.engines import DOSSIER, MOVEMENT, START, do
from tests.support.push_service import Browser, PushService, serving

NO_ROOTS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
URGENT = {"movement.accepted": True, "movement.control_decided": True}


class Phone(Node):
    """A node, a push service, and a browser of a carrier's that has subscribed there."""

    def __init__(self, folder: Path, service: PushService) -> None:
        super().__init__(folder)
        self.service, self.browser = service, Browser()
        sender = Sender(ec.generate_private_key(ec.SECP256R1()), "mailto:node@kg.example")
        receivers = Receivers(frozenset({service.origin}), seconds=0.5, tls=NO_ROOTS)
        self.push = PushServices(receivers, sender, tuple)
        self.pusher = Pusher(self.services, self.push, readers(self.services))

    def subscribe(self, login: str = "aibek", desk: str = DESK, **given: Any) -> None:
        """Choices of a person, and a device of theirs."""
        choice = Choice(**{"zone": "KG", "lang": "en", "notices": URGENT, **given})
        device = Device(
            login, f"{self.service.origin}/p/{login}", self.browser.p256dh, self.browser.auth
        )
        self.core.run_one(KeepDevice(f"of-{login}", desk, device, choice))

    async def notices(self, turned_ms: int = 11_000) -> list[dict[str, str]]:
        """What the browser shows a while later."""
        self.clock.turn(turned_ms)
        before = len(self.service.bodies)
        for due in self.pusher.due():
            await self.pusher.bring(due)
        return [json.loads(self.browser.read(one)) for one in self.service.bodies[before:]]

    @property
    def device(self) -> Device:
        """As it is kept."""
        (document,) = self.documents(DEVICE)
        return read_device(document)


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[Phone]:
    async with serving(PushService()) as service:
        made = Phone(tmp_path, service)
        yield made
        made.services.writer.stop()


async def test_a_notice_says_what_happened_and_nothing_secret(phone: Phone) -> None:
    phone.subscribe()
    accepted(phone)
    assert not await phone.notices(5_000)  # gathered for ten seconds
    (notice,) = await phone.notices(6_000)
    assert notice == {
        "title": "Digital Transit Corridor (KG): 1 matter is new",
        "text": "Declaration accepted, MRN given",
        "address": f"/carrier/dossiers/{MOVEMENT}",
        "lang": "en",
    }
    state: Any = phone.services.queries.get(MOVEMENT).state
    secret = [item.description for item in items_of(DOSSIER)] + list(vehicles_of(DOSSIER))
    secret += [state.mrn, DOSSIER.holder.name, DOSSIER.lrn, "ala-too", "aibek"]
    seen = notice["title"] + notice["text"]
    assert not [word for word in secret if word and word in seen]
    assert phone.service.sender(phone.push.key, phone.clock.now_ms() // 1000)
    assert not await phone.notices()
    assert not phone.documents(PUSH)


async def test_in_russian_what_waits_and_what_is_urgent_is_said_so(phone: Phone) -> None:
    phone.subscribe(lang="ru")
    accepted(phone)
    (notice,) = await phone.notices()
    assert "Новое: 1 дело" in notice["title"]
    assert notice["text"] == "Декларация принята, присвоен МДН"


async def test_a_later_notice_counts_what_an_earlier_one_told(phone: Phone) -> None:
    """A service brings the newest alone to a browser that was off."""
    phone.subscribe()
    accepted(phone)
    assert len(await phone.notices()) == 1
    assert not do(phone.core, DecideControl("green"), OSH).refusals
    (notice,) = await phone.notices()
    assert "1 matter is new" in notice["title"]
    assert notice["text"] == "Control channel decided"


async def test_not_in_quiet_hours_and_not_what_is_of_no_interest(phone: Phone) -> None:
    """It is two in the afternoon in Bishkek."""
    phone.subscribe(quiet_from=13, quiet_to=16)
    accepted(phone)
    assert not await phone.notices(HOUR_MS)
    assert len(await phone.notices(HOUR_MS + 1_000)) == 1
    choice = Choice(zone="KG", notices=dict.fromkeys(URGENT, False))
    phone.core.run_one(KeepChoice("aibek", DESK, choice))
    assert not do(phone.core, DecideControl("green"), OSH).refusals
    assert not phone.documents(PUSH)


async def test_what_was_seen_or_switched_off_meanwhile_is_not_shown(phone: Phone) -> None:
    phone.subscribe()
    accepted(phone)
    body = str(phone.services.queries.log_size()).encode()
    phone.core.run_one(PutDocument("news-seen", Document("aibek", DESK, START, body)))
    assert not await phone.notices()
    assert not phone.documents(PUSH)


async def test_a_service_that_fails_is_tried_less_and_less_and_then_left(phone: Phone) -> None:
    phone.subscribe()
    accepted(phone)
    down = b"HTTP/1.1 503 No\r\nRetry-After: 3600\r\ncontent-length: 0\r\n\r\n"
    phone.service.answers = [down] * ATTEMPTS_MAX
    assert len(await phone.notices()) == 1
    assert phone.device.error == "status 503"
    assert not await phone.notices(59 * 60_000)  # it asked for an hour
    for _ in range(ATTEMPTS_MAX - 1):
        assert len(await phone.notices(11 * HOUR_MS)) == 1
    assert not phone.documents(PUSH)
    assert phone.device.is_on
    assert not do(phone.core, DecideControl("green"), OSH).refusals
    (notice,) = await phone.notices()  # further news ask anew, and this time it is taken
    assert notice["text"] == "Control channel decided"
    assert phone.device.error == ""


async def test_a_browser_that_listens_no_more_is_not_asked_again(phone: Phone) -> None:
    phone.subscribe()
    accepted(phone)
    phone.service.answers = [b"HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n"]
    assert len(await phone.notices()) == 1
    assert not phone.device.is_on
    assert not do(phone.core, DecideControl("green"), OSH).refusals
    assert not phone.documents(PUSH)


async def test_who_left_or_changed_the_desk_is_forgotten(phone: Phone) -> None:
    phone.subscribe("rival", DESK)
    accepted(phone)
    assert not await phone.notices()
    assert not phone.documents(DEVICE)
    assert not phone.documents(PUSH)


async def test_what_came_while_it_was_on_its_way_is_told_by_the_next(phone: Phone) -> None:
    phone.subscribe()
    accepted(phone)
    post = phone.push.hand

    async def slowly(*given: Any) -> Any:
        handed = await post(*given)
        if len(phone.service.bodies) == 1:
            await asyncio.to_thread(do, phone.core, DecideControl("green"), OSH)
        return handed

    phone.push.hand = slowly  # type: ignore[method-assign, assignment]
    assert len(await phone.notices()) == 1
    (notice,) = await phone.notices()
    assert notice["text"] == "Control channel decided"
    assert not await phone.notices()


async def test_a_trial_comes_at_once_and_keeps_what_is_due(phone: Phone) -> None:
    phone.subscribe(quiet_from=13, quiet_to=16)
    accepted(phone)
    phone.core.run_one(TryDevice("of-aibek"))
    (notice,) = await phone.notices(1_000)
    assert "A trial notice" in notice["title"]
    assert len(await phone.notices(2 * HOUR_MS)) == 1


async def test_a_service_that_hangs_holds_up_no_other(phone: Phone) -> None:
    phone.subscribe()
    async with serving(PushService()) as other:
        other.hangs = True
        device = Device("aibek", f"{other.origin}/p", phone.browser.p256dh, phone.browser.auth)
        phone.core.run_one(KeepDevice("hangs", DESK, device, Choice()))
        phone.push._receivers.named |= {other.origin}
        accepted(phone)
        phone.clock.turn(11_000)
        task = asyncio.create_task(phone.pusher.run())
        for _ in range(200):
            await asyncio.sleep(0 if phone.service.bodies else 0.01)
        assert phone.service.bodies
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_a_device_of_another_person_who_signs_in_there_is_theirs_alone(tmp_path: Path) -> None:
    node = Node(tmp_path)
    for login in ("aibek", "rival"):
        device = Device(login, "https://push.example/1", "", "")
        node.core.run_one(KeepDevice("one", DESK, device, Choice(zone="KG")))
    (document,) = node.documents(DEVICE)
    assert read_device(document).login == "rival"
    assert {one.id for one in node.documents(CHOICE)} == {"aibek", "rival"}
    node.services.writer.stop()
