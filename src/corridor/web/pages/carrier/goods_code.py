"""The code of a goods item looked up, and taken back into its form."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.nomenclature import exists
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of
from corridor.web.errors import NotKnown
from corridor.web.forms import read_form
from corridor.web.pages.carrier.drafts import draft_of, keep
from corridor.web.pages.goods_codes import found_in
from corridor.web.toolkit import Page, page, redirect
from corridor.web.views.drafting.model import Draft

AnyRequest = Request[Any, Any, Any]


@get("/carrier/drafts/{id:str}/goods/{number:int}/code", opt=only("carrier"))
async def look_up(request: AnyRequest, id: FromPath[str], number: FromPath[int]) -> Page:
    """Codes by words or digits, each with a button that takes it."""
    _, draft = gettext_of(request), _with_item(request, id, number)
    return page(
        request,
        "carrier/goods_code.html",
        title=_("HS code of item %(number)s", number=number),
        draft=draft,
        number=number,
        description=draft.goods[number - 1].fields.get("description", ""),
        **found_in(request),
    )


@post("/carrier/drafts/{id:str}/goods/{number:int}/code", opt=only("carrier"))
async def take(request: AnyRequest, id: FromPath[str], number: FromPath[int]) -> Redirect:
    """The code that was chosen stands in the item."""
    draft, form = _with_item(request, id, number), await read_form(request)
    code = form["code"]
    if not (code.isascii() and code.isdecimal() and exists(code)):
        raise NotKnown
    item = draft.goods[number - 1]
    item = replace(item, fields=item.fields | {"hs": code}, by=actor_of(request).person)
    goods = (*draft.goods[: number - 1], item, *draft.goods[number:])
    await keep(request, replace(draft, goods=goods))
    return redirect(f"/carrier/drafts/{id}/goods/{number}")


def _with_item(request: AnyRequest, id: str, number: int) -> Draft:
    draft = draft_of(request, id)
    if not 1 <= number <= len(draft.goods):
        raise NotKnown
    return draft


ROUTES: tuple[ControllerRouterHandler, ...] = (look_up, take)
