"""Pages checked next door are checked no less."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from corridor.domain.movement import commands as mc
from corridor.engine.ports import Cursor
from corridor.exchange.checking import LARGE_EVENTS_MIN, ProcessChecker, prove_aside
from corridor.exchange.errors import PageRefused
from corridor.exchange.messages import FollowRequest
from corridor.exchange.page_check import Expected, verify_page
from corridor.exchange.publish import build_page
from tests.exchange.network import Node, Wires
from tests.support.engines import START, customs, do, lodge

COUNT = LARGE_EVENTS_MIN + 20
EXPECTED = Expected("KG", "UZ", Cursor())


@pytest.fixture(scope="module")
def kg() -> Node:
    """A node with many events for UZ."""
    node = Node("KG", Wires())
    for number in range(COUNT // 2):
        subject = f"mv-KG-{number:020d}"
        lodge(node.core, subject, f"LRN-{number}")
        do(node.core, mc.AcceptDeclaration(), customs("KGOSH001"), subject)
    return node


@pytest.fixture(scope="module")
def page(kg: Node) -> bytes:
    """All of them in one page."""
    request = FollowRequest(
        publisher="KG", follower="UZ", after=0, nonce="A" * 22, limit=500, size=0, wait_s=0
    )
    return build_page(kg.core, request, kg.trust.current, START).data


@pytest.fixture
def checker() -> Iterator[ProcessChecker]:
    """With its process, ended afterwards."""
    found = ProcessChecker()
    yield found
    found.stop()


async def test_a_large_page_is_the_same_either_way(
    kg: Node, page: bytes, checker: ProcessChecker
) -> None:
    here = verify_page(page, EXPECTED, kg.trust.current, START)
    assert len(here.events) == COUNT
    assert await checker.check(page, EXPECTED, kg.trust.current, START) == here


async def test_what_is_refused_here_is_refused_there(
    kg: Node, page: bytes, checker: ProcessChecker
) -> None:
    trust = kg.trust.current
    later = replace(EXPECTED, cursor=Cursor(position=7))
    for data, expected in (
        (page, later),
        (page, replace(EXPECTED, follower="AZ")),
        (page[:-5], EXPECTED),
        (page.replace(b"LRN-3", b"LRN-4", 1), EXPECTED),
    ):
        with pytest.raises(PageRefused) as here:
            verify_page(data, expected, trust, START)
        with pytest.raises(PageRefused) as there:
            await checker.check(data, expected, trust, START)
        assert (there.value.code, there.value.proof) == (here.value.code, here.value.proof)


async def test_a_worker_that_died_is_replaced(
    kg: Node, page: bytes, checker: ProcessChecker
) -> None:
    trust = kg.trust.current
    await checker.check(page, EXPECTED, trust, START)
    assert checker._pool is not None
    for process in checker._pool._processes.values():
        process.kill()
    for _ in range(2):
        assert len((await checker.check(page, EXPECTED, trust, START)).events) == COUNT


def test_the_reason_of_a_refusal_comes_back_whole(kg: Node, page: bytes) -> None:
    told = prove_aside(page, replace(EXPECTED, publisher="AZ"), kg.trust.current, START)
    assert (type(told).__name__, told.reason) == ("Reason", "key")  # type: ignore[union-attr]
