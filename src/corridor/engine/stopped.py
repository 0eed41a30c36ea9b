"""The lists of permits that no longer hold: this node's own, and those that peers gave it."""

from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.permits.stopped import STOPPED_LIST, StoppedPermits
from corridor.domain.permits.verdict import Known, known_of
from corridor.domain.quota import Quota, of_number
from corridor.engine.ports import Document, Reader
from corridor.engine.queries import Queries
from corridor.engine.unit import Unit

KEPT: Final = "stopped-permits"


def stopped_here(reader: Reader, now: str, limit: int) -> StoppedPermits:
    """The permits of this node that no longer hold though their last day is not over."""
    rows = reader.rows(STOPPED_LIST, after=(now, ""), limit=limit + 1)
    revoked, used_up, disputed = list[str](), list[str](), list[str]()
    for row in rows[:limit]:
        said = msgspec.json.decode(row.data)
        disputed += said.get("disputed", ())
        revoked += said.get("replaced", ())
        if said.get("standing", "in_force") != "in_force":
            (used_up if said["standing"] == "used_up" else revoked).append(said["digest"])
    is_cut = len(rows) > limit
    return StoppedPermits(now, tuple(revoked), tuple(used_up), is_cut, tuple(disputed))


def known_here(queries: Queries, number: str, text: str) -> Known:
    """What this node knows of a permit that it issued, or that went by here.

    Of a number in dispute nothing is certain, but that the text was revoked or used up.
    """
    held = queries.permit(number)
    known = known_of(held, text)
    is_older = held is not None and held.number != number
    if is_older or known.standing in ("revoked", "used_up") or not is_disputed(queries, number):
        return known
    return replace(known, standing="disputed")


def is_disputed(queries: Queries, number: str) -> bool:
    """Whether one of two ministries could not verify the number."""
    subject, serial = of_number(number) or ("", 0)
    quota = queries.get(subject).state if subject else None
    return isinstance(quota, Quota) and any(one.serial == serial for one in quota.disputes)


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
    return read_stopped(found.body) if found is not None else None


def read_stopped(body: bytes) -> StoppedPermits:
    """A list as it is kept."""
    return msgspec.msgpack.decode(body, type=StoppedPermits)
