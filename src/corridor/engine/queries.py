"""Reading: what the rooms above may ask, without ever touching the store.

Every method opens its own snapshot and gives back values. Who may see the answer is decided by the
caller with `corridor.domain.kinds.may_see`; nothing here is filtered by person.
"""

import base64
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from corridor.domain.authorised.claims import authorised_key
from corridor.domain.besides import Noted
from corridor.domain.codes import capitals
from corridor.domain.facts import Actor, Fact
from corridor.domain.kinds import kind_of
from corridor.domain.listings import Order
from corridor.domain.needs import Ask
from corridor.domain.permits.dossier import DOSSIER_PERMITS
from corridor.domain.permits.state import Permit
from corridor.domain.risk.scoring import Assessment
from corridor.domain.searching import identifier, words_of
from corridor.engine.assessing import read_kept
from corridor.engine.cases import Case, case_of
from corridor.engine.codec import fact_of
from corridor.engine.core import Engine
from corridor.engine.handing import taken_of
from corridor.engine.jobs import answer_name
from corridor.engine.kept_files import described_for
from corridor.engine.noted import noted_of
from corridor.engine.ports import Document, Pick, Reader, StoredEvent, StoredRow
from corridor.engine.proposing import RISK, proposed_marks
from corridor.engine.subjects import Loaded, load
from corridor.engine.tuning import tuned

S = TypeVar("S")
PAGE_MAX = 200
EXPORTED_AT_ONCE = 1_000


class ListedRow(msgspec.Struct, frozen=True):
    """A row of a work list, ready to show."""

    subject: str
    due: str
    name: str
    updated: str
    data: dict[str, Any]
    since: str = ""


class ListPage(msgspec.Struct, frozen=True):
    """Rows, and the cursor of the next page where there is one."""

    rows: tuple[ListedRow, ...]
    next: str = ""


class PickedPage(msgspec.Struct, frozen=True):
    """Rows that fit what was asked, and where the next page begins.

    `total`: how many fit, where that is known; `looked`: how many rows were looked at.
    """

    rows: tuple[ListedRow, ...]
    next: str
    total: int | None
    looked: int


class FoundPage(msgspec.Struct, frozen=True):
    """Subjects that were found, and where the next page begins if there is one."""

    subjects: tuple[str, ...]
    next: str = ""


class Logged(msgspec.Struct, frozen=True):
    """An event on a timeline: what was said, its place in this node's log, who holds it.

    `index` counts from 0. `confirmed` names the peers whose receipt covers it (our own events),
    or this node alone (peers' events: we hold them).
    """

    index: int
    tag: str
    fact: Fact[Any]
    confirmed: tuple[str, ...]


