"""Parties that a file names for parts of the load: shown, taken out, or made those of the whole."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from corridor.domain.consignment import House, Party
from corridor.web.views.drafting.from_dossier import party_values
from corridor.web.views.drafting.model import Draft

ROLES = ("consignor", "consignee")


class Apart(NamedTuple):
    """A party of house `house`, or of the draft's item `item`. Both count from 0."""

    role: str
    party: Party
    house: int | None = None
    item: int | None = None


def parties_apart(draft: Draft) -> tuple[Apart, ...]:
    """All of them, in the order of the declaration."""
    return tuple(_found(draft))


def _found(draft: Draft) -> Iterator[Apart]:
    for index, house in enumerate(draft.base.consignment.houses if draft.base else ()):
        for role in ROLES:
            party = getattr(house, role)
            if party is not None:
                yield Apart(role, party, house=index)
    for index, form in enumerate(draft.goods):
        if form.base is not None and form.base.consignee is not None:
            yield Apart("consignee", form.base.consignee, item=index)


def without_apart(draft: Draft, role: str) -> Draft:
    """The draft without the parties of this role that stand apart."""
    if draft.base is None:
        return draft
    load = draft.base.consignment
    houses = tuple(_cleared(house, role) for house in load.houses)
    base = replace(draft.base, consignment=replace(load, houses=houses))
    goods = tuple(
        replace(form, base=replace(form.base, consignee=None))
        if form.base is not None and role == "consignee"
        else form
        for form in draft.goods
    )
    return replace(draft, base=base, goods=goods)


def _cleared(house: House, role: str) -> House:
    items = tuple(replace(item, consignee=None) for item in house.items)
    if role == "consignee":
        return replace(house, consignee=None, items=items)
    return replace(house, consignor=None)


def made_whole(draft: Draft, role: str) -> Draft:
    """The first party of this role that stands apart becomes that of the whole load."""
    first = next((one for one in parties_apart(draft) if one.role == role), None)
    if first is None:
        return draft
    others = {name: v for name, v in draft.parties.items() if not name.startswith(f"{role}_")}
    whole = replace(draft, parties=others | party_values(role, first.party))
    return without_apart(whole, role)
