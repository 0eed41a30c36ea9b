"""Pages carried by hand, for a post without a line: an errand is a file from one node to another.

An errand brings a request (from where to go on, and the last receipt) and, where it answers one
that was carried here, all pages that follow. What is proved is the same as over the line; only who
may have the pages is checked by whoever hands them over: no signed request is around a file.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.evidence.checkpoint import peek_checkpoint
from corridor.evidence.errors import EvidenceError
from corridor.evidence.receipt import verify_receipt
from corridor.exchange import keeping
from corridor.exchange.admit import Admit
from corridor.exchange.errors import PageRefused, RequestRefused
from corridor.exchange.follower import last_receipt
from corridor.exchange.messages import (
    HEAD_BYTES_MAX,
    PAGE_BYTES_MAX,
    REQUEST_BYTES_MAX,
    FollowRequest,
    decode_request,
    encode_request,
    peek_head,
)
from corridor.exchange.page_check import Expected
from corridor.exchange.page_open import verify_page
from corridor.exchange.publish import build_page
from corridor.exchange.take import Taken, TakePage
from corridor.exchange.trust import TrustInForce

PAGES_MAX: Final = 2_000
REQUEST: Final = "request.json"
Progress = Callable[[int], Any]
"""Told of each page: how many it was."""


class Errand(msgspec.Struct, frozen=True):
    """What is carried: a request of the node that sent it, and pages for the node it goes to."""

    request: FollowRequest
    pages: tuple[bytes, ...] = ()

    @property
    def sender(self) -> str:
        """The node that wrote it."""
        return self.request.follower

    @property
    def addressee(self) -> str:
        """The node it goes to."""
        return self.request.publisher


def errand_to(
    engine: Engine,
    trust: TrustInForce,
    peer: str,
    answering: Errand | None = None,
    progress: Progress = lambda done: None,
) -> Errand:
    """What to carry to the peer, with the pages that `answering` asks for; RequestRefused."""
    pages: list[bytes] = []
    if answering is not None:
        _check_address(engine, answering, peer)
        for page in _pages(engine, trust, answering.request):
            pages.append(page)
            progress(len(pages))
    with engine.store.read() as reader:
        cursor, receipt = reader.cursor(peer), last_receipt(reader, peer)
    request = FollowRequest(
        publisher=peer,
        follower=engine.node,
        after=cursor.position,
        nonce="",
        receipt=receipt,
        size=cursor.size,
    )
    return Errand(request, tuple(pages))


def _pages(engine: Engine, trust: TrustInForce, wanted: FollowRequest) -> Iterator[bytes]:
    """All pages from there on, each as the next request over the line would get it."""
    for _ in range(PAGES_MAX):
        now = instant(engine.settings.clock.now_ms())
        built = build_page(engine, wanted, trust.current, now)
        if not built.count:
            return
        yield built.data
        head = peek_head(built.data)
        if head is None or not built.more:
            return
        size = peek_checkpoint(head.checkpoint).size
        wanted = msgspec.structs.replace(wanted, after=head.next, size=size)


def take_errand(
    engine: Engine, trust: TrustInForce, errand: Errand, progress: Progress = lambda done: None
) -> int:
    """Take what was carried here; the number of events that were new.

    Raises PageRefused or RequestRefused; what came before the refused part is kept.
    """
    _check_address(engine, errand, errand.sender)
    _take_receipt(engine, trust, errand.request)
    taken = 0
    for number, page in enumerate(errand.pages, 1):
        taken += _take_page(engine, trust, errand.sender, page)
        progress(number)
    return taken


def _take_page(engine: Engine, trust: TrustInForce, peer: str, page: bytes) -> int:
    """How many events of it were new; none of one that was carried here before."""
    with engine.store.read() as reader:
        cursor, stopped = reader.cursor(peer), reader.document(keeping.STOPPED, peer)
    if stopped is not None:
        raise PageRefused(stopped.body.decode().removeprefix("page."), "the channel is stopped")
    head = peek_head(page)
    if head is not None and head.next <= cursor.position:
        return 0
    now = instant(engine.settings.clock.now_ms())
    verified = verify_page(page, Expected(peer, engine.node, cursor), trust.current, now)
    taken = engine.run_one(TakePage(verified))
    if isinstance(taken, PageRefused):
        raise taken
    assert isinstance(taken, Taken)  # noqa: S101 - the job gives one or the other
    return taken.cursor.position - cursor.position


def _take_receipt(engine: Engine, trust: TrustInForce, request: FollowRequest) -> None:
    """Keep the peer's receipt, as if its request had come over the line."""
    signed, now = request.receipt, instant(engine.settings.clock.now_ms())
    if signed is None:
        return
    try:
        receipt = verify_receipt(signed, trust.current, now).receipt
    except EvidenceError as error:
        raise RequestRefused("receipt", 400, str(error), request.follower) from None
    if (receipt.follower, receipt.publisher) != (request.follower, engine.node):
        raise RequestRefused("receipt", 400, f"of {receipt.follower} for {receipt.publisher}")
    nonce = f"carried {request.follower} {receipt.upto} {now}"
    if engine.run_one(Admit(request.follower, nonce, now, signed, receipt)) == "receipt":
        raise RequestRefused("receipt", 400, f"up to {receipt.upto}", request.follower)


def _check_address(engine: Engine, errand: Errand, peer: str) -> None:
    if (errand.addressee, errand.sender) != (engine.node, peer):
        raise RequestRefused("addressee", 403, f"from {errand.sender} to {errand.addressee}")


def pack(errand: Errand) -> bytes:
    """The file of an errand."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(REQUEST, encode_request(errand.request))
        for number, page in enumerate(errand.pages, 1):
            packed.writestr(f"page-{number:04d}", page)
    return file.getvalue()


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    OSError,
    EOFError,
    ValueError,  # a place before the beginning
    NotImplementedError,  # compressed in another way
    RuntimeError,  # encrypted
)


def unpack(data: bytes) -> Errand:
    """The errand in a file; RequestRefused where there is none. Nothing is verified yet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [name for name in packed.namelist() if name != REQUEST]
            if len(names) > PAGES_MAX:
                raise RequestRefused("size", 413, f"{len(names)} pages")
            request = decode_request(_read(packed, REQUEST, REQUEST_BYTES_MAX))
            page_max = PAGE_BYTES_MAX + HEAD_BYTES_MAX
            return Errand(request, tuple(_read(packed, name, page_max) for name in sorted(names)))
    except _BROKEN as error:
        raise RequestRefused("malformed", 400, f"no errand: {error}") from None


def _read(packed: zipfile.ZipFile, name: str, bytes_max: int) -> bytes:
    with packed.open(name) as part:
        data = part.read(bytes_max + 1)
    if len(data) > bytes_max:
        raise RequestRefused("size", 413, f"{name} is longer than {bytes_max} bytes")
    return data
