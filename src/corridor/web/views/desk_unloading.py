"""What can be counted and weighed on unloading, beside what was declared.

Each line has a pointer into the dossier; the officer writes only what was found to be otherwise.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from corridor.domain import typed
from corridor.domain.codes import capitals
from corridor.domain.consignment import Dossier, House
from corridor.domain.movement.unloading import Remark
from corridor.domain.searching import mark_of
from corridor.web.forms import Form
from corridor.web.templating import Reader

LINES_MAX: Final = 190
EQUIPMENT: Final = "/consignment/equipment/"
CHANGED: Final = " → "
"""Between what was declared and what was found, in the words of a discrepancy."""


class Check(NamedTuple):
    """One thing to compare. `field` is the name of its form field."""

    field: str
    pointer: str
    subject: str
    what: str
    declared: str


def checkable(dossier: Dossier, reader: Reader) -> list[Check]:
    """Containers and seals, then mass and packages of every item, as far as a form can hold."""
    lines = [*_boxes(dossier, reader), *_items(dossier, reader)][:LINES_MAX]
    return [Check(f"found-{index}", *line) for index, line in enumerate(lines)]


Line = tuple[str, str, str, str]


def _boxes(dossier: Dossier, reader: Reader) -> Iterator[Line]:
    _ = reader.words
    for number, box in enumerate(dossier.consignment.equipment):
        base = f"{EQUIPMENT}{number}"
        name = _("Equipment %(n)s", n=box.number)
        if box.container:
            yield f"{base}/container", name, _("Container number"), box.container
        for index, seal in enumerate(box.seals):
            yield f"{base}/seals/{index}", name, _("Seal"), seal


def _items(dossier: Dossier, reader: Reader) -> Iterator[Line]:
    for number, house in enumerate(dossier.consignment.houses):
        yield from _house(f"/consignment/houses/{number}", house, reader)


def _house(base: str, house: House, reader: Reader) -> Iterator[Line]:
    _ = reader.words
    for index, item in enumerate(house.items):
        here = f"{base}/items/{index}"
        name = f"{item.declaration_number}. {reader.legible(item.description)}"
        yield f"{here}/gross_kg", name, _("Gross mass, kg"), item.gross_kg
        for place, package in enumerate(item.packages):
            if package.count is not None:
                kind = reader.names.package(package.kind)
                yield f"{here}/packages/{place}/count", name, kind, str(package.count)


def remarks_of(dossier: Dossier, form: Form, reader: Reader) -> tuple[Remark, ...]:
    """The differences that were written down."""
    return tuple(
        Remark(check.pointer, check.declared, _written(check, form[check.field]))
        for check in checkable(dossier, reader)
        if form[check.field] and _differs(check, form[check.field])
    )


def _written(check: Check, found: str) -> str:
    """A number as such numbers are issued, a figure as a figure, and words as they are."""
    if EQUIPMENT in check.pointer:
        return capitals(found) if any(map(str.isdigit, found)) else found
    return typed.number(found) or found


def _differs(check: Check, found: str) -> bool:
    """Numbers of boxes and seals are the same however they are written, and so are figures."""
    if EQUIPMENT in check.pointer:
        return mark_of(found) != mark_of(check.declared)
    figures = typed.number(found), typed.number(check.declared)
    return Decimal(figures[0]) != Decimal(figures[1]) if all(figures) else found != check.declared


def figure(pointer: str, text: str, reader: Reader) -> str:
    """A mass or a count as the reader writes it; numbers of boxes and seals, and words, as said."""
    value = "" if EQUIPMENT in pointer else typed.number(text)
    return reader.formats.number(value) or text


def in_words(dossier: Dossier, text: str, reader: Reader) -> str:
    """A discrepancy of unloading with its pointer said in words; any other text as it is."""
    pointer, found, change = text.partition(": ")
    if not found or not pointer.startswith("/"):
        return text
    for line_pointer, subject, what, _declared in [
        *_boxes(dossier, reader),
        *_items(dossier, reader),
    ]:
        if line_pointer == pointer:
            figures = (figure(pointer, one, reader) for one in change.split(CHANGED))
            return f"{subject}, {what}: {CHANGED.join(figures)}"
    return text
