"""What a demonstration's observatory shows behind a figure of its invented years: invented events.

Nobody said them, and they name nobody: so everybody may see them, each marked as invented.
"""

from typing import Final

import msgspec

INVENTED: Final = "invented"
"""The folder beside a node's database with a file for each month."""


class InventedEvent(msgspec.Struct, frozen=True, array_like=True):
    """One thing that would have happened; `at` in milliseconds since 1970. `side`: of a gate."""

    at: int
    kind: str
    office: str
    country: str
    month: str
    side: str = ""
    what: str = ""


class InventedMovement(msgspec.Struct, frozen=True):
    """All that would have happened to it, in order."""

    id: str
    corridor: str
    mode: str
    bound: str
    origin: str
    destination: str
    events: tuple[InventedEvent, ...]


class InventedMonth(msgspec.Struct, frozen=True):
    """The movements to which something happened in a month."""

    month: str
    movements: tuple[InventedMovement, ...]


def month_file(month: str) -> str:
    """Its name in the folder."""
    return f"{month}.json"
