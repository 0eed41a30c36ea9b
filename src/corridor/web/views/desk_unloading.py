"""What can be counted, weighed and read on unloading, beside what was declared.

Each line has a pointer into the dossier; the officer writes only what was found to be otherwise.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from corridor.domain import typed
from corridor.domain.codes import capitals
from corridor.domain.consignment import Dossier, Item
from corridor.domain.movement.unloading import Remark, UnloadingRemarked
from corridor.domain.refusals import N_
from corridor.domain.searching import mark_of
from corridor.web.forms import Form
from corridor.web.templating import Reader

LINES_MAX: Final = 190
REMARKS_MAX: Final = 200
SURPLUS: Final = "/consignment/houses/-/items/-"
"""The pointer of goods that were found and never declared."""
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
    """Containers and seals, then all that a declaration says of every item, as far as a form can
    hold: of long ones mass and packages alone.
    """
    lines = [*_boxes(dossier, reader), *_items(dossier, reader)]
    if len(lines) > LINES_MAX:
        lines = [*_boxes(dossier, reader), *_items(dossier, reader, COUNTED)][:LINES_MAX]
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


COUNTED: Final = ("gross_kg", "packages")
READ: Final = (*COUNTED, "net_kg", "description", "hs", "documents")


def _items(dossier: Dossier, reader: Reader, wanted: tuple[str, ...] = READ) -> Iterator[Line]:
    for number, house in enumerate(dossier.consignment.houses):
        for index, item in enumerate(house.items):
            here = f"/consignment/houses/{number}/items/{index}"
            name = f"{item.declaration_number}. {reader.legible(item.description)}"
            for part in wanted:
                for pointer, what, declared in _PARTS[part](item, reader):
                    yield f"{here}/{pointer}", name, what, declared


def _packages(item: Item, reader: Reader) -> Iterator[tuple[str, str, str]]:
    for place, package in enumerate(item.packages):
        if package.count is not None:
            yield f"packages/{place}/count", reader.names.package(package.kind), str(package.count)


def _documents(item: Item, reader: Reader) -> Iterator[tuple[str, str, str]]:
    for place, paper in enumerate(item.documents):
        if paper.reference:
            what = reader.labels.with_code(paper.kind, "document")
            yield f"documents/{place}/reference", what, paper.reference


def _value(name: str, label: str) -> Callable[[Item, Reader], Iterator[tuple[str, str, str]]]:
    def read(item: Item, reader: Reader) -> Iterator[tuple[str, str, str]]:
        if value := getattr(item, name):
            yield name, reader.words.gettext(label), value

    return read


_PARTS: Final = {
    "description": _value("description", N_("Goods")),
    "hs": _value("hs", N_("HS code")),
    "gross_kg": _value("gross_kg", N_("Gross mass, kg")),
    "net_kg": _value("net_kg", N_("Net mass, kg")),
    "packages": _packages,
    "documents": _documents,
}


def remarks_of(dossier: Dossier, form: Form, reader: Reader) -> tuple[Remark, ...]:
    """The differences that were written down."""
    found = tuple(
        Remark(check.pointer, check.declared, _written(check, form[check.field]))
        for check in checkable(dossier, reader)
        if form[check.field] and _differs(check, form[check.field])
    )
    surplus = (Remark(SURPLUS, "", line) for line in form["surplus"].splitlines() if line.strip())
    return (*found, *surplus)[:REMARKS_MAX]


def found_so_far(
    dossier: Dossier, rounds: Sequence[UnloadingRemarked], reader: Reader
) -> dict[str, str]:
    """Form field → what the last round found there: the next one goes on from it."""
    last = {one.pointer: one.found for one in rounds[-1].remarks} if rounds else {}
    found = {c.field: last[c.pointer] for c in checkable(dossier, reader) if c.pointer in last}
    surplus = [one.found for one in rounds[-1].remarks if one.pointer == SURPLUS] if rounds else []
    return found | {"surplus": "\n".join(surplus)}


def line_at(dossier: Dossier, pointer: str, reader: Reader) -> tuple[str, str]:
    """(what it is a part of, what it is) in words; the pointer itself where nothing has it."""
    if pointer == SURPLUS:
        return reader.words("Goods that are not declared"), ""
    for found, subject, what, _ in [*_boxes(dossier, reader), *_items(dossier, reader)]:
        if found == pointer:
            return subject, what
    return pointer, ""


def _written(check: Check, found: str) -> str:
    """A number as such numbers are issued, a figure as a figure, and words as they are."""
    if EQUIPMENT in check.pointer:
        return capitals(found) if any(map(str.isdigit, found)) else found
    return (typed.number(found) if _is_figure(check.pointer) else "") or found


def _is_figure(pointer: str) -> bool:
    """Whether it is a mass or a count, and no number that only looks like one."""
    return pointer.endswith(("_kg", "/count"))


def _differs(check: Check, found: str) -> bool:
    """Numbers of boxes and seals are the same however they are written, and so are figures."""
    if EQUIPMENT in check.pointer:
        return mark_of(found) != mark_of(check.declared)
    if not _is_figure(check.pointer):
        return found != check.declared
    figures = typed.number(found), typed.number(check.declared)
    return Decimal(figures[0]) != Decimal(figures[1]) if all(figures) else found != check.declared


def figure(pointer: str, text: str, reader: Reader) -> str:
    """A mass or a count as the reader writes it; numbers of boxes and seals, and words, as said."""
    value = typed.number(text) if _is_figure(pointer) else ""
    return reader.formats.number(value) or text


def in_words(dossier: Dossier, text: str, reader: Reader) -> str:
    """A discrepancy of unloading with its pointer said in words; any other text as it is."""
    pointer, found, change = text.partition(": ")
    if not found or not pointer.startswith("/"):
        return text
    subject, what = line_at(dossier, pointer, reader)
    if subject == pointer:
        return text
    figures = filter(None, (figure(pointer, one, reader) for one in change.split(CHANGED)))
    return f"{', '.join(filter(None, (subject, what)))}: {CHANGED.join(figures)}"
