"""Answers of the API: structs as JSON bytes, in one place."""

from typing import Any

import msgspec
from litestar import Response

from corridor.web.errors import RefusedCommand

_ENCODER = msgspec.json.Encoder()
_HEADERS = {"cache-control": "no-store"}


def answer(value: Any, status: int = 200, location: str = "") -> Response[bytes]:
    """The value as JSON."""
    headers = {"location": location, **_HEADERS} if location else _HEADERS
    return Response(
        _ENCODER.encode(value), status_code=status, media_type="application/json", headers=headers
    )


def outcome_answer(outcome: Any, status: int = 200, location: str = "") -> Response[bytes]:
    """What came of a command; its refusals become a problem document."""
    if outcome.refusals:
        raise RefusedCommand(outcome.refusals)
    return answer(outcome, status, location)
