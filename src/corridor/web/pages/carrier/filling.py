"""What the firm's books offer on the pages of a draft, and what they fill in there.

A script fills when something was chosen; a button does the same without one. Only what is empty is
filled: what somebody typed stays.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.books.entries import Entry, Goods
from corridor.domain.books.papers import still_valid
from corridor.domain.consignment import Party
from corridor.domain.searching import identifier, words_of
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.toolkit import notify
from corridor.web.views.books.kept import entries_of
from corridor.web.views.books.offering import (
    OFFERED_MAX,
    SLOTS,
    completed,
    filled_by,
    is_meant,
    offered_as,
)
from corridor.web.views.drafting.model import PART_ROLES, Draft, ItemForm, Values

AnyRequest = Request[Any, Any, Any]
FILL: Final = "fill"
"""The button of a form that is to be filled in from the books, and not yet left."""


def offers_of(request: AnyRequest, section: str) -> dict[str, list[dict[str, str]]]:
    """What is offered while somebody types on the page of a section, by book."""
    return offered_from(request, {slot.book for slot in SLOTS.values() if slot.section == section})


def offered_from(request: AnyRequest, wanted: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """What these books offer: those entries that were changed last."""
    services, org = services_of(request), actor_of(request).org
    found: dict[str, list[dict[str, str]]] = {}
    for book in sorted(wanted):
        pairs = [offered_as(kept.entry) for kept in entries_of(services, org, book)[:OFFERED_MAX]]
        found[book] = [{"value": value, "label": label} for value, label in pairs]
    return found


def _meant(request: AnyRequest, slot: str, typed: str) -> Entry | None:
    """The entry that was typed into a slot; of several that fit, the one changed last."""
    services, org = services_of(request), actor_of(request).org
    entries = entries_of(services, org, SLOTS[slot].book) if typed else []
    found = next((kept.entry for kept in entries if is_meant(kept.entry, typed)), None)
    today = services.day_at(services.node)
    return None if found is None else still_valid(found, today)


@get("/carrier/offers/{slot:str}", opt=only("carrier"))
async def fill(request: AnyRequest, slot: FromPath[str]) -> Response[bytes]:
    """The fields that the books know where this was typed: `?value=01KG777ABC`."""
    if slot not in SLOTS:
        raise NotKnown
    entry = _meant(request, slot, request.query_params.get("value", ""))
    facts = list(entry.facts) if isinstance(entry, Goods) else []
    values = filled_by(slot, entry) if entry is not None else {}
    body = msgspec.json.encode({"values": values, "facts": facts})
    headers = {"cache-control": "private, no-store"}
    return Response(body, media_type="application/json", headers=headers)


def with_books(request: AnyRequest, draft: Draft, section: str) -> Draft:
    """The draft with what was empty in a section filled in; the reader is told."""
    values: Values = getattr(draft, section)
    full = values
    for name, slot in SLOTS.items():
        typed = values.get(slot.field, "") if slot.section == section else ""
        entry = _meant(request, name, typed)
        full = completed(name, full, entry) if entry is not None else full
    _say(request, is_more=full != values)
    return replace(draft, **{section: full})


def with_books_in_part(request: AnyRequest, draft: Draft, place: int) -> Draft:
    """The draft with what was empty in the parties of one part filled in; the reader is told."""
    part = draft.parts[place]
    full = part.fields
    for role in PART_ROLES:
        full = full | party_book(request)(role, full)
    _say(request, is_more=full != part.fields)
    filled = replace(part, fields=full)
    return replace(draft, parts=(*draft.parts[:place], filled, *draft.parts[place + 1 :]))


def party_book(request: AnyRequest) -> Callable[[str, Values], Values]:
    """Completes what is said of a party, by its name or number, with what the books know of it."""
    named: dict[tuple[str, ...], Party] = {}
    numbered: dict[str, Party] = {}
    for kept in entries_of(services_of(request), actor_of(request).org, "parties"):
        if isinstance(kept.entry, Party):
            named.setdefault(words_of(kept.entry.name), kept.entry)
            numbered.setdefault(kept.entry.id, kept.entry)

    def filled(role: str, said: Values) -> Values:
        name, number = said.get(f"{role}_name", ""), identifier(said.get(f"{role}_id", ""))
        entry = named.get(words_of(name)) if name else numbered.get(number)
        return said if entry is None or not (name or number) else completed(role, said, entry)

    return filled


def with_goods(request: AnyRequest, draft: Draft, index: int) -> Draft:
    """The draft with what was empty in one goods item filled in; the reader is told."""
    item = draft.goods[index]
    entry = _meant(request, "goods", item.fields.get(SLOTS["goods"].field, ""))
    full = item
    if isinstance(entry, Goods):
        full = replace(
            item, fields=completed("goods", item.fields, entry), facts=item.facts or entry.facts
        )
    _say(request, is_more=full != item)
    return replace(draft, goods=(*draft.goods[:index], full, *draft.goods[index + 1 :]))


def _say(request: AnyRequest, is_more: bool) -> None:
    _ = gettext_of(request)
    if is_more:
        notify(request, _("Filled in from the books"), _("Check what was filled in."))
    else:
        said = _("What you typed is not there, or nothing was empty.")
        notify(request, _("The books had nothing to add"), said, "info")


def usual_documents(request: AnyRequest, item: ItemForm) -> str:
    """The documents that usually go along with the goods of an item."""
    entry = _meant(request, "goods", item.fields.get(SLOTS["goods"].field, ""))
    return entry.documents if isinstance(entry, Goods) else ""


ROUTES: tuple[ControllerRouterHandler, ...] = (fill,)
