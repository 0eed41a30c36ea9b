"""The lists of permits that no longer hold: this node's own, and those that peers gave it."""

from typing import Final

import msgspec

from corridor.domain.permits.stopped import STOPPED_LIST, StoppedPermits
from corridor.engine.ports import Document, Reader
from corridor.engine.unit import Unit

KEPT: Final = "stopped-permits"


def stopped_here(reader: Reader, now: str, limit: int) -> StoppedPermits:
    """The permits of this node that no longer hold though their last day is not over."""
    rows = reader.rows(STOPPED_LIST, after=(now, ""), limit=limit + 1)
    revoked, used_up = list[str](), list[str]()
    for row in rows[:limit]:
        said = msgspec.json.decode(row.data)
        revoked += said.get("replaced", ())
        if said["standing"] != "in_force":
            (used_up if said["standing"] == "used_up" else revoked).append(said["digest"])
    return StoppedPermits(now, tuple(revoked), tuple(used_up), len(rows) > limit)


class KeepStopped(msgspec.Struct, frozen=True):
    """The newest list of a peer, kept through a restart."""

    issuer: str
    stopped: StoppedPermits

    def run(self, unit: Unit) -> None:
        """Nothing where a newer one is kept."""
        before = stopped_of(unit.tx, self.issuer)
        if before is None or before.at < self.stopped.at:
            body = msgspec.msgpack.encode(self.stopped)
            unit.tx.put_document(KEPT, Document(self.issuer, "", self.stopped.at, body))


def stopped_of(reader: Reader, issuer: str) -> StoppedPermits | None:
    """The newest list that a peer gave; None where it has given none."""
    found = reader.document(KEPT, issuer)
    return msgspec.msgpack.decode(found.body, type=StoppedPermits) if found is not None else None
