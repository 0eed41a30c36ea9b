"""Goods as they were before the last change of many at once: put back, and forth again."""

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
from corridor.web.pages.carrier.drafts import draft_of, keep
from corridor.web.toolkit import notify, redirect
from corridor.web.views.drafting.model import Draft, ItemForm

AnyRequest = Request[Any, Any, Any]
BEFORE: Final = "goods-before"


class Before(msgspec.Struct, frozen=True):
    """The goods that a draft had, and how many it had after: only then may they come back."""

    goods: tuple[ItemForm, ...]
    after: tuple[ItemForm, ...]


_BEFORE: Final = msgspec.json.Decoder(Before)


async def keep_goods(request: AnyRequest, draft: Draft, goods: tuple[ItemForm, ...]) -> None:
    """Save the draft with these goods, such that it can be undone."""
    before = Before(draft.goods, goods)
    at, org = services_of(request).now(), actor_of(request).org
    document = Document(draft.id, org, at, msgspec.json.encode(before))
    await keep(request, replace(draft, goods=goods))
    await services_of(request).writer.run(PutDocument(BEFORE, document, is_owned=True))


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
    await keep_goods(request, draft, before.goods)
    notify(request, _("The goods are as they were before. “Undo” takes this back, too."))
    return redirect(f"/carrier/drafts/{id}/goods")


ROUTES: tuple[ControllerRouterHandler, ...] = (undo,)
