"""A message on its way out: groups and texts in any order, put in the order of the table."""

from collections.abc import Iterable

from lxml import etree

from corridor.domain.consignment import Aside
from corridor.gateways.ncts.table import NAMESPACE, REPEATED, TABLE


class Out:
    """A group that is being written, or a text. `position` counts it among those of its name."""

    __slots__ = ("children", "counts", "pointer", "position", "text")

    def __init__(self, pointer: str, position: int = 0) -> None:
        self.text = ""
        self.pointer = f"{pointer}/{position}" if position else pointer
        self.position = position
        self.children: dict[tuple[str, int], Out] = {}
        self.counts: dict[str, int] = {}

    def at(self, name: str, position: int) -> "Out":
        """The child of this name and position, made where there is none."""
        key = (name, position)
        if key not in self.children:
            self.children[key] = Out(f"{self.pointer}/{name}", position)
        return self.children[key]

    def group(self, name: str) -> "Out":
        """The only child of this name."""
        return self.at(name, 1 if name in REPEATED else 0)

    def next(self, name: str) -> "Out":
        """One more of a name that can repeat."""
        position = self.counts[name] = self.counts.get(name, 0) + 1
        return self.at(name, position)

    def put(self, name: str, text: str) -> None:
        """A text under this name; nothing where there is none."""
        if text:
            self.group(name).text = text


def put_back(root: Out, aside: Iterable[Aside]) -> None:
    """What had been set aside, each text where its pointer says."""
    for one in aside:
        here, steps = root, iter(one.pointer.split("/")[2:])
        for name in steps:
            here = here.at(name, int(next(steps)) if name in REPEATED else 0)
        here.text = one.value


def message_bytes(root: Out, name: str, phase: str) -> bytes:
    """The message as UTF-8. What the phase does not know is left out."""
    top = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={"ncts": NAMESPACE})
    said = root.children.get(("@PhaseID", 0))
    top.set("PhaseID", said.text if said else {"5": "NCTS5.1", "6": "NCTS6"}[phase])
    _fill(top, root, TABLE.messages[name][phase])
    return etree.tostring(top, encoding="UTF-8", xml_declaration=True)


def _fill(element: "etree._Element", out: Out, number: int) -> None:
    places = {name: (place, kind) for place, (name, _, _, kind) in enumerate(TABLE.groups[number])}
    known = [(places[name][0], at, name) for name, at in out.children if name in places]
    for _, at, name in sorted(known):
        child, kind = out.children[name, at], places[name][1]
        if kind < 0 and child.text:
            etree.SubElement(element, name).text = child.text
        elif kind >= 0 and child.children:
            _fill(etree.SubElement(element, name), child, kind)
