"""Goods of a draft as one table to type in: a page of rows, each fault in its cell."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.drafts import case_of, draft_of
from corridor.web.pages.carrier.goods_use import judged_goods
from corridor.web.pages.carrier.undo import keep_goods, may_undo
from corridor.web.tables.matching import FIELDS
from corridor.web.tables.shown import name_of_field
from corridor.web.tables.values import meant
from corridor.web.toolkit import Page, notify, page, redirect, with_query
from corridor.web.views.declared_goods import totals_of
from corridor.web.views.drafting.model import ITEMS_MAX, Draft, ItemForm
from corridor.web.views.drafting.taking import LETTERS_MAX
from corridor.web.views.stretch import stretch_of

AnyRequest = Request[Any, Any, Any]
Goods = tuple[ItemForm, ...]
BLANK: Final = 3
"""Rows to add, after the last."""
_NUMBERS: Final = frozenset({"count", "gross", "net", "value"})
PICK: Final = N_("Mark the rows first.")
NO_FILL: Final = N_("Choose a column.")


@get("/carrier/drafts/{id:str}/goods/table", opt=only("carrier"))
async def table(request: AnyRequest, id: FromPath[str]) -> Page:
    """A page of it; `?faulty=1`: only rows with something to correct."""
    return _show(request, draft_of(request, id), Form())


def _show(request: AnyRequest, draft: Draft, form: Form, status: int = 200) -> Page:
    _, asked = gettext_of(request), request.query_params
    faults = judged_goods(request, draft.goods)
    is_faulty = asked.get("faulty") == "1"
    wanted = [k for k in range(len(draft.goods)) if faults[k] or not is_faulty]
    shown = stretch_of(request, wanted)
    rows = [_row(k, draft.goods[k], faults[k]) for k in shown.rows]
    if shown.is_last and not is_faulty:
        end = min(len(draft.goods) + BLANK, ITEMS_MAX)
        rows += [_row(k, ItemForm(), {}) for k in range(len(draft.goods), end)]
    return page(
        request,
        "carrier/goods_table.html",
        title=_("Goods as a table"),
        status=status,
        draft=draft,
        form=form,
        errors=form.errors,
        columns=[
            {"field": field, "label": _(name_of_field("goods", field)), "num": field in _NUMBERS}
            for field in FIELDS["goods"]
        ],
        rows=rows,
        is_faulty=is_faulty,
        faulty=sum(map(bool, faults)),
        count=len(draft.goods),
        shown=shown,
        wanted=len(wanted),
        here=with_query(request, {}),
        totals=totals_of(case_of(request, draft).built.items, reader_of(request)),
        undoable=may_undo(request, draft),
    )


def _row(index: int, item: ItemForm, faults: dict[str, list[str]]) -> dict[str, Any]:
    return {"number": index + 1, "cells": item.fields, "faults": faults}


@post("/carrier/drafts/{id:str}/goods/table", opt=only("carrier"))
async def save_table(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Keep what was typed, and do what the button says with the rows that are marked."""
    _, draft, form = gettext_of(request), draft_of(request, id), await read_form(request)
    reference = services_of(request).reference
    goods = _typed(draft.goods, form, lambda name, text: meant(name, text, reference))
    picked = _picked(request, goods, form)
    if form["act"] in ("fill", "remove") and not picked:
        form.add_error("", _(PICK))
    if form["act"] == "fill" and form["fill"] not in FIELDS["goods"]:
        form.add_error("fill", _(NO_FILL))
    if form.errors:
        return _show(request, replace(draft, goods=goods), form, 422)
    if form["act"] == "fill":
        value = meant(form["fill"], form["value"], reference)
        goods = tuple(
            _with(item, form["fill"], value) if k in picked else item
            for k, item in enumerate(goods)
        )
    if form["act"] == "remove":
        goods = tuple(item for k, item in enumerate(goods) if k not in picked)
        words = reader_of(request).words
        notify(
            request,
            words.ngettext(
                "%(num)s item was taken out", "%(num)s items were taken out", len(picked)
            ),
        )
    if goods != draft.goods:
        await keep_goods(request, draft, goods)
    if form["act"] == "done":
        return redirect(f"/carrier/drafts/{id}/goods")
    return redirect(request.url.path + (f"?{request.url.query}" if request.url.query else ""))


def _picked(request: AnyRequest, goods: Goods, form: Form) -> set[int]:
    """Places of the rows that are marked: on this page, or with one mark on every page."""
    if not form["every"]:
        given = form.all("item")
        return {int(n) - 1 for n in given if n.isdecimal() and 0 < int(n) <= len(goods)}
    if request.query_params.get("faulty") != "1":
        return set(range(len(goods)))
    return {k for k, faults in enumerate(judged_goods(request, goods)) if faults}


def _typed(had: Goods, form: Form, meant_by: Any) -> Goods:
    """The goods with the cells of the form; rows after the last are added where they say anything.

    A cell that the page did not show stays as it is.
    """
    goods = list(had)
    for index in range(min(len(had) + BLANK, ITEMS_MAX)):
        names = [f for f in FIELDS["goods"] if f"c-{index + 1}-{f}" in form.values]
        cells = {f: meant_by(f, form[f"c-{index + 1}-{f}"][:LETTERS_MAX]) for f in names}
        if index < len(had):
            for field, text in cells.items():
                goods[index] = _with(goods[index], field, text)
        elif any(cells.values()):
            goods.append(ItemForm({field: text for field, text in cells.items() if text}))
    return tuple(goods)


def _with(item: ItemForm, field: str, text: str) -> ItemForm:
    """The item with one cell; one that nobody touched stays as it came, to the letter."""
    if Form({"x": [item.fields.get(field, "")]})["x"] == text:
        return item
    rest = {name: value for name, value in item.fields.items() if name != field}
    return replace(item, fields=rest | ({field: text} if text else {}))


ROUTES: tuple[ControllerRouterHandler, ...] = (table, save_table)
