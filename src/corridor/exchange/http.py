"""The transport between real nodes: HTTP, with limits on time and size."""

from collections.abc import Mapping
from typing import Final

import httpx

from corridor.evidence.httpsig import Request
from corridor.exchange.errors import LineFault
from corridor.exchange.messages import HEAD_BYTES_MAX, PAGE_BYTES_MAX
from corridor.exchange.transport import Answer

CONNECT_S: Final = 5.0
READ_S: Final = 15.0
"""Between two reads, beyond what the peer was asked to wait."""
ANSWER_BYTES_MAX: Final = PAGE_BYTES_MAX + HEAD_BYTES_MAX


class HttpTransport:
    """One pool of connections for all peers. `close` when the node stops."""

    def __init__(self, client: httpx.AsyncClient | None = None) -> None:
        # Proxies and other settings of the environment are not the node's configuration.
        self._client = client or httpx.AsyncClient(trust_env=False, follow_redirects=False)

    async def follow(self, request: Request, wait_s: int) -> Answer:
        """See the port."""
        timeout = httpx.Timeout(READ_S, connect=CONNECT_S, read=READ_S + wait_s)
        try:
            async with self._client.stream(
                request.method,
                request.url,
                headers=dict(request.headers),
                content=request.body,
                timeout=timeout,
            ) as response:
                body = await _read_all(response)
                return Answer(response.status_code, _lower(response.headers), body)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise LineFault("unreachable", f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()


async def _read_all(response: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_raw():
        parts.append(part)
        size += len(part)
        if size > ANSWER_BYTES_MAX:
            raise LineFault("size", f"more than {ANSWER_BYTES_MAX} bytes")
    return b"".join(parts)


def _lower(headers: httpx.Headers) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}
