"""What the node sends: letters and messages that outlive a crash, and hold nothing secret."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
import pytest

from corridor.domain.consignment import items_of, vehicles_of
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.engine.core import Core
from corridor.engine.hlc import to_ms
from corridor.engine.hooking import SendAgain, SendTest
from corridor.engine.jobs import Execute, PutDocument
from corridor.engine.mailing import KeepChoice
from corridor.engine.ports import Document
from corridor.engine.told import (
    CHOICE,
    HOOK,
    MAIL,
    MAIL_FAILED,
    QUEUE,
    SENT,
    Choice,
    Hook,
    kept,
    read_choice,
    read_hook,
    read_mail,
    read_message,
)
from corridor.gateways.mail import MailLine, MailRefused, MailServer
from corridor.gateways.webhooks.delivery import Handed, Receivers
from corridor.node.telling.courier import Courier
from corridor.node.telling.mailer import Mailer
from corridor.stores.sqlite import SqliteStore
from corridor.web.services import Services
from corridor.web.templating import readers
from tests.support.engines import (
    DOSSIER,
    MOVEMENT,
    START,
    FakeClock,
    customs,
    do,
    lodge,
    make_core,
    register_guarantee,
)
from tests.support.web import make_services, put_people

OSH, DESK, HOME = customs("KGOSH001"), "carrier:ala-too", "https://kg.example"
HOUR_MS = 3_600_000


class Line(MailLine):
    """A mail server in memory: what it took, and what it says to the next ones."""

    def __init__(self) -> None:
        super().__init__(MailServer("mail.example", "node@kg.example"))
        self.taken: list[EmailMessage] = []
        self.refusals: list[MailRefused] = []

    async def send(self, message: EmailMessage) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append(message)


class Node:
    """One node with a clock that is turned by hand."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.core: Core = make_core(clock=self.clock)
        put_people(self.core)
        assert not register_guarantee(self.core).refusals
        self.services: Services = make_services(folder, self.core)
        self.services.writer.start()
        self.line = Line()
        self.mailer = Mailer(self.services, self.line, HOME, readers(self.services))

    def documents(self, kind: str) -> list[Document]:
        return self.services.queries.documents(kind)

    def choose(self, login: str = "aibek", desk: str = DESK, **given: Any) -> None:
        choice = Choice(**{"address": f"{login}@example.org", "zone": "KG", "lang": "en", **given})
        self.core.run_one(KeepChoice(login, desk, choice))

    async def letters(self, turned_ms: int = 61_000) -> list[EmailMessage]:
        """What is sent a while later."""
        self.clock.turn(turned_ms)
        before = len(self.line.taken)
        await self.mailer.turn()
        return self.line.taken[before:]


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    made = Node(tmp_path)
    yield made
    made.services.writer.stop()


def accepted(node: Node) -> None:
    """An event that the carrier has to hear of."""
    assert not lodge(node.core).refusals
    assert not do(node.core, AcceptDeclaration(), OSH).refusals


async def test_a_letter_says_a_number_and_a_link_and_nothing_secret(node: Node) -> None:
    node.choose(modes={"movement.accepted": "now"})
    accepted(node)
    assert not await node.letters(30_000)  # gathered for a minute
    (letter,) = await node.letters(31_000)
    assert letter["To"] == "aibek@example.org"
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content()
    state: Any = node.services.queries.get(MOVEMENT).state
    assert f"{state.mrn}: Declaration accepted, MRN given.\r\n" in text.replace("\n", "\r\n")
    assert f"{HOME}/carrier/dossiers/{MOVEMENT}" in text
    secret = [item.description for item in items_of(DOSSIER)] + list(vehicles_of(DOSSIER))
    secret += [DOSSIER.holder.name, DOSSIER.consignment.gross_kg, "ala-too", "EUR"]
    assert not [word for word in secret if word and word in letter.as_string() + text]
    assert not await node.letters()
    assert not node.documents(MAIL)


async def test_in_russian_and_with_the_morning_for_what_can_wait(node: Node) -> None:
    node.choose(lang="ru")
    accepted(node)
    assert not await node.letters()
    (letter,) = await node.letters(24 * HOUR_MS)
    assert "Новое: 1 дело" in letter["Subject"]
    assert "Декларация принята" in letter.get_content()


async def test_what_was_seen_or_is_of_no_interest_is_not_written_about(node: Node) -> None:
    node.choose(modes={"movement.accepted": "now"})
    node.choose("rival", "carrier:other-firm")
    accepted(node)
    body = str(node.services.queries.log_size()).encode()
    node.core.run_one(PutDocument("news-seen", Document("aibek", DESK, START, body)))
    assert not await node.letters()
    node.choose(modes={"movement.control_decided": "never"})
    assert not do(node.core, DecideControl("green"), OSH).refusals
    assert not await node.letters(24 * HOUR_MS)


