"""Whole nodes in one process, on a network without wires that tests can bend."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from corridor.engine.core import Core, Job
from corridor.engine.ports import Store
from corridor.evidence.httpsig import Request
from corridor.evidence.keys import Ed25519Signer
from corridor.evidence.trust import (
    BilingualName,
    ExchangePair,
    KeyUse,
    NodeEntry,
    NodeKey,
    RootKey,
    Roots,
    TrustList,
    seal_trust_list,
)
from corridor.exchange.errors import LineFault
from corridor.exchange.file_serve import FileDesk
from corridor.exchange.files import FILE_PATH
from corridor.exchange.follower import Follower, Pace
from corridor.exchange.handing import HANDING_PATH
from corridor.exchange.handing_serve import HandingDesk
from corridor.exchange.serve import Publisher
from corridor.exchange.standing import STANDING_PATH
from corridor.exchange.standing_serve import StandingDesk
from corridor.exchange.stopped import STOPPED_PATH
from corridor.exchange.stopped_serve import StoppedDesk
from corridor.exchange.transport import Answer
from corridor.exchange.trust import TrustInForce
from corridor.node.code_carrier import CodeCarrier
from tests.support.engines import NODES, CountingTokens, FakeClock, make_core, signer_of

AREAS = ("movement", "permit", "guarantee")
ROOT = Ed25519Signer.from_seed("root-KG", b"R" * 32)
ROOTS = Roots(1, (RootKey(ROOT.name, ROOT.algorithm, ROOT.public.data),))


def node_key(signer: Ed25519Signer, **changes: Any) -> NodeKey:
    """The entry of a key for every use, valid around the tests' present."""
    fields: dict[str, Any] = {
        "id": signer.name,
        "algorithm": signer.algorithm,
        "public": signer.public.data,
        "use": tuple(KeyUse),
        "valid_from": "2026-01-01T00:00:00.000Z",
        "valid_to": "2028-01-01T00:00:00.000Z",
    }
    return NodeKey(**(fields | changes))


def trust_list(nodes: tuple[str, ...] = NODES, **changes: Any) -> TrustList:
    """Each of the nodes with one key, all areas between all pairs."""
    entries = tuple(
        NodeEntry(node, BilingualName(node, node), f"http://{node.lower()}.test", keys, (node,))
        for node in nodes
        for keys in [(node_key(signer_of(node)),)]
    )
    pairs = tuple(ExchangePair(a, b, AREAS) for a in nodes for b in nodes if a != b)
    fields: dict[str, Any] = {
        "version": 1,
        "issued": "2026-10-01T00:00:00.000Z",
        "expires": "2027-10-01T00:00:00.000Z",
        "nodes": entries,
        "exchange": pairs,
    }
    return TrustList(**(fields | changes))


def sealed(trust: TrustList) -> bytes:
    """The list as it is published."""
    return seal_trust_list(trust, (ROOT,))


async def offload(function: Callable[..., Any], *arguments: Any) -> Any:
    """Run it here and now, so that a test runs the same each time."""
    return function(*arguments)


async def _no_sleep(seconds: float) -> None:
    return None


class Node:
    """One node: its engine, its publisher, and a follower per peer on demand."""

    def __init__(
        self,
        name: str,
        wires: "Wires",
        clock: FakeClock | None = None,
        store: Store | None = None,
        trust: TrustList | None = None,
    ) -> None:
        self.name = name
        self.clock = clock or FakeClock()
        self.core: Core = make_core(name, store, self.clock)
        wires.starts += 1
        tokens = self.core.settings.tokens
        assert isinstance(tokens, CountingTokens)
        tokens.count = wires.starts * 1_000_000  # a node that starts again does not repeat itself
        self.trust = TrustInForce(self.core, ROOTS)
        self.trust.adopt_at_start(sealed(trust or trust_list()))
        self.publisher = Publisher(self.core, self.submit, self.trust, offload)
        self.standing = StandingDesk(self.core, self.submit, self.trust)
        self.stopped = StoppedDesk(self.core, self.submit, self.trust)
        self.codes = HandingDesk(self.core, self.submit, self.trust)
        self.code_carrier = CodeCarrier(self.core, self.submit, self.trust, wires)
        self.files: FileDesk | None = None
        self.wires = wires
        wires.nodes[name] = self

    def desk(self, request: Request) -> Callable[[Request], Awaitable[Answer]]:
        """Who answers what is asked there."""
        if request.url.endswith(STANDING_PATH):
            return self.standing.handle
        if request.url.endswith(STOPPED_PATH):
            return self.stopped.handle
        if request.url.endswith(HANDING_PATH):
            return self.codes.handle
        if request.url.endswith(FILE_PATH) and self.files is not None:
            return self.files.handle
        return self.publisher.handle_follow

    async def submit(self, job: Job) -> Any:
        """The writer of a test: at once, in this thread."""
        return self.core.run_one(job)

    def follower(self, peer: str, limit: int = 500, wait_s: int = 0) -> Follower:
        """A new follower, as after a start."""
        pace = Pace(_no_sleep, lambda: 0.0, wait_s, limit, offload)
        return Follower(self.core, self.submit, self.trust, self.wires, peer, pace)

    async def hand_over(self) -> None:
        """Bring the access codes that are due."""
        for document in list(self.code_carrier.due()):
            await self.code_carrier.bring(document)

    async def follow(self, peer: str, **how: int) -> Follower:
        """One round of following the peer."""
        follower = self.follower(peer, **how)
        await follower.round()
        return follower


class Wires:
    """Carries requests to the nodes named in their URLs. `bend` may change what passes."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.requests: list[Request] = []
        self.answers: list[Answer] = []
        self.on_request: Callable[[Request], Request] = lambda request: request
        self.on_answer: Callable[[Answer], Answer | Awaitable[Answer]] = lambda answer: answer
        self.down: set[str] = set()
        self.starts = 0

    async def follow(self, request: Request, wait_s: int) -> Answer:
        """The transport of a test."""
        name = request.url.split("//")[1][:2].upper()
        if name in self.down:
            raise LineFault("unreachable", f"{name} is down")
        request = self.on_request(request)
        self.requests.append(request)
        node = self.nodes[name]
        answer = await node.desk(request)(request)
        self.answers.append(answer)
        changed = self.on_answer(answer)
        return changed if isinstance(changed, Answer) else await changed

    def replace_answer(self, body: bytes) -> None:
        """From now on every answer has this body."""
        self.on_answer = lambda answer: msgspec.structs.replace(answer, body=body)


async def settle(*nodes: Node, rounds: int = 6) -> None:
    """Everybody follows everybody until nothing is new."""
    for _ in range(rounds):
        for node in nodes:
            for peer in nodes:
                if peer is not node:
                    error = await node.follower(peer.name).round()
                    assert error is None, error
