"""Builds a dossier without judging its values, so that rules can speak beside other refusals.

A value that does not fit its field is refused on its own (`to_dossier`). The rest of the message
is still worth checking: whoever mends a file wants to hear everything at once.
"""

from functools import cache
from typing import Any

from msgspec import NODEFAULT, inspect

from corridor.domain.consignment import Dossier


def build(plain: dict[str, Any]) -> Dossier:
    """The structs, with texts as they are; a required text that is absent is empty."""
    dossier: Dossier = _value(_shape(), plain)
    return dossier


@cache
def _shape() -> inspect.Type:
    return inspect.type_info(Dossier)


def _value(shape: inspect.Type, value: Any) -> Any:
    if isinstance(shape, inspect.UnionType):
        shape = next((one for one in shape.types if _fits(one, value)), shape)
    if isinstance(shape, inspect.StructType):
        return _struct(shape, value)
    if isinstance(shape, inspect.VarTupleType):
        return tuple(_value(shape.item_type, one) for one in value)
    return value


def _fits(shape: inspect.Type, value: Any) -> bool:
    return isinstance(shape, inspect.StructType) and isinstance(value, dict)


def _struct(shape: inspect.StructType, plain: dict[str, Any]) -> Any:
    values = {}
    for field in shape.fields:
        if field.encode_name in plain:
            values[field.name] = _value(field.type, plain[field.encode_name])
        elif field.default is NODEFAULT and field.default_factory is NODEFAULT:
            values[field.name] = _empty(field.type)
    return shape.cls(**values)


def _empty(shape: inspect.Type) -> Any:
    """Nothing, in the shape of a field: rules may look at it."""
    if isinstance(shape, inspect.StructType):
        return _struct(shape, {})
    if isinstance(shape, inspect.VarTupleType):
        return ()
    return 0 if isinstance(shape, inspect.IntType) else ""
