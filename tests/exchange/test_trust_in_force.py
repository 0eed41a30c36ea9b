"""The trust list in force: loaded, changed, never rolled back."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from corridor.engine.queries import Queries
from corridor.evidence.errors import TrustRefused
from corridor.evidence.keys import Ed25519Signer
from corridor.evidence.trust import seal_trust_list
from corridor.exchange.trust import TrustInForce
from tests.exchange.network import ROOTS, Node, Wires, sealed, trust_list
from tests.support.engines import make_core

SECOND = replace(trust_list(("KG", "UZ")), version=2)


@pytest.fixture
def kg() -> Node:
    return Node("KG", Wires())


async def test_a_new_version_changes_peers_and_is_noted(kg: Node) -> None:
    await kg.trust.adopt(sealed(SECOND), kg.submit)
    assert kg.core.settings.peers == {"UZ"}
    assert [entry.node for entry in kg.trust.peers()] == ["UZ"]
    assert Queries(kg.core).recent(1)[0].tag == "trust.changed/1"


async def test_the_same_list_again_is_not_noted(kg: Node) -> None:
    size = kg.core.tip.size
    await kg.trust.adopt(sealed(trust_list()), kg.submit)
    assert kg.core.tip.size == size


async def test_an_older_list_is_refused_after_a_restart_too(kg: Node) -> None:
    await kg.trust.adopt(sealed(SECOND), kg.submit)
    with pytest.raises(TrustRefused, match="rollback"):
        await kg.trust.adopt(sealed(trust_list()), kg.submit)
    assert kg.trust.current.version == 2
    again = TrustInForce(make_core("KG", kg.core.store), ROOTS)
    with pytest.raises(TrustRefused, match="rollback"):
        again.adopt_at_start(sealed(trust_list()))


async def test_another_list_of_the_same_version_is_refused(kg: Node) -> None:
    other = replace(trust_list(("KG", "KZ")), version=1)
    with pytest.raises(TrustRefused, match="rollback"):
        await kg.trust.adopt(sealed(other), kg.submit)


async def test_a_list_that_the_roots_did_not_sign_is_refused(kg: Node) -> None:
    forged = seal_trust_list(SECOND, (Ed25519Signer.generate("root-KG"),))
    with pytest.raises(TrustRefused, match="threshold"):
        await kg.trust.adopt(forged, kg.submit)


def test_nothing_works_before_a_list_is_there() -> None:
    with pytest.raises(TrustRefused):
        _ = TrustInForce(make_core(), ROOTS).current


def test_the_alarm_rises_at_half_the_life(kg: Node) -> None:
    day_ms = 24 * 3600 * 1000
    assert kg.trust.alarm() == ""
    kg.clock.turn(150 * day_ms)
    assert kg.trust.alarm() == "half-aged"
    kg.clock.turn(200 * day_ms)
    assert kg.trust.alarm() == "expired"


async def test_after_its_end_nobody_is_believed(kg: Node) -> None:
    uz = Node("UZ", kg.wires, kg.clock)
    kg.clock.turn(400 * 24 * 3600 * 1000)
    assert (await uz.follow("KG")).status.detail == "401 request.key"


async def test_a_changed_file_is_adopted_and_a_bad_one_told_of(
    kg: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corridor.exchange.trust.WATCH_S", 0.01)
    path, refused = tmp_path / "trust.json", list[TrustRefused]()
    watching = asyncio.ensure_future(kg.trust.watch(path, kg.submit, refused.append))
    path.write_bytes(sealed(SECOND))
    await _until(lambda: kg.trust.current.version == 2)
    path.write_bytes(b"{}")
    await _until(lambda: bool(refused))
    watching.cancel()
    assert kg.trust.current.version == 2


async def _until(true: object) -> None:
    assert callable(true)
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came true")
