"""Offline verification of an evidence file, in numbered steps that each have a name.

Needs nothing but the file and, from elsewhere, the national roots. Without roots it checks the
file against the roots that the file itself names, and says so: that proves wholeness, not trust.
It stops at the first step that fails; what a later step would have said is not reported.

Keys revoked by the file's own trust list sign no manifest, co-signature or receipt, whatever time
they claim; see witnesses.py for a log's keys in hindsight.
"""

from collections.abc import Callable

from corridor.evidence import canonical, note
from corridor.evidence.case import (
    CASE,
    CHECKPOINT,
    TRUST_LIST,
    CaseDocument,
    EventEntry,
    OriginEntry,
    ReceiptEntry,
    event_part,
    origin_part,
    parts_of,
    receipt_part,
)
from corridor.evidence.checkpoint import Checkpoint
from corridor.evidence.container import CONTAINER_BYTES_MAX, unpack
from corridor.evidence.errors import CaseInvalid, EvidenceError, NoteInvalid, TrustRefused
from corridor.evidence.event import Envelope, decode_envelope, envelope_tag, event_leaf
from corridor.evidence.manifest import Manifest, check_manifest, manifest_note
from corridor.evidence.merkle import verify_consistency, verify_inclusion
from corridor.evidence.note import Role, Verifier
from corridor.evidence.receipt import Receipt, SignedReceipt, verify_chain, verify_receipt
from corridor.evidence.report import CaseReport, Check, EventReport, Received, Witnessed
from corridor.evidence.trust import KeyUse, Roots, TrustList, open_trust_list
from corridor.evidence.witnesses import distrusting_revoked, instant_of, open_witnessed


def verify_case(data: bytes, roots: Roots | None) -> CaseReport:
    """Verify an evidence file. Never raises for a bad file: the report names the failing check."""
    verification = _Verification(data, roots)
    checks: list[Check] = []
    for number, (name, step) in enumerate(verification.steps(), 1):
        try:
            checks.append(Check(number, name, True, step()))
        except EvidenceError as error:
            checks.append(Check(number, name, False, str(error), error.code, error.remedy))
            return CaseReport(tuple(checks), roots is not None)
    return verification.report(tuple(checks))


