"""Asks a peer which of its permits no longer hold."""

from corridor.domain.permits.stopped import StoppedPermits
from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.evidence import canonical
from corridor.exchange.stopped import STOPPED_PATH, StoppedRequest, open_stopped
from corridor.exchange.transport import Transport, body_of, signed_request
from corridor.exchange.trust import TrustInForce


async def ask_stopped(
    engine: Engine, trust: TrustInForce, transport: Transport, issuer: str
) -> StoppedPermits:
    """The issuer's sealed list. Raises LineFault or TrustRefused where there is none."""
    settings = engine.settings
    nonce, now_ms = settings.tokens.salt(), settings.clock.now_ms()
    asked = StoppedRequest(issuer, engine.node, nonce)
    url = trust.current.node(issuer).url.rstrip("/") + STOPPED_PATH
    request = signed_request(url, canonical.encode(asked), settings.signer, nonce, now_ms)
    answer = await transport.follow(request, 0)
    return open_stopped(body_of(answer), asked, trust.current, instant(now_ms))
