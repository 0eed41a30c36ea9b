"""What can go wrong with a request, as exceptions that carry their status."""

from typing import Any

from litestar.exceptions import HTTPException, NotFoundException

from corridor.domain.refusals import Refusal


class NotKnown(NotFoundException):
    """There is no such thing, or it is not for this actor to know: the same answer."""


class TooMany(HTTPException):
    """Asked too often."""

    status_code = 429


class BadBody(HTTPException):
    """A body that cannot be read. `findings`: (pointer, words in English of the decoder)."""

    status_code = 400

    def __init__(self, code: str, findings: tuple[tuple[str, str], ...] = (), **args: Any) -> None:
        super().__init__(detail=code)
        self.code = code
        self.findings = findings
        self.args_shown = {name: str(value) for name, value in args.items()}


class RefusedCommand(HTTPException):
    """The domain refused; the refusals are the answer."""

    status_code = 422

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(detail=refusals[0].code)
        self.refusals = refusals
