"""A table brought for the goods of a draft: judged row by row, taken, and undone if need be."""

from typing import Any, Final

from litestar import Request
from litestar.response import Redirect
from msgspec.structs import replace

from corridor.domain.refusals import N_
from corridor.domain.routes import Route
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form
from corridor.web.pages.carrier.drafts import draft_of
from corridor.web.pages.carrier.filling import party_book
from corridor.web.pages.carrier.undo import change_load
from corridor.web.pages.carrier.use import Use
from corridor.web.tables.kept import Table, cells_of
from corridor.web.tables.matching import FIELDS
from corridor.web.tables.values import meant
from corridor.web.toolkit import notify
from corridor.web.views.drafting.findings import Finding, findings_of
from corridor.web.views.drafting.judging import judge
from corridor.web.views.drafting.model import ITEMS_MAX, PARTS_MAX, Draft, PartForm, Values
from corridor.web.views.drafting.part_rows import with_rows
from corridor.web.views.drafting.parts import settled
from corridor.web.views.drafting.to_dossier import build
from corridor.web.views.table_rows import Judged

AnyRequest = Request[Any, Any, Any]
_Rows = list[Judged]
TOO_MANY_PARTS: Final = N_(
    "With this table the load would have %(given)s parts; it can have at most %(count)s. Nothing "
    "was taken: join rows of one consignor and consignee, or divide the table."
)
TOO_MANY_ITEMS: Final = N_("A dossier holds at most %(count)s items.")


def _said(request: AnyRequest, table: Table) -> list[tuple[int, Values]]:
    """Rows by their numbers, with what their cells mean."""
    reference = services_of(request).reference
    return [
        (number, {name: meant(name, text, reference) for name, text in cells.items()})
        for number, cells in cells_of(table)
    ]


def judged_goods(request: AnyRequest, draft: Draft) -> list[dict[str, list[str]]]:
    """For each item, field → what stands against it; under no name what is about none of them."""
    parts = tuple(PartForm(part.fields) for part in draft.parts)
    goods = Draft(id="mv", goods=draft.goods, parts=parts, transport=draft.transport)
    rows: list[dict[str, list[str]]] = [{} for _ in draft.goods]
    for one in _found(request, goods):
        if one.spot.section == "goods" and one.spot.item is not None:
            rows[one.spot.item].setdefault(one.spot.field, []).append(one.text)
    return rows


def _found(request: AnyRequest, draft: Draft) -> tuple[Finding, ...]:
    services, reader = services_of(request), reader_of(request)
    built = build(draft, services.reference)
    found = judge(None, services, (), Route(()), built.load)
    return findings_of(draft, built, found, reader)


def _judged_goods(request: AnyRequest, table: Table) -> _Rows:
    rows = _said(request, table)[:ITEMS_MAX]
    empty = replace(draft_of(request, table.target), goods=())
    draft, items = with_rows(empty, [row for _, row in rows], party_book(request))
    faults = judged_goods(request, replace(draft, goods=items))
    pairs = zip(rows, faults, strict=True)
    return [Judged(number, row, found) for (number, row), found in pairs]


async def _take_goods(request: AnyRequest, table: Table, form: Form) -> Redirect | None:
    """Added to those already there, or in their place."""
    _, rows = gettext_of(request), [row for _, row in _said(request, table)]
    book, against = party_book(request), ""

    def taken(draft: Draft) -> Draft:
        nonlocal against
        is_anew = form["how"] == "replace"
        begun = replace(draft, goods=(), parts=()) if is_anew else draft
        named, items = with_rows(begun, rows, book)
        goods = (*named.goods, *items)
        against = _too_many(request, len(goods), len(named.parts))
        return draft if against else settled(replace(named, goods=goods))

    draft = await change_load(request, table.target, taken)
    if against:
        form.add_error("how", against)
        return None
    words = reader_of(request).words
    said = words.ngettext("%(num)s item was read", "%(num)s items were read", len(rows))
    notify(request, said, _("“Undo” on this page takes it back."))
    return redirect(f"/carrier/drafts/{draft.id}/goods")


def _too_many(request: AnyRequest, goods: int, parts: int) -> str:
    _, number = gettext_of(request), reader_of(request).formats.number
    if goods > ITEMS_MAX:
        return _(TOO_MANY_ITEMS, count=number(ITEMS_MAX))
    given = {"given": number(parts), "count": number(PARTS_MAX)}
    return _(TOO_MANY_PARTS, **given) if parts > PARTS_MAX else ""


GOODS: Final = Use(
    rows=ITEMS_MAX,
    back=lambda table: f"/carrier/drafts/{table.target}/goods",
    fields=lambda request, table: FIELDS["goods"],
    judged=_judged_goods,
    take=_take_goods,
)
