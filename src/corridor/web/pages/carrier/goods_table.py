"""Goods of a draft as one table to type in: a page of rows, each fault in its cell."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.addresses import redirect, with_query
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.drafts import case_of, draft_of
from corridor.web.pages.carrier.goods_use import judged_goods
from corridor.web.pages.carrier.together import draft_page, tell
from corridor.web.pages.carrier.undo import change_goods, may_undo
from corridor.web.shape_words import TOO_LONG
from corridor.web.tables.values import meant
from corridor.web.toolkit import Page, notify
from corridor.web.views.declared_goods import totals_of
from corridor.web.views.drafting.model import ITEMS_MAX, Draft, ItemForm
from corridor.web.views.drafting.tabled import (
    BLANK,
    GRID,
    Goods,
    Typed,
    hidden_columns,
    seen_rows,
    with_cell,
    with_cells,
)
from corridor.web.views.drafting.taking import LETTERS_MAX, too_long
from corridor.web.views.stretch import stretch_of
from corridor.web.views.table_rows import name_of_field

AnyRequest = Request[Any, Any, Any]
Mine = Mapping[tuple[int, str], str]
_NUMBERS: Final = frozenset({"count", "gross", "net", "value"})
PICK: Final = N_("Mark the rows first.")
NO_FILL: Final = N_("Choose a column.")
GONE: Final = N_(
    "Row %(number)s was changed or taken out by a colleague meanwhile. You wrote in it: “%(text)s”."
)


@get("/carrier/drafts/{id:str}/goods/table", opt=only("carrier"))
async def table(request: AnyRequest, id: FromPath[str]) -> Page:
    """A page of it; `?faulty=1`: only rows with something to correct."""
    return _show(request, draft_of(request, id), Form())


def _show(
    request: AnyRequest, draft: Draft, form: Form, status: int = 200, mine: Mine | None = None
) -> Page:
    """`mine`: what stands typed in cells that a colleague changed as well."""
    _, asked = gettext_of(request), request.query_params
    hidden = hidden_columns(draft)
    faults = judged_goods(request, draft)
    is_faulty = asked.get("faulty") == "1"
    for place, field in mine or ():
        told = form.error(f"c-{place + 1}-{field}")
        faults[place] = {**faults[place], field: [told, *faults[place].get(field, ())]}
    wanted = [k for k in range(len(draft.goods)) if faults[k] or not is_faulty]
    shown = stretch_of(request, wanted)
    rows = [_row(k, _with_mine(draft.goods[k], k, mine), faults[k]) for k in shown.rows]
    if shown.is_last and not is_faulty:
        end = min(len(draft.goods) + BLANK, ITEMS_MAX)
        rows += [_row(k, ItemForm(), {}) for k in range(len(draft.goods), end)]
    return draft_page(
        request,
        draft,
        "carrier/goods_table.html",
        title=_("Goods as a table"),
        status=status,
        form=form,
        errors=form.errors,
        columns=[
            {"field": field, "label": _(name_of_field("goods", field)), "num": field in _NUMBERS}
            for field in GRID
            if field not in hidden
        ],
        rows=rows,
        seen=seen_rows(draft.goods, shown.rows),
        is_faulty=is_faulty,
        faulty=sum(map(bool, faults)),
        count=len(draft.goods),
        shown=shown,
        wanted=len(wanted),
        here=with_query(request, {}),
        totals=totals_of(case_of(request, draft).built.items, reader_of(request)),
        undoable=may_undo(request, draft),
    )


def _with_mine(item: ItemForm, place: int, mine: Mine | None) -> ItemForm:
    typed = {field: text for (at, field), text in (mine or {}).items() if at == place}
    return replace(item, fields=item.fields | typed) if typed else item


def _row(index: int, item: ItemForm, faults: dict[str, list[str]]) -> dict[str, Any]:
    return {"number": index + 1, "cells": item.fields, "faults": faults}


@post("/carrier/drafts/{id:str}/goods/table", opt=only("carrier"))
async def save_table(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Keep what was typed, and do what the button says with the rows that are marked."""
    _, draft, form = gettext_of(request), draft_of(request, id), await read_form(request)
    if form["act"] == "fill" and form["fill"] not in GRID:
        form.add_error("fill", _(NO_FILL))
    for name, given in too_long(form).items():
        if name == "value":
            form.add_error(name, _(TOO_LONG, limit=LETTERS_MAX, given=given))
    table = _Table(request, draft, form)
    draft = await change_goods(request, id, table.saved)
    table.tell()
    if form.errors:
        return _show(request, draft, form, 422, table.typed.mine)
    if form["act"] == "remove":
        words, count = reader_of(request).words, len(table.picked)
        said = words.ngettext("%(num)s item was taken out", "%(num)s items were taken out", count)
        notify(request, said)
    if form["act"] == "done":
        return redirect(f"/carrier/drafts/{id}/goods")
    return redirect(request.url.path + (f"?{request.url.query}" if request.url.query else ""))


class _Table:
    """What comes of one form; made anew where a colleague was quicker."""

    typed: Typed
    picked: set[int]

    def __init__(self, request: AnyRequest, draft: Draft, form: Form) -> None:
        self._request = request
        self._draft = draft
        self._form = form
        self._me = actor_of(request).person

    def saved(self, had: Goods) -> Goods:
        """The goods as typed; the button does its work where nothing stands against that."""
        form = self._form
        self.typed = with_cells(had, form, self._me, self._meant)
        goods, self.picked = self.typed.goods, self._marked(self.typed)
        if form.errors or self.typed.theirs or self.typed.gone or self.typed.long:
            return goods
        if form["act"] == "fill":
            value = self._meant(form["fill"], form["value"])
            return tuple(
                with_cell(item, form["fill"], value, self._me) if k in self.picked else item
                for k, item in enumerate(goods)
            )
        if form["act"] == "remove":
            return tuple(item for k, item in enumerate(goods) if k not in self.picked)
        return goods

    def tell(self) -> None:
        """Say what was not done, and why."""
        _, form = gettext_of(self._request), self._form
        tell(self._request, form, self.typed.theirs)
        for name, given in self.typed.long:
            form.add_error(name, _(TOO_LONG, limit=LETTERS_MAX, given=given))
        for number, text in self.typed.gone:
            form.add_error("", _(GONE, number=number, text=text))
        if form["act"] in ("fill", "remove") and not self.picked:
            form.add_error("", _(PICK))

    def _meant(self, name: str, text: str) -> str:
        return meant(name, text, services_of(self._request).reference)

    def _marked(self, typed: Typed) -> set[int]:
        """Places of the rows that are marked: on this page, or with one mark on every page."""
        if not self._form["every"]:
            given = {int(n) for n in self._form.all("item") if n.isdecimal() and len(n) < 6}
            return {place for number, place in typed.places.items() if number in given}
        if self._request.query_params.get("faulty") != "1":
            return set(range(len(typed.goods)))
        faults = judged_goods(self._request, replace(self._draft, goods=typed.goods))
        return {k for k, found in enumerate(faults) if found}


ROUTES: tuple[ControllerRouterHandler, ...] = (table, save_table)
