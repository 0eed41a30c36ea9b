"""Reading a SQLite database to see whether it is what the program wrote."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from corridor.domain.searching import Findable
from corridor.engine.ports import ListRow, StoredAnswer, StoredPage
from corridor.stores.sqlite_reader import SqliteReader
from corridor.stores.sqlite_search import SearchIndex

# Tables that SQLite and its search keep for themselves.
_OWN = ("sqlite_", "found_ids", "found_words")


class Index(msgspec.Struct, frozen=True):
    """One index of a table. `keys` tells the table's rows apart; `where`, which of them it has."""

    table: str
    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    where: str = "1"


class Inspector(SqliteReader):
    """A `Reader` that also walks whole tables, each call one stretch of them in their order."""

    def torn_pages(self) -> list[str]:
        """What SQLite itself finds wrong with pages and indexes; it reads the whole file."""
        try:
            found = [line for (line,) in self._connection.execute("PRAGMA integrity_check")]
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return [] if found == ["ok"] else found

    def indexes(self) -> list[Index]:
        """Every index beside a table, in a lasting order."""
        tables = self._all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        names = [name for (name,) in tables if not name.startswith(_OWN)]
        return [index for name in names for index in self._indexes_of(name)]

    def _indexes_of(self, table: str) -> Iterator[Index]:
        [without_rowid] = self._one(
            "SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'", table
        )
        key = self._all("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", table)
        keys = tuple(name for (name,) in key) if without_rowid else ("rowid",)
        asked = "SELECT name FROM pragma_index_list(?) WHERE NOT (origin = 'pk' AND ?) ORDER BY 1"
        for (name,) in self._all(asked, table, without_rowid):
            columns = self._all("SELECT name FROM pragma_index_info(?) ORDER BY seqno", name)
            sql = self._one("SELECT coalesce(sql, '') FROM sqlite_schema WHERE name = ?", name)[0]
            where = sql.partition(" WHERE ")[2] or "1"
            yield Index(table, name, tuple(column for (column,) in columns), keys, where)

    def rows_beside(
        self, index: Index, after: Sequence[Any] | None, limit: int
    ) -> list[tuple[bool, tuple[Any, ...]]]:
        """(whether the index leads to it, its key), for rows of the index's table."""
        keys = ", ".join(index.keys)
        start = f"AND ({keys}) > ({', '.join('?' for _ in index.keys)})" if after else ""
        same = " AND ".join(f"i.{name} = t.{name}" for name in (*index.columns, *index.keys))
        wanted = ", ".join(dict.fromkeys((*index.keys, *index.columns)))
        sql = (
            f"SELECT EXISTS (SELECT 1 FROM {index.table} AS i INDEXED BY {index.name}"  # noqa: S608
            f" WHERE {same} AND {index.where}), {', '.join(f't.{key}' for key in index.keys)}"
            f" FROM (SELECT {wanted} FROM {index.table} NOT INDEXED"
            f" WHERE {index.where} {start}"
            f" ORDER BY {keys} LIMIT ?) AS t"
        )
        return [(bool(leads), tuple(key)) for leads, *key in self._all(sql, *(after or ()), limit)]

    def subjects(self, after: str, limit: int) -> list[str]:
        """Subjects of the log."""
        sql = "SELECT DISTINCT subject FROM log WHERE subject > ? ORDER BY subject LIMIT ?"
        return [subject for (subject,) in self._all(sql, after, limit)]

    def strays(self, table: str, limit: int) -> list[str]:
        """Subjects of which a table holds something and the log nothing."""
        sql = (
            f"SELECT DISTINCT subject FROM {table}"  # noqa: S608
            " WHERE subject NOT IN (SELECT subject FROM log) LIMIT ?"
        )
        return [subject for (subject,) in self._all(sql, limit)]

    def checkpoints(self, after: int, upto: int) -> dict[int, str]:
        """Signed notes by the size they cover."""
        sql = "SELECT size, note FROM checkpoints WHERE size > ? AND size <= ?"
        return dict(self._all(sql, after, upto))

    def rows_of(self, subject: str) -> list[ListRow]:
        """The subject's rows in all work lists."""
        sql = (
            "SELECT list, due, name, updated, data, since, amount, share, marks FROM rows"
            " WHERE subject = ?"
        )
        rows: list[ListRow] = []
        for name, due, title, updated, data, since, amount, share, lines in self._all(sql, subject):
            marks = tuple(lines.split("\n")) if lines else ()
            rows.append(ListRow(name, due, title, updated, data, since, amount, share, marks))
        return rows

    def marks_of(self, subject: str, name: str) -> set[str]:
        """What the subject's row in a list is filtered by, as the index of the filters has it."""
        sql = (
            "SELECT f.mark FROM rows AS r CROSS JOIN facets AS f CROSS JOIN marks AS m"
            " WHERE r.subject = ? AND r.list = ? AND f.list = r.list"
            " AND m.facet = f.id AND m.row = r.id"
        )
        return {mark for (mark,) in self._all(sql, subject, name)}

    def timers_of(self, subject: str) -> dict[str, str]:
        """Due instants by name."""
        return dict(self._all("SELECT name, due FROM timers WHERE subject = ?", subject))

    def holds_key(self, key: str, subject: str) -> bool:
        """Whether the subject is found by the key."""
        sql = "SELECT 1 FROM keys WHERE key = ? AND subject = ?"
        return self._one(sql, key, subject) is not None

    def is_found_as(self, subject: str, findable: Findable) -> bool:
        """Whether the search index has it so, and finds it."""
        return SearchIndex(self._connection).agrees(subject, findable)

    def list_sizes(self) -> dict[str, tuple[int, int]]:
        """By list: as it is counted, and as it is kept."""
        kept = dict(self._all("SELECT list, count(*) FROM rows GROUP BY list"))
        counted = dict(self._all("SELECT list, count FROM counts"))
        return {name: (counted.get(name, 0), kept.get(name, 0)) for name in {*kept, *counted}}

    def facet_count(self) -> int:
        """What all lists are filtered by."""
        return int(self._one("SELECT count(*) FROM facets")[0])

    def facets(self, after: int, limit: int) -> list[tuple[int, str, str, int, int]]:
        """(number, list, mark, as it is counted, as it is kept)."""
        sql = (
            "SELECT id, list, mark, count, (SELECT count(*) FROM marks WHERE facet = facets.id)"
            " FROM facets WHERE id > ? ORDER BY id LIMIT ?"
        )
        return self._all(sql, after, limit)

    def peers(self, table: str) -> list[str]:
        """The peers of a table."""
        found = self._all(f"SELECT DISTINCT peer FROM {table} ORDER BY peer")  # noqa: S608
        return [peer for (peer,) in found]

    def pages(self, peer: str, after: int, limit: int) -> list[StoredPage]:
        """Pages by which the peer's channel came, after the position."""
        sql = (
            "SELECT first, last, checkpoint, proof FROM pages WHERE peer = ? AND last > ?"
            " ORDER BY last LIMIT ?"
        )
        return [StoredPage(*page) for page in self._all(sql, peer, after, limit)]

    def brought_by(self, peer: str, first: int, last: int) -> list[bytes]:
        """Leaves of the peer's events that came at these positions of its channel."""
        sql = (
            "SELECT log.leaf FROM origins LEFT JOIN log"
            " ON log.node = origins.peer AND log.number = origins.number"
            " WHERE origins.peer = ? AND origins.position BETWEEN ? AND ?"
        )
        return [leaf for (leaf,) in self._all(sql, peer, first, last)]

    def state_count(self) -> int:
        """Subjects that have a state."""
        return int(self._one("SELECT count(*) FROM states")[0])

    def answer_count(self) -> int:
        """Answers to idempotency keys."""
        return int(self._one("SELECT count(*) FROM answers")[0])

    def answers(self, after: str, limit: int) -> list[tuple[str, StoredAnswer]]:
        """Answers to idempotency keys, by the names they are kept under."""
        sql = "SELECT key, digest, body FROM answers WHERE key > ? ORDER BY key LIMIT ?"
        return [(key, StoredAnswer(*kept)) for key, *kept in self._all(sql, after, limit)]
