"""What the first version wrote opens unchanged: stores, states, single events, evidence.

The files of `tests/fixtures/first_version` were written by it and are never written again: six
nodes after a movement from Osh to Poti, two nodes after a day of exceptions, one event of each tag.
"""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from corridor.domain.consignment import AtTheWheel
from corridor.domain.facts import Unknown
from corridor.domain.kinds import kind_of
from corridor.domain.movement.state import Movement
from corridor.engine.codec import composed, fact_of, seal_event, tag_of
from corridor.engine.ports import Reader, SealedEvent, StoredState
from corridor.engine.subjects import load
from corridor.evidence.checkpoint import peek_checkpoint
from corridor.evidence.merkle import leaf_hash, root_of
from corridor.node.cli import group as program
from corridor.stores.memory import MemoryStore
from corridor.stores.sqlite import SqliteStore
from tests.domain.movement_world import DOSSIER

FILES = Path(__file__).parent.parent / "fixtures" / "first_version"
STORES = ("KG", "UZ", "GE", "KG-exceptions", "UZ-exceptions")
EVENTS = FILES.joinpath("events.jsonl").read_bytes().splitlines()


@pytest.fixture(params=STORES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Reader]]:
    """A store of the first version, opened by this one."""
    path = tmp_path / "store.db"
    path.write_bytes(lzma.decompress(FILES.joinpath(f"{request.param}.db.xz").read_bytes()))
    store = SqliteStore.open(path)
    with store.read() as reader:
        yield request.param, reader
    store.close()


def written(name: str) -> dict[str, Any]:
    """By subject: version and state as the first version folded them."""
    lines = map(json.loads, FILES.joinpath("states.jsonl").read_text().splitlines())
    return {line["subject"]: line for line in lines if line["store"] == name}


def plain(state: Any) -> Any:
    return json.loads(msgspec.json.encode(state))


def test_what_was_folded_then_is_read_now(opened: tuple[str, Reader]) -> None:
    name, reader = opened
    expected = written(name)
    assert expected
    for subject, then in expected.items():
        loaded = load(reader, subject)
        assert (loaded.version, plain(loaded.state)) == (then["version"], then["state"])


def test_a_driver_whom_a_version_kept_beside_the_dossier_is_read_within_it() -> None:
    store = MemoryStore()
    told = Movement("mv-KG-1", "KG", "firm", DOSSIER, "", "", driver="Bakyt Osmonov")
    with store.write() as tx:
        kept = StoredState(msgspec.msgpack.encode(told), "", "KG", 2, 2)
        tx.put_state("mv-KG-1", kept)
    with store.read() as reader:
        state = load(reader, "mv-KG-1").state
    assert state.dossier.driver == AtTheWheel("Bakyt Osmonov")
    assert state.driver == "Bakyt Osmonov"


def test_what_was_said_then_folds_to_the_same_now(opened: tuple[str, Reader]) -> None:
    name, reader = opened
    for subject, then in written(name).items():
        kind = kind_of(subject)
        assert kind is not None
        state = None
        for event in reader.events(subject):
            state = kind.evolve(state, fact_of(event), subject)
        assert plain(state) == then["state"]


def test_the_log_still_has_the_root_that_was_signed(opened: tuple[str, Reader]) -> None:
    _, reader = opened
    log = reader.log(0, reader.size())
    assert all(leaf_hash(event.data) == event.leaf for event in log)
    size, note = reader.checkpoint() or (0, "")
    assert size == len(log)
    assert peek_checkpoint(note).root == root_of([event.leaf for event in log])


@pytest.mark.parametrize("data", EVENTS, ids=lambda data: json.loads(data)["payload"]["tag"])
def test_an_event_is_the_same_bytes(data: bytes) -> None:
    said = json.loads(data)
    tag = said["payload"]["tag"]
    names = said["node"], said["number"], said["subject"], said["clock"], tag
    fact = fact_of(SealedEvent(*names, data, b""))
    assert not isinstance(fact.payload, Unknown)
    assert tag_of(fact.payload) == tag
    assert seal_event(fact, composed(fact.payload).data, said["subject"], said["salt"]) == data


def test_evidence_verifies_offline() -> None:
    roots = ["--roots", str(FILES / "roots.json"), "--json"]
    done = CliRunner().invoke(program, ["verify", str(FILES / "evidence.zip"), *roots])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["ok"] is True
