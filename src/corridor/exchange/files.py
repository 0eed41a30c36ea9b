"""A file that a subject names: a node that sees the subject asks for a stretch of its bytes.

The answer is the bytes themselves. They need no seal: whoever asks knows their hash from an event
that is proved, and keeps nothing that does not fit it.
"""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.domain.attachments import BYTES_MAX, Sha256
from corridor.evidence import canonical
from corridor.evidence.errors import EvidenceError
from corridor.evidence.event import NodeName
from corridor.exchange.errors import RequestRefused
from corridor.exchange.messages import Nonce

FILE_PATH: Final = "/exchange/v1/file"
REQUEST_BYTES_MAX: Final = 2_000
STRETCH_BYTES_MAX: Final = 512 << 10
"""Of one answer: on a line of 256 kbit/s a quarter of a minute."""
MEDIA_TYPE: Final = "application/octet-stream"


class FileRequest(msgspec.Struct, frozen=True, rename={"holder": "to", "asker": "from"}):
    """`asker` asks `holder` for `length` bytes from `offset` on of a file that `subject` names."""

    holder: NodeName
    asker: NodeName
    nonce: Nonce
    subject: Annotated[str, Meta(max_length=60)]
    sha256: Sha256
    offset: Annotated[int, Meta(ge=0, le=BYTES_MAX)]
    length: Annotated[int, Meta(ge=1, le=STRETCH_BYTES_MAX)]


def decode_asked(body: bytes) -> FileRequest:
    """The request of a body; RequestRefused when it is none."""
    try:
        return canonical.decode(body, FileRequest, size_bytes_max=REQUEST_BYTES_MAX)
    except EvidenceError as error:
        raise RequestRefused("malformed", 400, str(error)) from None
