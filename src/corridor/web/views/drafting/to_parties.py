"""The parties of a draft: of the whole load, and of its parts."""

from collections.abc import Collection, Mapping
from typing import Final

from corridor.domain.consignment import House, Party
from corridor.domain.refusals import N_
from corridor.web.views.drafting.model import PART_ROLES, PARTIES, Draft, part_named
from corridor.web.views.drafting.reading import Problem, Reading

NO_PART: Final = N_("Choose the part of the load that the goods belong to.")
NOT_A_PART: Final = N_("There is no part %(given)s. Choose one from 1 to %(last)s.")
EMPTY_PART: Final = N_("No goods are of this part: name it at the goods, or take it out.")
_LIMITS: Final = {
    "name": 140, "street": 140, "city": 35, "postcode": 17, "contact": 140, "phone": 35,
    "email": 256,
}  # fmt: skip
_REQUIRED: Final = ("holder", "consignor", "consignee")


def roles_of_parts(draft: Draft) -> tuple[str, ...]:
    """Those of consignor and consignee that any part names."""
    named = [name for part in draft.parts for name, text in part.fields.items() if text]
    return tuple(role for role in PART_ROLES if any(n.startswith(f"{role}_") for n in named))


def parties_of_whole(
    read: Reading, had: Mapping[str, Party | None], of_parts: Collection[str]
) -> dict[str, Party | None]:
    """The four of the form; what the parts name is not asked for the whole."""
    needed = [role for role in _REQUIRED if role not in of_parts]
    return {role: _party(read, role, had.get(role), role in needed) for role in PARTIES}


def parties_of_part(
    read: Reading, had: House, of_parts: Collection[str]
) -> dict[str, Party | None]:
    """Those of one part: what one part names, each must."""
    return {role: _party(read, role, getattr(had, role), role in of_parts) for role in PART_ROLES}


def _party(read: Reading, role: str, had: Party | None, is_needed: bool) -> Party | None:
    texts = {name: read.text(f"{role}_{name}", limit) for name, limit in _LIMITS.items()}
    texts["id"] = read.mark(f"{role}_id", "party", 17, had.id if had else "")
    country = read.country(f"{role}_country")
    if country is None and not any(texts.values()):
        if is_needed and read.strict:
            read.text(f"{role}_name", 140, required=True)
        return None
    return Party(country=country, **texts)


def places_in(draft: Draft, problems: list[Problem]) -> tuple[int, ...]:
    """The part of each goods item, counted from 0; of one that names none the first."""
    return tuple(
        _place(form.fields.get("part", ""), index, len(draft.parts), problems)
        for index, form in enumerate(draft.goods)
    )


def _place(given: str, item: int, count: int, problems: list[Problem]) -> int:
    if (count < 2 and not given) or not count:
        return 0
    place = part_named(given, count)
    if place is not None:
        return place
    text, args = (NOT_A_PART, {"given": given, "last": str(count)}) if given else (NO_PART, {})
    problems.append(Problem("goods", "part", text, item, args, missing=not given))
    return 0


def note_empty(draft: Draft, places: Collection[int], problems: list[Problem]) -> None:
    """Parts of which there are no goods."""
    empty = [place for place in range(len(draft.parts)) if place not in places]
    problems += [Problem("parties", "", EMPTY_PART, place, missing=True) for place in empty]
