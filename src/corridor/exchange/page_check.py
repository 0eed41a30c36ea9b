"""The check of a page, in numbered steps, before any of it is kept: here the first nine.

Nothing here writes: the outcome is either a page that is proved, or the first reason why not. Steps
go from the cheap to the dear, and no event is decoded before its bytes are proved.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Final

import msgspec

from corridor.engine.ports import Cursor
from corridor.evidence import canonical
from corridor.evidence.chain import head_over
from corridor.evidence.checkpoint import Checkpoint, open_note, origin_of, peek_checkpoint
from corridor.evidence.errors import EvidenceError, NoteInvalid, ProofInvalid, TrustRefused
from corridor.evidence.event import event_leaf
from corridor.evidence.keys import is_signed_by
from corridor.evidence.merkle import verify_consistency
from corridor.evidence.multiproof import verify_many
from corridor.evidence.trust import KeyUse, TrustList
from corridor.exchange.areas import areas_shown
from corridor.exchange.errors import PageRefused
from corridor.exchange.messages import PageHead, SealedPage, signed_bytes, split_page

CONVICTING: Final = frozenset(
    {"page.chain", "page.speaker", "page.number", "page.inclusion", "page.consistency", "page.fork"}
)
"""Reasons that stand under the publisher's own signature: no accident of the line explains them."""


class Expected(msgspec.Struct, frozen=True):
    """Which page we asked for: of whom, for whom, after what, and the nonce of the request.

    Without a nonce (a page that was carried by hand) any is accepted.
    """

    publisher: str
    follower: str
    cursor: Cursor
    nonce: str | None = None


class ProvedPage(msgspec.Struct, frozen=True):
    """A page whose every byte is proved to be the publisher's; its events are not opened yet.

    `leaves`: of the events, in channel order. `known`: where it follows on. `areas`: of which the
    publisher may show us events. `at`: when it came, by our clock.
    """

    sealed: SealedPage
    leaves: tuple[bytes, ...]
    checkpoint: Checkpoint
    known: Cursor
    areas: frozenset[str]
    at: str

    @property
    def head(self) -> PageHead:
        """What the seal signs."""
        return self.sealed.head

    @property
    def cursor(self) -> Cursor:
        """How far the channel is followed once the page is taken."""
        head = self.head
        return Cursor(head.next, head.head, self.checkpoint.size, head.checkpoint)


class Conviction(msgspec.Struct, frozen=True):
    """What shows that a publisher was not honest: its sealed head, and what was known before.

    `leaves`: those of the page's events, one after another, whose digest the head names; `events`:
    those that it cannot have said honestly, byte for byte.
    """

    known: str
    told: str
    key: str
    signature: bytes
    head_line: bytes
    leaves: bytes
    events: tuple[bytes, ...]


def prove_page(data: bytes, expected: Expected, trust: TrustList, now: str) -> ProvedPage:
    """Steps 1 to 9: whether the bytes are what the publisher sealed, said and logged for us.

    PageRefused names the first step that does not hold.
    """
    # 1. The bytes are a page: lines, limits, canonical seal and head.
    page = split_page(data)
    # 2. A node key of the publisher, by the trust list and its algorithm there, sealed the head.
    _check_seal(page, expected.publisher, trust, now)
    # 3. It answers our request: from the peer asked, to us, to this nonce.
    _check_address(page.head, expected)
    # 4. The events are those under the seal: from here on nothing can be an accident of the line.
    leaves = tuple(event_leaf(event) for event in page.events)
    if sha256(b"".join(leaves)).digest() != page.head.digest:
        raise PageRefused("digest", "the events are not those under the seal")
    # 5. It follows on what we hold, and counts its events rightly.
    _check_position(page, expected.cursor)
    with convicting(page, leaves, expected.cursor):
        # 6. The chain leads over the events from our head to the page's.
        if head_over(expected.cursor.head, leaves) != page.head.head:
            raise PageRefused("chain", f"another head at {page.head.next}")
        # 7. The publisher's log signed the checkpoint.
        checkpoint = _open_checkpoint(page.head, trust, now)
        # 8. That log begins with all we verified of it before.
        _check_consistent(page.head, checkpoint, expected.cursor)
        # 9. Every event is in it.
        _check_included(page.head, checkpoint, leaves)
    areas = areas_shown(trust, expected.publisher, expected.follower)
    return ProvedPage(page, leaves, checkpoint, expected.cursor, areas, now)


