"""What operators set while the node runs, as it is kept; it counts above what `node.json` says."""

from typing import Final

import msgspec

from corridor.engine.ports import Document, Reader

TUNED: Final = "node-setting"
"""By the setting's name; `updated`: since when."""
NEEDS_POWER: Final = "brokers_need_power"
"""The one that the engine decides by."""
YES: Final = "yes"


class Tuned(msgspec.Struct, frozen=True, omit_defaults=True):
    """A setting as text, or None: as `node.json` says again. Who set it, and who proposed that."""

    value: str | None
    by: str
    proposed_by: str = ""


_TUNED = msgspec.json.Decoder(Tuned)


def read_tuned(document: Document) -> Tuned:
    """A setting as it is kept."""
    return _TUNED.decode(document.body)


def tuned(reader: Reader, name: str) -> str | None:
    """What operators set; None where `node.json` counts."""
    found = reader.document(TUNED, name)
    return read_tuned(found).value if found is not None else None
