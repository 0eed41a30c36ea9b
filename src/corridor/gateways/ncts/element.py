"""A read message as plain elements: each knows its name, its text and where it stands."""

from collections.abc import Iterator

from corridor.gateways.ncts.table import REPEATED


class Element:
    """One element. `pointer` names it in refusals: /CC015C/Consignment/HouseConsignment/1."""

    __slots__ = ("_counts", "attributes", "children", "name", "namespace", "pointer", "text")

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None") -> None:
        namespace, _, name = tag.rpartition("}")
        self.name = name
        self.namespace = namespace.removeprefix("{")
        self.attributes = attributes
        self.text = ""
        self.children: list[Element] = []
        self._counts: dict[str, int] = {}
        self.pointer = f"/{name}" if parent is None else parent.pointer_of_next(name)

    def pointer_of_next(self, name: str) -> str:
        """The pointer of one more child; what can repeat is counted from 1."""
        if name not in REPEATED:
            return f"{self.pointer}/{name}"
        count = self._counts[name] = self._counts.get(name, 0) + 1
        return f"{self.pointer}/{name}/{count}"

    def all(self, name: str) -> Iterator["Element"]:
        """The children of this name, in order."""
        return (child for child in self.children if child.name == name)

    def first(self, path: str) -> "Element | None":
        """The first element under this path of names, `Commodity/GoodsMeasure`."""
        here: Element | None = self
        for name in path.split("/"):
            here = None if here is None else next(here.all(name), None)
        return here

    def value(self, path: str) -> str:
        """The text under this path without the space around it; empty when there is none."""
        found = self.first(path)
        return "" if found is None else found.text.strip()

    def leaves(self) -> Iterator["Element"]:
        """All elements below that hold no others, in document order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def groups(self) -> Iterator["Element"]:
        """This element and all below that hold others, in document order."""
        if self.children:
            yield self
            for child in self.children:
                yield from child.groups()
