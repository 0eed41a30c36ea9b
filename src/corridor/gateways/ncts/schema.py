"""The table of `structure.json` as an XML Schema, so that a good message is judged in C.

Whether a message is well built is found here ten times as fast as by `structure`, which then says
of a bad one what is wrong. A property test holds the two to one verdict.
"""

from functools import cache

from lxml import etree

from corridor.gateways.ncts.structure import PHASE_IDS
from corridor.gateways.ncts.table import NAMESPACE, TABLE, Leaf, Particle

_XS = "http://www.w3.org/2001/XMLSchema"
_FACETS = {
    "length": "length",
    "min_length": "minLength",
    "max_length": "maxLength",
    "min_inclusive": "minInclusive",
    "max_inclusive": "maxInclusive",
    "total_digits": "totalDigits",
    "fraction_digits": "fractionDigits",
}
_ASCII = "[\t\n\r -\x7f]"
"""What XML can hold of `[\\x00-\\x7f]`."""


@cache
def schema_of(name: str, phase: str) -> etree.XMLSchema:
    """The schema of one message in one phase; made when it is first asked for."""
    top = _new(None, "schema", targetNamespace=NAMESPACE)
    _root(top, name, phase)
    for number, leaf in enumerate(TABLE.leaves):
        _leaf_type(top, number, leaf)
    for number in sorted(_below(TABLE.messages[name][phase])):
        _group_type(top, number)
    # Read from its bytes: the parser then gives every name its namespace.
    return etree.XMLSchema(etree.fromstring(etree.tostring(top)))


def _new(parent: "etree._Element | None", kind: str, /, **attributes: str) -> "etree._Element":
    tag = f"{{{_XS}}}{kind}"
    if parent is None:
        return etree.Element(tag, attributes, nsmap={"xs": _XS, "n": NAMESPACE})
    return etree.SubElement(parent, tag, attributes)


def _root(top: "etree._Element", name: str, phase: str) -> None:
    whole = _new(_new(top, "element", name=name), "complexType")
    extended = _new(
        _new(whole, "complexContent"), "extension", base=f"n:g{TABLE.messages[name][phase]}"
    )
    known = _new(_new(extended, "attribute", name="PhaseID"), "simpleType")
    allowed = _new(known, "restriction", base="xs:token")
    for given in PHASE_IDS[phase]:
        _new(allowed, "enumeration", value=given)


def _below(number: int) -> set[int]:
    """A group and all that it holds."""
    found = {number}
    for _, _, _, kind in TABLE.groups[number]:
        if kind >= 0 and kind not in found:
            found |= _below(kind)
    return found


def _group_type(top: "etree._Element", number: int) -> None:
    order = _new(_new(top, "complexType", name=f"g{number}"), "sequence")
    for particle in TABLE.groups[number]:
        _place(order, particle)


def _place(order: "etree._Element", particle: Particle) -> None:
    name, least, most, kind = particle
    _new(
        order,
        "element",
        name=name,
        type=f"n:g{kind}" if kind >= 0 else f"n:l{-1 - kind}",
        minOccurs=str(least),
        maxOccurs=str(most) if most else "unbounded",
    )


def _leaf_type(top: "etree._Element", number: int, leaf: Leaf) -> None:
    """Patterns of one restriction are alternatives, and here all must match: one step for each."""
    names = [f"l{number}", *(f"l{number}.{step}" for step in range(1, len(leaf.patterns)))]
    bases = [*(f"n:{name}" for name in names[1:]), f"xs:{leaf.base}"]
    for name, base, pattern in zip(names, bases, leaf.patterns or (None,), strict=True):
        shape = _new(_new(top, "simpleType", name=name), "restriction", base=base)
        if pattern is not None:
            _new(shape, "pattern", value=_as_schema(pattern))
        if base.startswith("xs:"):
            _facets(shape, leaf)


def _facets(shape: "etree._Element", leaf: Leaf) -> None:
    for field, facet in _FACETS.items():
        limit = getattr(leaf, field)
        if limit is not None:
            _new(shape, facet, value=str(limit))
    for code in leaf.enum:
        _new(shape, "enumeration", value=code)


def _as_schema(pattern: str) -> str:
    """A pattern of Python as one of XML Schema, which has no groups without a number.

    The dot means the same as `[^\\n\\r]`, which libxml2 matches wrongly before such another class.
    """
    literal = pattern.replace("(?:", "(").replace(r"[\x00-\x7f]", _ASCII)
    literal = literal.replace(r"[^\n\r]", ".")
    for escaped in _escaped(literal):
        literal = literal.replace(escaped, chr(int(f"0x{escaped[2:]}", 0)))
    return literal


def _escaped(pattern: str) -> list[str]:
    return [pattern[at : at + 6] for at in range(len(pattern)) if pattern[at : at + 2] == r"\u"]
