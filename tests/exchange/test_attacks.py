"""What an attacker, or a peer that is not honest, may send: nothing of it is kept."""

import asyncio
from collections.abc import Callable
from hashlib import sha256

import msgspec
import pytest
from msgspec.structs import replace

from corridor.engine.ports import Cursor
from corridor.engine.queries import Queries
from corridor.engine.records import NodeStarted
from corridor.engine.unit import Unit
from corridor.evidence import canonical
from corridor.evidence.checkpoint import origin_of, sign_checkpoint
from corridor.evidence.event import event_leaf
from corridor.evidence.httpsig import Request
from corridor.evidence.keys import Ed25519Signer
from corridor.exchange.convict import Resume
from corridor.exchange.denials import NOTED_MAX
from corridor.exchange.errors import LineFault, PageRefused
from corridor.exchange.follower import Follower, Pace
from corridor.exchange.messages import (
    Seal,
    SealedPage,
    decode_request,
    signed_bytes,
    split_page,
)
from corridor.exchange.page_check import Expected
from corridor.exchange.page_open import verify_page
from corridor.exchange.publish import build_page
from corridor.exchange.transport import Answer
from corridor.node.peers import PeerBoard
from tests.exchange.network import Node, Wires, node_key, trust_list
from tests.exchange.steps import accepted_movement, saying
from tests.support.engines import MOVEMENT, START, FakeClock, customs, lodge, signer_of

STRANGER = Ed25519Signer.from_seed("KG/1", b"x" * 32)
Change = Callable[[SealedPage], SealedPage]


@pytest.fixture
def wires() -> Wires:
    return Wires()


@pytest.fixture
def kg(wires: Wires) -> Node:
    node = Node("KG", wires)
    accepted_movement(node.core)
    return node


@pytest.fixture
def uz(wires: Wires) -> Node:
    return Node("UZ", wires)


def resealed(page: SealedPage, signer: Ed25519Signer | None = None) -> bytes:
    """The page under a seal that holds."""
    signer = signer or signer_of("KG")
    digest = sha256(b"".join(event_leaf(event) for event in page.events)).digest()
    head_line = canonical.encode(replace(page.head, digest=digest))
    seal = canonical.encode(Seal(signer.name, signer.sign(signed_bytes(head_line))))
    return b"\n".join((seal, head_line, *page.events, b""))


def changing(change: Change, signer: Ed25519Signer | None = None) -> Callable[[Answer], Answer]:
    """A dishonest publisher: pages are changed, then sealed again."""

    def changed(answer: Answer) -> Answer:
        return replace(answer, body=resealed(change(split_page(answer.body)), signer))

    return changed


def heading(**changes: object) -> Change:
    """The page with another head."""
    return lambda page: replace(page, head=replace(page.head, **changes))


def nothing_kept(node: Node) -> bool:
    """Whether the node holds nothing of KG's channel."""
    with node.core.store.read() as reader:
        return (
            reader.cursor("KG").position == 0
            and reader.last_number("KG") == 0
            and reader.state(MOVEMENT) is None
            and reader.page_of("KG", 1) is None
        )


