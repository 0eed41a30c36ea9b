"""What may be told beside a total."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from corridor.domain.figures.state import LEAST


class Counted(Protocol):
    """A group."""

    @property
    def n(self) -> int:
        """How many are in it."""


G = TypeVar("G", bound=Counted)


def undisclosed(groups: Sequence[G], total: int) -> list[G]:
    """Groups that may be told beside their total: what is missing from it is nobody, or at least
    five, else it could be told by taking the others away. The smallest go first.
    """
    shown = list(groups)
    while shown and 0 < total - sum(one.n for one in shown) < LEAST:
        shown.remove(min(shown, key=_size))
    return shown


def _size(group: Any) -> tuple[int, str]:
    return group.n, str(getattr(group, "value", ""))
