"""The search index in SQLite: identifiers by trigrams, names by words, both within desks."""

import sqlite3
from collections.abc import Sequence

from corridor.domain.searching import PART_MIN, Findable
from corridor.stores.errors import typed

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_IDS = (
    "SELECT rowid FROM found_ids WHERE found_ids MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
)
_WORDS = (
    "SELECT rowid FROM found_words WHERE found_words MATCH ? AND rowid < ?"
    " ORDER BY rowid DESC LIMIT ?"
)


class SearchIndex:
    """One connection's view of the index; it writes where the connection may."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._codes: dict[str, str] = {}

    def search(
        self, desk: str, part: str, words: Sequence[str], before: int | None, limit: int
    ) -> list[tuple[int, str]]:
        """(row, subject), newest first, of those at the desk that the part or the words find."""
        try:
            code = self._code(desk)
            if code is None:
                return []
            rows = set[int]()
            last = before if before is not None else 1 << 62
            if len(part) >= PART_MIN:
                asked = f'{{desks}} : "{code}" AND {{ids}} : "{part}"'
                rows.update(row for (row,) in self._all(_IDS, asked, last, limit))
            if words:
                named = " AND ".join(f'{{words}} : "{word}" *' for word in words)
                asked = f'{{desks}} : "{code}" AND {named}'
                rows.update(row for (row,) in self._all(_WORDS, asked, last, limit))
            newest = sorted(rows, reverse=True)[:limit]
            return [(row, self._subject(row)) for row in newest]
        except sqlite3.Error as error:
            raise typed(error) from error

    def agrees(self, subject: str, findable: Findable) -> bool:
        """Whether all by which the index has the subject is so, and finds it.

        An earlier version may have kept less.
        """
        row = self._one("SELECT row FROM found WHERE subject = ?", subject)
        if row is None or not findable.desks:
            return row is None and not findable.desks
        held = [str(text).split("\n") for text in self._held(row)]
        if len(held) < 3:
            return False
        desks, ids, words = held
        known = {self._code(desk) for desk in findable.desks}
        return (
            known >= set(desks)
            and {*findable.ids, ""} >= set(ids)
            and {*findable.words, ""} >= set(words)
            and all(self._finds(row, desks[0], id) for id in ids)
        )

    def _held(self, row: tuple[object, ...]) -> tuple[object, ...]:
        held = self._one("SELECT desks, ids FROM found_ids WHERE rowid = ?", *row)
        named = self._one("SELECT words FROM found_words WHERE rowid = ?", *row)
        return (*(held or ()), *(named or ()))

    def _finds(self, row: tuple[object, ...], code: str, id: str) -> bool:
        asked = f'{{desks}} : "{code}" AND {{ids}} : "{id}"'
        sql = "SELECT 1 FROM found_ids WHERE found_ids MATCH ? AND rowid = ?"
        return len(id) < PART_MIN or self._one(sql, asked, *row) is not None

    def put(self, subject: str, findable: Findable) -> None:
        """Index the subject as it is findable now; nothing is written where that is the same."""
        desks = "\n".join(sorted(map(self._code_or_new, findable.desks)))
        ids, words = "\n".join(sorted(findable.ids)), "\n".join(sorted(findable.words))
        old = self._one("SELECT row FROM found WHERE subject = ?", subject)
        if old is not None:
            if self._held(old) == (desks, ids, words):
                return
            for sql in (
                "DELETE FROM found_ids WHERE rowid = ?",
                "DELETE FROM found_words WHERE rowid = ?",
                "DELETE FROM found WHERE row = ?",
            ):
                self._connection.execute(sql, old)
        if not desks:
            return
        added = self._connection.execute("INSERT INTO found (subject) VALUES (?)", (subject,))
        row = added.lastrowid
        insert = "INSERT INTO found_ids (rowid, desks, ids) VALUES (?, ?, ?)"
        self._connection.execute(insert, (row, desks, ids))
        insert = "INSERT INTO found_words (rowid, desks, words) VALUES (?, ?, ?)"
        self._connection.execute(insert, (row, desks, words))

    def _all(self, sql: str, *parameters: object) -> list[tuple[int]]:
        return self._connection.execute(sql, parameters).fetchall()

    def _one(self, sql: str, *parameters: object) -> tuple[object, ...] | None:
        found: tuple[object, ...] | None = self._connection.execute(sql, parameters).fetchone()
        return found

    def _subject(self, row: int) -> str:
        found = self._one("SELECT subject FROM found WHERE row = ?", row)
        assert found is not None, "a row of the index without its subject"  # noqa: S101
        return str(found[0])

    def _code(self, desk: str) -> str | None:
        found = self._one("SELECT number FROM desks WHERE name = ?", desk)
        return _coded(int(str(found[0]))) if found is not None else None

    def _code_or_new(self, desk: str) -> str:
        if desk not in self._codes:
            self._codes[desk] = self._code(desk) or self._new_code(desk)
        return self._codes[desk]

    def _new_code(self, desk: str) -> str:
        added = self._connection.execute("INSERT INTO desks (name) VALUES (?)", (desk,))
        return _coded(added.lastrowid or 0)


def _coded(number: int) -> str:
    """Four letters and digits: in the trigrams of a row, they stand one after the other once."""
    digits = ""
    for _ in range(4):
        number, digit = divmod(number, len(_LETTERS))
        digits = _LETTERS[digit] + digits
    return digits
