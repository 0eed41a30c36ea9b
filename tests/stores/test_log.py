"""The log, states, tiles and checkpoints, in every store."""

from contextlib import suppress

import pytest

from corridor.engine.ports import Store
from corridor.stores.errors import StoreConflict
from tests.stores.samples import event, state


def test_an_empty_log_has_no_entries(store: Store) -> None:
    with store.read() as reader:
        assert reader.size() == 0
        assert reader.log(0, 10) == []
        assert reader.leaves(0, 10) == []
        assert reader.event(0) is None
        assert reader.event(-1) is None
        assert reader.event_named("KG", 1) is None
        assert reader.last_number("KG") == 0
        assert reader.events("mv-A") == []
        assert reader.checkpoint() is None
        assert reader.checkpoint(1) is None


def test_an_event_is_found_by_index_and_by_name(store: Store) -> None:
    first, second = event(0), event(1, 7, node="UZ", subject="mv-B")
    with store.write() as tx:
        tx.append([first])
        tx.append([second])
        assert tx.size() == 2, "a transaction sees its own writes"
    with store.read() as reader:
        assert reader.event(0) == first
        assert reader.event(1) == second
        assert reader.event_named("UZ", 7) == second
        assert reader.event_named("KG", 7) is None
        assert (reader.last_number("KG"), reader.last_number("UZ")) == (1, 7)
        assert reader.size() == 2


def test_the_last_number_is_the_highest_not_the_latest(store: Store) -> None:
    with store.write() as tx:
        tx.append([event(0, 9, node="AZ"), event(1, 4, node="AZ")])
        assert tx.last_number("AZ") == 9


def test_the_log_is_read_in_order_and_in_parts(store: Store) -> None:
    events = [event(index) for index in range(7)]
    with store.write() as tx:
        tx.append(events)
    with store.read() as reader:
        assert reader.log(0, 100) == events
        assert reader.log(2, 3) == events[2:5]
        assert reader.log(6, 3) == events[6:]
        assert reader.log(7, 3) == []
        assert reader.leaves(1, 4) == [one.leaf for one in events[1:4]]
        assert reader.leaves(4, 4) == []
        assert reader.leaves(5, 99) == [one.leaf for one in events[5:]]


def test_events_of_a_subject_come_in_fold_order(store: Store) -> None:
    late, early = event(0, 1, at=5), event(1, 9, node="UZ", at=1)
    tie_node, tie_number = event(2, 3, node="AZ", at=5), event(3, 2, at=5)
    other = event(4, 5, subject="mv-B")
    with store.write() as tx:
        tx.append([late, early, tie_node, tie_number, other])
        assert tx.events("mv-A") == [early, tie_node, late, tie_number]
        assert tx.events("mv-B") == [other]


@pytest.mark.parametrize("index", [0, 2, 5])
def test_an_entry_that_does_not_continue_the_log_is_a_conflict(store: Store, index: int) -> None:
    with store.write() as tx:
        tx.append([event(0)])
    with pytest.raises(StoreConflict, match=r"store\.conflict"), store.write() as tx:
        tx.append([event(index, 90)])
    with store.read() as reader:
        assert reader.size() == 1


def test_a_gap_within_one_append_is_a_conflict(store: Store) -> None:
    with pytest.raises(StoreConflict), store.write() as tx:
        tx.append([event(0), event(2)])


def test_a_node_says_a_number_once(store: Store) -> None:
    with store.write() as tx:
        tx.append([event(0, 1)])
    with pytest.raises(StoreConflict) as caught, store.write() as tx:
        tx.append([event(1, 2), event(2, 1)])
    assert "fault of the program" in caught.value.diagnostics()
    with store.read() as reader:
        assert reader.size() == 1
        assert reader.event_named("KG", 2) is None


def test_a_conflict_that_was_swallowed_still_stops_the_commit(store: Store) -> None:
    def swallow() -> None:
        with store.write() as tx:
            tx.share("mv-A", "UZ")
            with suppress(StoreConflict):
                tx.append([event(3)])

    with pytest.raises(StoreConflict):
        swallow()
    with store.read() as reader:
        assert reader.shared_with("mv-A") == frozenset()


def test_a_state_is_replaced(store: Store) -> None:
    with store.write() as tx:
        assert tx.state("mv-A") is None
        tx.put_state("mv-A", state(1))
        tx.put_state("mv-B", state(4))
    with store.write() as tx:
        tx.put_state("mv-A", state(2, b"x" * 20_000))
        assert tx.state("mv-A") == state(2, b"x" * 20_000)
    with store.read() as reader:
        assert reader.state("mv-A") == state(2, b"x" * 20_000)
        assert reader.state("mv-B") == state(4)
        assert reader.state("mv-") is None


def test_tiles_are_kept_by_level_and_index(store: Store) -> None:
    with store.write() as tx:
        tx.put_tile(0, 1, b"a")
        tx.put_tile(1, 0, b"b")
        tx.put_tile(0, 1, b"a" * 8192)
    with store.read() as reader:
        assert reader.tile(0, 1) == b"a" * 8192
        assert reader.tile(1, 0) == b"b"
        assert reader.tile(1, 1) is None


def test_the_newest_checkpoint_and_the_oldest_that_covers(store: Store) -> None:
    with store.write() as tx:
        for size in (3, 10, 20):
            tx.put_checkpoint(size, f"note {size}")
        tx.put_checkpoint(10, "note 10, signed again")
    with store.read() as reader:
        assert reader.checkpoint() == (20, "note 20")
        assert reader.checkpoint(0) == (3, "note 3")
        assert reader.checkpoint(3) == (3, "note 3")
        assert reader.checkpoint(4) == (10, "note 10, signed again")
        assert reader.checkpoint(20) == (20, "note 20")
        assert reader.checkpoint(21) is None
