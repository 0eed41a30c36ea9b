"""What is known of the files kept beside the log: one small document for each, by its hash.

The document says for whom a file is kept and since when nobody uses it; the bytes are the `Files`
port's. A file's bytes are there before its document is, and go after it.
"""

from typing import Final

import msgspec

from corridor.engine.ports import Document, Reader

KEPT: Final = "file"
"""Kind of the documents; their ids are hashes."""
OF_DRAFT: Final = "draft-files"
"""Kind of the lists of files that belong to a draft; their ids are those of the drafts."""
ORGS_MAX: Final = 1_000


class KeptFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file. `orgs` uploaded it; a copy fetched from another node has none.

    `drafts`: for which it was uploaded; `scanned`: whether a virus scanner passed it; `was_named`:
    whether a subject ever did; `unused_since`: first day on which nobody used it any more.
    """

    size: int
    media_type: str
    kept_at: str
    orgs: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    scanned: bool = False
    was_named: bool = False
    unused_since: str = ""


def read_kept(document: Document | None) -> KeptFile | None:
    """The file in a document."""
    return msgspec.json.decode(document.body, type=KeptFile) if document is not None else None


def document_of(sha256: str, kept: KeptFile) -> Document:
    """As it is stored."""
    return Document(sha256, "", kept.kept_at, msgspec.json.encode(kept))


def described_for(reader: Reader, sha256: str, org: str) -> tuple[int, str] | None:
    """Size and media type, where the organisation uploaded it."""
    kept = read_kept(reader.document(KEPT, sha256))
    return (kept.size, kept.media_type) if kept is not None and org in kept.orgs else None
