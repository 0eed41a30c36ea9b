"""Forged, replayed and altered exchange with a real node over real HTTP."""

import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest

from corridor.evidence.httpsig import Request
from corridor.evidence.keys import Ed25519Signer, Signer
from corridor.exchange.messages import FOLLOW_PATH, FollowRequest, encode_request
from corridor.exchange.transport import signed_request
from corridor.node.demo.network import key_id
from tests.acceptance.conftest import World
from tests.support.journeys import Journey
from tests.support.line import Line
from tests.support.untouched import untouched

HOUR_MS = 3_600_000


def signer_of(world: World, node: str) -> Ed25519Signer:
    """The node's own key: the attacker has stolen it, or is its operator."""
    pem = (world.network.folder / node / "key.pem").read_bytes()
    return Ed25519Signer.from_pem(key_id(node), pem)


def stranger(name: str) -> Ed25519Signer:
    """A key of nobody, under any name."""
    return Ed25519Signer.generate(name)


def follow(**changes: Any) -> FollowRequest:
    """AZ asks KG for the beginning of its channel."""
    fields = {"publisher": "KG", "follower": "AZ", "after": 0, "nonce": secrets.token_hex(8)}
    return FollowRequest(**{**fields, **changes})


def request(
    world: World,
    wanted: FollowRequest | bytes,
    signer: Signer | None = None,
    late_ms: int = 0,
    nonce: str = "",
) -> Request:
    """A signed request to KG."""
    body = wanted if isinstance(wanted, bytes) else encode_request(wanted)
    url = world.network.url("KG") + FOLLOW_PATH
    now_ms = int(time.time() * 1000) - late_ms
    key = signer or signer_of(world, "AZ")
    return signed_request(url, body, key, nonce or secrets.token_hex(8), now_ms)


def send(world: World, made: Request, **headers: str) -> httpx.Response:
    """To the node, as it stands."""
    given = {**made.headers, **headers}
    path = made.url.removeprefix(world.network.url("KG"))
    client = world.network.client("KG")
    return client.request(made.method, path, content=made.body, headers=given)


def swap(made: Request, **changes: Any) -> Request:
    """The same signature over something else."""
    return msgspec.structs.replace(made, **changes)


def flipped(text: str, at: int = 20) -> str:
    """One letter is another one."""
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


class Forged(NamedTuple):
    """A request that must not be answered with a page."""

    name: str
    make: Callable[[World], Request]
    status: int
    code: str
    headers: Mapping[str, str] = msgspec.json.decode(b"{}")


def _unsigned(world: World) -> Request:
    return swap(request(world, follow()), headers={"content-type": "application/json"})


def _altered_body(world: World) -> Request:
    made = request(world, follow())
    return swap(made, body=made.body.replace(b'"after":0', b'"after":1'))


def _altered_signature(world: World) -> Request:
    made = request(world, follow())
    return swap(made, headers={**made.headers, "signature": flipped(made.headers["signature"])})


def _other_algorithm(world: World) -> Request:
    made = request(world, follow())
    claimed = made.headers["signature-input"] + ';alg="hmac-sha256"'
    return swap(made, headers={**made.headers, "signature-input": claimed})


def _for_another_address(world: World) -> Request:
    made = request(world, follow())
    return swap(made, url=made.url + "?x=1")


