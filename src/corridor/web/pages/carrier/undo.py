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
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.pages.carrier.drafts import draft_of
from corridor.web.pages.carrier.together import change
from corridor.web.toolkit import notify, redirect
from corridor.web.views.drafting.model import Draft, ItemForm

AnyRequest = Request[Any, Any, Any]
BEFORE: Final = "goods-before"
Goods = tuple[ItemForm, ...]


class Before(msgspec.Struct, frozen=True):
    """The goods that a draft had, and how many it had after: only then may they come back."""

    goods: Goods
    after: Goods


_BEFORE: Final = msgspec.json.Decoder(Before)


async def change_goods(request: AnyRequest, id: str, how: Callable[[Goods], Goods]) -> Draft:
    """Change many goods as they stand now, such that it can be undone."""
    had: Goods = ()

    def changed(draft: Draft) -> Draft:
        nonlocal had
        had = draft.goods
        return replace(draft, goods=how(had))

    draft = await change(request, id, changed)
    if draft.goods != had:
        at, org = services_of(request).now(), actor_of(request).org
        document = Document(id, org, at, msgspec.json.encode(Before(had, draft.goods)))
        await services_of(request).writer.run(PutDocument(BEFORE, document, is_owned=True))
    return draft


def may_undo(request: AnyRequest, draft: Draft) -> bool:
    """Whether the goods are still as the last change of many left them."""
    return _before(request, draft) is not None


def _before(request: AnyRequest, draft: Draft) -> Before | None:
    found = services_of(request).queries.document(BEFORE, draft.id)
    before = _BEFORE.decode(found.body) if found else None
    return before if before is not None and before.after == draft.goods else None


@post("/carrier/drafts/{id:str}/goods/undo", opt=only("carrier"))
async def undo(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """As it was before; once more, and it is as it was after."""
    _, draft = gettext_of(request), draft_of(request, id)
    before = _before(request, draft)
    if before is None:
        raise NotKnown
    await change_goods(request, id, lambda goods: before.goods if goods == before.after else goods)
    notify(request, _("The goods are as they were before. “Undo” takes this back, too."))
    return redirect(f"/carrier/drafts/{id}/goods")


ROUTES: tuple[ControllerRouterHandler, ...] = (undo,)
