"""A draft as it is kept, also one that was kept before a load had parts."""

from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.consignment import Consignment
from corridor.engine.ports import Document
from corridor.web.views.drafting.from_dossier import documents_of, is_divided, parts_from, shown_of
from corridor.web.views.drafting.guarantees import further_values
from corridor.web.views.drafting.model import Draft, PartForm
from corridor.web.views.drafting.parts import but_papers, in_part, of_whole, with_whole
from corridor.web.views.drafting.to_legs import legs_values

_DECODER: Final = msgspec.json.Decoder(Draft)


def read_draft(document: Document) -> Draft:
    """The draft in a document."""
    draft = _DECODER.decode(document.body)
    is_older = not draft.parts and draft.base is not None and is_divided(draft.base)
    draft = _with_parts(draft) if is_older else draft
    if draft.base is not None and not draft.with_further:
        rows = further_values(draft.base) | draft.guarantee
        draft = replace(draft, guarantee=rows, with_further=True)
    if draft.base is not None and not draft.with_legs:
        draft = replace(draft, legs=legs_values(draft.base) | draft.legs, with_legs=True)
    if draft.with_all or draft.base is None:
        return draft
    return _with_all(draft, draft.base.consignment)


def _with_all(draft: Draft, load: Consignment) -> Draft:
    """With the countries and documents that its dossier names."""
    had = load.houses
    parts = (
        part if part.base is None else replace(part, fields=part.fields | shown_of(had[part.base]))
        for part in draft.parts
    )
    goods = (
        item if item.base is None else replace(item, fields=item.fields | shown_of(item.base))
        for item in draft.goods
    )
    transport = draft.transport | documents_of(load)
    return replace(
        draft, parts=tuple(parts), goods=tuple(goods), transport=transport, with_all=True
    )


def _with_parts(draft: Draft) -> Draft:
    """With the parts that its dossier has; the papers typed for the whole are the first part's."""
    first, *rest = parts_from(draft.base) if draft.base else ()
    parties, papers = of_whole(draft)
    parts = (PartForm(but_papers(first.fields) | papers, first.base), *rest)
    goods = tuple(in_part(replace(item, house=0), item.house + 1) for item in draft.goods)
    return with_whole(replace(draft, parts=parts, goods=goods), parties, {})
