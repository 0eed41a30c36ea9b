"""Typed errors of the evidence room: a stable code, a detail, and what to do next."""

from typing import ClassVar, Final

REMEDIES: Final[dict[str, str]] = {
    "canonical.malformed": "Send valid UTF-8 JSON of one value, without a byte order mark.",
    "canonical.duplicate-key": "Send each object key once.",
    "canonical.float": "Write masses and money as decimal strings or integer minor units.",
    "canonical.integer": "Keep integers within ±(2^53 - 1) or send them as strings.",
    "canonical.not-nfc": "Normalise every string to Unicode NFC before sending.",
    "canonical.depth": "Flatten the value: at most 32 levels of nesting are accepted.",
    "canonical.size": "Move large content to an attachment and refer to it by SHA-256.",
    "canonical.form": "Encode with RFC 8785: sorted keys, no white space, shortest escapes.",
    "canonical.shape": "Compare the value with the published schema of its type.",
    "proof.malformed": "Ask the log for the proof again: hashes are 32 bytes, indexes ascend.",
    "proof.range": "Ask for a proof of an entry and size that the log has.",
    "proof.length": "The proof is truncated or padded: ask the log for it again.",
    "proof.root": "Keep both roots: a log that cannot prove its past may have rewritten it.",
    "tree.missing": "A tile of the log is missing: restore it or rebuild the tiles from leaves.",
    "note.malformed": "Fetch the signed note again; compare its bytes with C2SP signed-note.",
    "note.signature": "Do not use the note: a known key's signature does not verify. Raise alarm.",
    "note.unsigned": "No trusted key signed the note: check the trust list and the origin.",
    "note.origin": "The note speaks for another log: check which node was asked.",
    "key.malformed": "Load the key again: Ed25519 is 32 raw bytes, P-256 an SPKI point.",
    "key.algorithm": "Use Ed25519 or ECDSA P-256, as the key's entry in the trust list says.",
    "signature.invalid": "Do not use the message: check the signer's key in the trust list.",
    "seal.invalid": "It was closed for another key or purpose, or altered: have it sent again.",
    "trust.malformed": "Fetch the trust list again from two nodes and compare its SHA-256.",
    "trust.threshold": "Collect signatures of more national roots, then publish the list.",
    "trust.rollback": "Keep the newer list; ask the sender why an older one was offered.",
    "trust.expired": "Obtain the next version of the trust list before relying on it.",
    "trust.unknown-node": "Check the node's two-letter name; accede it through the trust list.",
    "trust.unknown-key": "Check the key id; the node's key must be in the trust list.",
    "trust.use": "The key may not serve this use: choose another key of the node.",
    "trust.not-yet-valid": "Check the clock, or wait until the key's validity begins.",
    "trust.key-expired": "Ask the node to rotate to a key that is valid at this time.",
    "trust.revoked": "The key was revoked: refuse, and ask the node for its new key.",
    "receipt.signature": "The follower's signature fails: do not count the entry as delivered.",
    "receipt.checkpoint": "The receipt's checkpoint lacks the follower's co-signature.",
    "receipt.chain": "The channel has forked or lost an entry: compare both nodes' channels.",
    "event.shape": "Send the envelope's eight fields exactly, as the event catalogue says.",
    "httpsig.malformed": "Send Signature and Signature-Input as RFC 9421 writes them.",
    "httpsig.components": "Cover method, authority, path, query and content-digest.",
    "httpsig.digest": "The body differs from its digest: send the request again.",
    "httpsig.time": "Check both clocks; sign the request again.",
    "httpsig.algorithm": "Leave alg out, or name the algorithm of the key's entry.",
    "httpsig.signature": "Check keyid, key and covered components; sign the request again.",
    "case.container": "The file was changed or cut after export: ask the node for it again.",
    "case.manifest": "A part was changed, added or removed: ask the node for a new evidence file.",
    "case.document": "The parts do not fit together: ask the node for a new evidence file.",
    "case.event": "Do not rely on the file: an event in it is not what the log holds.",
    "case.receipt": "Do not count the delivery as proved; ask the follower for its own file.",
}


class EvidenceError(Exception):
    """Something offered as evidence was refused.

    `code` is stable and names the reason; `detail` is English for logs; translation is by code.
    """

    area: ClassVar[str] = ""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.code = f"{self.area}.{reason}"
        self.detail = detail
        self.remedy = REMEDIES[self.code]
        super().__init__(f"{self.code}: {detail}" if detail else self.code)

    def diagnostics(self) -> str:
        """What to do next, one English sentence."""
        return self.remedy


class NotCanonical(EvidenceError):
    """Bytes or a value that have no canonical form, or are not in it (RFC 8785)."""

    area = "canonical"


class ProofInvalid(EvidenceError):
    """A Merkle proof that does not prove what it claims (RFC 9162, section 2.1)."""

    area = "proof"


class TreeDamaged(EvidenceError):
    """The log's own stored tree lacks something it must have."""

    area = "tree"


class NoteInvalid(EvidenceError):
    """A signed note or checkpoint that is malformed or not signed by whom it must be."""

    area = "note"


class KeyInvalid(EvidenceError):
    """Key material that is malformed or of an algorithm not in use here."""

    area = "key"


class SignatureInvalid(EvidenceError):
    """A signature that does not verify under the key it names."""

    area = "signature"


class SealInvalid(EvidenceError):
    """Something closed that this key does not open."""

    area = "seal"


class TrustRefused(EvidenceError):
    """A trust list or a key that may not be relied upon."""

    area = "trust"


class ReceiptInvalid(EvidenceError):
    """A receipt that does not show what it claims."""

    area = "receipt"


class EventInvalid(EvidenceError):
    """Canonical bytes that are not an event envelope."""

    area = "event"


class HttpSignatureInvalid(EvidenceError):
    """A request or response whose RFC 9421 signature is refused."""

    area = "httpsig"


class CaseInvalid(EvidenceError):
    """An evidence file, or content for one, that does not hold together."""

    area = "case"
