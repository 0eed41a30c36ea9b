"""Documents and answers, in every store."""

import pytest

from corridor.engine.ports import Store, StoredAnswer
from corridor.stores.errors import StoreConflict
from tests.stores.samples import document


def test_a_document_is_replaced_and_deleted(store: Store) -> None:
    with store.write() as tx:
        tx.put_document("draft", document("d-1", body=b"old"))
        tx.put_document("account", document("d-1", body=b"other kind"))
        tx.put_document("draft", document("d-1", "org-2", "2026-11-22", b"new"))
        assert tx.document("draft", "d-1") == document("d-1", "org-2", "2026-11-22", b"new")
    with store.write() as tx:
        tx.delete_document("draft", "d-1")
        tx.delete_document("draft", "never-there")
    with store.read() as reader:
        assert reader.document("draft", "d-1") is None
        assert reader.document("account", "d-1") == document("d-1", body=b"other kind")


def test_documents_come_newest_first_and_those_that_wait_oldest_first(store: Store) -> None:
    kept = [
        document("d-1", "org-1", "2026-11-20"),
        document("d-2", "org-2", "2026-11-21"),
        document("d-3", "org-1", "2026-11-21"),
        document("d-4", "org-1", "2026-11-22"),
    ]
    with store.write() as tx:
        for one in kept:
            tx.put_document("draft", one)
        tx.put_document("account", document("d-9", updated="2026-11-30"))
    with store.read() as reader:
        assert reader.documents("draft", None, 10) == kept[::-1]
        assert reader.documents("draft", "org-1", 2) == [kept[3], kept[2]]
        assert reader.documents("draft", "org-1", 9, before="2026-11-21") == [kept[0]]
        assert reader.documents("draft", None, 1, before="2026-11-22") == [kept[0]]
        assert reader.documents("draft", "org-1", 9, before="2026-11-22") == [kept[0], kept[2]]
        assert reader.documents("token", None, 9) == []


def test_the_first_answer_stands(store: Store) -> None:
    first = StoredAnswer(b"d" * 32, b'{"mrn":""}')
    with store.write() as tx:
        assert tx.answer("org-1:k") is None
        tx.put_answer("org-1:k", first, "2026-11-21T10:00:00.000Z")
        assert tx.answer("org-1:k") == first
    with pytest.raises(StoreConflict), store.write() as tx:
        tx.put_answer("org-1:k", StoredAnswer(b"", b""), "2026-11-21T11:00:00.000Z")
    with store.read() as reader:
        assert reader.answer("org-1:k") == first
