"""A read message as plain elements: each knows its name, its text and where it stands."""

from collections.abc import Container, Iterator
from typing import Final

NONE: Final[frozenset[str]] = frozenset()


class Element:
    """One element. `pointer` names it in refusals: /CC015C/Consignment/HouseConsignment/1.

    `repeated`: names of what can repeat, and is counted in pointers.
    """

    __slots__ = (
        "_counts",
        "_repeated",
        "attributes",
        "children",
        "name",
        "namespace",
        "pointer",
        "text",
    )

    def __init__(
        self,
        tag: str,
        attributes: dict[str, str],
        parent: "Element | None",
        repeated: Container[str] = NONE,
    ) -> None:
        namespace, _, name = tag.rpartition("}")
        self.name = name
        self.namespace = namespace.removeprefix("{")
        self.attributes = attributes
        self.text = ""
        self.children: list[Element] = []
        self._counts: dict[str, int] = {}
        self._repeated = repeated
        self.pointer = f"/{name}" if parent is None else parent.pointer_of_next(name)

    def pointer_of_next(self, name: str) -> str:
        """The pointer of one more child; what can repeat is counted from 1."""
        if name not in self._repeated:
            return f"{self.pointer}/{name}"
        count = self._counts[name] = self._counts.get(name, 0) + 1
        return f"{self.pointer}/{name}/{count}"


def under(element: Element, *path: str) -> Iterator[Element]:
    """All elements at a path below one."""
    if not path:
        yield element
        return
    for child in element.children:
        if child.name == path[0]:
            yield from under(child, *path[1:])
