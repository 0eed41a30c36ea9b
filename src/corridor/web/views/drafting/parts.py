"""Parts of a load: made, taken out, put together again."""

from collections.abc import Mapping

from msgspec.structs import replace

from corridor.domain.consignment import House, items_of
from corridor.web.views.drafting.from_dossier import is_unshown
from corridor.web.views.drafting.model import (
    DOCUMENT_FIELDS,
    PAPERS,
    PART_ROLES,
    PARTS_MAX,
    Draft,
    ItemForm,
    PartForm,
    Values,
)
from corridor.web.views.drafting.to_countries import LANDS
from corridor.web.views.drafting.to_parties import roles_of_parts


def of_role(values: Mapping[str, str], role: str) -> Values:
    """The fields of one party."""
    return {name: text for name, text in values.items() if name.startswith(f"{role}_") and text}


def but_role(values: Mapping[str, str], role: str) -> Values:
    """All others."""
    return {name: text for name, text in values.items() if not name.startswith(f"{role}_")}


def but_papers(values: Mapping[str, str]) -> Values:
    """All fields but the papers."""
    return {name: text for name, text in values.items() if name not in PAPERS}


def of_whole(draft: Draft) -> tuple[Values, Values]:
    """What goes from the whole to its parts, and back: (parties, papers)."""
    roles = [of_role(draft.parties, role) for role in PART_ROLES]
    return roles[0] | roles[1], {n: draft.transport[n] for n in PAPERS if n in draft.transport}


def with_whole(draft: Draft, parties: Values, papers: Values) -> Draft:
    """The draft with that again."""
    others = but_role(but_role(draft.parties, PART_ROLES[0]), PART_ROLES[1])
    return replace(draft, parties=others | parties, transport=but_papers(draft.transport) | papers)


def part_options(draft: Draft) -> list[dict[str, str]]:
    """The parts to choose from, by number and parties."""
    return [
        {"value": str(number), "label": ": ".join(filter(None, (str(number), ends_of(part))))}
        for number, part in enumerate(draft.parts, start=1)
    ]


def ends_of(part: PartForm) -> str:
    """Who sends to whom."""
    named = (part.fields.get(f"{role}_name", "") for role in PART_ROLES)
    return " → ".join(name for name in named if name)


def with_part(draft: Draft) -> Draft:
    """One part more; a load that was one becomes two, all its goods in the first."""
    draft = draft if draft.parts else divided(draft)
    return replace(draft, parts=(*draft.parts, PartForm())[:PARTS_MAX])


def divided(draft: Draft) -> Draft:
    """The load as one part, with the papers that were typed for the whole."""
    parties, papers = of_whole(draft)
    goods = tuple(in_part(item, 1) for item in draft.goods)
    first = PartForm(papers, 0 if draft.base else None)
    return with_whole(replace(draft, parts=(first,), goods=goods), parties, {})


def without_part(draft: Draft, place: int) -> Draft:
    """Without one; its goods are of none until they name another. Of a single one it is whole."""
    moved = [n for n in range(len(draft.parts)) if n != place]
    number = {str(old + 1): new + 1 for new, old in enumerate(moved)}
    goods = tuple(in_part(item, number.get(item.fields.get("part", ""))) for item in draft.goods)
    kept = replace(draft, parts=tuple(draft.parts[n] for n in moved), goods=goods)
    return _as_one(kept) if len(kept.parts) == 1 else kept


def settled(draft: Draft) -> Draft:
    """The draft; a load of one part that names nobody is no load of parts."""
    is_one = len(draft.parts) == 1 and not roles_of_parts(draft)
    return _as_one(draft) if is_one else draft


def _as_one(draft: Draft) -> Draft:
    """A load of one part as one that has none: what the part says holds for all."""
    (part,) = draft.parts
    transport = draft.transport | {n: part.fields[n] for n in PAPERS if n in part.fields}
    transport |= _joined(draft.transport, part.fields)
    parties = draft.parties
    for role in PART_ROLES:
        parties = parties if of_role(parties, role) else parties | of_role(part.fields, role)
    goods = tuple(_of_one(item, part.fields) for item in draft.goods)
    base = draft.base
    if base is not None:
        house = base.consignment.houses[part.base] if part.base is not None else House(1, ())
        kept = tuple(doc for doc in house.documents if is_unshown(doc))
        one = House(1, items_of(base), house.gross_kg, documents=kept, ucr=house.ucr)
        base = replace(base, consignment=replace(base.consignment, houses=(one,)))
    return replace(draft, parts=(), goods=goods, transport=transport, parties=parties, base=base)


def _joined(whole: Values, part: Values) -> Values:
    """The further documents of both."""
    both = ((name, (whole.get(name, ""), part.get(name, ""))) for name in DOCUMENT_FIELDS)
    return {name: "\n".join(filter(None, lines)) for name, lines in both if any(lines)}


def _of_one(item: ItemForm, part: Values) -> ItemForm:
    """The item of no part any more, with the countries that its part named."""
    named = {name: part[name] for name in LANDS if part.get(name)}
    return in_part(replace(item, fields=named | item.fields), None)


def in_part(item: ItemForm, number: int | None) -> ItemForm:
    """The item in another part, or in none."""
    rest = {name: text for name, text in item.fields.items() if name != "part"}
    return replace(item, fields=rest | ({"part": str(number)} if number else {}))
