"""What can go wrong with a request, as exceptions that carry their status."""

from typing import Any, Final

from litestar.exceptions import HTTPException, NotFoundException

from corridor.domain.refusals import Refusal

ILLNESSES: Final = {
    "overloaded": (503, 5),
    "restarting": (503, 10),
    "disk_low": (507, 300),
    "disk_full": (507, 60),
    "scanner_away": (503, 30),
    "store_unavailable": (503, 30),
    "store_damaged": (503, 600),
}
"""What can ail a node: the status that says it, and seconds after which asking again may help."""


class NotKnown(NotFoundException):
    """There is no such thing, or it is not for this actor to know: the same answer."""


class TooMany(HTTPException):
    """Asked too often."""

    status_code = 429


class SecondFactorNeeded(HTTPException):
    """An officer has to set up a second factor before anything else."""

    status_code = 403


class Limited(HTTPException):
    """The account or its token may read alone, or fill in drafts alone."""

    status_code = 403
    code = "limited"

    def __init__(self) -> None:
        super().__init__(detail="limited")


class BadBody(HTTPException):
    """A body that cannot be read. `findings`: (pointer, words in English of the decoder)."""

    status_code = 400

    def __init__(self, code: str, findings: tuple[tuple[str, str], ...] = (), **args: Any) -> None:
        super().__init__(detail=code)
        self.code = code
        self.findings = findings
        self.args_shown = {name: str(value) for name, value in args.items()}


class NodeIll(HTTPException):
    """The node cannot do this now. `code` says what ails it; come again after so many seconds."""

    def __init__(self, illness: str) -> None:
        status, self.again_s = ILLNESSES.get(illness, (503, 30))
        super().__init__(detail=illness, status_code=status)
        self.code = illness


class RefusedCommand(HTTPException):
    """The domain refused; the refusals are the answer."""

    status_code = 422

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(detail=refusals[0].code)
        self.refusals = refusals


class BadMessage(RefusedCommand):
    """A message that is not built as its type is; the refusals say where."""

    status_code = 400


class NotXml(BadBody):
    """The body is not XML by its own word."""

    status_code = 415

    def __init__(self) -> None:
        super().__init__("not_xml")
