"""The class of dangerous goods of a UN number, as the list that came with the program has it."""

from functools import cache

from corridor.domain.reference.loader import load_dangerous


@cache
def _classes() -> dict[str, str]:
    return {row.code: row.hazard for row in load_dangerous()}


def hazard_of(un: str) -> str:
    """`3` for 1203; empty for a number that is in no list."""
    return _classes().get(un, "")
