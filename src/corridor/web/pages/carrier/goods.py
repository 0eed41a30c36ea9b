"""Goods of a draft: items added, changed, taken out, or read from a table."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.codes import hs_code, likely_hs
from corridor.domain.refusals import N_
from corridor.domain.typed import place
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, read_form
from corridor.web.headings import heading
from corridor.web.labels.permit import ITEM_FACTS
from corridor.web.pages.carrier.drafts import (
    add_problems,
    case_of,
    draft_of,
    form_of,
)
from corridor.web.pages.carrier.filling import FILL, offers_of, usual_documents, with_goods
from corridor.web.pages.carrier.goods_list import FAULTY, faulty_items, found_items, goods_page
from corridor.web.pages.carrier.sections import saved
from corridor.web.pages.carrier.tables import bring
from corridor.web.pages.carrier.together import Typed, change, draft_page, write
from corridor.web.pages.carrier.undo import Goods, change_goods
from corridor.web.toolkit import Page, notify
from corridor.web.views.books.shown import countries, package_options
from corridor.web.views.drafting.lines import names_typed
from corridor.web.views.drafting.model import ITEMS_MAX, Draft, ItemForm
from corridor.web.views.drafting.parts import part_options
from corridor.web.views.drafting.taking import with_likely_codes
from corridor.web.views.drafting.to_documents import take_added
from corridor.web.views.drafting.together import as_sent, place_of, seen_among, with_goods_item

AnyRequest = Request[Any, Any, Any]
NAMED_MAX = 5
GONE = N_(
    "This item was taken out meanwhile: nothing is saved yet. What you wrote stands here; saved "
    "once more, it becomes a new item."
)
CHANGED = N_("The goods were changed meanwhile. Mark the items once more.")


@get("/carrier/drafts/{id:str}/goods", opt=only("carrier"))
async def goods(request: AnyRequest, id: FromPath[str]) -> Page:
    """The items."""
    return goods_page(request, draft_of(request, id), Form())


@get("/carrier/drafts/{id:str}/goods/{number:int}", opt=only("carrier"))
async def item(request: AnyRequest, id: FromPath[str], number: FromPath[int]) -> Page:
    """One item; the number after the last is a new one."""
    draft = draft_of(request, id)
    fields = _item_at(draft, number).fields
    if number > len(draft.goods):
        fields = {"currency": _usual_currency(draft)}
    return _item_page(request, draft, number, form_of(fields))


def _usual_currency(draft: Draft) -> str:
    """That of the item before: an invoice has one currency. The first item begins with euros."""
    named = [item.fields["currency"] for item in draft.goods if item.fields.get("currency")]
    return named[-1] if named else "EUR"


def _item_at(draft: Draft, number: int) -> ItemForm:
    if not 1 <= number <= min(len(draft.goods) + 1, ITEMS_MAX):
        raise NotKnown
    return draft.goods[number - 1] if number <= len(draft.goods) else ItemForm()


def _item_page(
    request: AnyRequest, draft: Draft, number: int, form: Form, status: int = 200
) -> Page:
    _ = gettext_of(request)
    known = _item_at(draft, number)
    if number <= len(draft.goods) and not form.errors:
        add_problems(request, form, case_of(request, draft), "goods", number - 1)
    kept = known.base.packages[1:] if known.base else ()
    return draft_page(
        request,
        draft,
        "carrier/item.html",
        title=_("Goods item %(number)s", number=number),
        status=status,
        number=number,
        seen=seen_among(draft.goods, known.fields),
        form=form,
        errors=form.errors,
        facts=[
            {"value": code, "label": _(ITEM_FACTS.get(code, code))}
            for code in dict.fromkeys((*ITEM_FACTS, *known.facts))
        ],
        chosen=list(known.facts),
        kinds=package_options(reader_of(request), services_of(request).reference, form["kind"]),
        further=[f"{p.count or ''} {p.kind} {p.marks}".strip() for p in kept],
        parts=part_options(draft),
        boxes=names_typed(draft.transport),
        likely=likely_hs(form["hs"]),
        heading=heading(hs_code(form["hs"]), reader_of(request).lang),
        offers=offers_of(request, "goods"),
        usual=usual_documents(request, known),
        countries=countries(reader_of(request)),
    )


@post("/carrier/drafts/{id:str}/goods/{number:int}", opt=only("carrier"))
async def save_item(
    request: AnyRequest, id: FromPath[str], number: FromPath[int]
) -> Page | Redirect:
    """Keep it as typed; come back to it where it cannot be read."""
    form, draft = await read_form(request), draft_of(request, id)
    last = len(draft.goods)
    if last + 1 < number <= ITEMS_MAX:
        at = place_of(draft, number - 1, form)
        if at is None or at >= last:
            form.add_error("", gettext_of(request)(GONE))
            return _item_page(request, draft, last + 1, form, 409)
        number = at + 1
    _item_at(draft, number)
    is_added = take_added(form)
    draft = await write(request, id, form, _typed(number - 1))
    if form.errors:
        return _item_page(request, draft, min(number, len(draft.goods) + 1), form, 422)
    if is_added:
        return redirect(f"/carrier/drafts/{id}/goods/{number}#documents")
    if form[FILL]:
        await change(request, id, lambda now: with_goods(request, now, number - 1))
        return redirect(f"/carrier/drafts/{id}/goods/{number}")
    if form["find"]:
        asked = urlencode({"q": form["hs"] or form["description"]})
        return redirect(f"/carrier/drafts/{id}/goods/{number}/code?{asked}")
    add_problems(request, form, case_of(request, draft), "goods", number - 1, whole=True)
    if form.errors:
        return _item_page(request, draft, number, form, 422)
    end = f"/{len(draft.goods) + 1}" if form["then"] == "another" else ""
    return redirect(f"/carrier/drafts/{id}/goods{end}")


@post("/carrier/drafts/{id:str}/goods/{number:int}/save", opt=only("carrier"))
async def autosave_item(
    request: AnyRequest, id: FromPath[str], number: FromPath[int]
) -> Response[None]:
    """Saved while it is typed. A new item is kept as soon as anything is written; of one that is
    gone nothing is.
    """
    if not 1 <= number <= ITEMS_MAX:
        raise NotKnown
    return await saved(request, id, _typed(number - 1))


def _typed(index: int) -> Typed:
    return lambda draft, form, me: with_goods_item(draft, index, form, me)


@get("/carrier/drafts/{id:str}/goods/remove", opt=only("carrier"))
async def ask_remove(request: AnyRequest, id: FromPath[str]) -> Page:
    """Before items are gone: those that were marked, or all."""
    _, draft = gettext_of(request), draft_of(request, id)
    asked = request.query_params
    marked = asked.getall("item", [])
    gone = _all_found(request, draft) if "all" in asked else _picked(draft, marked)
    if not gone:
        form = Form()
        form.add_error("", _("Mark the items to be taken out."))
        return goods_page(request, draft, form, 422)
    names = [draft.goods[index].fields.get("description", "") for index in sorted(gone)]
    shown = "; ".join(name for name in names[:NAMED_MAX] if name)
    words = reader_of(request).words
    return draft_page(
        request,
        draft,
        "confirm.html",
        title=words.ngettext("Take out %(num)s item?", "Take out %(num)s items?", len(gone)),
        form=Form(),
        consequence=_("Taken out are: %(names)s. “Undo” puts them back.", names=shown)
        if shown
        else _("“Undo” puts them back."),
        action=f"/carrier/drafts/{id}/goods/remove",
        hidden={
            "items": ",".join(str(index + 1) for index in sorted(gone)),
            "as_shown": _as_shown(draft, gone),
        },
        label=_("Take out"),
        cancel_href=f"/carrier/drafts/{id}/goods",
        kind="stop",
    )


def _as_shown(draft: Draft, gone: frozenset[int]) -> str:
    """What is meant by the numbers of items: a colleague may have changed their order meanwhile."""
    picked = tuple(draft.goods[index] for index in sorted(gone))
    return as_sent(Draft(id=draft.id, goods=picked))


def _without(now: Goods, shown: Goods, gone: frozenset[int]) -> Goods:
    """The goods without those items, where they still are as shown."""
    return tuple(item for k, item in enumerate(now) if k not in gone) if now == shown else now


def _all_found(request: AnyRequest, draft: Draft) -> frozenset[int]:
    """All that the list shows as it is asked for, on each of its pages."""
    found = frozenset(found_items(draft, request.query_params.get("q", "")))
    is_faulty = request.query_params.get("only") == FAULTY
    return found & faulty_items(request, draft) if is_faulty else found


def _picked(draft: Draft, numbers: Iterable[str]) -> frozenset[int]:
    """Places of the items so numbered."""
    found = (place(number) - 1 for number in numbers)
    return frozenset(index for index in found if 0 <= index < len(draft.goods))


@post("/carrier/drafts/{id:str}/goods/remove", opt=only("carrier"))
async def remove(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """Take them out."""
    draft, form = draft_of(request, id), await read_form(request)
    gone = _picked(draft, form["items"].split(","))
    if not gone:
        raise NotKnown
    if form["as_shown"] and form["as_shown"] != _as_shown(draft, gone):
        _ = gettext_of(request)
        notify(request, _("Nothing was taken out"), _(CHANGED), "wait")
        return redirect(f"/carrier/drafts/{id}/goods")
    await change_goods(request, id, lambda goods: _without(goods, draft.goods, gone))
    words = reader_of(request).words
    said = words.ngettext("%(num)s item was taken out", "%(num)s items were taken out", len(gone))
    notify(request, said)
    return redirect(f"/carrier/drafts/{id}/goods")


@post("/carrier/drafts/{id:str}/goods/codes", opt=only("carrier"))
async def take_codes(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """All codes that a spreadsheet spoiled, as they probably were."""
    _ = gettext_of(request)
    await change_goods(request, id, with_likely_codes)
    notify(request, _("The codes were taken. Check them."))
    return redirect(f"/carrier/drafts/{id}/goods")


@post(
    "/carrier/drafts/{id:str}/goods/file",
    opt=only("carrier"),
    request_max_body_size=UPLOAD_BYTES_MAX,
)
async def read_table(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """A table of items, from a file or pasted: its columns come next."""
    draft, form = draft_of(request, id), await read_form(request)
    leads_to = await bring(request, form, "goods", id)
    return leads_to if leads_to is not None else goods_page(request, draft, form, 422)


ROUTES: tuple[ControllerRouterHandler, ...] = (
    goods,
    item,
    save_item,
    autosave_item,
    ask_remove,
    remove,
    take_codes,
    read_table,
)
