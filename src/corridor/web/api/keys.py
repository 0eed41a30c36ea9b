"""The Idempotency-Key header: the same key with the same command gets the first answer again."""

from typing import Any, Final

from litestar import Request

from corridor.web.errors import BadBody

HEADER: Final = "idempotency-key"
LETTERS_MAX: Final = 200


def idempotency_key(request: "Request[Any, Any, Any]") -> str:
    """The key of the call, or nothing."""
    key = request.headers.get(HEADER, "")
    if len(key) > LETTERS_MAX or not key.isprintable():
        raise BadBody("invalid", (("", f"Expected `str` of length <= {LETTERS_MAX}"),))
    return key