async def test_a_new_address_is_asked_first(node: Node) -> None:
    node.choose(code="secret-code")
    (letter,) = await node.letters()
    assert f"{HOME}/news/confirm/secret-code" in letter.get_content()
    accepted(node)
    assert not await node.letters(24 * HOUR_MS)
    node.choose(modes={"movement.control_decided": "now"})
    assert not do(node.core, DecideControl("green"), OSH).refusals
    (letter,) = await node.letters()
    assert "Control channel decided" in letter.get_content()


async def test_a_server_that_is_away_loses_nothing_and_is_shown(node: Node) -> None:
    node.choose(modes={"movement.accepted": "now"})
    accepted(node)
    node.line.refusals = [MailRefused("no answer in time", is_server=True)] * 2
    assert not await node.letters()
    state = node.mailer.state()
    assert (state.error, state.waiting, state.is_secret) == ("no answer in time", 1, True)
    assert not await node.letters(1_000)  # left alone for a while
    assert len(node.line.refusals) == 1
    assert not await node.letters()
    assert state.since == node.mailer.state().since
    assert len(await node.letters(301_000)) == 1
    assert (node.mailer.state().error, node.mailer.state().waiting) == ("", 0)


async def test_a_wrong_password_is_tried_ever_more_seldom_and_the_operator_reads_when(
    node: Node,
) -> None:
    """Asked every few minutes, a server locks the login."""
    node.choose(modes={"movement.accepted": "now"})
    accepted(node)
    wrong = MailRefused("AUTH: 535 bad credentials", is_server=True, is_final=True)
    node.line.refusals = [wrong] * 6
    rests = []
    turned_ms = 61_000
    while node.line.refusals:
        assert not await node.letters(turned_ms)
        turned_ms = to_ms(node.mailer.state().again) - node.clock.now_ms()
        rests.append(turned_ms // 1000)
    assert rests == [5, 60, 300, 1_800, 7_200, 7_200]
    assert not await node.letters(turned_ms - 1)
    assert len(await node.letters(1)) == 1
    assert node.mailer.state().again == ""


async def test_an_address_that_is_refused_is_tried_less_and_less(node: Node) -> None:
    node.choose(modes={"movement.accepted": "now"})
    accepted(node)
    node.line.refusals = [MailRefused("550 no such mailbox", is_server=False)] * 10
    assert not await node.letters()
    (due,) = node.documents(MAIL)
    assert read_mail(due).error == "550 no such mailbox"
    assert node.mailer.state().error == ""
    for _ in range(9):
        assert not await node.letters(11 * HOUR_MS)
    assert not node.documents(MAIL)
    assert node.mailer.state().refused == 1


async def test_an_address_that_is_refused_for_good_is_not_asked_again(node: Node) -> None:
    node.choose(modes={"movement.accepted": "now", "movement.control_decided": "now"})
    accepted(node)
    node.line.refusals = [MailRefused("550 no such mailbox", False, is_final=True)]
    assert not await node.letters()
    assert not await node.letters(48 * HOUR_MS)
    assert not node.documents(MAIL)
    (failed,) = node.documents(MAIL_FAILED)
    assert (failed.owner, read_mail(failed).error) == (DESK, "550 no such mailbox")
    assert not do(node.core, DecideControl("green"), OSH).refusals
    assert len(await node.letters()) == 1  # further news ask anew, and this time it is taken
    assert not node.documents(MAIL_FAILED)


async def test_who_left_or_changed_the_desk_gets_no_letter(node: Node) -> None:
    node.choose("nobody", DESK, modes={"movement.accepted": "now"})
    node.choose("rival", DESK, modes={"movement.accepted": "now"})
    accepted(node)
    assert not await node.letters()
    assert not node.documents(MAIL)


async def test_what_came_while_the_letter_was_on_its_way_is_told_by_the_next(node: Node) -> None:
    node.choose(modes={"movement.accepted": "now", "movement.control_decided": "now"})
    accepted(node)
    send = node.line.send

    async def slowly(message: EmailMessage) -> None:
        await send(message)
        if len(node.line.taken) == 1:
            await node.services.writer.run(_decided())

    node.line.send = slowly  # type: ignore[method-assign]
    assert len(await node.letters()) == 1
    (letter,) = await node.letters()
    assert "Control channel decided" in letter.get_content()
    choice = read_choice(node.services.queries.document(CHOICE, "aibek"))
    assert choice is not None
    assert not await node.letters(24 * HOUR_MS)


def _decided() -> Execute:
    return Execute(DecideControl("green"), OSH, MOVEMENT)


class Answers(Receivers):
    """Receivers in memory: what they got, and what they answer next."""

    def __init__(self, *answers: Handed) -> None:
        super().__init__()
        self.got: list[tuple[str, bytes]] = []
        self.answers = list(answers)

    async def hand(self, url: str, secret: str, id: str, seconds: int, body: bytes) -> Handed:
        self.got.append((id, body))
        return self.answers.pop(0) if self.answers else Handed(204)


def hooked(node: Node, *answers: Handed) -> tuple[Answers, Courier]:
    """A webhook of the carrier for what it is told of an acceptance, with one message due."""
    hook = Hook("https://example.org/", "whsec_", ("movement.accepted", "movement.control_decided"))
    node.core.run_one(PutDocument(HOOK, kept("wh-1", DESK, START, hook)))
    accepted(node)
    receivers = Answers(*answers)
    return receivers, Courier(node.services, receivers, HOME)


async def bring(node: Node, courier: Courier, turned_ms: int = 1_000) -> Hook:
    """What is due a while later; the webhook afterwards."""
    node.clock.turn(turned_ms)
    for document in node.documents(HOOK):
        await courier.bring(document)
    (document,) = node.documents(HOOK)
    return read_hook(document)


async def test_a_message_holds_a_number_and_a_link(node: Node) -> None:
    receivers, courier = hooked(node)
    hook = await bring(node, courier)
    assert not hook.failures
    ((id, body),) = receivers.got
    said = msgspec.json.decode(body)
    state: Any = node.services.queries.get(MOVEMENT).state
    assert said["type"] == "movement.accepted"
    assert said["data"]["reference"] == state.mrn
    assert said["data"]["url"] == f"{HOME}/carrier/dossiers/{MOVEMENT}"
    assert set(said["data"]) == {
        "desk",
        "event",
        "message",
        "node",
        "position",
        "reference",
        "subject",
        "url",
    }
    assert id.startswith("msg_KG_")
    (sent,) = node.documents(SENT)
    assert read_message(sent).delivered
    assert not node.documents(QUEUE)


async def test_back_off_then_given_up_then_sent_again_under_the_same_number(node: Node) -> None:
    down = Handed(500, "status 500", is_down=True)
    receivers, courier = hooked(node, *[down] * 9)
    assert (await bring(node, courier)).failures == 1
    assert (await bring(node, courier, 1_000)).failures == 1  # it is left alone
    for _ in range(8):
        await bring(node, courier, 11 * HOUR_MS)
    assert not node.documents(QUEUE)
    (given_up,) = node.documents(SENT)
    assert (read_message(given_up).attempts, read_message(given_up).delivered) == (9, False)
    assert not node.core.run_one(SendAgain(given_up.id, "wh-2"))
    assert node.core.run_one(SendAgain(given_up.id, "wh-1"))
    hook = await bring(node, courier, 11 * HOUR_MS)
    assert (hook.failures, hook.error) == (0, "")
    assert len({id for id, _ in receivers.got}) == 1
    assert len(receivers.got) == 10


async def test_one_message_that_is_refused_does_not_hold_up_the_next(node: Node) -> None:
    receivers, courier = hooked(node, Handed(400, "status 400"))
    assert not do(node.core, DecideControl("green"), OSH).refusals
    await bring(node, courier)
    assert len(receivers.got) == 2
    assert len(node.documents(QUEUE)) == 1


async def test_who_is_gone_is_switched_off(node: Node) -> None:
    receivers, courier = hooked(node, Handed(410, "status 410"))
    assert not (await bring(node, courier)).is_on
    node.core.run_one(SendTest("wh-1"))
    await bring(node, courier)
    assert len(receivers.got) == 1


async def test_a_receiver_that_hangs_holds_up_no_other(node: Node) -> None:
    receivers, courier = hooked(node)
    hang = asyncio.Event()
    other = Hook("https://hangs.example/", "whsec_", ("movement.accepted",))
    node.core.run_one(PutDocument(HOOK, kept("wh-0", DESK, START, other)))
    node.core.run_one(SendTest("wh-0"))
    hand = receivers.hand

    async def some_hang(url: str, *given: Any) -> Handed:
        if "hangs" in url:
            await hang.wait()
        return await hand(url, *given)

    receivers.hand = some_hang  # type: ignore[method-assign, assignment]
    node.clock.turn(1_000)
    task = asyncio.create_task(courier.run())
    for _ in range(500):
        await asyncio.sleep(0 if node.documents(SENT) else 0.02)
    assert read_message(node.documents(SENT)[0]).kind == "movement.accepted"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


KILLED = """
import os, signal, sys
from pathlib import Path
from corridor.engine.jobs import PutDocument
from corridor.engine.told import HOOK, Hook, kept
from corridor.stores.sqlite import SqliteStore
from tests.support.engines import START, lodge, make_core, register_guarantee
core = make_core(store=SqliteStore.open(Path(sys.argv[1])))
register_guarantee(core)
hook = Hook("https://example.org/", "whsec_", ("desk.decide",))
core.run_one(PutDocument(HOOK, kept("wh-1", "customs:KGOSH001", START, hook)))
lodge(core)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_queue_outlives_the_process_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=root, check=False)
    assert done.returncode == -9
    store = SqliteStore.open(path)
    with store.read() as reader:
        (queued,) = reader.documents(QUEUE, None, 10)
        (news,) = reader.documents("news", "customs:KGOSH001", 10)
    assert read_message(queued).kind == "desk.decide"
    assert b"movement.lodged/1" in news.body
    store.close()
