"""All that does not fit in a row at once, each with what would."""

from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple, get_args, get_origin

import msgspec

from corridor.engine.codec import pointer_in


class Unfit(NamedTuple):
    """Where it stands, why, and which values there are to choose from."""

    pointer: str
    said: str
    choices: tuple[str, ...] = ()


ROOT: Final = ""


def unfit_in(value: Any, kind: Any, at: str = ROOT) -> Iterator[Unfit]:
    """Field by field, so that nobody mends a row once for each fault of it."""
    if isinstance(value, dict) and isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        for field in msgspec.structs.fields(kind):
            if field.encode_name in value:
                yield from unfit_in(
                    value[field.encode_name], field.type, f"{at}/{field.encode_name}"
                )
        return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        choices = get_args(kind) if get_origin(kind) is Literal else ()
        yield Unfit(at + pointer_in(str(error)), str(error), tuple(map(str, choices)))
