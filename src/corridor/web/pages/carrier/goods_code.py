"""The code of a goods item looked up, and taken back into its form."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import read_form
from corridor.web.pages.carrier.drafts import draft_of
from corridor.web.pages.carrier.together import change, draft_page
from corridor.web.pages.goods_codes import found_in
from corridor.web.toolkit import Page
from corridor.web.views.drafting.model import Draft
from corridor.web.views.drafting.together import place_of, seen_among

AnyRequest = Request[Any, Any, Any]


@get("/carrier/drafts/{id:str}/goods/{number:int}/code", opt=only("carrier"))
async def look_up(request: AnyRequest, id: FromPath[str], number: FromPath[int]) -> Page:
    """Codes by words or digits, each with a button that takes it."""
    _, draft = gettext_of(request), _with_item(request, id, number)
    return draft_page(
        request,
        draft,
        "carrier/goods_code.html",
        title=_("HS code of item %(number)s", number=number),
        number=number,
        seen=seen_among(draft.goods, draft.goods[number - 1].fields),
        description=draft.goods[number - 1].fields.get("description", ""),
        **found_in(request),
    )


@post("/carrier/drafts/{id:str}/goods/{number:int}/code", opt=only("carrier"))
async def take(request: AnyRequest, id: FromPath[str], number: FromPath[int]) -> Redirect:
    """The code that was chosen stands in the item."""
    form, me = await read_form(request), actor_of(request).person
    _with_item(request, id, number)
    code = form["code"]
    if not (
        code.isascii() and code.isdecimal() and services_of(request).reference.goods.exists(code)
    ):
        raise NotKnown
    at: int | None = None

    def taken(draft: Draft) -> Draft:
        nonlocal at
        at = place_of(draft, number - 1, form)
        if at is None:
            return draft
        item = draft.goods[at]
        item = replace(item, fields=item.fields | {"hs": code}, by=me)
        return replace(draft, goods=(*draft.goods[:at], item, *draft.goods[at + 1 :]))

    await change(request, id, taken)
    end = "" if at is None else f"/{at + 1}"
    return redirect(f"/carrier/drafts/{id}/goods{end}")


def _with_item(request: AnyRequest, id: str, number: int) -> Draft:
    draft = draft_of(request, id)
    if not 1 <= number <= len(draft.goods):
        raise NotKnown
    return draft


ROUTES: tuple[ControllerRouterHandler, ...] = (look_up, take)
