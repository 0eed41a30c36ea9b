"""Who is signed in, and where: a document for each session, kept until it ends.

Document kind `session`, id = the session's, owner = login, `updated` = when it was seen last, which
is written down every few minutes only. A cookie whose session has no document is worth nothing.
"""

from typing import Final

import msgspec

from corridor.engine.hlc import instant
from corridor.engine.illness import Unavailable
from corridor.engine.ports import Clock, Document
from corridor.engine.queries import Queries
from corridor.engine.unit import Unit
from corridor.engine.writer import Writing

SESSION: Final = "session"
IDLE_MS: Final = 60 * 60 * 1000
LONGEST_MS: Final = 12 * 60 * 60 * 1000
SEEN_STEP_MS: Final = 5 * 60 * 1000
"""So much later than written down a session may have been seen in truth."""
SESSIONS_MAX: Final = 1_000
_FORGOTTEN_MAX: Final = 8
_UNWRITTEN_MAX: Final = 1_000


class SignedIn(msgspec.Struct, frozen=True):
    """A session: since when, seen when (milliseconds), and from what kind of device."""

    began: int
    seen: int
    device: str = ""


_SIGNED_IN = msgspec.json.Decoder(SignedIn)


class BeginSession(msgspec.Struct, frozen=True):
    """Write a session down, and forget a few that are too old by now."""

    id: str
    login: str
    session: SignedIn

    def run(self, unit: Unit) -> None:
        """The store is asked for the oldest by what is before the longest a session lasts."""
        too_old = instant(self.session.began - LONGEST_MS)
        for old in unit.tx.documents(SESSION, None, _FORGOTTEN_MAX, before=too_old):
            unit.tx.delete_document(SESSION, old.id)
        unit.tx.put_document(SESSION, _document(self.id, self.login, self.session))


class SeeSession(msgspec.Struct, frozen=True):
    """Note that a session is in use; one that has ended stays ended."""

    id: str
    at: int

    def run(self, unit: Unit) -> None:
        """Only the instant changes."""
        found = unit.tx.document(SESSION, self.id)
        if found is not None:
            seen = msgspec.structs.replace(_SIGNED_IN.decode(found.body), seen=self.at)
            unit.tx.put_document(SESSION, _document(self.id, found.owner, seen))


class EndSession(msgspec.Struct, frozen=True):
    """End one session of a person; False where it is none of theirs."""

    id: str
    login: str

    def run(self, unit: Unit) -> bool:
        """Forget it."""
        found = unit.tx.document(SESSION, self.id)
        if found is None or found.owner != self.login:
            return False
        unit.tx.delete_document(SESSION, self.id)
        return True


class EndSessions(msgspec.Struct, frozen=True):
    """End all sessions of a person but one; gives their number."""

    login: str
    but: str = ""

    def run(self, unit: Unit) -> int:
        """Forget them."""
        found = unit.tx.documents(SESSION, self.login, SESSIONS_MAX)
        ended = [document.id for document in found if document.id != self.but]
        for id in ended:
            unit.tx.delete_document(SESSION, id)
        return len(ended)


def _document(id: str, login: str, session: SignedIn) -> Document:
    return Document(id, login, instant(session.seen), msgspec.json.encode(session))


class Register:
    """The sessions of a node, for whoever asks whether one still holds.

    While nothing can be written people still get in, the operator before all: such a session is
    remembered by this process alone.
    """

    def __init__(self, queries: Queries, writer: Writing, clock: Clock) -> None:
        self._queries = queries
        self._writer = writer
        self._clock = clock
        self._unwritten: dict[str, str] = {}

    async def begin(self, id: str, login: str, device: str) -> None:
        """Sign in."""
        now = self._clock.now_ms()
        try:
            await self._writer.run(BeginSession(id, login, SignedIn(now, now, device)))
        except Unavailable:
            if len(self._unwritten) >= _UNWRITTEN_MAX:
                raise
            self._unwritten[id] = login

    async def end(self, id: str, login: str) -> bool:
        """Sign out one; False where it is none of this person's."""
        was_unwritten = self._unwritten.pop(id, None) is not None
        return was_unwritten or bool(await self._writer.run(EndSession(id, login)))

    async def end_others(self, login: str, but: str) -> int:
        """Sign out all others; gives their number."""
        mine = [id for id, owner in self._unwritten.items() if owner == login and id != but]
        for id in mine:
            del self._unwritten[id]
        ended: int = await self._writer.run(EndSessions(login, but))
        return ended + len(mine)

    def holds(self, id: str, login: str, in_use: bool) -> bool:
        """Whether the session has not ended; `in_use` is noted now and then."""
        if self._unwritten.get(id) == login:
            return True
        found = self._queries.document(SESSION, id)
        if found is None or found.owner != login:
            return False
        now = self._clock.now_ms()
        if in_use and now - _SIGNED_IN.decode(found.body).seen >= SEEN_STEP_MS:
            self._writer.submit(SeeSession(id, now))
        return True

    def of(self, login: str) -> dict[str, SignedIn]:
        """The sessions of a person that may still be open, by id, the newest seen first."""
        documents = self._queries.documents(SESSION, login, SESSIONS_MAX)
        found = {document.id: _SIGNED_IN.decode(document.body) for document in documents}
        return {id: one for id, one in found.items() if self._is_open(one)}

    def _is_open(self, one: SignedIn) -> bool:
        now = self._clock.now_ms()
        return now - one.seen <= IDLE_MS + SEEN_STEP_MS and now - one.began <= LONGEST_MS
