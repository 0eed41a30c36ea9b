"""Channels, cursors, pages and receipts, in every store."""

import pytest

from corridor.engine.ports import Cursor, Store, StoredPage, StoredReceipt
from corridor.stores.errors import StoreConflict
from tests.stores.samples import entry


def test_a_channel_is_read_from_a_position_on(store: Store) -> None:
    with store.write() as tx:
        tx.put_channel("UZ", [entry(1), entry(2)])
        tx.put_channel("AZ", [entry(1, 40)])
        tx.put_channel("UZ", [])
        tx.put_channel("UZ", [entry(3, 90)])
    with store.read() as reader:
        assert reader.channel("UZ", 0, 10) == [entry(1), entry(2), entry(3, 90)]
        assert reader.channel("UZ", 1, 1) == [entry(2)]
        assert reader.channel("UZ", 3, 10) == []
        assert reader.channel("GE", 0, 10) == []
        assert reader.channel_end("UZ") == (3, entry(3, 90).head)
        assert reader.channel_end("GE") == (0, bytes(32))


def test_a_log_entry_is_found_on_the_channel_that_carries_it(store: Store) -> None:
    with store.write() as tx:
        tx.put_channel("UZ", [entry(1, 7), entry(2, 12)])
        assert tx.channel_position("UZ", 12) == entry(2, 12)
        assert tx.channel_position("UZ", 8) is None
        assert tx.channel_position("AZ", 12) is None


@pytest.mark.parametrize("position", [1, 2, 4])
def test_a_position_that_does_not_continue_the_channel_is_a_conflict(
    store: Store, position: int
) -> None:
    with store.write() as tx:
        tx.put_channel("UZ", [entry(1), entry(2)])
    with pytest.raises(StoreConflict), store.write() as tx:
        tx.put_channel("UZ", [entry(position, 99)])


def test_a_channel_carries_an_entry_once(store: Store) -> None:
    with pytest.raises(StoreConflict), store.write() as tx:
        tx.put_channel("UZ", [entry(1, 7), entry(2, 7)])


def test_a_cursor_starts_at_nothing_and_is_replaced(store: Store) -> None:
    there = Cursor(12, b"h" * 32, 400, "note")
    with store.write() as tx:
        assert tx.cursor("UZ") == Cursor(0, bytes(32), 0, "")
        tx.put_cursor("UZ", Cursor(3, b"g" * 32, 100, "older"))
        tx.put_cursor("UZ", there)
    with store.read() as reader:
        assert reader.cursor("UZ") == there
        assert reader.cursor("AZ") == Cursor()


def test_a_position_leads_to_the_page_it_came_in(store: Store) -> None:
    first, second = StoredPage(1, 3, "note 1", b"{}"), StoredPage(4, 4, "note 2", b"[]")
    with store.write() as tx:
        tx.put_page("UZ", first, [(10, 1), (11, 2), (15, 3)])
        tx.put_page("UZ", second, [(16, 4)])
        tx.put_page("AZ", StoredPage(5, 9, "note 3", b""), [])
    with store.read() as reader:
        assert [reader.page_of("UZ", position) for position in range(6)] == [
            None,
            first,
            first,
            first,
            second,
            None,
        ]
        assert reader.page_of("AZ", 4) is None, "a page that begins later"
        assert reader.origin_position("UZ", 15) == 3
        assert reader.origin_position("UZ", 16) == 4
        assert reader.origin_position("UZ", 12) is None
        assert reader.origin_position("AZ", 15) is None


def test_the_first_arrival_of_an_event_is_its_origin(store: Store) -> None:
    with store.write() as tx:
        tx.put_page("UZ", StoredPage(1, 1, "", b""), [(10, 1)])
        tx.put_page("UZ", StoredPage(2, 2, "", b""), [(10, 2)])
        assert tx.origin_position("UZ", 10) == 1


def test_a_page_is_kept_once(store: Store) -> None:
    with store.write() as tx:
        tx.put_page("UZ", StoredPage(1, 3, "", b""), [])
    with pytest.raises(StoreConflict), store.write() as tx:
        tx.put_page("UZ", StoredPage(2, 3, "", b""), [])


def test_receipts_come_lowest_first(store: Store) -> None:
    with store.write() as tx:
        for upto in (9, 3, 12):
            tx.put_receipt("UZ", StoredReceipt(upto, b"receipt %d" % upto))
        tx.put_receipt("UZ", StoredReceipt(9, b"again"))
        tx.put_receipt("AZ", StoredReceipt(4, b"other"))
    with store.read() as reader:
        third, ninth = StoredReceipt(3, b"receipt 3"), StoredReceipt(9, b"again")
        assert reader.receipts("UZ", 0, 2) == [third, ninth]
        assert reader.receipts("UZ", 4, 1) == [ninth]
        assert reader.receipts("UZ", 13, 9) == []


def test_a_subject_is_shared_with_peers(store: Store) -> None:
    with store.write() as tx:
        for peer in ("UZ", "AZ", "UZ"):
            tx.share("mv-A", peer)
        assert tx.shared_with("mv-A") == {"AZ", "UZ"}
        tx.unshare("mv-A", "AZ")
        tx.unshare("mv-A", "GE")
    with store.read() as reader:
        assert reader.shared_with("mv-A") == {"UZ"}
        assert reader.shared_with("mv-B") == frozenset()
