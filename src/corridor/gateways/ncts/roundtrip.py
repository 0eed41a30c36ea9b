"""Whether a message that comes in, becomes a record and goes out again is the same.

It is the same when every text stands where it stood, up to order, the way a number is written,
white space that its type does not keep, and a 0 that says no more than its absence.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec
from lxml import etree

from corridor.domain.refusals import Refusal, Refused
from corridor.gateways.ncts.message import Message, Unfit, read_message
from corridor.gateways.ncts.official import check_schema
from corridor.gateways.ncts.pointers import children_at
from corridor.gateways.ncts.record import message_of, record_of
from corridor.gateways.ncts.shapes import normalised
from corridor.gateways.ncts.table import TABLE

_NOUGHTS: Final = frozenset({"containerIndicator", "grossMass", "numberOfSeals"})
"""Elements whose 0 may be left out, and means the same."""


class Difference(msgspec.Struct, frozen=True):
    """One text: where it stands, what came in and what went out; empty where there is none."""

    pointer: str
    given: str
    returned: str


class RoundTrip(msgspec.Struct, frozen=True):
    """`valid`: what went out is a well-built message of that phase.

    `refusals`: why it could not be read or written; or, where it went out all the same, which of
    its values a dossier does not take.
    """

    file: str
    equal: bool
    valid: bool
    differences: tuple[Difference, ...] = ()
    message: str = ""
    phase: str = ""
    refusals: tuple[Refusal, ...] = ()


def roundtrip(data: bytes, file: str, schemas: Path | None) -> RoundTrip:
    """In, a record, and out. `schemas`: the folder of the official ones, which are asked as well.

    Raises SchemasUnusableError when the schemas are asked for and cannot be used.
    """
    message = read_message(data)
    if isinstance(message, Unfit):
        return RoundTrip(file, False, False, (), message.name, message.phase, message.refusals)
    record = record_of(message)
    if isinstance(record, Refused):
        return RoundTrip(file, False, False, (), message.name, message.phase, record.refusals)
    written = message_of(record, message.name, message.phase)
    again = read_message(written)
    wrong = again.refusals if isinstance(again, Unfit) else ()
    if schemas is not None:
        wrong += check_schema(written, message.name, message.phase, schemas)
    differences = tuple(_differences(message, written))
    return RoundTrip(
        file,
        not differences,
        not wrong,
        differences,
        message.name,
        message.phase,
        (*record.refusals, *wrong),
    )


def _differences(message: Message, written: bytes) -> Iterator[Difference]:
    group = TABLE.messages[message.name][message.phase]
    given = dict(_texts(message.root, f"/{message.name}", group))
    returned = dict(_texts(etree.fromstring(written), f"/{message.name}", group))
    for pointer in sorted(given.keys() | returned.keys()):
        came, went = given.get(pointer, ""), returned.get(pointer, "")
        if came != went and not (went == "0" and not came and _name(pointer) in _NOUGHTS):
            yield Difference(pointer, came, went)


def _name(pointer: str) -> str:
    return pointer.rpartition("/")[2]


def _texts(element: "etree._Element", pointer: str, number: int) -> Iterator[tuple[str, str]]:
    """Each text by its pointer, in the one form that its type has."""
    kinds = {name: kind for name, _, _, kind in TABLE.groups[number]}
    for child, name, at in children_at(element, pointer):
        kind = kinds[name]
        if kind >= 0:
            yield from _texts(child, at, kind)
        elif text := _in_one_form(child.text or "", TABLE.leaves[-1 - kind].base):
            yield at, text


def _in_one_form(text: str, base: str) -> str:
    if base == "decimal":
        return format(Decimal(text).normalize(), "f")
    return normalised(text, base).strip()
