"""The trust list in force on this node: loaded from a signed file, never rolled back."""

import asyncio
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import msgspec

from corridor.engine.core import Engine, Job
from corridor.engine.hlc import instant
from corridor.engine.ports import Document
from corridor.engine.records import TrustChanged
from corridor.engine.unit import Unit
from corridor.evidence.errors import TrustRefused
from corridor.evidence.trust import NodeEntry, Roots, TrustList, open_trust_list
from corridor.exchange import keeping

Submit = Callable[[Job], Awaitable[Any]]
"""Hands a job to the writer and waits until its result is durable: `Writer.run`."""
TrustAlarm = Literal["", "half-aged", "expired"]
WATCH_S = 5.0
_IN_FORCE = "in-force"


class _Version(msgspec.Struct, frozen=True):
    version: int = 0
    digest: str = ""


class _Remember(msgspec.Struct, frozen=True):
    """Note in the log, and for the next start, that another list is in force."""

    version: _Version

    def run(self, unit: Unit) -> None:
        body = msgspec.json.encode(self.version)
        unit.tx.put_document(keeping.TRUST, Document(_IN_FORCE, "", unit.now(), body))
        unit.note("node", TrustChanged(self.version.version, self.version.digest))


class TrustInForce:
    """Holds the list that this node goes by. Reading `current` before `adopt` raises TrustRefused.

    `roots` are configured on this node, never taken from a peer.
    """

    def __init__(self, engine: Engine, roots: Roots) -> None:
        self.roots = roots
        self.signed = b""
        """The list in force as it was published, with the roots' signatures."""
        self._engine = engine
        self._list: TrustList | None = None

    @property
    def current(self) -> TrustList:
        """The list; its keys fail closed once it has expired."""
        if self._list is None:
            raise TrustRefused("malformed", "no trust list has been loaded")
        return self._list

    def peers(self) -> tuple[NodeEntry, ...]:
        """The nodes that may show this node something: whom to follow."""
        pairs = self.current.exchange
        shown = {pair.publisher for pair in pairs if pair.follower == self._engine.node}
        return tuple(entry for entry in self.current.nodes if entry.node in shown)

    def alarm(self) -> TrustAlarm:
        """Whether the list should have had a successor by now."""
        now = instant(self._engine.settings.clock.now_ms())
        if self.current.is_expired(now):
            return "expired"
        return "half-aged" if self.current.is_half_aged(now) else ""

    def adopt_at_start(self, data: bytes) -> None:
        """Put a signed list in force before the writer runs. Raises TrustRefused."""
        opened, job = self._open(data)
        if job is not None:
            self._engine.run_one(job)
        self._put_in_force(opened, data)

    async def adopt(self, data: bytes, submit: Submit) -> None:
        """Put a signed list in force. Raises TrustRefused; then the old one stays."""
        opened, job = self._open(data)
        if job is not None:
            await submit(job)
        self._put_in_force(opened, data)

    async def watch(
        self, path: Path, submit: Submit, on_refused: Callable[[TrustRefused], None]
    ) -> None:
        """Adopt the file whenever it changes, for ever. `on_refused` hears of a bad one."""
        seen = b""
        while True:
            data = await asyncio.to_thread(_read, path)
            if data and data != seen:
                seen = data
                try:
                    await self.adopt(data, submit)
                except TrustRefused as refused:
                    on_refused(refused)
            await asyncio.sleep(WATCH_S)

    def _open(self, data: bytes) -> tuple[TrustList, Job | None]:
        """The list, and the job that remembers it when it is another than before."""
        known = self._known()
        trust = open_trust_list(data, self.roots, known.version)
        version = _Version(trust.version, sha256(data).hexdigest())
        if version == known:
            return trust, None
        if version.version == known.version:
            raise TrustRefused("rollback", f"another list of version {known.version}")
        return trust, _Remember(version)

    def _known(self) -> _Version:
        with self._engine.store.read() as reader:
            document = reader.document(keeping.TRUST, _IN_FORCE)
        return msgspec.json.decode(document.body, type=_Version) if document else _Version()

    def _put_in_force(self, trust: TrustList, data: bytes) -> None:
        node = self._engine.node
        followers = {pair.follower for pair in trust.exchange if pair.publisher == node}
        self._list, self.signed = trust, data
        self._engine.set_peers(frozenset(followers))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""  # it is being replaced
