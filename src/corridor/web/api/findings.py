"""All that is wrong with a JSON value, field by field: the slow second look after a failure."""

import json
import re
import types
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Final, Union, get_args, get_origin

import msgspec

from corridor.domain.refusals import N_
from corridor.domain.reported import TEXTS
from corridor.domain.typed import UNSEEN

FINDINGS_MAX: Final = 100
Finding = tuple[str, str]
"""(JSON pointer, what the decoder said, in its own words)."""

_PATH = re.compile(r" - at `\$(?P<path>[^`]*)`\Z")
_NO_LETTER = re.compile(r"[\udc80-\udcff]")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")


def findings_in(value: Any, shape: Any) -> list[Finding]:
    """What is wrong, in the order of the fields, at most `FINDINGS_MAX`."""
    found = []
    for finding in _look(value, shape, ""):
        found.append(finding)
        if len(found) >= FINDINGS_MAX:
            break
    return found


def controls_in(value: Any) -> Iterator[Finding]:
    """The texts in a JSON value that hold letters that nobody sees and that are no white space."""
    return _texts_with(value, UNSEEN, CONTROL_CHARACTER)


def spoilt_in(data: bytes) -> tuple[Finding, ...]:
    """The texts of a JSON body whose bytes are no UTF-8; none where it is no JSON otherwise."""
    try:
        value = json.loads(data.decode(errors="surrogateescape"))
    except (ValueError, RecursionError):
        return ()
    return tuple(islice(_texts_with(value, _NO_LETTER, NO_UTF_8), FINDINGS_MAX))


def _texts_with(value: Any, sign: re.Pattern[str], said: str, at: str = "") -> Iterator[Finding]:
    if isinstance(value, str):
        if sign.search(value):
            yield at, said
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts_with(one, sign, said, f"{at}/{_escaped(name)}")
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _texts_with(one, sign, said, f"{at}/{index}")


def _look(value: Any, shape: Any, at: str) -> Iterator[Finding]:
    """Inner findings first; only where there are none, what is wrong with the value as a whole."""
    inner = list(_inside(value, shape, at))
    yield from inner
    if not inner:
        try:
            msgspec.convert(value, shape)
        except msgspec.ValidationError as error:
            yield _finding(str(error), at)


def _inside(value: Any, shape: Any, at: str) -> Iterator[Finding]:
    shape = _bare(shape)
    if _is_union(shape):
        chosen = _alternative(value, shape)
        if chosen is not None:
            yield from _look(value, chosen, at)
    elif isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        if isinstance(value, dict):
            yield from _members(value, shape, at)
    elif get_origin(shape) in (tuple, list) and isinstance(value, list):
        for index, one in enumerate(value[: FINDINGS_MAX * 20]):
            yield from _look(one, get_args(shape)[0], f"{at}/{index}")


def _members(value: dict[str, Any], shape: type[msgspec.Struct], at: str) -> Iterator[Finding]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    tag = shape.__struct_config__.tag_field
    for name in value:
        if name not in fields and name != tag:
            yield f"{at}/{_escaped(name)}", UNKNOWN_FIELD
    for name, field in fields.items():
        if name in value:
            yield from _look(value[name], field.type, f"{at}/{name}")
        elif field.required:
            yield f"{at}/{name}", MISSING_FIELD


def _bare(shape: Any) -> Any:
    while get_origin(shape) is Annotated:
        shape = get_args(shape)[0]
    return shape


def _is_union(shape: Any) -> bool:
    return get_origin(shape) in (Union, types.UnionType)


def _alternative(value: Any, shape: Any) -> Any:
    """The member of a union that the value means: by its tag, or the only one that is not None."""
    members = [_bare(one) for one in get_args(shape)]
    for one in members:
        if isinstance(one, type) and issubclass(one, msgspec.Struct) and isinstance(value, dict):
            config = one.__struct_config__
            if config.tag_field and value.get(config.tag_field) == config.tag:
                return one
    others = [one for one in get_args(shape) if one is not type(None)]
    return others[0] if len(others) == 1 and value is not None else None


def _finding(message: str, at: str) -> Finding:
    """The decoder's path (`$.a[0]`) as a pointer behind what is known already."""
    match = _PATH.search(message)
    if match is None:
        return at, message
    steps = _STEP.findall(match["path"])
    inner = "".join(f"/{_escaped(name or index)}" for name, index in steps if index != "...")
    return at + inner, message[: match.start()]


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


MISSING_FIELD: Final = N_("This is required.")
UNKNOWN_FIELD: Final = N_("There is no member of this name.")
NO_UTF_8: Final = N_("Some bytes of this text are not in UTF-8.")
CONTROL_CHARACTER: Final = TEXTS["text_control"].text
REMEDIES: Final = {
    MISSING_FIELD: N_("Add the member."),
    UNKNOWN_FIELD: N_("Leave the member out, or spell its name as /api/v1/openapi.json does."),
    NO_UTF_8: N_("Write the letters that were spoilt anew."),
    CONTROL_CHARACTER: TEXTS["text_control"].remedy,
}
OTHER_REMEDY: Final = N_("Send a value of the shape that /api/v1/openapi.json describes.")
