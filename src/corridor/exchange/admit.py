"""Admits a verified request: its nonce is spent, and the receipt in it is kept, in one commit."""

from typing import Literal

import msgspec

from corridor.engine.ports import Cursor, Document, StoredReceipt
from corridor.engine.records import ReceiptTaken
from corridor.engine.unit import Unit
from corridor.evidence import canonical
from corridor.evidence.note import note_text
from corridor.evidence.receipt import Receipt, SignedReceipt
from corridor.exchange import keeping

CLEANED_MAX = 8
"""Expired nonces forgotten with each new one: more than come, so that they do not pile up."""

Admission = Literal["admitted", "replayed", "receipt"]


class Admit(msgspec.Struct, frozen=True):
    """A verified request for the writer. `expires`: the instant after which it is stale anyway.

    `signed` and `receipt` are the verified receipt in it, where it brings one that is not known.
    """

    peer: str
    nonce: str
    expires: str
    signed: SignedReceipt | None = None
    receipt: Receipt | None = None

    def run(self, unit: Unit) -> Admission:
        """Spend the nonce and keep the receipt."""
        if unit.tx.document(keeping.NONCES, self.nonce) is not None:
            return "replayed"
        for old in unit.tx.documents(keeping.NONCES, None, CLEANED_MAX, before=unit.now()):
            unit.tx.delete_document(keeping.NONCES, old.id)
        unit.tx.put_document(keeping.NONCES, Document(self.nonce, self.peer, self.expires, b""))
        if self.receipt is None or self.signed is None:
            return "admitted"
        return self._take(unit, self.receipt, self.signed)

    def _take(self, unit: Unit, receipt: Receipt, signed: SignedReceipt) -> Admission:
        name = keeping.receipts_cursor(self.peer)
        if receipt.upto <= unit.tx.cursor(name).position:
            return "admitted"
        if not self._is_ours(unit, receipt):
            return "receipt"
        data = canonical.encode(signed)
        unit.tx.put_receipt(self.peer, StoredReceipt(receipt.upto, data))
        unit.tx.put_cursor(name, Cursor(position=receipt.upto, head=receipt.head))
        unit.note(f"peer-{self.peer}", ReceiptTaken(self.peer, receipt.upto, data.decode()))
        return "admitted"

    def _is_ours(self, unit: Unit, receipt: Receipt) -> bool:
        """Whether it acknowledges what we published, under a checkpoint that we signed."""
        entries = unit.tx.channel(self.peer, receipt.upto - 1, 1)
        if not entries or entries[0].head != receipt.head:
            return False
        text = note_text(receipt.checkpoint)
        known = unit.tx.checkpoint(int(text.split("\n")[1]))
        return known is not None and note_text(known[1]) == text
