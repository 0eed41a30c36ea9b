"""Every SQL statement of the SQLite store. Each read is one index search, whatever the size."""

from typing import Final

from corridor.domain.listings import Order

_EVENT = "SELECT node, number, subject, clock, tag, data, leaf, entry FROM log"

STATE: Final = "SELECT data, clock, node, number, version FROM states WHERE subject = ?"
EVENTS: Final = f"{_EVENT} WHERE subject = ? ORDER BY clock, node, number"
EVENT: Final = f"{_EVENT} WHERE entry = ?"
EVENT_NAMED: Final = f"{_EVENT} WHERE node = ? AND number = ?"
LAST_NUMBER: Final = "SELECT coalesce(max(number), 0) FROM log WHERE node = ?"
LOG: Final = f"{_EVENT} WHERE entry >= ? ORDER BY entry LIMIT ?"
SIZE: Final = "SELECT coalesce(max(entry) + 1, 0) FROM log"
LEAVES: Final = "SELECT leaf FROM log WHERE entry >= ? AND entry < ? ORDER BY entry"
TILE: Final = "SELECT data FROM tiles WHERE level = ? AND tile = ?"
CHECKPOINT_NEWEST: Final = "SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1"
CHECKPOINT_COVERING: Final = (
    "SELECT size, note FROM checkpoints WHERE size >= ? ORDER BY size LIMIT 1"
)
# Told by age; sorted by the caller, which takes all of them anyway, or here, to take a few.
FIND: Final = "SELECT age, subject FROM keys WHERE key = ?"
FIND_NEWEST: Final = (
    "SELECT subject FROM keys WHERE key = ? ORDER BY age DESC, subject DESC LIMIT ?"
)
HELD_BY_MANY: Final = ("plate:", "container:")
"""Keys that one truck or container gives to all that it ever carried; the index has these alone."""
FIND_NEWEST_OF_MANY: Final = (
    "SELECT subject FROM keys INDEXED BY keys_by_age"
    " WHERE key = ? AND (key GLOB 'plate:*' OR key GLOB 'container:*')"
    " ORDER BY age DESC, subject DESC LIMIT ?"
)
INDEXED: Final = "SELECT entries FROM indexed WHERE only = 1"
OLDER: Final = "SELECT older FROM indexed WHERE only = 1"
COMPLETE_KEY: Final = "INSERT OR IGNORE INTO keys (key, subject, age) VALUES (?, ?, ?)"
SET_INDEXED: Final = "UPDATE indexed SET entries = ? WHERE only = 1"
ROWS_OF: Final = (
    "SELECT list, id, due, name, since, amount, share, marks FROM rows WHERE subject = ?"
)
LAST_ROW: Final = "SELECT coalesce(max(id), 0) FROM rows"
COUNTS: Final = "SELECT list, count FROM counts WHERE list >= ? AND list < ?"
ANSWER: Final = "SELECT digest, body FROM answers WHERE key = ?"
SHARES: Final = "SELECT peer FROM shares WHERE subject = ?"
_CHANNEL = "SELECT position, entry, leaf, head FROM channel WHERE peer = ?"
CHANNEL: Final = f"{_CHANNEL} AND position > ? ORDER BY position LIMIT ?"
CHANNEL_POSITION: Final = f"{_CHANNEL} AND entry = ?"
CHANNEL_END: Final = (
    "SELECT position, head FROM channel WHERE peer = ? ORDER BY position DESC LIMIT 1"
)
CURSOR: Final = "SELECT position, head, size, checkpoint FROM cursors WHERE peer = ?"
PAGE_OF: Final = (
    "SELECT first, last, checkpoint, proof FROM pages"
    " WHERE peer = ? AND last >= ? ORDER BY last LIMIT 1"
)
ORIGIN_POSITION: Final = "SELECT position FROM origins WHERE peer = ? AND number = ?"
RECEIPTS: Final = (
    "SELECT upto, data FROM receipts WHERE peer = ? AND upto >= ? ORDER BY upto LIMIT ?"
)
DUE_TIMERS: Final = (
    "SELECT subject, name, due FROM timers WHERE due <= ? ORDER BY due, subject, name LIMIT ?"
)
TIMERS_OF: Final = "SELECT name, due FROM timers WHERE subject = ?"
DOCUMENT: Final = "SELECT id, owner, updated, body FROM documents WHERE kind = ? AND id = ?"
DOCUMENTS: Final = (
    "SELECT id, owner, updated, body FROM documents"
    " WHERE kind = ? AND updated < ? ORDER BY updated DESC, id DESC LIMIT ?"
)
DOCUMENTS_OF_OWNER: Final = (
    "SELECT id, owner, updated, body FROM documents"
    " WHERE kind = ? AND owner = ? AND updated < ? ORDER BY updated DESC, id DESC LIMIT ?"
)
WAITING: Final = DOCUMENTS.replace(" DESC", "")
WAITING_OF_OWNER: Final = DOCUMENTS_OF_OWNER.replace(" DESC", "")


_ROW = "SELECT subject, due, name, updated, data, since, amount, share FROM rows"
ROW: Final = f"{_ROW} WHERE subject = ? AND list = ?"
ORDERS: Final[tuple[Order, ...]] = ("due", "name", "updated", "since", "amount", "share")
SUMS: Final = ("amount", "share")
"""Orders that only some rows have, and whose indexes hold those alone."""


def has(order: str) -> str:
    """The term without which a partial index is not used."""
    return f" AND {order} <> ''" if order.rpartition(".")[2] in SUMS else ""


