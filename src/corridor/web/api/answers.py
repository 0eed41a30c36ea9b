"""Answers of the API: structs as JSON bytes, in one place, with as little between as can be."""

from typing import Any

import msgspec
from litestar.response.base import ASGIResponse

from corridor.web.errors import RefusedCommand

Answer = ASGIResponse
_ENCODER = msgspec.json.Encoder()
_KEPT_NOWHERE = ("cache-control", "no-store")


def answer(value: Any, status: int = 200, location: str = "") -> ASGIResponse:
    """The value as JSON."""
    headers = (_KEPT_NOWHERE, ("location", location)) if location else (_KEPT_NOWHERE,)
    return ASGIResponse(
        body=_ENCODER.encode(value),
        status_code=status,
        media_type="application/json",
        headers=headers,
    )


def outcome_answer(outcome: Any, status: int = 200, location: str = "") -> ASGIResponse:
    """What came of a command; its refusals become a problem document."""
    if outcome.refusals:
        raise RefusedCommand(outcome.refusals)
    return answer(outcome, status, location)
