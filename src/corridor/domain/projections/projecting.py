"""A dossier as another system would hold it, and what of it that system has no place for."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import fields

from corridor.domain.consignment import Dossier
from corridor.domain.projections.table import Places, System


class Value(msgspec.Struct, frozen=True):
    """A value of the dossier. `path`: of its field; `pointer`: of itself; `to`: where it goes."""

    path: str
    pointer: str
    value: str
    to: str = ""


class Projection(msgspec.Struct, frozen=True):
    """What is kept, and what is lost, both in the order of the dossier."""

    system: System
    kept: tuple[Value, ...]
    lost: tuple[Value, ...]


def project(dossier: Dossier, system: System, places: Places) -> Projection:
    """`places`: of the system (`table.places_in`)."""
    found = [
        Value(path, pointer, text, places.get(path, ""))
        for path, pointer, text in values_of(dossier)
    ]
    return Projection(
        system,
        tuple(one for one in found if one.to),
        tuple(one for one in found if not one.to),
    )


def values_of(value: Any, path: str = "", pointer: str = "") -> Iterator[tuple[str, str, str]]:
    """(path, pointer, text) of all that is said: what is left out of the bytes is not."""
    if isinstance(value, msgspec.Struct):
        for field in fields(value):
            found = getattr(value, field.name)
            if field.required or found != _unsaid(field):
                name = f"{path}.{field.name}" if path else field.name
                yield from values_of(found, name, f"{pointer}/{field.name}")
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from values_of(one, f"{path}[]", f"{pointer}/{number}")
    elif isinstance(value, dict):
        for key, answer in value.items():
            yield path, f"{pointer}/{key}", str(answer).lower()
    elif value is not None and value != "":
        yield path, pointer, str(value).lower() if isinstance(value, bool) else str(value)


def _unsaid(field: msgspec.structs.FieldInfo) -> Any:
    if field.default is not msgspec.NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else None
