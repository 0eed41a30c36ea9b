"""One cell that names several: trailers with their countries, containers with their seals."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from msgspec.structs import replace

from corridor.domain.codes import COUNTRY_CODES, capitals
from corridor.domain.refusals import N_
from corridor.domain.typed import latin, listed
from corridor.web.views.drafting.lines import names_typed
from corridor.web.views.drafting.model import Draft, ItemForm, Values

COUNTRIES_DIFFER: Final = N_(
    "%(given)s countries for %(wanted)s trailers: write one for all, or one for each."
)
SEALS_DIFFER: Final = N_(
    "Which seals are on which of the %(wanted)s containers? Write a line for each container, or as "
    "many seals as containers."
)
NUMBER_OF_SEALS: Final = N_(
    "Of several containers a number of seals does not say where they are: name the seals."
)
NAMED_TWICE: Final = N_("“%(given)s” stands twice in this cell.")
IN_LINES: Final[Mapping[str, str]] = {"trailers": "trailer", "boxes": "container"}
"""Further ones of a draft → the column that names them all."""
MANY: Final = ("trailer", "container", "seals")
_GROUPS: Final = re.compile(r"[\n;|]+")


class Unclear(NamedTuple):
    """What a cell leaves open: its field, a msgid and its arguments."""

    field: str
    text: str
    args: dict[str, str]


class Trailer(NamedTuple):
    """A number, and the country where the cell says it beside."""

    number: str
    country: str = ""


def trailers_in(text: str) -> tuple[Trailer, ...]:
    """`01KG111AB, KG; 02KG222AB`: two letters of a country belong to the number before them."""
    found: list[Trailer] = []
    for one in listed(text):
        code = latin(one)
        if code in COUNTRY_CODES and found and not found[-1].country:
            found[-1] = Trailer(found[-1].number, code)
        else:
            found.append(Trailer(one))
    return tuple(found)


def numbers_in(field: str, text: str) -> tuple[str, ...]:
    """Each number of a cell as it is compared."""
    if field == "trailer":
        return tuple(capitals(one.number) for one in trailers_in(text))
    return tuple(map(capitals, listed(text))) if field in MANY else (capitals(text),)


def spread(transport: Values) -> Values:
    """What a form has fields and lines for: the first of each, and the further ones."""
    return _with_boxes(_with_trailers(transport))


def _with_trailers(transport: Values) -> Values:
    first, *further = trailers_in(transport.get("trailer", "")) or (Trailer(""),)
    countries = listed(transport.get("trailer_country", ""))
    own = _each(countries, 1 + len(further))
    lines = (
        ", ".join(filter(None, (one.number, one.country or country)))
        for one, country in zip(further, own[1:], strict=True)
    )
    said = {"trailer": first.number, "trailer_country": first.country or own[0]}
    return transport | said | {"trailers": "\n".join(lines)}


def _each(given: tuple[str, ...], count: int) -> tuple[str, ...]:
    """One of each of so many; a single one holds for all."""
    of_all = given[0] if len(given) == 1 else ""
    return given if len(given) == count else (of_all,) * count


def _with_boxes(transport: Values) -> Values:
    numbers = listed(transport.get("container", ""))
    if len(numbers) < 2:
        return transport
    seals = _grouped(transport.get("seals", ""), len(numbers)) or ((),) * len(numbers)
    sizes = _each(listed(transport.get("container_size", "")), len(numbers))
    first, *further = zip(numbers, sizes, seals, strict=True)
    lines = (
        f"{number} {size}".strip() + (f"; {', '.join(mine)}" if mine else "")
        for number, size, mine in further
    )
    said = {"container": first[0], "container_size": first[1], "seals": ", ".join(first[2])}
    said["seal_count"] = ""
    return transport | said | {"boxes": "\n".join(lines)}


def _grouped(text: str, count: int) -> tuple[tuple[str, ...], ...]:
    """The seals of each container; nothing where that cannot be told."""
    groups = [found for part in _GROUPS.split(text) if (found := listed(part))]
    if len(groups) == count:
        return tuple(groups)
    seals = listed(text)
    return tuple((seal,) for seal in seals) if len(seals) == count else ()


def unclear_in(transport: Values, columns: Collection[str]) -> Iterator[Unclear]:
    """What the cells of a row leave open, as they stand before `spread`."""
    trailers = trailers_in(transport.get("trailer", ""))
    countries = listed(transport.get("trailer_country", ""))
    if len(countries) > 1 and len(countries) != len(trailers):
        args = {"given": str(len(countries)), "wanted": str(len(trailers))}
        yield Unclear("trailer_country", COUNTRIES_DIFFER, args)
    boxes, seals = listed(transport.get("container", "")), transport.get("seals", "")
    if len(boxes) > 1 and listed(seals) and not _grouped(seals, len(boxes)):
        yield Unclear("seals", SEALS_DIFFER, {"wanted": str(len(boxes))})
    given = transport.get("seal_count", "")
    if len(boxes) > 1 and given and given != str(len(listed(seals))):
        yield Unclear("seal_count", NUMBER_OF_SEALS, {})
    for field in (name for name in MANY if name in columns):
        often = Counter(filter(None, numbers_in(field, transport.get(field, ""))))
        for number in (one for one, count in often.items() if count > 1):
            yield Unclear(field, NAMED_TWICE, {"given": number})


def in_boxes(draft: Draft, pattern: Draft) -> Draft:
    """The goods in the containers of the row, where those of the pattern stood; one item alone is
    in all of them.
    """
    were, now = names_typed(pattern.transport), names_typed(draft.transport)
    now = now if len(now) > 1 else ()
    is_one = len(draft.goods) == 1
    goods = (_boxed(item, now if is_one else _moved(item, were, now)) for item in draft.goods)
    return replace(draft, goods=tuple(goods))


def _moved(item: ItemForm, were: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    said = [capitals(one) for one in listed(item.fields.get("box", ""))]
    places = [place for place, name in enumerate(were) if now and capitals(name) in said]
    return tuple(now[place] if place < len(now) else str(place + 1) for place in places)


def _boxed(item: ItemForm, names: tuple[str, ...]) -> ItemForm:
    rest = {name: text for name, text in item.fields.items() if name != "box"}
    return replace(item, fields=rest | ({"box": ", ".join(names)} if names else {}))