@contextmanager
def convicting(page: SealedPage, leaves: Sequence[bytes], known: Cursor) -> Iterator[None]:
    """Put into a refusal what convicts the publisher, where its own signature does."""
    try:
        yield
    except PageRefused as refused:
        if refused.code in CONVICTING:
            refused.proof = _conviction(page, leaves, known, refused.events)
        raise


def _check_seal(page: SealedPage, publisher: str, trust: TrustList, now: str) -> None:
    try:
        node, key = trust.key_by_id(page.seal.key, KeyUse.NODE, now)
    except TrustRefused as error:
        raise PageRefused("key", str(error)) from None
    if node != publisher:
        raise PageRefused("key", f"{page.seal.key} is a key of {node}")
    if not is_signed_by(key.public_key, signed_bytes(page.head_line), page.seal.signature):
        raise PageRefused("signature", f"the seal of {page.seal.key} fails")


def _check_address(head: PageHead, expected: Expected) -> None:
    if head.publisher != expected.publisher:
        raise PageRefused("publisher", f"{head.publisher} instead of {expected.publisher}")
    if head.follower != expected.follower:
        raise PageRefused("follower", f"for {head.follower}")
    if expected.nonce is not None and head.nonce != expected.nonce:
        raise PageRefused("nonce", "it answers another request")


def _check_position(page: SealedPage, cursor: Cursor) -> None:
    head, count = page.head, len(page.events)
    if head.after != cursor.position:
        raise PageRefused("position", f"after {head.after} instead of {cursor.position}")
    if head.next != head.after + count or len(head.indexes) != count:
        raise PageRefused("malformed", f"{count} events, next {head.next}")


def _open_checkpoint(head: PageHead, trust: TrustList, now: str) -> Checkpoint:
    try:
        verifiers = trust.log_verifiers(head.publisher, now)
        return open_note(head.checkpoint, verifiers, origin=origin_of(head.publisher))
    except (NoteInvalid, TrustRefused) as error:
        raise PageRefused("checkpoint", str(error)) from None


def _check_consistent(head: PageHead, checkpoint: Checkpoint, cursor: Cursor) -> None:
    if not cursor.size:
        return
    known = peek_checkpoint(cursor.checkpoint)
    if checkpoint.size == known.size and checkpoint.root != known.root:
        raise PageRefused("fork", f"two roots for size {known.size}")
    try:
        verify_consistency(
            known.size, checkpoint.size, known.root, checkpoint.root, head.consistency
        )
    except ProofInvalid as error:
        raise PageRefused("consistency", str(error)) from None


def _check_included(head: PageHead, checkpoint: Checkpoint, leaves: Sequence[bytes]) -> None:
    if not leaves:
        return
    pairs = sorted(zip(head.indexes, leaves, strict=True))
    indexes, ordered = [index for index, _ in pairs], [leaf for _, leaf in pairs]
    try:
        verify_many(indexes, ordered, checkpoint.size, checkpoint.root, head.proof)
    except ProofInvalid as error:
        raise PageRefused("inclusion", str(error)) from None


def _conviction(
    page: SealedPage, leaves: Sequence[bytes], known: Cursor, events: tuple[bytes, ...]
) -> bytes:
    conviction = Conviction(
        known.checkpoint,
        page.head.checkpoint,
        page.seal.key,
        page.seal.signature,
        page.head_line,
        b"".join(leaves),
        events,
    )
    try:
        return canonical.encode(conviction)
    except EvidenceError:  # too large with its events: what was signed must be kept at least
        return canonical.encode(msgspec.structs.replace(conviction, events=()))
