"""What a check of an identifier answers."""

import re

import msgspec


class CodeVerdict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer of one check.

    ``kind``      what was checked: ``mrn``, ``grn``, ``container`` …
    ``value``     the text that was judged; equal to the input but for wagons, whose
                  customary spaces and hyphen are taken out
    ``ok``        nothing to object to
    ``expected``  the check digit that would have been right, when the one given is wrong
    ``problem``   stable code ``<kind>.<what>`` or None; its wording is not the domain's
    ``blocking``  whether the finding refuses the declaration; False means: warn only
    """

    kind: str
    value: str
    ok: bool
    expected: str | None = None
    problem: str | None = None
    blocking: bool = False


def good(kind: str, value: str) -> CodeVerdict:
    """Nothing to object to."""
    return CodeVerdict(kind, value, ok=True)


def bad(
    kind: str, value: str, what: str, *, expected: str | None = None, blocking: bool = True
) -> CodeVerdict:
    """Something is wrong: ``what`` becomes the problem code ``<kind>.<what>``."""
    problem = f"{kind}.{what}"
    return CodeVerdict(kind, value, False, expected, problem, blocking)


def matched(kind: str, text: str, pattern: re.Pattern[str]) -> CodeVerdict:
    """The verdict for an identifier that has a shape and nothing more."""
    return good(kind, text) if pattern.fullmatch(text) else bad(kind, text, "format")
