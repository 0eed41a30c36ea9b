"""What is new for whoever asks: what waits first, what was seen or done folded away."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.permits.state import Permit
from corridor.domain.powers.state import Power
from corridor.domain.refusals import N_
from corridor.domain.telling import desk_of
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.engine.told import NEWS, SEEN, Item, NewsOf
from corridor.web.access import signed_in
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import Account
from corridor.web.auth.identity import account_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import BUTTON_BYTES_MAX, read_form
from corridor.web.live import place_in_log
from corridor.web.pages.news.hooks import HOOKED
from corridor.web.telling.bell import news_for, seen_by
from corridor.web.telling.wording import item_words, may_hear, name_of, page_of
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
_OF_OFFICES: Final = N_(
    "What comes to this office, and what others change there, is told here, the newest first."
)
TOLD_HERE: Final = {
    "carrier": N_(
        "What offices and authorities do with your dossiers, permits and guarantees is told here, "
        "the newest first."
    ),
    "guarantor": N_("What happens to your guarantees is told here, the newest first."),
    "seals": N_("Nothing is told to an operator of navigation seals: its system asks the API."),
    "registrar": N_("Complaints of carriers that wait for an answer of this state are told here."),
    "operator": N_(
        "What ails this node, and what waits for another operator, is told here until it is over."
    ),
}
"""What a page without news says, by whose it is."""
_SHOWN: Final = 12
"""Matters that are seen at once; further ones are folded."""
_LAST: Final = 4
"""So much of one matter is seen at once, and what is before it folded."""


@get("/news", opt=signed_in())
async def news_page(request: AnyRequest) -> Page:
    """What is new; the page refreshes itself."""
    services, account = services_of(request), account_of(request)
    _, seen = gettext_of(request), seen_by(services, account)
    found = news_for(services, account)
    views = [_view(request, account, news, seen) for news in found]
    told = [view for view in views if view is not None]
    topic = f"{desk_of(account.actor())}:{NEWS}"
    return page(
        request,
        "news/list.html",
        title=_("What is new"),
        live=[topic],
        topic=topic,
        shown=_SHOWN,
        last=_LAST,
        fresh=[view for view in told if view["is_new"] or view["waits"]],
        older=[view for view in told if not (view["is_new"] or view["waits"])],
        has_hooks=account.role in HOOKED,
        told_here=_(TOLD_HERE.get(account.role, _OF_OFFICES)),
        has_new=any(view["is_new"] for view in told),
        upto=max((item.index for news in found for item in news.items), default=seen),
    )


def _view(request: AnyRequest, account: Account, news: NewsOf, seen: int) -> dict[str, Any] | None:
    """One subject with its news, the newest first; None where it is not to be seen any more."""
    services, reader = services_of(request), reader_of(request)
    state = services.queries.get(news.subject).state
    if not may_hear(account, news.subject, state):
        return None
    name, about = name_of(reader, services.queries, news.subject), _about(reader, state)
    return {
        "id": news.subject,
        "reference": about if isinstance(state, Power) else name,
        "about": name if isinstance(state, Power) else about,
        "href": page_of(account.role, news.subject, state),
        "entries": [_entry(reader, item, seen) for item in reversed(news.items)],
        "is_new": any(item.is_new(seen) for item in news.items),
        "waits": any(item.waits for item in news.items),
    }


def _about(reader: Reader, state: Any) -> str:
    if isinstance(state, Power):
        return f"{state.holder_name or state.holder} → {state.broker_name or state.broker}"
    if not isinstance(state, Permit):
        return ""
    kind = reader.labels(state.request.kind, "permit_kind")
    return f"{kind}: {reader.names.country(state.request.country)}"


def _entry(reader: Reader, item: Item, seen: int) -> dict[str, Any]:
    names = reader.names
    return {
        "act": item_words(item, reader),
        "moment": reader.formats.moment(item.at, item.by),
        "by": names.office(item.by) if len(item.by) > len("KG") else names.country(item.by),
        "is_new": item.is_new(seen),
        "waits": item.waits,
        "is_done": item.is_done,
    }


@post("/news/seen", opt=signed_in(), request_max_body_size=BUTTON_BYTES_MAX)
async def seen(request: AnyRequest) -> Redirect:
    """All that the page showed is seen; what came meanwhile stays new."""
    services, account, form = services_of(request), account_of(request), await read_form(request)
    upto = max(place_in_log(form["upto"]) or 0, seen_by(services, account))
    body = str(min(upto, services.queries.log_size())).encode()
    document = Document(account.login, desk_of(account.actor()), services.now(), body)
    await services.writer.run(PutDocument(SEEN, document))
    return redirect("/news")


ROUTES: tuple[ControllerRouterHandler, ...] = (news_page, seen)
