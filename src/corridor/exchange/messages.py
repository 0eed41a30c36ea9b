"""What two nodes say to each other: a request to follow, and the page that answers it.

A request is canonical JSON. A page is lines, each canonical JSON and ended by a line feed, which
canonical JSON cannot contain: the seal, the head, then each event's own bytes. The head binds the
events by their digest, so the seal is a signature over the head alone, and the bytes that are
hashed are the bytes that are sent.
"""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.evidence import canonical
from corridor.evidence.errors import EvidenceError
from corridor.evidence.event import Instant, NodeName
from corridor.evidence.keys import Signer
from corridor.evidence.receipt import Head, SignedReceipt
from corridor.evidence.trust import KeyId
from corridor.exchange.errors import PageRefused, RequestRefused

EVENTS_MAX: Final = 500
PAGE_BYTES_MAX: Final = 8 << 20
HEAD_BYTES_MAX: Final = 512 << 10
REQUEST_BYTES_MAX: Final = 64 << 10
WAIT_S_MAX: Final = 25
PAGE_MEDIA_TYPE: Final = "application/vnd.corridor.page+json-lines"
FOLLOW_PATH: Final = "/exchange/v1/follow"
_CONTEXT: Final = b"corridor/page/v1\n"

Count = Annotated[int, Meta(ge=0, le=canonical.INTEGER_MAX)]
Nonce = Annotated[str, Meta(max_length=64)]
Hash = Annotated[bytes, Meta(min_length=32, max_length=32)]
Hashes = Annotated[tuple[Hash, ...], Meta(max_length=8_192)]


class FollowRequest(msgspec.Struct, frozen=True, rename={"publisher": "to", "follower": "from"}):
    """`follower` asks `publisher` for what comes after position `after` of its channel.

    `size`: of the publisher's log, as last verified. `receipt`: the last one given, until a newer
    one. `wait_s`: seconds to wait when there is nothing. `nonce` comes back in the page.
    """

    publisher: NodeName
    follower: NodeName
    after: Count
    nonce: Nonce
    limit: Annotated[int, Meta(ge=1, le=EVENTS_MAX)] = EVENTS_MAX
    receipt: SignedReceipt | None = None
    size: Count = 0
    wait_s: Annotated[int, Meta(ge=0, le=WAIT_S_MAX)] = 0


class PageHead(msgspec.Struct, frozen=True, rename={"publisher": "from", "follower": "to"}):
    """All of a page but its events, which are those of positions `after + 1` to `next`.

    `indexes`: their places in the publisher's log; `proof`: one multiproof for all of them against
    `checkpoint`; `consistency`: from the size in the request to the checkpoint's; `digest`:
    SHA-256 over the events' leaf hashes, so that the seal binds their bytes; `head`: of the
    channel's chain at `next`; `more`: there is more already; `end`: how far the channel goes;
    `at`: the publisher's clock.
    """

    publisher: NodeName
    follower: NodeName
    after: Count
    at: Instant
    checkpoint: Annotated[str, Meta(max_length=64 << 10)]
    consistency: Annotated[tuple[Hash, ...], Meta(max_length=128)]
    digest: Hash
    end: Count
    head: Head
    indexes: Annotated[tuple[Count, ...], Meta(max_length=EVENTS_MAX)]
    more: bool
    next: Count
    nonce: Nonce
    proof: Hashes


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The publisher's signature over the head line, by the key of this id in the trust list."""

    key: KeyId
    signature: bytes


class SealedPage(msgspec.Struct, frozen=True):
    """A page taken apart, nothing of it verified. `head_line` is what the seal signs."""

    seal: Seal
    head: PageHead
    head_line: bytes
    events: tuple[bytes, ...]


class Problem(msgspec.Struct, frozen=True):
    """A refusal as problem details (RFC 9457)."""

    code: str
    detail: str
    remedy: str
    status: int
    title: str
    type: str = "about:blank"


def encode_request(request: FollowRequest) -> bytes:
    """The request's body."""
    return canonical.encode(request)


def decode_request(body: bytes) -> FollowRequest:
    """The request of a body; RequestRefused when it is none."""
    if len(body) > REQUEST_BYTES_MAX:
        raise RequestRefused("size", 413, f"{len(body)} bytes")
    try:
        return canonical.decode(body, FollowRequest, size_bytes_max=REQUEST_BYTES_MAX)
    except EvidenceError as error:
        raise RequestRefused("malformed", 400, str(error)) from None


def seal_page(head: PageHead, events: list[bytes], signer: Signer) -> bytes:
    """The page's bytes, sealed with the publisher's node key."""
    head_line = canonical.encode(head)
    seal = canonical.encode(Seal(signer.name, signer.sign(signed_bytes(head_line))))
    return b"\n".join((seal, head_line, *events, b""))


def signed_bytes(head_line: bytes) -> bytes:
    """What the seal signs."""
    return _CONTEXT + head_line


class PeekedHead(msgspec.Struct, frozen=True):
    """What asking for the next page needs of this one, before any of it was verified."""

    next: int
    more: bool
    checkpoint: str


def peek_head(data: bytes) -> PeekedHead | None:
    """The head of a page's bytes; None where there is none, which the check will say."""
    lines = data.split(b"\n", 2)
    if len(lines) < 3 or len(lines[1]) > HEAD_BYTES_MAX:
        return None
    try:
        return msgspec.json.decode(lines[1], type=PeekedHead)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def split_page(data: bytes) -> SealedPage:
    """Take a page apart; PageRefused for bytes that are no page. Nothing is verified yet."""
    if len(data) > PAGE_BYTES_MAX + HEAD_BYTES_MAX:
        raise PageRefused("size", f"{len(data)} bytes")
    lines = data.split(b"\n")
    if len(lines) < 3 or lines.pop():
        raise PageRefused("malformed", "a page is two lines or more, each ended")
    seal_line, head_line, *events = lines
    if len(seal_line) > 1_000 or len(head_line) > HEAD_BYTES_MAX or len(events) > EVENTS_MAX:
        raise PageRefused("size", f"{len(head_line)} bytes of head, {len(events)} events")
    try:
        seal = canonical.decode(seal_line, Seal)
        head = canonical.decode(head_line, PageHead)
    except EvidenceError as error:
        raise PageRefused("malformed", str(error)) from None
    # Base64 has spare bits: another text of the same signature is not what was sent.
    if canonical.encode(seal) != seal_line:
        raise PageRefused("malformed", "the seal is not in its one form")
    return SealedPage(seal, head, head_line, tuple(events))
