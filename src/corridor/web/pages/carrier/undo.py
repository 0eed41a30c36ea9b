"""Goods as they were before the last change of many at once: put back, and forth again."""

from collections.abc import Callable
from typing import Any, Final

import msgspec
from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.pages.carrier.drafts import draft_of
from corridor.web.pages.carrier.together import change
from corridor.web.toolkit import notify
from corridor.web.views.drafting.model import Draft, ItemForm, PartForm, Values
from corridor.web.views.drafting.parts import of_whole, with_whole

AnyRequest = Request[Any, Any, Any]
BEFORE: Final = "goods-before"
Goods = tuple[ItemForm, ...]
Parts = tuple[PartForm, ...]
Whole = tuple[Values, Values]


class Before(msgspec.Struct, frozen=True):
    """The goods that a draft had, and those it had after: only then may they come back.

    With the parts of its load, and what goes to them from the whole.
    """

    goods: Goods
    after: Goods
    parts: Parts = ()
    parts_after: Parts = ()
    whole: Whole = ({}, {})
    whole_after: Whole = ({}, {})


_BEFORE: Final = msgspec.json.Decoder(Before)


async def change_goods(request: AnyRequest, id: str, how: Callable[[Goods], Goods]) -> Draft:
    """Change many goods as they stand now, such that it can be undone."""
    return await change_load(request, id, lambda draft: replace(draft, goods=how(draft.goods)))


async def change_load(request: AnyRequest, id: str, how: Callable[[Draft], Draft]) -> Draft:
    """The same where the parts of the load change with them."""
    had = Draft(id=id)

    def changed(draft: Draft) -> Draft:
        nonlocal had
        had = draft
        return how(draft)

    draft = await change(request, id, changed)
    if draft.goods != had.goods:
        at, org = services_of(request).now(), actor_of(request).org
        before = Before(
            had.goods, draft.goods, had.parts, draft.parts, of_whole(had), of_whole(draft)
        )
        document = Document(id, org, at, msgspec.json.encode(before))
        await services_of(request).writer.run(PutDocument(BEFORE, document, is_owned=True))
    return draft


def may_undo(request: AnyRequest, draft: Draft) -> bool:
    """Whether the goods are still as the last change of many left them."""
    return _before(request, draft) is not None


def _before(request: AnyRequest, draft: Draft) -> Before | None:
    found = services_of(request).queries.document(BEFORE, draft.id)
    before = _BEFORE.decode(found.body) if found else None
    is_last = before is not None and _is_after(before, draft)
    return before if is_last else None


def _is_after(before: Before, draft: Draft) -> bool:
    is_same = (before.after, before.parts_after) == (draft.goods, draft.parts)
    has_moved = before.parts != before.parts_after
    return is_same and (not has_moved or before.whole_after == of_whole(draft))


def _put_back(draft: Draft, before: Before) -> Draft:
    if not _is_after(before, draft):
        return draft
    back = replace(draft, goods=before.goods, parts=before.parts)
    return back if before.parts == before.parts_after else with_whole(back, *before.whole)


@post("/carrier/drafts/{id:str}/goods/undo", opt=only("carrier"))
async def undo(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """As it was before; once more, and it is as it was after."""
    _, draft = gettext_of(request), draft_of(request, id)
    before = _before(request, draft)
    if before is None:
        raise NotKnown
    await change_load(request, id, lambda now: _put_back(now, before))
    notify(request, _("The goods are as they were before. “Undo” takes this back, too."))
    return redirect(f"/carrier/drafts/{id}/goods")


ROUTES: tuple[ControllerRouterHandler, ...] = (undo,)
