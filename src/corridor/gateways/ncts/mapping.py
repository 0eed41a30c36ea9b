"""How the elements of a message and the fields of a record stand to each other, in both ways.

A shape says, for the elements of one group by name, which rule takes each out of a message into
plain values and writes it again from the record. What no rule takes is set aside, and comes back
from there. Text that goes to a field of the same group needs no rule: its field's name is enough.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Union

from lxml import etree

from corridor.domain.consignment import Aside
from corridor.gateways.ncts.pointers import children_at
from corridor.gateways.ncts.table import REPEATED
from corridor.gateways.ncts.writing import Out

Plain = dict[str, Any]
Shape = Mapping[str, Union["Rule", "Leaf", str]]
SEQUENCE = "sequenceNumber"


class Place:
    """A group that is being read: where it stands in the message, and its record in the dossier."""

    __slots__ = ("at", "pointer", "position")

    def __init__(self, pointer: str, at: str, position: int) -> None:
        self.pointer, self.at, self.position = pointer, at, position


class Reading:
    """The account of one message: its values, what was set aside, the secrets.

    `origins` maps each pointer in the dossier to that of the element it came from. It is kept
    only where it is asked for: of a message that is taken as it is, nobody asks.
    """

    def __init__(self, root: "etree._Element", name: str, *, traces: bool = False) -> None:
        self.aside: list[Aside] = [
            Aside(f"/{name}/@{key.rpartition('}')[2]}", value) for key, value in root.items()
        ]
        self.secrets: list[str] = []
        self.origins: dict[str, str] = {"": f"/{name}"}
        self.whole: Plain = {}
        self._traces = traces

    @classmethod
    def of(
        cls, shape: Shape, root: "etree._Element", name: str, *, traces: bool = False
    ) -> "Reading":
        """The whole message, read."""
        reading = cls(root, name, traces=traces)
        reading.read(shape, root, Place(f"/{name}", "", 0), reading.whole)
        return reading

    def read(self, shape: Shape, group: "etree._Element", place: Place, plain: Plain) -> None:
        """Take the group's children into the plain values by their rules."""
        counts: dict[str, int] = {}
        for child in group:
            name = str(child.tag)
            rule = shape.get(name)
            if isinstance(rule, (str, Leaf)):
                self._leaf(rule, child, place, plain)
                continue
            pointer, position = f"{place.pointer}/{name}", 0
            if name in REPEATED:
                position = counts[name] = counts.get(name, 0) + 1
                pointer = f"{pointer}/{position}"
            if rule is None:
                self.set_aside(child, pointer)
            else:
                rule.take(self, child, Place(pointer, place.at, position), plain, place)

    def _leaf(self, rule: "Leaf | str", leaf: "etree._Element", place: Place, plain: Plain) -> None:
        text = leaf.text
        if text is None or not (text := text.strip()):
            return
        if isinstance(rule, str):
            plain[rule] = text
        elif not rule.take(text, place, plain):
            self.aside.append(Aside(f"{place.pointer}/{leaf.tag!s}", text))
            return
        if self._traces:
            self.trace(
                f"{place.at}/{getattr(rule, 'field', rule)}", f"{place.pointer}/{leaf.tag!s}"
            )

    def trace(self, at: str, pointer: str) -> None:
        """Say whence a field came."""
        if self._traces:
            self.origins[at] = pointer

    def below(self, shape: Shape, group: "etree._Element", place: Place, at: str) -> Plain:
        """The plain values of a record of its own."""
        plain: Plain = {}
        self.trace(at, place.pointer)
        self.read(shape, group, Place(place.pointer, at, place.position), plain)
        return plain

    def set_aside(self, element: "etree._Element", pointer: str) -> None:
        """All texts of it and below it, which have no place of their own."""
        if not len(element):
            text = (element.text or "").strip()
            if text:
                self.aside.append(Aside(pointer, text))
            return
        for child, _name, at in children_at(element, pointer):
            self.set_aside(child, at)

    def origin_of(self, pointer: str) -> str:
        """The element behind a pointer in the dossier, or the nearest one around it."""
        while pointer not in self.origins:
            pointer = pointer.rpartition("/")[0]
        return self.origins[pointer]