FORGED = (
    Forged("unsigned", _unsigned, 401, "request.signature"),
    Forged(
        "unknown peer",
        lambda world: request(world, follow(follower="XX"), stranger("xx-demo-1")),
        401,
        "request.key",
    ),
    Forged(
        "a stranger's key under a peer's name",
        lambda world: request(world, follow(), stranger("az-demo-1")),
        401,
        "request.signature",
    ),
    Forged(
        "in the name of another peer",
        lambda world: request(world, follow(follower="UZ")),
        403,
        "request.addressee",
    ),
    Forged(
        "meant for another node",
        lambda world: request(world, follow(publisher="UZ")),
        403,
        "request.addressee",
    ),
    Forged(
        "expired",
        lambda world: request(world, follow(), late_ms=HOUR_MS),
        401,
        "request.signature",
    ),
    Forged(
        "from the future",
        lambda world: request(world, follow(), late_ms=-HOUR_MS),
        401,
        "request.signature",
    ),
    Forged("another body", _altered_body, 401, "request.signature"),
    Forged("another signature", _altered_signature, 401, "request.signature"),
    Forged("another algorithm", _other_algorithm, 401, "request.signature"),
    Forged("another address", _for_another_address, 401, "request.signature"),
    Forged(
        "oversized",
        lambda world: request(world, encode_request(follow()) + b" " * 70_000),
        413,
        "request.size",
    ),
    Forged("no JSON", lambda world: request(world, b"{"), 400, "request.malformed"),
    Forged(
        "nested",
        lambda world: request(world, b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
        400,
        "request.malformed",
    ),
    Forged(
        "a name twice",
        lambda world: request(
            world, encode_request(follow()).replace(b'"after":0', b'"after":0,"after":1')
        ),
        400,
        "request.malformed",
    ),
    Forged(
        "beyond the end",
        lambda world: request(world, follow(after=1_000_000)),
        409,
        "request.position",
    ),
    Forged(
        "of a longer log",
        lambda world: request(world, follow(size=1_000_000)),
        409,
        "request.restored",
    ),
)


@pytest.mark.parametrize("case", FORGED, ids=lambda case: case.name)
def test_forged_requests_get_no_page(settled: World, case: Forged) -> None:
    with untouched(settled.network):
        answer = send(settled, case.make(settled), **case.headers)
    assert answer.status_code == case.status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == case.code, problem
    assert problem["remedy"]


def test_a_stranger_learns_no_detail(settled: World) -> None:
    made = request(settled, follow(follower="XX"), stranger("xx-demo-1"))
    assert send(settled, made).json()["detail"] == ""


def test_a_replayed_request(settled: World) -> None:
    """The nonce is spent, also after a restart in between."""
    made = request(settled, follow())
    assert send(settled, made).status_code == 200
    with untouched(settled.network):
        again = send(settled, made)
    assert (again.status_code, again.json()["code"]) == (409, "request.replayed")
    settled.network.kill("KG")
    settled.network.start("KG")
    once_more = send(settled, made)
    assert (once_more.status_code, once_more.json()["code"]) == (409, "request.replayed")
    settled.network.settle()


def test_other_addresses_of_the_exchange_are_unknown(settled: World) -> None:
    with untouched(settled.network):
        for path in ("/exchange/v1/other", "/exchange/v2/follow", "/exchange/x"):
            answer = settled.network.client("KG").post(path, content=b"{}")
            assert answer.status_code in (401, 404), answer.text


def _one_byte_changed(page: bytes) -> bytes:
    middle = len(page) // 2
    return page[:middle] + bytes([page[middle] ^ 1]) + page[middle + 1 :]


def _cut(page: bytes) -> bytes:
    return page[: len(page) // 2]


def _an_event_left_out(page: bytes) -> bytes:
    lines = page.split(b"\n")
    return b"\n".join([*lines[:2], *lines[3:]])


def _twice(page: bytes) -> bytes:
    lines = page.split(b"\n")
    return b"\n".join([*lines[:-1], *lines[2:]])


def _wrong_key(page: bytes) -> bytes:
    head, rest = page.split(b"\n", 1)
    seal = msgspec.json.decode(head)
    seal["key"] = "az-demo-1"
    return msgspec.json.encode(seal, order="sorted") + b"\n" + rest


WORSE = (_one_byte_changed, _cut, _an_event_left_out, _twice, _wrong_key)


def test_altered_pages_are_refused_and_the_right_ones_come_after(settled: World) -> None:
    """Somebody sits on the line between KG and UZ, and alters every other page."""
    network = settled.network
    with Line(network, publisher="KG", follower="UZ") as line:
        for worse in WORSE:
            line.alter_next(worse)
            Journey(settled.people).file().lead("accepted")
            network.until(f"{worse.__name__} was sent", lambda: line.is_idle)
        line.replay_next()
        journey = Journey(settled.people).file()
        journey.lead("released")
        network.until("an old page was sent", lambda: line.is_idle)
        network.settle()
    assert line.altered == len(WORSE) + 1
    refused = [e for e in line.noted() if e.tag == "peer.misbehaved/1"]
    codes = {entry.said()["code"] for entry in refused}
    assert codes <= {
        "page.malformed",
        "page.signature",
        "page.digest",
        "page.key",
        "page.nonce",
        "page.size",
    }, codes
    assert len(refused) >= len(WORSE)
    with network.database("UZ") as base:
        convicted = "SELECT count(*) FROM documents WHERE kind LIKE 'exchange-st%' OR kind LIKE ?"
        assert base.execute(convicted, ("%conviction",)).fetchone() == (0,)
    with network.reader("UZ") as there, network.reader("KG") as here:
        mine, theirs = here.state(journey.subject), there.state(journey.subject)
    assert mine is not None
    assert theirs is not None
    assert mine.data == theirs.data
