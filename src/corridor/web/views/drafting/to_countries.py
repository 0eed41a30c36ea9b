"""Countries of dispatch and destination of parts and items, said at one level (C0909, C0343).

A person names them where they differ; what is said of all is lifted to the whole load, what is said
of a whole part to the part (R0506, R0507), so that nothing typed can contradict itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from corridor.domain.consignment import Consignment, House
from corridor.web.views.drafting.model import Draft, Values

LANDS: Final = {"dispatch": "country_of_dispatch", "destination": "country_of_destination"}
Code = str | None


def with_countries(
    draft: Draft, load: Consignment, places: Sequence[int], numbers: Sequence[int]
) -> Consignment:
    """The load as it follows from its way, with what its parts and items name. `places`: the part
    of each house; `numbers`: those of the items of the draft in the declaration. What nobody
    touched stays as it came.
    """
    items = {number: form.fields for number, form in zip(numbers, draft.goods, strict=True)}
    for field, name in LANDS.items():
        if _is_touched(draft, load, field, name):
            load = _said_once(load, [*_meant(draft, load, places, items, field)], name)
    return load


def _is_touched(draft: Draft, load: Consignment, field: str, name: str) -> bool:
    pairs = [*_typed_and_came(draft, field, name)]
    came_whole = getattr(draft.base.consignment, name) if draft.base else None
    is_moved = getattr(load, name) != came_whole and any(typed for typed, _came in pairs)
    return is_moved or any(typed != came for typed, came in pairs)


def _typed_and_came(draft: Draft, field: str, name: str) -> Iterator[tuple[str, str]]:
    had = draft.base.consignment.houses if draft.base else ()
    for part in draft.parts:
        came = "" if part.base is None else getattr(had[part.base], name) or ""
        yield part.fields.get(field, ""), came
    for item in draft.goods:
        yield item.fields.get(field, ""), getattr(item.base, name, None) or ""


def _said_once(load: Consignment, found: list[list[Code]], name: str) -> Consignment:
    every = {code for codes in found for code in codes}
    if len(every) == 1:
        houses = (_with(house, name, None, [None] * len(house.items)) for house in load.houses)
        return replace(load, houses=tuple(houses), **{name: every.pop()})
    pairs = zip(load.houses, found, strict=True)
    houses = (_of_house(house, name, codes) for house, codes in pairs)
    return replace(load, houses=tuple(houses), **{name: None})


def _meant(
    draft: Draft,
    load: Consignment,
    places: Sequence[int],
    items: Mapping[int, Values],
    field: str,
) -> Iterator[list[Code]]:
    """For each house the country of each of its items, wherever it is said."""
    name = LANDS[field]
    whole = getattr(load, name)
    for house, place in zip(load.houses, places, strict=True):
        part = draft.parts[place].fields if draft.parts else {}
        came = None if draft.parts else getattr(house, name)
        above = _code(part, field) or came or whole
        yield [_code(items[one.declaration_number], field) or above for one in house.items]


def _of_house(house: House, name: str, codes: list[Code]) -> House:
    every = {*codes}
    if len(every) == 1:
        return _with(house, name, every.pop(), [None] * len(codes))
    return _with(house, name, None, codes)


def _with(house: House, name: str, code: Code, of_items: list[Code]) -> House:
    pairs = zip(house.items, of_items, strict=True)
    items = tuple(replace(item, **{name: mine}) for item, mine in pairs)
    return replace(house, items=items, **{name: code})


def _code(fields: Values, field: str) -> Code:
    code = fields.get(field, "")
    return code if re.fullmatch("[A-Z]{2}", code) else None
