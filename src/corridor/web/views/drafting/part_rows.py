"""Goods from the rows of a table that name their consignors and consignees: parts of a load."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from corridor.domain.searching import words_of
from corridor.web.views.drafting.apart import given_to_parts
from corridor.web.views.drafting.model import (
    PART_ROLES,
    Draft,
    ItemForm,
    PartForm,
    Values,
    part_named,
)
from corridor.web.views.drafting.parts import but_role, divided, in_part, of_role

PARTY_COLUMNS: Final = tuple(
    f"{role}_{field}"
    for role in PART_ROLES
    for field in ("name", "id", "street", "city", "postcode", "country")
)
"""What a row of goods may say of its part."""
FilledBy = Callable[[str, Values], Values]
"""(role, what a row says) → the same with what the firm's books know of that party."""
_Key = tuple[tuple[str, ...], ...]


def with_rows(
    draft: Draft, rows: Iterable[Mapping[str, str]], filled_by: FilledBy
) -> tuple[Draft, tuple[ItemForm, ...]]:
    """Goods as the rows say, for the draft with the parts that they name; not in it yet. There may
    be more parts than a load can have: who asks says so.
    """
    found = _Parts(draft.parts, filled_by)
    items = tuple(_item(row, found.place(row)) for row in rows)
    if draft.parts or not found.parts or not draft.goods:
        return _said_once(replace(draft, parts=tuple(found.parts))), items
    had = divided(draft)
    return (
        _said_once(replace(had, parts=(*had.parts, *found.parts))),
        tuple(_after_first(item) for item in items),
    )


def _item(row: Mapping[str, str], place: int | None) -> ItemForm:
    said = {name: text for name, text in row.items() if name not in PARTY_COLUMNS}
    return ItemForm(said if place is None else said | {"part": str(place + 1)})


def _after_first(item: ItemForm) -> ItemForm:
    """What was there becomes the first part; those of the table come after it."""
    place = part_named(item.fields.get("part", ""))
    return item if place is None else in_part(item, place + 2)


class _Parts:
    """The parts that there are, and those that rows name."""

    def __init__(self, parts: Iterable[PartForm], filled_by: FilledBy) -> None:
        self.parts = [*parts]
        self._filled_by = filled_by
        self._known = {_key(part.fields): at for at, part in reversed([*enumerate(self.parts)])}

    def place(self, row: Mapping[str, str]) -> int | None:
        """That of a row, made where it is the first of its kind; None where it names none."""
        said = {name: row[name] for name in PARTY_COLUMNS if row.get(name)}
        place = part_named(row.get("part", ""))
        if place is None and said and not row.get("part"):
            place = self._known.get(_key(said), len(self.parts))
        if place is None:
            return None
        self.parts += [PartForm()] * (place + 1 - len(self.parts))
        self._say(place, said)
        return place

    def _say(self, place: int, said: Values) -> None:
        fields = self.parts[place].fields
        for role in PART_ROLES:
            new = of_role(said, role)
            if new and not of_role(fields, role):
                fields = fields | self._filled_by(role, new)
        self.parts[place] = replace(self.parts[place], fields=fields)
        self._known.setdefault(_key(fields), place)
        self._known.setdefault(_key(said), place)


def _key(values: Mapping[str, str]) -> _Key:
    """What tells the parts of a table apart: who sends, and to whom."""
    return tuple(
        words_of(values.get(f"{role}_name", "") or values.get(f"{role}_id", ""))
        for role in PART_ROLES
    )


def _said_once(draft: Draft) -> Draft:
    """A party is one of the whole or of each part: where a part names its own, that of the whole
    becomes one of the parts that name none.
    """
    draft = _lifted(draft)
    for role in PART_ROLES:
        if of_role(draft.parties, role) and any(of_role(p.fields, role) for p in draft.parts):
            draft = given_to_parts(draft, role)
    return draft


def _lifted(draft: Draft) -> Draft:
    """What all parts say alike is said once, of the whole, where nothing else is said there."""
    for role in PART_ROLES:
        said = [of_role(part.fields, role) for part in draft.parts]
        is_alike = bool(said) and said[0] != {} and all(one == said[0] for one in said)
        if is_alike and of_role(draft.parties, role) in ({}, said[0]):
            parts = tuple(replace(p, fields=but_role(p.fields, role)) for p in draft.parts)
            draft = replace(draft, parts=parts, parties=draft.parties | said[0])
    return draft