class Queries:
    """The read side of one node."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def resolve(self, reference: str) -> str | None:
        """The subject of an MRN, a GRN, a permit number or a subject id; None where unknown."""
        plain = identifier(reference)
        keys = (
            f"mrn:{plain}",
            f"permit:{capitals(reference)}",
            f"grn:{plain}",
            authorised_key(reference),
        )
        with self._engine.store.read() as reader:
            if kind_of(reference) is not None and reader.state(reference) is not None:
                return reference
            return next((subject for key in keys for subject in reader.find(key)), None)

    def search(self, text: str, limit: int = 20) -> tuple[str, ...]:
        """Subjects that hold this very plate, container, seal or number, whoever may see them.

        The newest of each first, since a plate stays with all that it ever carried. Last come
        movements under way by their seals.
        """
        plain = identifier(text)
        keys = (f"mrn:{plain}", f"lrn:{text}", f"plate:{plain}", f"container:{plain}")
        others = (f"permit:{capitals(text)}", f"grn:{plain}", f"seal:{plain}")
        with self._engine.store.read() as reader:
            found = [one for key in (*keys, *others) for one in reader.newest(key, limit)]
        return tuple(dict.fromkeys(found))[:limit]

    def find(self, desk: str, text: str, before: str = "", limit: int = 25) -> FoundPage:
        """What somebody at the desk finds by a part of an identifier, or by words; newest first.

        `desk`: `carrier:ala-too`, `customs:KGOSH001`. What was said a moment ago may be missing.
        """
        part, words = identifier(text), words_of(text)
        after = int(before) if before.isascii() and before.isdigit() else None
        with self._engine.store.read() as reader:
            found = reader.search(desk, part, words, after, limit + 1)
        more = len(found) > limit
        return FoundPage(
            tuple(subject for _, subject in found[:limit]),
            str(found[limit - 1][0]) if more else "",
        )

    def bearing(self, marks: Iterable[str], limit: int) -> dict[str, tuple[str, ...]]:
        """By mark of a vehicle, the subjects that name it, the newest first and at most so many."""
        with self._engine.store.read() as reader:
            return {mark: tuple(reader.newest(f"plate:{mark}", limit)) for mark in marks}

    def entries_to_index(self) -> int:
        """Log entries that the search index does not cover yet."""
        with self._engine.store.read() as reader:
            return max(0, reader.size() - reader.indexed())

    def get(self, subject: str) -> Loaded:
        """The subject's state and version."""
        with self._engine.store.read() as reader:
            return load(reader, subject)

    def states(self, rows: Iterable[ListedRow], kind: type[S]) -> list[S]:
        """What stands behind rows of a list, in their order and at one moment; of one kind."""
        with self._engine.store.read() as reader:
            found = [load(reader, row.subject).state for row in rows]
        return [state for state in found if isinstance(state, kind)]

    def is_answered(self, actor: Actor, key: str) -> bool:
        """Whether a command of this person under this idempotency key has had its answer."""
        with self._engine.store.read() as reader:
            return reader.answer(answer_name(actor, key)) is not None

    def permit(self, number: str) -> Permit | None:
        """The permit of a number or subject id; None where this node knows of none."""
        subject = self.resolve(number)
        state = self.get(subject).state if subject else None
        return state if isinstance(state, Permit) else None

    def permits_of(self, dossier: str) -> tuple[Permit, ...]:
        """The permits applied for under a dossier, in the order of application."""
        with self._engine.store.read() as reader:
            look = _Snapshot(reader)
            return DOSSIER_PERMITS.gather(look, Ask(dossier, look.state(dossier)))

    def rows(
        self,
        name: str,
        order: Order = "due",
        cursor: str = "",
        limit: int = 50,
        descending: bool = False,
    ) -> ListPage:
        """One page of a work list."""
        wanted = min(limit, PAGE_MAX)
        with self._engine.store.read() as reader:
            found = reader.rows(name, order, _read_cursor(cursor), wanted + 1, descending)
        shown = tuple(map(_listed, found[:wanted]))
        more = len(found) > wanted
        last = getattr(shown[-1], order) if more else ""
        return ListPage(shown, cursor_at(last, shown[-1].subject) if more else "")

    def picked(
        self,
        name: str,
        pick: Pick,
        order: Order = "due",
        cursor: str = "",
        limit: int = 50,
        descending: bool = False,
    ) -> PickedPage:
        """One page of those rows of a work list that are wanted."""
        wanted, after = min(limit, EXPORTED_AT_ONCE), _read_cursor(cursor)
        with self._engine.store.read() as reader:
            found = reader.picked(name, pick, order, after, wanted, descending)
        onward = cursor_at(*found.after) if found.after is not None else ""
        return PickedPage(tuple(map(_listed, found.rows)), onward, found.total, found.looked)

    def row(self, name: str, subject: str) -> ListedRow | None:
        """The row of one subject in a work list."""
        with self._engine.store.read() as reader:
            found = reader.row(name, subject)
        return _listed(found) if found is not None else None

    def marked(self, name: str, mark: str, limit: int) -> int:
        """How many rows of a list have a mark, counted up to the limit."""
        with self._engine.store.read() as reader:
            return reader.marked(name, mark, limit)

    def values(self, name: str, facet: str, limit: int, counted: int) -> dict[str, int]:
        """Values that a list can be filtered by, each with its rows, counted up to a limit.

        Without a count where `counted` is nil.
        """
        with self._engine.store.read() as reader:
            found = reader.values(name, facet, limit)
            return {
                value: reader.marked(name, f"{facet}={value}", counted) if counted else 0
                for value in found
            }

    def counts(self, prefix: str) -> dict[str, int]:
        """Sizes of the lists whose names begin with the prefix."""
        with self._engine.store.read() as reader:
            return reader.counts(prefix)

    def timeline(self, subject: str, without: frozenset[str] = frozenset()) -> tuple[Logged, ...]:
        """All events of the subject held here, in fold order, with who confirmed each; but for
        those of some tags, where there are too many of them to be told.
        """
        with self._engine.store.read() as reader:
            events = [event for event in reader.events(subject) if event.tag not in without]
            peers = sorted(self._engine.settings.peers)
            reached = {peer: _confirmed_upto(reader, peer) for peer in peers}
            return tuple(self._logged(reader, event, reached) for event in events)

    def _logged(self, reader: Reader, event: StoredEvent, reached: dict[str, int]) -> Logged:
        if event.node != self._engine.node:
            return Logged(event.index, event.tag, fact_of(event), (self._engine.node,))
        confirmed = []
        for peer, upto in reached.items():
            entry = reader.channel_position(peer, event.index) if upto else None
            if entry is not None and entry.position <= upto:
                confirmed.append(peer)
        return Logged(event.index, event.tag, fact_of(event), tuple(confirmed))

    def recent(self, limit: int = 50) -> Sequence[StoredEvent]:
        """The newest entries of the log, newest first."""
        with self._engine.store.read() as reader:
            size = reader.size()
            first = max(0, size - limit)
            return reader.log(first, limit)[::-1]

    def log(self, first: int, limit: int) -> Sequence[StoredEvent]:
        """Entries of the log from index `first` on, oldest first."""
        with self._engine.store.read() as reader:
            return reader.log(first, limit)

    def log_size(self) -> int:
        """Entries in the log."""
        return self._engine.tip.size

    def cases(self, desk: str, subjects: Iterable[str]) -> dict[str, Case]:
        """Whose cases these subjects are at a desk; those that are nobody's are not among them."""
        with self._engine.store.read() as reader:
            found = {subject: case_of(reader, desk, subject) for subject in subjects}
        return {subject: case for subject, case in found.items() if case is not None}

    def noted(self, subjects: Iterable[str]) -> dict[str, Noted]:
        """What the rows of these subjects show besides."""
        with self._engine.store.read() as reader:
            return {subject: noted_of(reader, subject) for subject in subjects}

    def assessed(self, subjects: Iterable[str]) -> dict[str, Assessment]:
        """What the node makes of those movements that it has assessed."""
        with self._engine.store.read() as reader:
            found = {subject: read_kept(reader.document(RISK, subject)) for subject in subjects}
        return {subject: kept.assessment for subject, kept in found.items() if kept is not None}

    def proposed(self, subject: str, marks: Iterable[str]) -> tuple[str, ...]:
        """The mark of a row with these marks at a customs office by what is proposed."""
        with self._engine.store.read() as reader:
            return proposed_marks(reader, subject, marks)

    def taken(self, about: str, to: str) -> str:
        """What another node answered to a secret that was handed to it; empty until it has."""
        with self._engine.store.read() as reader:
            found = taken_of(reader, about, to)
        return found.answer if found is not None else ""

    def holding(self, key: str, limit: int = 100) -> list[str]:
        """Subjects that hold a key, the newest first."""
        with self._engine.store.read() as reader:
            return reader.newest(key, limit)

    def document(self, kind: str, id: str) -> Document | None:
        """A private document."""
        with self._engine.store.read() as reader:
            return reader.document(kind, id)

    def documents(
        self, kind: str, owner: str | None = None, limit: int = 100, before: str | None = None
    ) -> list[Document]:
        """Private documents of a kind, newest first; those `before` an instant oldest first."""
        with self._engine.store.read() as reader:
            return reader.documents(kind, owner, limit, before)


