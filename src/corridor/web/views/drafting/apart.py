"""Parties named for parts of the load: shown, taken out, made those of the whole, given back."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec.structs import replace

from corridor.domain.consignment import Party
from corridor.web.views.drafting.from_dossier import party_values
from corridor.web.views.drafting.model import PART_ROLES, PARTY_FIELDS, Draft, PartForm, Values
from corridor.web.views.drafting.parts import but_role, of_role, settled

COUNTRY_LETTERS: Final = 2


class Apart(NamedTuple):
    """A party of part `part`, or of the draft's item `item`. Both count from 0."""

    role: str
    values: Values
    part: int | None = None
    item: int | None = None


def parties_apart(draft: Draft) -> tuple[Apart, ...]:
    """All of them, in the order of the declaration."""
    return tuple(_found(draft))


def _found(draft: Draft) -> Iterator[Apart]:
    for index, part in enumerate(draft.parts):
        for role in PART_ROLES:
            if values := of_role(part.fields, role):
                yield Apart(role, values, part=index)
    for index, form in enumerate(draft.goods):
        if form.base is not None and form.base.consignee is not None:
            yield Apart("consignee", party_values("consignee", form.base.consignee), item=index)


def typed_party(values: Values, role: str) -> Party:
    """A party as it was typed, for showing."""
    texts = {name: values.get(f"{role}_{name}", "") for name in PARTY_FIELDS}
    country = texts.pop("country")
    return Party(country=country if len(country) == COUNTRY_LETTERS else None, **texts)


def without_apart(draft: Draft, role: str) -> Draft:
    """The draft without the parties of this role that stand apart."""
    goods = tuple(
        replace(form, base=replace(form.base, consignee=None))
        if form.base is not None and role == "consignee"
        else form
        for form in draft.goods
    )
    parts = tuple(replace(part, fields=but_role(part.fields, role)) for part in draft.parts)
    return settled(replace(draft, parts=parts, goods=goods))


def made_whole(draft: Draft, role: str) -> Draft:
    """The first party of this role that stands apart becomes that of the whole load."""
    first = next((one for one in parties_apart(draft) if one.role == role), None)
    if first is None:
        return draft
    whole = replace(draft, parties=but_role(draft.parties, role) | first.values)
    return without_apart(whole, role)


def given_to_parts(draft: Draft, role: str) -> Draft:
    """The party of the whole load becomes that of each part that has none."""
    said = of_role(draft.parties, role)
    parts = tuple(_given(part, said, role) for part in draft.parts)
    return replace(draft, parts=parts, parties=but_role(draft.parties, role))


def _given(part: PartForm, said: Values, role: str) -> PartForm:
    return part if of_role(part.fields, role) else replace(part, fields=part.fields | said)
