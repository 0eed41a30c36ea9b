"""The memory store's faults: a commit that fails, and one that fails and is kept."""

import pytest

from corridor.stores.memory import MemoryStore
from tests.stores.samples import event


class Fault(Exception):
    """What the simulation raises."""


def fail() -> None:
    raise Fault


def test_a_commit_that_failed_keeps_nothing() -> None:
    store = MemoryStore(before_commit=fail)
    with pytest.raises(Fault), store.write() as tx:
        tx.append([event(0)])
    with store.read() as reader:
        assert reader.size() == 0


def test_a_commit_may_fail_and_yet_be_kept() -> None:
    store = MemoryStore(after_commit=fail)
    with pytest.raises(Fault), store.write() as tx:
        tx.append([event(0)])
    with store.read() as reader:
        assert reader.size() == 1


def test_a_fault_passes() -> None:
    store = MemoryStore(before_commit=fail)
    with pytest.raises(Fault), store.write() as tx:
        tx.append([event(0)])
    store.before_commit = lambda: None
    with store.write() as tx:
        tx.append([event(0)])
    with store.read() as reader:
        assert reader.size() == 1
