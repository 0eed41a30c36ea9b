"""The port over which a follower asks, and the signing of what it asks."""

from collections.abc import Mapping
from typing import Final, Protocol

import msgspec

from corridor.evidence.httpsig import Request, Validity, sign_request
from corridor.evidence.keys import Signer
from corridor.exchange.errors import LineFault
from corridor.exchange.messages import Problem

REQUEST_LIFE_S: Final = 60


class Answer(msgspec.Struct, frozen=True):
    """An HTTP answer. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """Carries one request to a peer. Owns its connections; keeps nothing else."""

    async def follow(self, request: Request, wait_s: int) -> Answer:
        """Send a signed request and read the whole answer, within limits of size and time.

        `wait_s`: how long the peer may wait before it answers. Raises LineFault.
        """
        ...


def body_of(answer: Answer) -> bytes:
    """What a peer answered with; LineFault with the peer's own code where it refused."""
    if answer.status == 200:
        return answer.body
    try:
        code = msgspec.json.decode(answer.body, type=Problem).code
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        code = ""
    raise LineFault("status", f"{answer.status} {code[:60]}".strip())


def signed_request(url: str, body: bytes, signer: Signer, nonce: str, now_ms: int) -> Request:
    """A POST of the body, signed as the profile of RFC 9421 says."""
    headers = {"content-type": "application/json"}
    request = Request("POST", url, headers, body)
    created = now_ms // 1000
    validity = Validity(created, created + REQUEST_LIFE_S, nonce)
    signed = {**headers, **sign_request(request, signer, validity)}
    return msgspec.structs.replace(request, headers=signed)
