"""Each subject folded anew from the log: its state, work lists, keys, timers, place in the search.

What an earlier version wrote may lack what this one would add: that is no finding. Its rows and
keys are compared once the follower of the log has written them as this version does; what the first
start of a node makes good is counted, and no finding before that.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from corridor.domain.facts import order_of
from corridor.domain.kind import Kind
from corridor.domain.kinds import kind_of
from corridor.engine.codec import fact_of
from corridor.engine.mending import MENDED, is_owed, owed_timers
from corridor.engine.newer import NEWER
from corridor.engine.noted import as_kept
from corridor.engine.ports import ListRow, StoredEvent
from corridor.engine.set_aside import stands_still
from corridor.engine.standing import standing_of
from corridor.node.check.finding import Finding, Step
from corridor.stores.errors import StoreDamaged
from corridor.stores.inspector import Inspector

STRAYS_MAX = 10
MENDED_MAX = 1_000


class StateStage:
    """Subjects of the log, in the order of their names."""

    name = "states"

    def __init__(self, node: str) -> None:
        self._node = node

    def total(self, look: Inspector) -> int:
        """Subjects, nearly: they are counted by their states."""
        return look.state_count()

    def beyond(self, at: str | None) -> None:
        """The names themselves cannot be read."""

    def step(self, look: Inspector, at: str | None, limit: int) -> Step:
        """A stretch of subjects."""
        subjects, owed = look.subjects(at or "", limit), Owed(look)
        findings = [one for subject in subjects for one in self._wrong_with(look, subject, owed)]
        if len(subjects) == limit:
            return Step(subjects[-1], findings, limit, owed.count)
        for table in ("states", "rows", "keys", "timers"):
            strays = look.strays(table, STRAYS_MAX)
            findings += [Finding(table, one, "the log knows nothing of it") for one in strays]
        return Step(None, findings, len(subjects), owed.count)

    def _wrong_with(self, look: Inspector, subject: str, owed: "Owed") -> list[Finding]:
        kind = kind_of(subject)
        if kind is None or look.documents(NEWER, subject, 1):
            return []  # what was newer than its version is folded in once the node has started
        if stands_still(look, subject):
            return []  # it stands as it stood before an event at which the program fails
        try:
            return list(self._compare(look, subject, kind, owed))
        except StoreDamaged as error:
            return [Finding("states", subject, f"cannot be read: {error.detail}")]
        except Exception as error:  # noqa: BLE001 - whatever the bytes are, the next may be sound
            what = f"cannot be folded anew: {type(error).__name__}: {error}"
            return [Finding("states", subject, what)]

    def _compare(
        self, look: Inspector, subject: str, kind: Kind[Any], owed: "Owed"
    ) -> Iterator[Finding]:
        events = look.events(subject)
        facts = [fact_of(event) for event in events]
        state: Any = None
        for fact in facts:
            state = kind.evolve(state, fact, subject)
        kept = look.state(subject)
        if kept is None:
            yield Finding("states", subject, "is missing")
            return
        order = max(map(order_of, facts))
        if (kept.clock, kept.node, kept.number) != order or kept.version != len(events):
            yield Finding("states", subject, "is not of the log's newest event")
        if not kept.data:
            if len(events) != 1 or state is None:
                yield Finding("states", subject, "is empty")
        elif not _is_same(msgspec.msgpack.decode(kept.data), _plain(state)):
            yield Finding("states", subject, "is not what its events come to")
        standing = standing_of(kind, state, self._node)
        if owed.timers(look.timers_of(subject)) != owed.timers(dict(standing.timers)):
            yield Finding("timers", subject, "are not what its state comes to")
        if _is_indexed(look, events):
            rows = tuple(as_kept(look, subject, standing.rows))
            yield from _wrong_rows(look, subject, rows, owed)
            yield from _wrong_keys(look, subject, standing.keys)
            yield from _wrong_search(look, subject, kind, state, self._node)


class Owed:
    """What this version keeps and an earlier one did not, as long as no start made it good."""

    def __init__(self, look: Inspector) -> None:
        self._mended = frozenset(one.id for one in look.documents(MENDED, None, MENDED_MAX))
        self._timers = owed_timers(self._mended)
        self.count = 0

    def timers(self, of_subject: dict[str, str]) -> dict[str, str]:
        """Those that can be compared."""
        return {name: due for name, due in of_subject.items() if name not in self._timers}

    def has(self, name: str) -> bool:
        """Whether a list is so; what a subject lacks or has too much in it is counted."""
        is_so = is_owed(name, self._mended)
        self.count += is_so
        return is_so


def _wrong_rows(
    look: Inspector, subject: str, rows: Sequence[ListRow], owed: Owed
) -> Iterator[Finding]:
    kept = {row.list: row for row in look.rows_of(subject)}
    wanted = {row.list: row for row in rows}
    for name in sorted(kept.keys() | wanted.keys()):
        row = f"{subject} in {name}"
        if (name not in kept or name not in wanted) and owed.has(name):
            continue
        if not _is_same_row(kept.get(name), wanted.get(name)):
            yield Finding("rows", row, "is not what its state comes to")
        elif look.marks_of(subject, name) != set(wanted[name].marks):
            yield Finding("marks", row, "are not those of the row")


def _is_same_row(kept: ListRow | None, wanted: ListRow | None) -> bool:
    if kept is None or wanted is None:
        return False
    place = replace(kept, data=b"") == replace(wanted, data=b"")
    return place and _is_same(msgspec.json.decode(kept.data), msgspec.json.decode(wanted.data))


def _wrong_keys(look: Inspector, subject: str, keys: Sequence[str]) -> Iterator[Finding]:
    for key in keys:
        if not look.holds_key(key, subject):
            yield Finding("keys", f"{subject} by {key}", "is missing")


def _wrong_search(
    look: Inspector, subject: str, kind: Kind[Any], state: Any, node: str
) -> Iterator[Finding]:
    if state is not None and not look.is_found_as(subject, kind.found_by(state, node)):
        yield Finding("found", subject, "is not found as its state says")


def _is_indexed(look: Inspector, events: Sequence[StoredEvent]) -> bool:
    return max(event.index for event in events) < look.indexed()


def _plain(state: Any) -> Any:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(state))


def _is_same(kept: Any, now: Any) -> bool:
    """Whether all that is kept is so now. What was not kept, an earlier version did not know."""
    if isinstance(kept, dict) and isinstance(now, dict):
        return all(name in now and _is_same(value, now[name]) for name, value in kept.items())
    if isinstance(kept, list) and isinstance(now, list):
        return len(kept) == len(now) and all(map(_is_same, kept, now))
    return bool(kept == now)