def _rows_statement(order: str, descending: bool, goes_on: bool) -> str:
    way, beyond = (" DESC", "<") if descending else ("", ">")
    start = f" AND ({order}, subject) {beyond} (?, ?)" if goes_on else ""
    return f"{_ROW} WHERE list = ?{has(order)}{start} ORDER BY {order}{way}, subject{way} LIMIT ?"


# By (order, descending, whether it goes on after a row).
ROWS: Final = {
    (order, descending, goes_on): _rows_statement(order, descending, goes_on)
    for order in ORDERS
    for descending in (False, True)
    for goes_on in (False, True)
}

# Where an insert of many rows fails, SQLite by itself takes back those that it made, and keeps for
# that a copy of each page that it changes. Here the whole transaction is rolled back then: OR FAIL.
PUT_STATE: Final = (
    "INSERT OR FAIL INTO states (subject, data, clock, node, number, version)"
    " VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (subject) DO UPDATE SET data = excluded.data, clock = excluded.clock,"
    " node = excluded.node, number = excluded.number, version = excluded.version"
)
APPEND: Final = (
    "INSERT OR FAIL INTO log (node, number, subject, clock, tag, data, leaf, entry)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
PUT_TILE: Final = (
    "INSERT OR FAIL INTO tiles (level, tile, data) VALUES (?, ?, ?)"
    " ON CONFLICT (level, tile) DO UPDATE SET data = excluded.data"
)
PUT_CHECKPOINT: Final = (
    "INSERT OR FAIL INTO checkpoints (size, note) VALUES (?, ?)"
    " ON CONFLICT (size) DO UPDATE SET note = excluded.note"
)
INSERT_ROW: Final = (
    "INSERT OR FAIL INTO rows"
    " (updated, data, due, name, since, amount, share, marks, id, subject, list)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
REPLACE_ROW: Final = (
    "UPDATE rows SET updated = ?, data = ?, due = ?, name = ?, since = ?, amount = ?, share = ?,"
    " marks = ? WHERE id = ?"
)
# Most changes leave a row where it stands in all its other orders: those trees stay untouched.
REFRESH_ROW: Final = "UPDATE rows SET updated = ?, data = ? WHERE id = ?"
DELETE_ROW: Final = "DELETE FROM rows WHERE id = ?"
COUNT_FACET: Final = (
    "INSERT OR FAIL INTO facets (list, mark, count) VALUES (?, ?, ?)"
    " ON CONFLICT (list, mark) DO UPDATE SET count = count + excluded.count"
    " RETURNING id, list, mark"
)
DROP_FACET: Final = "DELETE FROM facets WHERE id = ? AND count = 0"
ADD_MARK: Final = "INSERT OR FAIL INTO marks (facet, row) VALUES (?, ?)"
DELETE_MARK: Final = "DELETE FROM marks WHERE facet = ? AND row = ?"
ADD_COUNT: Final = (
    "INSERT OR FAIL INTO counts (list, count) VALUES (?, ?)"
    " ON CONFLICT (list) DO UPDATE SET count = count + excluded.count"
)
DROP_COUNT: Final = "DELETE FROM counts WHERE list = ? AND count = 0"
ADD_KEY: Final = (
    "INSERT OR FAIL INTO keys (key, subject, age) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
)
DELETE_KEY: Final = "DELETE FROM keys WHERE key = ? AND subject = ?"
LAST_AGE: Final = "SELECT last FROM ages WHERE only = 1"
PUT_LAST_AGE: Final = "UPDATE ages SET last = ? WHERE only = 1"
PUT_ANSWER: Final = "INSERT OR FAIL INTO answers (key, digest, body, at) VALUES (?, ?, ?, ?)"
SHARE: Final = "INSERT OR FAIL INTO shares (subject, peer) VALUES (?, ?) ON CONFLICT DO NOTHING"
UNSHARE: Final = "DELETE FROM shares WHERE subject = ? AND peer = ?"
PUT_CHANNEL: Final = (
    "INSERT OR FAIL INTO channel (peer, position, entry, leaf, head) VALUES (?, ?, ?, ?, ?)"
)
PUT_CURSOR: Final = (
    "INSERT OR FAIL INTO cursors (peer, position, head, size, checkpoint) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (peer) DO UPDATE SET position = excluded.position, head = excluded.head,"
    " size = excluded.size, checkpoint = excluded.checkpoint"
)
PUT_PAGE: Final = (
    "INSERT OR FAIL INTO pages (peer, first, last, checkpoint, proof) VALUES (?, ?, ?, ?, ?)"
)
PUT_ORIGIN: Final = (
    "INSERT OR FAIL INTO origins (peer, number, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
)
PUT_RECEIPT: Final = (
    "INSERT OR FAIL INTO receipts (peer, upto, data) VALUES (?, ?, ?)"
    " ON CONFLICT (peer, upto) DO UPDATE SET data = excluded.data"
)
PUT_TIMER: Final = (
    "INSERT OR FAIL INTO timers (subject, name, due) VALUES (?, ?, ?)"
    " ON CONFLICT (subject, name) DO UPDATE SET due = excluded.due"
)
DELETE_TIMER: Final = "DELETE FROM timers WHERE subject = ? AND name = ?"
PUT_DOCUMENT: Final = (
    "INSERT OR FAIL INTO documents (kind, id, owner, updated, body) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner, updated = excluded.updated,"
    " body = excluded.body"
)
DELETE_DOCUMENT: Final = "DELETE FROM documents WHERE kind = ? AND id = ?"
