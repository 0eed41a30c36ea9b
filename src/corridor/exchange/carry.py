"""The same pages carried by hand, for a post without a line.

The follower writes a request, the publisher's operator answers it with a page, the follower takes
the page: the three steps of a call, each a file. What is proved is the same; who may have the page
is checked by whoever hands it over, since a file has no signed request around it.
"""

from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.exchange import keeping
from corridor.exchange.errors import PageRefused, RequestRefused
from corridor.exchange.follower import last_receipt
from corridor.exchange.messages import FollowRequest, decode_request, encode_request
from corridor.exchange.page_check import Expected
from corridor.exchange.page_open import verify_page
from corridor.exchange.publish import build_page
from corridor.exchange.take import Taken, TakePage
from corridor.exchange.trust import Submit, TrustInForce


def request_to_carry(engine: Engine, peer: str) -> bytes:
    """What to take to the peer: from where to go on, and the last receipt."""
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
    return encode_request(request)


def page_to_carry(engine: Engine, trust: TrustInForce, request: bytes) -> bytes:
    """What to take back. Raises RequestRefused, as over the line."""
    wanted = decode_request(request)
    if wanted.publisher != engine.node:
        raise RequestRefused("addressee", 403, f"the request is for {wanted.publisher}")
    now = instant(engine.settings.clock.now_ms())
    return build_page(engine, wanted, trust.current, now).data


async def take_carried(
    engine: Engine, trust: TrustInForce, submit: Submit, peer: str, page: bytes
) -> Taken:
    """Take a page that was carried here. Raises PageRefused; then nothing of it is kept."""
    with engine.store.read() as reader:
        cursor, stopped = reader.cursor(peer), reader.document(keeping.STOPPED, peer)
    if stopped is not None:
        raise PageRefused(stopped.body.decode().removeprefix("page."), "the channel is stopped")
    now = instant(engine.settings.clock.now_ms())
    verified = verify_page(page, Expected(peer, engine.node, cursor), trust.current, now)
    taken = await submit(TakePage(verified))
    if isinstance(taken, PageRefused):
        raise taken
    assert isinstance(taken, Taken)  # noqa: S101 - the job gives one or the other
    return taken