async def test_every_byte_of_a_page_flipped_in_turn(wires: Wires, kg: Node, uz: Node) -> None:
    await uz.follow("KG", limit=1)
    page, request = wires.answers[0].body, msgspec.json.decode(wires.requests[0].body)
    expected = Expected("KG", "UZ", _start(), request["nonce"])
    trust = uz.trust.current
    assert verify_page(page, expected, trust, START).proved.head.next == 1
    for at in range(len(page)):
        flipped = bytearray(page)
        flipped[at] ^= 1 << at % 8
        with pytest.raises(PageRefused):
            verify_page(bytes(flipped), expected, trust, START)
    for cut in (1, len(page) // 2, len(page) - 1):
        with pytest.raises(PageRefused):
            verify_page(page[:cut], expected, trust, START)


def _start() -> Cursor:
    return Cursor()


async def test_a_page_from_a_wrong_key(wires: Wires, kg: Node, uz: Node) -> None:
    wires.on_answer = changing(lambda page: page, STRANGER)
    follower = await uz.follow("KG")
    assert follower.status.error == "page.signature"
    assert nothing_kept(uz)
    noted = Queries(uz.core).recent(1)[0]
    assert noted.tag == "peer.misbehaved/1"


async def test_a_page_sealed_by_another_member(wires: Wires, kg: Node, uz: Node) -> None:
    wires.on_answer = changing(lambda page: page, signer_of("TM"))
    assert (await uz.follow("KG")).status.error == "page.key"
    assert nothing_kept(uz)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(heading(follower="TM"), "page.follower", id="for somebody else"),
        pytest.param(heading(publisher="TM"), "page.publisher", id="of somebody else"),
        pytest.param(heading(nonce="another"), "page.nonce", id="answer to another request"),
        pytest.param(heading(after=1, next=3), "page.position", id="gap"),
        pytest.param(heading(next=7), "page.malformed", id="miscounted"),
        pytest.param(heading(head=b"h" * 32), "page.chain", id="another chain"),
        pytest.param(heading(indexes=(1, 2)), "page.inclusion", id="other places in the log"),
        pytest.param(heading(proof=()), "page.inclusion", id="no proof"),
        pytest.param(
            lambda page: replace(page, events=page.events[::-1]), "page.chain", id="reordered"
        ),
        pytest.param(
            lambda page: replace(
                page,
                events=page.events[:1],
                head=replace(page.head, indexes=page.head.indexes[:1], next=1),
            ),
            "page.chain",
            id="truncated",
        ),
    ],
)
async def test_a_sealed_page_that_is_not_honest(
    wires: Wires, kg: Node, uz: Node, change: Change, code: str
) -> None:
    wires.on_answer = changing(change)
    follower = await uz.follow("KG")
    assert follower.status.error == code
    assert nothing_kept(uz)
    assert Queries(uz.core).recent(1)[0].tag == "peer.misbehaved/1"


async def test_events_altered_on_the_way_convict_nobody(wires: Wires, kg: Node, uz: Node) -> None:
    wires.on_answer = lambda answer: replace(answer, body=answer.body.replace(b"KGOSH", b"KGOSS"))
    follower = await uz.follow("KG")
    assert follower.status.error == "page.digest"
    assert nothing_kept(uz)
    board = PeerBoard(uz.core, uz.trust)
    board.watch(follower)
    assert {one.node: one.state for one in board.statuses()}["KG"] == "refused"
    wires.on_answer = lambda answer: answer
    assert (await uz.follow("KG")).status.error == ""


async def test_the_same_page_twice(wires: Wires, kg: Node, uz: Node) -> None:
    await uz.follow("KG")
    first, version = wires.answers[0].body, Queries(uz.core).get(MOVEMENT).version
    wires.replace_answer(first)
    follower = await uz.follow("KG")
    assert follower.status.error == "page.nonce"
    assert Queries(uz.core).get(MOVEMENT).version == version


async def test_an_event_of_another_node_inside(wires: Wires, kg: Node, uz: Node) -> None:
    tm = Node("TM", wires)
    await tm.follow("KG")
    with tm.core.store.read() as reader:
        foreign = reader.event_named("KG", reader.last_number("KG"))
    assert foreign is not None
    # TM passes on KG's event as if it were its own to tell.
    tm.core.run_one(_Publish(foreign.index, "UZ"))
    follower = await uz.follow("TM")
    assert follower.status.error == "page.speaker"
    stopped = uz.follower("TM")
    assert await stopped.round() is not None
    assert stopped.status.state == "stopped"


class _Publish(msgspec.Struct, frozen=True):
    index: int
    peer: str

    def run(self, unit: Unit) -> None:
        event = unit.tx.event(self.index)
        assert event is not None
        unit._channels.publish(unit.tx, self.peer, event)


async def test_two_roots_of_one_size(wires: Wires, kg: Node, uz: Node) -> None:
    await uz.follow("KG")
    size = kg.core.tip.size
    lie = sign_checkpoint(origin_of("KG"), size, b"r" * 32, signer_of("KG"))
    wires.on_answer = changing(heading(checkpoint=lie, consistency=()))
    follower = await uz.follow("KG")
    assert follower.status.error == "page.fork"
    with uz.core.store.read() as reader:
        [kept] = reader.documents("exchange-conviction", "KG", 10)
        told = [reader.channel_end(peer)[0] for peer in ("KZ", "GE")]
    assert b"known" in kept.body
    assert b"head_line" in kept.body
    assert told == [1, 1]  # every peer hears of it


async def test_a_rewritten_past(wires: Wires, kg: Node, uz: Node) -> None:
    """The node starts anew under the same key, with more events than before."""
    await uz.follow("KG")
    clock = FakeClock("2026-11-21T09:00:00.000Z")
    liar = Node("KG", wires, clock)
    accepted_movement(liar.core)
    for number in range(2, 9):
        lodge(liar.core, f"mv-KG-{number:020d}", f"L{number}")
    wires.on_answer = shameless(liar, wires)
    follower = await uz.follow("KG")
    assert follower.status.error == "page.chain"
    stopped = uz.follower("KG")
    await stopped.round()
    assert stopped.status.state == "stopped"


