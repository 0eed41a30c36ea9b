"""Asks a peer how a permit of its own stands."""

import asyncio
from typing import Final

from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.evidence import canonical
from corridor.exchange.errors import LineFault
from corridor.exchange.standing import (
    STANDING_PATH,
    StandingAnswer,
    StandingRequest,
    open_answer,
)
from corridor.exchange.transport import Transport, body_of, signed_request
from corridor.exchange.trust import TrustInForce

PATIENCE_S: Final = 3.0
"""Somebody stands before the officer and waits."""


async def ask_standing(
    engine: Engine, trust: TrustInForce, transport: Transport, issuer: str, text: str
) -> StandingAnswer:
    """The issuer's sealed answer. Raises LineFault or TrustRefused where there is none."""
    settings = engine.settings
    nonce, now_ms = settings.tokens.salt(), settings.clock.now_ms()
    asked = StandingRequest(issuer, engine.node, nonce, text)
    url = trust.current.node(issuer).url.rstrip("/") + STANDING_PATH
    body = canonical.encode(asked)
    request = signed_request(url, body, settings.signer, nonce, now_ms)
    try:
        async with asyncio.timeout(PATIENCE_S):
            answer = await transport.follow(request, 0)
    except TimeoutError:
        raise LineFault("unreachable", f"{issuer} does not answer in time") from None
    return open_answer(body_of(answer), asked, trust.current, instant(now_ms))
