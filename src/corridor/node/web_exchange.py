"""Hands the feed's requests from the web to the exchange, byte for byte."""

from corridor.evidence.httpsig import Request
from corridor.exchange.serve import Publisher
from corridor.web.services import RawRequest, RawResponse


async def serve_raw(publisher: Publisher, raw: RawRequest) -> RawResponse:
    """Answer a peer. The address signed is the one the peer named."""
    headers = {name.lower(): value for name, value in raw.headers}
    url = f"http://{raw.authority}{raw.target}"
    answer = await publisher.handle_follow(Request(raw.method, url, headers, raw.body))
    return RawResponse(answer.status, tuple(answer.headers.items()), answer.body)