class Writing:
    """What is written again: the whole record, its secrets in their order, and what had been set
    aside, by its pointer.
    """

    def __init__(self, whole: Any, secrets: Sequence[str], aside: Mapping[str, str]) -> None:
        self.whole, self.secrets, self.aside = whole, secrets, aside


class Rule(Protocol):
    """A group that can stand in another, or a text that needs more than itself; both ways."""

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        """Into the plain values; `of` is the group that the element stands in."""

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        """Out of the record, as a child of this name."""


def write(shape: Shape, writing: Writing, record: Any, out: Out) -> None:
    """Write a record's fields as the children of a group."""
    for name, rule in shape.items():
        if isinstance(rule, str):
            value = getattr(record, rule)
            if value is not None and value != "":
                out.put(name, str(value))
        else:
            rule.give(writing, record, out, name)


class Leaf:
    """A text that is something else than a text in its field."""

    def __init__(self, field: str) -> None:
        self.field = field

    def take(self, text: str, place: Place, plain: Plain) -> bool:
        """Into its field; False where it has none, and is set aside."""
        plain[self.field] = self.read(text)
        return True

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def said(self, value: Any) -> str:
        """The value as the message says it."""
        return str(value)

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        """Out of its field; what is not given is left out."""
        value = getattr(record, self.field)
        if value is not None and value != "":
            out.put(name, self.said(value))


class Whole(Leaf):
    """A whole number."""

    def read(self, text: str) -> int:
        return int(text)


class Flag(Leaf):
    """1 or 0; where it may be left out, that says 0."""

    def read(self, text: str) -> bool:
        return text == "1"

    def said(self, value: bool) -> str:
        return "1" if value else "0"


class Mass(Leaf):
    """Kilograms without the zeros after the sixth decimal, which the schemas let pass.

    Other digits there were refused with the shape of the message.
    """

    def read(self, text: str) -> str:
        fraction = text.partition(".")[2]
        return text[: 6 - len(fraction)] if len(fraction) > 6 else text


class Counted(Leaf):
    """A sequence number that says what the order says already; another is set aside."""

    def take(self, text: str, place: Place, plain: Plain) -> bool:
        return text == str(place.position)

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        out.put(name, str(out.position))


COUNTED = Counted("")


class Inside:
    """A group whose fields belong to the record around it."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        reading.read(self.shape, element, place, plain)

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        write(self.shape, writing, record, out.group(name))


class One:
    """A group that is a record of its own."""

    def __init__(self, field: str, shape: Shape) -> None:
        self.field, self.shape = field, shape

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        at = f"{of.at}/{self.field}"
        plain[self.field] = reading.below(self.shape, element, place, at)

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        found = getattr(record, self.field)
        if found is not None:
            write(self.shape, writing, found, out.group(name))


class Many:
    """A group that can repeat, as the records of a list; `more`: fields that its name says."""

    def __init__(self, field: str, shape: Shape, **more: str) -> None:
        self.field, self.shape, self.more = field, shape, more

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        listed = plain.setdefault(self.field, [])
        at = f"{of.at}/{self.field}/{len(listed)}"
        listed.append(self.more | reading.below(self.shape, element, place, at))

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        for found in getattr(record, self.field):
            if all(getattr(found, field) == value for field, value in self.more.items()):
                write(self.shape, writing, found, out.next(name))


class Each:
    """A group that can repeat, of which one text alone counts: a list of texts or numbers."""

    def __init__(self, field: str, leaf: str, read: type[str] | type[int] = str) -> None:
        self.field, self.leaf, self._read = field, leaf, read

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        listed = plain.setdefault(self.field, [])
        at = f"{of.at}/{self.field}/{len(listed)}"
        one = reading.below({SEQUENCE: COUNTED, self.leaf: "only"}, element, place, at)
        reading.trace(at, f"{place.pointer}/{self.leaf}")
        if one:
            listed.append(self._read(one["only"]))

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        for value in getattr(record, self.field):
            group = out.next(name)
            group.put(SEQUENCE, str(group.position))
            group.put(self.leaf, str(value))


class Above:
    """A text that belongs to the whole record."""

    def __init__(self, field: str) -> None:
        self.field = field

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        reading.whole[self.field] = (element.text or "").strip()
        reading.trace(f"/{self.field}", place.pointer)

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        out.put(name, getattr(writing.whole, self.field))
