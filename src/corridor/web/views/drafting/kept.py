"""A draft as it is kept, also one that was kept before a load had parts."""

from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.engine.ports import Document
from corridor.web.views.drafting.from_dossier import is_divided, parts_from
from corridor.web.views.drafting.model import Draft, ItemForm, PartForm, Values

_DECODER: Final = msgspec.json.Decoder(Draft)
_PAPERS: Final = ("invoice", "waybill")


def read_draft(document: Document) -> Draft:
    """The draft in a document."""
    draft = _DECODER.decode(document.body)
    is_older = not draft.parts and draft.base is not None and is_divided(draft.base)
    return _with_parts(draft) if is_older else draft


def _with_parts(draft: Draft) -> Draft:
    """With the parts that its dossier has; the papers typed for the whole are the first part's."""
    first, *rest = parts_from(draft.base) if draft.base else ()
    typed = {name: draft.transport[name] for name in _PAPERS if name in draft.transport}
    parts = (PartForm(_but_papers(first.fields) | typed, first.base), *rest)
    goods = tuple(_in_part(item) for item in draft.goods)
    return replace(draft, parts=parts, goods=goods, transport=_but_papers(draft.transport))


def _in_part(item: ItemForm) -> ItemForm:
    return replace(item, fields=item.fields | {"part": str(item.house + 1)}, house=0)


def _but_papers(values: Values) -> Values:
    return {name: text for name, text in values.items() if name not in _PAPERS}
