"""A table brought for the goods of a draft: judged row by row, taken, and undone if need be."""

from typing import Any, Final

from litestar import Request
from litestar.response import Redirect

from corridor.domain.refusals import N_
from corridor.domain.routes import Route
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form
from corridor.web.pages.carrier.undo import Goods, change_goods
from corridor.web.pages.carrier.use import Use
from corridor.web.tables.kept import Table, cells_of
from corridor.web.tables.matching import FIELDS
from corridor.web.tables.shown import Judged
from corridor.web.tables.values import meant
from corridor.web.toolkit import notify, redirect
from corridor.web.views.drafting.findings import findings_of
from corridor.web.views.drafting.judging import judge
from corridor.web.views.drafting.model import ITEMS_MAX, Draft, ItemForm
from corridor.web.views.drafting.to_dossier import build

AnyRequest = Request[Any, Any, Any]
_Rows = list[Judged]
TOO_MANY_ITEMS: Final = N_("A dossier holds at most %(count)s items.")


def _items(request: AnyRequest, table: Table) -> list[tuple[int, ItemForm]]:
    reference = services_of(request).reference
    return [
        (number, ItemForm({name: meant(name, text, reference) for name, text in cells.items()}))
        for number, cells in cells_of(table)
    ]


def judged_goods(request: AnyRequest, goods: tuple[ItemForm, ...]) -> list[dict[str, list[str]]]:
    """For each item, field → what stands against it; under no name what is about none of them."""
    services, reader = services_of(request), reader_of(request)
    draft = Draft(id="mv", goods=goods)
    built = build(draft, services.reference)
    found = judge(None, services, (), Route(()), built.load)
    rows: list[dict[str, list[str]]] = [{} for _ in goods]
    for one in findings_of(draft, built, found, reader):
        if one.spot.section == "goods" and one.spot.item is not None:
            rows[one.spot.item].setdefault(one.spot.field, []).append(one.text)
    return rows


def _judged_goods(request: AnyRequest, table: Table) -> _Rows:
    items = _items(request, table)[:ITEMS_MAX]
    faults = judged_goods(request, tuple(item for _, item in items))
    pairs = zip(items, faults, strict=True)
    return [Judged(number, item.fields, found) for (number, item), found in pairs]


async def _take_goods(request: AnyRequest, table: Table, form: Form) -> Redirect | None:
    """Added to those already there, or in their place."""
    _, items = gettext_of(request), tuple(item for _, item in _items(request, table))
    fits = True

    def taken(had: Goods) -> Goods:
        nonlocal fits
        goods = items if form["how"] == "replace" else (*had, *items)
        fits = len(goods) <= ITEMS_MAX
        return goods if fits else had

    draft = await change_goods(request, table.target, taken)
    if not fits:
        form.add_error("how", _(TOO_MANY_ITEMS, count=ITEMS_MAX))
        return None
    words = reader_of(request).words
    said = words.ngettext("%(num)s item was read", "%(num)s items were read", len(items))
    notify(request, said, _("“Undo” on this page takes it back."))
    return redirect(f"/carrier/drafts/{draft.id}/goods")


GOODS: Final = Use(
    rows=ITEMS_MAX,
    back=lambda table: f"/carrier/drafts/{table.target}/goods",
    fields=lambda request, table: FIELDS["goods"],
    judged=_judged_goods,
    take=_take_goods,
)