class _Snapshot:
    """How a need is looked up where a page asks."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def find(self, key: str) -> Sequence[str]:
        return self._reader.find(key)

    def state(self, subject: str) -> Any:
        return load(self._reader, subject).state

    def kept(self, sha256: str, org: str) -> tuple[int, str] | None:
        return described_for(self._reader, sha256, org)

    def setting(self, name: str) -> str | None:
        return tuned(self._reader, name)

    def counts(self, prefix: str) -> dict[str, int]:
        return self._reader.counts(prefix)


def _confirmed_upto(reader: Reader, peer: str) -> int:
    """How far the peer has signed for our channel to it."""
    end, _ = reader.channel_end(peer)
    for probe in (end, reader.cursor(f"receipts:{peer}").position):
        if probe and reader.receipts(peer, probe, 1):
            return probe
    return 0


def _listed(row: StoredRow) -> ListedRow:
    data = msgspec.json.decode(row.data)
    return ListedRow(row.subject, row.due, row.name, row.updated, data, row.since)


def cursor_at(value: str, subject: str) -> str:
    """The place of a row in an order, as an address holds it."""
    return base64.urlsafe_b64encode(f"{value}\0{subject}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[str, str] | None:
    """The position in a cursor; a cursor that is none starts from the beginning."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        value, found, subject = base64.urlsafe_b64decode(padded).decode().partition("\0")
    except ValueError:
        return None
    return (value, subject) if found else None