class _Verification:
    """The steps, each relying on what those before it have found."""

    _parts: dict[str, bytes]
    _manifest: Manifest
    _document: CaseDocument
    _trust: TrustList
    _strict: TrustList
    _checkpoint: Checkpoint
    _events: list[Envelope]

    def __init__(self, data: bytes, roots: Roots | None) -> None:
        self._data = data
        self._roots = roots
        self._witnessed: tuple[Witnessed, ...] = ()
        self._origins: dict[int, tuple[Witnessed, ...]] = {}
        self._received: dict[int, list[Received]] = {}

    def steps(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        return (
            ("container", self.container),
            ("manifest", self.manifest),
            ("document", self.document),
            ("trust-list", self.trust_list),
            ("exporter", self.exporter),
            ("checkpoint", self.checkpoint),
            ("events", self.events),
            ("inclusion", self.inclusion),
            ("origin", self.origin),
            ("receipts", self.receipts),
        )

    def container(self) -> str:
        """1. The file is, byte for byte, what its parts make."""
        self._parts = unpack(self._data)
        return f"{len(self._parts)} parts"

    def manifest(self) -> str:
        """2. The manifest names every part with its SHA-256, and no other."""
        self._manifest = check_manifest(self._parts)
        return f"{len(self._manifest.hashes)} hashes"

    def document(self) -> str:
        """3. The case describes exactly these parts, exporter and time."""
        document = canonical.decode(
            self._parts.get(CASE, b""),
            CaseDocument,
            size_bytes_max=CONTAINER_BYTES_MAX,
        )
        stated = (self._manifest.node, self._manifest.exported_at)
        if (document.node, document.exported_at) != stated:
            raise CaseInvalid("document", "the manifest names another exporter or time")
        if parts_of(document) != self._manifest.hashes.keys():
            raise CaseInvalid("document", "the parts are not those that the case describes")
        self._document = document
        return f"{len(document.events)} events, exported by {document.node}"

    def trust_list(self) -> str:
        """4. The national roots signed the trust list, and it was in force at export."""
        roots = self._roots or self._document.roots
        trust = open_trust_list(self._parts[TRUST_LIST], roots)
        if trust.is_expired(self._document.exported_at):
            raise TrustRefused("expired", f"version {trust.version} ended {trust.expires}")
        self._trust, self._strict = trust, distrusting_revoked(trust)
        given = "given" if self._roots else "of the file itself: compare them with known ones"
        return f"version {trust.version}, {roots.threshold} of {len(roots.keys)} roots, {given}"

    def exporter(self) -> str:
        """5. The exporting node's key signed the manifest."""
        document = self._document
        keys = self._strict.keys_for(document.node, KeyUse.NODE, document.exported_at)
        known = [Verifier(key.id, Role.LOG, key.public_key) for key in keys]
        signature = note.open_text(manifest_note(self._parts), known).signatures[0]
        return f"signed with {signature.name}"

    def checkpoint(self) -> str:
        """6. The exporter's log signed its checkpoint; known witnesses' co-signatures hold."""
        text = _text(self._parts[CHECKPOINT])
        self._checkpoint, self._witnessed = self._open(text, self._document.node)
        return f"size {self._checkpoint.size}, {len(self._witnessed)} co-signatures"

    def events(self) -> str:
        """7. Each event is a canonical envelope, and none comes twice."""
        count = len(self._document.events)
        self._events = [decode_envelope(self._event_bytes(at)) for at in range(count)]
        names = {(event.node, event.number) for event in self._events}
        places = {entry.held.index for entry in self._document.events}
        if len(names) != count or len(places) != count:
            raise CaseInvalid("event", "two events of one name or one place")
        return f"{count} events"

    def inclusion(self) -> str:
        """8. Each event is in the exporter's log, at its place."""
        for at, entry in enumerate(self._document.events):
            self._include(at, entry.held.index, entry.held.path, self._checkpoint)
        return f"{len(self._events)} events under size {self._checkpoint.size}"

    def origin(self) -> str:
        """9. Each event of another node is in that node's own log, under its own checkpoint."""
        count = 0
        for at, entry in enumerate(self._document.events):
            own = self._events[at].node == self._document.node
            if own != (entry.origin is None):
                raise CaseInvalid("event", f"{event_part(at)}: proof of origin missing or idle")
            if entry.origin is not None:
                self._origins[at] = self._originated(at, entry.origin)
                count += 1
        return f"{count} events of other nodes"

    def receipts(self) -> str:
        """10. Each receipt is the follower's, covers its event, and fits the exporter's log."""
        for item in self._document.receipts:
            self._received.setdefault(item.event, []).append(self._acknowledged(item))
        return f"{len(self._document.receipts)} receipts"

    def report(self, checks: tuple[Check, ...]) -> CaseReport:
        """What is proved, once every step has passed."""
        document = self._document
        order = sorted(range(len(self._events)), key=lambda at: self._events[at].order)
        return CaseReport(
            checks=checks,
            roots_given=self._roots is not None,
            reference=document.reference,
            subject=document.subject,
            node=document.node,
            exported_at=document.exported_at,
            log_size=self._checkpoint.size,
            witnessed=self._witnessed,
            events=tuple(self._event_report(at, document.events[at]) for at in order),
        )

    def _event_report(self, at: int, entry: EventEntry) -> EventReport:
        event = self._events[at]
        return EventReport(
            node=event.node,
            number=event.number,
            at=event.at,
            clock=event.clock,
            office=event.actor.office,
            org=event.actor.org,
            person=event.actor.person,
            role=event.actor.role,
            subject=event.subject,
            tag=envelope_tag(event),
            payload=event.payload,
            index=entry.held.index,
            origin_index=entry.origin.index if entry.origin else None,
            witnessed=self._origins.get(at, ()),
            received=tuple(self._received.get(at, ())),
        )

    def _event_bytes(self, at: int) -> bytes:
        return self._parts[event_part(at)]

    def _include(
        self, at: int, index: int, path: tuple[bytes, ...], checkpoint: Checkpoint
    ) -> None:
        leaf = event_leaf(self._event_bytes(at))
        verify_inclusion(leaf, index, checkpoint.size, checkpoint.root, path)

    def _originated(self, at: int, origin: OriginEntry) -> tuple[Witnessed, ...]:
        text = _text(self._parts[origin_part(origin.checkpoint)])
        checkpoint, witnessed = self._open(text, self._events[at].node)
        self._include(at, origin.index, origin.path, checkpoint)
        return witnessed

    def _acknowledged(self, item: ReceiptEntry) -> Received:
        document = self._document
        signed = canonical.decode(self._parts[receipt_part(item.receipt)], SignedReceipt)
        stated = canonical.decode(signed.body, Receipt)
        verified = verify_receipt(signed, self._strict, stated.at)
        receipt, checkpoint = verified.receipt, verified.checkpoint
        # The receipt is about an event of this file, by this exporter, and not from the future.
        if item.event >= len(self._events) or self._events[item.event].node != document.node:
            raise CaseInvalid("receipt", "for no event of the exporter's own")
        if receipt.publisher != document.node or receipt.at > document.exported_at:
            raise CaseInvalid("receipt", "of another publisher, or later than the export")
        # The channel's head binds the event; the head of the log already held it.
        leaf = event_leaf(self._event_bytes(item.event))
        verify_chain(receipt, item.position, item.before, [leaf, *item.rest])
        if document.events[item.event].held.index >= checkpoint.size:
            raise CaseInvalid("receipt", "the log had not reached the event")
        # What the follower co-signed is still the beginning of the exporter's log.
        current = self._checkpoint
        verify_consistency(
            checkpoint.size, current.size, checkpoint.root, current.root, item.consistency
        )
        cosigned_at = instant_of(verified.cosigned_s)
        return Received(receipt.follower, receipt.at, cosigned_at, item.position)

    def _open(self, text: str, node: str) -> tuple[Checkpoint, tuple[Witnessed, ...]]:
        return open_witnessed(text, node, self._trust, self._document.exported_at)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise NoteInvalid("malformed", "not UTF-8") from None
