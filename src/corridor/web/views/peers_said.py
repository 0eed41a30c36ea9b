"""That a page may lack something of what peers said: how many statements, and of which states."""

from collections.abc import Collection
from typing import Protocol

from corridor.web.act import Banner
from corridor.web.templating import Reader


class Counted(Protocol):
    """So many statements of one peer."""

    @property
    def node(self) -> str:
        """Who said them."""

    @property
    def number(self) -> int:
        """How many."""


def peers_banners(
    reader: Reader, found: Collection[Counted], title: str, text: str, kind: str
) -> list[Banner]:
    """One for all of them; none where there is nothing. `title` has `number` and `states`."""
    if not found:
        return []
    states = ", ".join(dict.fromkeys(reader.names.country(one.node) for one in found))
    number = sum(one.number for one in found)
    return [Banner(reader.words(title, number=number, states=states), reader.words(text), kind)]
