"""What the rows of a list show and are filtered by besides, that hangs on other subjects.

A row is written with the event that changes it; what also hangs on other subjects is looked up a
little later, by the follower of the log, so that no command pays for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from corridor.domain.context import Context
from corridor.domain.needs import Need

S = TypeVar("S")


class Noted(msgspec.Struct, frozen=True):
    """Marks of the rows on these lists, and figures that they show; nothing where neither is."""

    lists: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    figures: dict[str, int] = {}


@dataclass(frozen=True)
class Besides(Generic[S]):
    """On whose lists it is shown, what has to be known for it, and how it is worked out."""

    desk: str
    """How the names of these lists begin; rows of others bear no such marks."""
    shown: Callable[[S, str], bool]
    """(state, node) → whether such lists are there at all."""
    needs: tuple[Need[Any], ...]
    noted: Callable[[S, Context], Noted]
