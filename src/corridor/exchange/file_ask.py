"""Asks a peer for a stretch of a file."""

from corridor.engine.core import Engine
from corridor.evidence import canonical
from corridor.exchange.errors import LineFault
from corridor.exchange.files import FILE_PATH, STRETCH_BYTES_MAX, FileRequest
from corridor.exchange.transport import Transport, body_of, signed_request
from corridor.exchange.trust import TrustInForce


class FileAsker:
    """One per node."""

    def __init__(self, engine: Engine, trust: TrustInForce, transport: Transport) -> None:
        self._engine = engine
        self._trust = trust
        self._transport = transport

    async def stretch(
        self, holder: str, subject: str, sha256: str, offset: int, size: int
    ) -> bytes:
        """The next bytes of a file of `size` from `offset` on. Raises LineFault, TrustRefused."""
        settings = self._engine.settings
        nonce, length = settings.tokens.salt(), min(STRETCH_BYTES_MAX, size - offset)
        asked = FileRequest(holder, self._engine.node, nonce, subject, sha256, offset, length)
        url = self._trust.current.node(holder).url.rstrip("/") + FILE_PATH
        body, now_ms = canonical.encode(asked), settings.clock.now_ms()
        request = signed_request(url, body, settings.signer, nonce, now_ms)
        found = body_of(await self._transport.follow(request, 0))
        if not found or len(found) > length:
            raise LineFault("answer", f"{len(found)} bytes instead of {length}")
        return found
