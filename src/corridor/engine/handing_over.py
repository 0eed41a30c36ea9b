"""What becomes of a secret once the other node has it."""

import msgspec

from corridor.engine.handing import PARCEL, TAKEN, Parcel, Taken, id_of, read_parcel
from corridor.engine.ports import Document
from corridor.engine.unit import Unit


class TakeParcel(msgspec.Struct, frozen=True):
    """The other node has it: it is forgotten here, and the answer is kept."""

    parcel: Parcel
    answer: str

    def run(self, unit: Unit) -> None:
        """Nothing where another was handed in meanwhile."""
        id, now = id_of(self.parcel), unit.now()
        found = unit.tx.document(PARCEL, id)
        if found is None or read_parcel(found).attempt != self.parcel.attempt:
            return
        unit.tx.delete_document(PARCEL, id)
        unit.touched.add(self.parcel.about)
        taken = Taken(self.parcel.about, self.parcel.to, self.answer, now)
        unit.tx.put_document(TAKEN, Document(id, found.owner, now, msgspec.msgpack.encode(taken)))