def shameless(liar: Node, wires: Wires) -> Callable[[Answer], Answer]:
    """A publisher that does not look at receipts: it knows that they convict it."""

    def answer(refusal: Answer) -> Answer:
        asked = decode_request(wires.requests[-1].body)
        page = build_page(liar.core, asked, liar.trust.current, START)
        return Answer(200, {}, page.data)

    return answer


async def test_a_log_that_grew_from_another_past(wires: Wires, kg: Node, uz: Node) -> None:
    await uz.follow("KG")
    lodge(kg.core, "mv-KG-00000000000000000002", "L2")
    lie = sign_checkpoint(origin_of("KG"), kg.core.tip.size, b"r" * 32, signer_of("KG"))
    wires.on_answer = changing(heading(checkpoint=lie))
    assert (await uz.follow("KG")).status.error == "page.consistency"


async def test_an_operator_lets_a_peer_be_followed_again(wires: Wires, kg: Node, uz: Node) -> None:
    wires.on_answer = changing(heading(head=b"h" * 32))
    assert (await uz.follow("KG")).status.error == "page.chain"
    wires.on_answer = lambda answer: answer
    assert (await uz.follow("KG")).status.state == "stopped"
    uz.core.run_one(Resume("KG"))
    assert (await uz.follow("KG")).status.state == "following"


async def test_another_event_under_a_known_number(wires: Wires, kg: Node, uz: Node) -> None:
    await uz.follow("KG")
    with kg.core.store.read() as reader:
        known = reader.event_named("KG", 3)
    assert known is not None
    kg.core._log._number = known.number - 1
    other = _page_number(kg, known.number)
    kg.core._log._number = 50
    assert other != known.data
    follower = await uz.follow("KG")
    assert follower.status.error == "page.number", follower.status


def _page_number(node: Node, number: int) -> bytes:
    """Make the node's store forget that it used the number; MemoryStore would refuse it."""
    node.core.store._tables.named.pop((node.name, number), None)  # type: ignore[attr-defined]
    saying(node.core, "peer-UZ", NodeStarted(1), customs(""), to=("UZ",))
    with node.core.store.read() as reader:
        return reader.log(node.core.tip.size - 1, 1)[0].data


async def test_a_clock_days_ahead_waits(wires: Wires, uz: Node) -> None:
    kg = Node("KG", wires, FakeClock("2026-11-24T08:00:00.000Z"))
    accepted_movement(kg.core)
    kg.clock.turn(-3 * 24 * 3600 * 1000)
    follower = await uz.follow("KG")
    assert follower.status.error == "page.clock"
    assert nothing_kept(uz)
    uz.clock.turn(3 * 24 * 3600 * 1000)
    kg.clock.turn(3 * 24 * 3600 * 1000)
    assert (await uz.follow("KG")).status.error == ""


async def test_a_publisher_whose_key_is_revoked(wires: Wires, kg: Node) -> None:
    trust = trust_list()
    key = node_key(signer_of("KG"), revoked_at="2026-11-20T00:00:00.000Z", revoked_reason="lost")
    nodes = tuple(replace(n, keys=(key,)) if n.node == "KG" else n for n in trust.nodes)
    uz = Node("UZ", wires, trust=replace(trust, nodes=nodes))
    assert (await uz.follow("KG")).status.error == "page.key"
    assert nothing_kept(uz)


async def test_an_area_that_the_pair_may_not_exchange(wires: Wires, kg: Node) -> None:
    trust = trust_list()
    pairs = tuple(replace(p, areas=("permit",)) for p in trust.exchange)
    uz = Node("UZ", wires, trust=replace(trust, exchange=pairs))
    assert (await uz.follow("KG")).status.error == "page.area"
    assert nothing_kept(uz)


class Asked:
    """A request of UZ to KG, held before it is sent."""

    def __init__(self, wires: Wires, kg: Node) -> None:
        self.wires, self.kg = wires, kg

    async def __call__(self, change: Callable[[Request], Request]) -> str:
        """The code of the answer to the request so changed; "" for a page."""
        answer = await self.kg.publisher.handle_follow(change(self.wires.requests[-1]))
        return "" if answer.status == 200 else msgspec.json.decode(answer.body)["code"]


