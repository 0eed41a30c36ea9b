"""Hands a secret that waits here to the node it is for."""

from typing import NamedTuple

from corridor.engine.core import Engine
from corridor.engine.handing import Parcel, secret_in
from corridor.engine.hlc import instant
from corridor.evidence import canonical
from corridor.evidence.keys import seal_for
from corridor.evidence.trust import KeyUse, NodeKey
from corridor.exchange.errors import LineFault
from corridor.exchange.handing import HANDING_PATH, HandingRequest, Word, open_word, purpose_of
from corridor.exchange.transport import Transport, body_of, signed_request
from corridor.exchange.trust import TrustInForce


async def hand_over(
    engine: Engine, trust: TrustInForce, transport: Transport, node: str, parcel: Parcel
) -> Word:
    """The other node's word. Raises LineFault or TrustRefused where there is none.

    A secret that this node's key opens no more, since it was changed meanwhile, goes empty: the
    ledger says that it is wrong, and the carrier shows it again.
    """
    settings = engine.settings
    secret = secret_in(parcel, settings.signer)
    at = instant(settings.clock.now_ms())
    *older, newest = trust.current.keys_for(node, KeyUse.NODE, at)
    for key in (newest, *reversed(older)):
        try:
            return await _ask(engine, trust, transport, _Sending(node, parcel, secret, key))
        except LineFault as fault:
            if "409" not in fault.detail:
                raise
    raise LineFault("status", f"{node} opens it with none of its keys")


class _Sending(NamedTuple):
    node: str
    parcel: Parcel
    secret: str
    key: NodeKey


async def _ask(
    engine: Engine, trust: TrustInForce, transport: Transport, sending: _Sending
) -> Word:
    settings, here = engine.settings, engine.node
    node, parcel, secret, key = sending
    now_ms, nonce = settings.clock.now_ms(), settings.tokens.salt()
    purpose = purpose_of(parcel.to, parcel.about, here)
    closed = seal_for(key.public_key, secret.encode(), purpose)
    asked = HandingRequest(
        node, here, nonce, parcel.to, parcel.about, parcel.attempt, key.id, closed
    )
    url = trust.current.node(node).url.rstrip("/") + HANDING_PATH
    request = signed_request(url, canonical.encode(asked), settings.signer, nonce, now_ms)
    answer = await transport.follow(request, 0)
    return open_word(body_of(answer), asked, trust.current, instant(now_ms))
