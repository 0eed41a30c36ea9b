"""A read message as plain elements: each knows its name, its text and where it stands."""

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
