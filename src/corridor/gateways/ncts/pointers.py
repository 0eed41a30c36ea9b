"""Where an element stands: /CC015C/Consignment/HouseConsignment/1; what can repeat is counted."""

from collections.abc import Iterator

from lxml import etree

from corridor.gateways.ncts.table import NAMESPACE, REPEATED


def message_name(root: "etree._Element") -> str:
    """`CC015C`, of a root in the namespace of NCTS."""
    return str(root.tag).removeprefix(f"{{{NAMESPACE}}}")


def pointer_of(element: "etree._Element") -> str:
    """The pointer of one element."""
    parent = element.getparent()
    name = etree.QName(element).localname
    if parent is None:
        return f"/{name}"
    if name not in REPEATED:
        return f"{pointer_of(parent)}/{name}"
    position = 1 + sum(1 for _ in element.itersiblings(name, preceding=True))
    return f"{pointer_of(parent)}/{name}/{position}"


def children_at(
    group: "etree._Element", pointer: str
) -> Iterator[tuple["etree._Element", str, str]]:
    """The children of a group that stands at the pointer, each with its name and its own."""
    counts: dict[str, int] = {}
    for child in group.iterchildren(tag=etree.Element):
        name = str(child.tag)
        at = f"{pointer}/{name}"
        if name in REPEATED:
            counts[name] = counts.get(name, 0) + 1
            at = f"{at}/{counts[name]}"
        yield child, name, at
