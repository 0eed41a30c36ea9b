"""Answers as the open server gives them: a page, or why not, with an id to ask its people by."""

import uuid
from typing import Any, Final

import msgspec

from corridor.engine.epermit import Answer

JSON: Final = msgspec.json.Encoder()


def page(content: Any) -> Answer:
    """200 with an object."""
    return Answer(200, JSON.encode(content))


def refused(code: str) -> Answer:
    """422: understood, and not taken."""
    said = "Error, please contact system manager with error id"
    return _error(422, "UNPROCESSABLE_ENTITY", said, {"errorCode": code}, code)


def faulty(fields: dict[str, str]) -> Answer:
    """400: fields that are missing or wrong, all of them."""
    return _error(400, "BAD_REQUEST", "Following validation errors occured", fields)


def denied(why: str) -> Answer:
    """401: nothing proves who sent it."""
    return _error(401, "UNAUTHORIZED", why, {})


def unknown() -> Answer:
    """404: nothing stands here."""
    return _error(404, "NOT_FOUND", "Not found", {})


def _error(status: int, name: str, text: str, details: dict[str, str], code: str = "") -> Answer:
    """In the words of the server; with a code also as the published specification has it."""
    said: dict[str, Any] = {
        "status": name,
        "error_id": str(uuid.uuid4()),
        "error_message": text,
        "details": details,
    }
    return Answer(status, JSON.encode(said | ({"error_code": code} if code else {})))