@pytest.fixture
async def asked(wires: Wires, kg: Node, uz: Node) -> Asked:
    await uz.follow("KG")
    return Asked(wires, kg)


async def test_a_replayed_request(asked: Asked, wires: Wires) -> None:
    assert await asked(lambda request: request) == "request.replayed"
    asked.kg = Node("KG", wires, store=asked.kg.core.store)
    assert await asked(lambda request: request) == "request.replayed"


async def test_a_request_after_its_time(asked: Asked) -> None:
    asked.kg.clock.turn(10 * 60 * 1000)
    assert await asked(lambda request: request) == "request.signature"


async def test_expired_nonces_are_forgotten(asked: Asked, wires: Wires, uz: Node) -> None:
    for node in (asked.kg, uz):
        node.clock.turn(10 * 60 * 1000)
    await uz.follow("KG")
    with asked.kg.core.store.read() as reader:
        assert len(reader.documents("exchange-nonce", None, 10)) == 1


async def test_an_altered_request(asked: Asked) -> None:
    def other_body(request: Request) -> Request:
        return replace(request, body=request.body.replace(b'"after":0', b'"after":1'))

    def other_path(request: Request) -> Request:
        return replace(request, url=request.url + "?x")

    assert await asked(other_body) == "request.signature"
    assert await asked(other_path) == "request.signature"
    assert await asked(lambda r: replace(r, headers={})) == "request.signature"
    assert await asked(lambda r: replace(r, body=b"x" * 70_000)) == "request.size"


async def test_a_stranger_asks(wires: Wires, kg: Node) -> None:
    members = trust_list(("KG", "KZ"))
    kg = Node("KG", wires, store=kg.core.store)
    uz = Node("UZ", wires)
    kg.trust._list = members
    follower = await uz.follow("KG")
    assert follower.status.detail == "401 request.key"
    assert Queries(kg.core).recent(1)[0].tag == "access.denied/1"


async def test_a_member_asks_for_anothers_channel(wires: Wires, kg: Node, uz: Node) -> None:
    tm = Node("TM", wires)
    tm.core.settings = replace(tm.core.settings, node="UZ")
    follower = await tm.follow("KG")
    assert follower.status.detail == "403 request.addressee"


async def test_a_member_of_no_pair(wires: Wires, kg: Node, uz: Node) -> None:
    kg.trust._list = replace(trust_list(), exchange=())
    assert (await uz.follow("KG")).status.detail == "403 request.member"


async def test_a_receipt_for_what_was_never_sent(wires: Wires, kg: Node, uz: Node) -> None:
    await uz.follow("KG")
    elsewhere = Wires()
    elsewhere.starts = 50
    other = Node("KG", elsewhere)
    accepted_movement(other.core)
    lodge(other.core, "mv-KG-00000000000000000009", "L9")
    wires.nodes["KG"] = other
    with uz.core.store.read() as reader:
        cursor = reader.cursor("KG")
    assert cursor.position == 2
    follower = await uz.follow("KG")
    assert follower.status.detail == "400 request.receipt"
    assert Queries(other.core).recent(1)[0].tag == "peer.misbehaved/1"


async def test_a_flood_of_refusals_does_not_fill_the_log(asked: Asked) -> None:
    size = asked.kg.core.tip.size
    for _ in range(50):
        assert await asked(lambda r: replace(r, headers={})) == "request.signature"
    assert asked.kg.core.tip.size - size == NOTED_MAX


async def test_more_of_nothing_is_not_asked_for_again(wires: Wires, kg: Node, uz: Node) -> None:
    await uz.follow("KG")
    before = len(wires.requests)
    wires.on_answer = changing(heading(more=True))

    follower = await uz.follow("KG")

    assert follower.status.error == ""
    assert len(wires.requests) == before + 1


async def test_a_line_that_fails_hides_no_lie(wires: Wires, kg: Node, uz: Node) -> None:
    lie = changing(heading(head=b"h" * 32))

    def answer(given: Answer) -> Answer:
        if len(wires.answers) > 1:
            raise LineFault("unreachable", "the next page does not come")
        return lie(given)

    async def late(check: Callable[..., object], *page: object) -> object:
        for _ in range(20):
            await asyncio.sleep(0)
        return check(*page)

    wires.on_answer = answer
    pace = Pace(wait_s=0, limit=1, offload=late)
    follower = Follower(uz.core, uz.submit, uz.trust, wires, "KG", pace)
    await follower.round()
    assert len(wires.answers) > 1
    assert follower.status.error == "page.chain"
