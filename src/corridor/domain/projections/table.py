"""The table of fields: what each is called, and where it stands in eTIR and on the union's form.

NCTS is not in it: its places are those of the messages that the gateway reads and writes. The
table says of no system that a schema was checked; what was not, each projection names.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, get_args, get_origin

import msgspec
from msgspec.structs import fields

from corridor.domain.consignment import Dossier

System = Literal["ncts", "etir", "eaeu", "national"]
SYSTEMS: Final[tuple[System, ...]] = ("ncts", "etir", "eaeu", "national")
Places = Mapping[str, str]
"""Path of a field, `consignment.houses[].items[].hs` → its place in a system."""


class DossierField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of the dossier. Empty where a system has no place for it.

    ``etir``  class and attribute of the advance cargo data
    ``eaeu``  boxes of the transit declaration of the Eurasian Economic Union
    """

    path: str
    name_en: str
    name_ru: str
    etir: str
    eaeu: str

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one."""
        return self.name_ru if language == "ru" else self.name_en


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A box of the form of the transit declaration."""

    box: str
    name_en: str
    name_ru: str

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one."""
        return self.name_ru if language == "ru" else self.name_en


@cache
def load_fields() -> tuple[DossierField, ...]:
    """All fields, in the order of the dossier."""
    return tuple(msgspec.convert(row, DossierField) for row in rows_of("fields.csv"))


@cache
def load_boxes() -> Mapping[str, Box]:
    """By number."""
    return {row["box"]: msgspec.convert(row, Box) for row in rows_of("boxes.csv")}


def places_in(system: System, ncts: Places) -> Places:
    """Where a system keeps what. `ncts`: as the gateway has it."""
    if system == "ncts":
        return ncts
    if system == "national":
        return {one.path: one.path for one in load_fields()}
    return {one.path: getattr(one, system) for one in load_fields() if getattr(one, system)}


def leaf_paths(shape: Any = Dossier, path: str = "") -> Iterator[str]:
    """The path of each field that holds a value and no further fields."""
    origin, arguments = get_origin(shape), get_args(shape)
    if isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        for field in fields(shape):
            yield from leaf_paths(field.type, f"{path}.{field.name}" if path else field.name)
    elif origin is tuple:
        yield from leaf_paths(arguments[0], f"{path}[]")
    elif arguments and origin not in (dict, Literal):
        yield from leaf_paths(arguments[0], path)
    else:
        yield path


def rows_of(file: str) -> list[dict[str, str]]:
    """The lines of a table that stands beside this file."""
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))
