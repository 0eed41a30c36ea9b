"""Personal tokens for the API: given with scope and last day, shown once, taken back."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.typed import one_line
from corridor.engine.hlc import DAY_MS, instant
from corridor.web.access import own
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import Limit, new_token, token_document
from corridor.web.auth.identity import Directory, account_of
from corridor.web.auth.roster import GiveToken, TakeToken, tokens_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.account.proving import knows_password
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/account/tokens"
DAYS: Final = ("30", "90", "365")
_PURPOSE_LETTERS_MAX: Final = 100
TOKENS_OF_ONE_MAX: Final = 50


@get(HERE, opt=own(needs_second=True))
async def tokens(request: AnyRequest) -> Page:
    """What tokens one has, and the form for another."""
    return _show(request, Form({"days": [DAYS[1]], "limit": ["read"]}))


def _show(request: AnyRequest, form: Form, status: int = 200, token: str = "") -> Page:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    moment, found = reader.formats.moment, tokens_of(services.queries, account_of(request))
    return page(
        request,
        "account/tokens.html",
        title=_("API tokens"),
        status=status,
        whole=True,
        form=form,
        errors=form.errors,
        token=token,
        tokens=[
            {
                "id": id,
                "purpose": one.purpose or _("without a name"),
                "limit": _("read only") if one.limit else _("all that I may do"),
                "made": moment(made, services.node),
                "until": moment(one.until, services.node) if one.until else _("no last day"),
                "is_over": bool(one.until) and one.until <= services.now(),
            }
            for id, (one, made) in found.items()
        ],
        days=[
            {"value": d, "label": _.ngettext("%(num)s day", "%(num)s days", int(d))} for d in DAYS
        ],
        limits=[
            {"value": "read", "label": _("read only")},
            {"value": "all", "label": _("all that I may do")},
        ],
    )


@post(HERE, opt=own(needs_second=True))
async def give(request: AnyRequest) -> Page:
    """A new token, shown on this page alone."""
    _, form, account = gettext_of(request), await read_form(request), account_of(request)
    services = services_of(request)
    purpose = one_line(form["purpose"])[:_PURPOSE_LETTERS_MAX]
    if not purpose:
        form.add_error("purpose", _("Say what it is for, to know it again."))
    if form["days"] not in DAYS:
        form.add_error("days", _("Choose how long it is valid."))
    if len(tokens_of(services.queries, account)) >= TOKENS_OF_ONE_MAX:
        form.add_error("purpose", _("There are too many: take one back first."))
    if form.errors or not await knows_password(request, form):
        return _show(request, form, 422)
    token, now = new_token(), services.clock.now_ms()
    limit: Limit = "" if form["limit"] == "all" else "read"
    until = instant(now + int(form["days"]) * DAY_MS)
    document = token_document(token, account, purpose, instant(now), limit, until)
    await services.writer.run(GiveToken(document, account))
    return _show(request, Form({"days": [DAYS[1]], "limit": ["read"]}), token=token)


@post(f"{HERE}/{{id:str}}/end", opt=own())
async def end(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """Worthless from now on."""
    _, services = gettext_of(request), services_of(request)
    if not await services.writer.run(TakeToken(id, account_of(request))):
        raise NotKnown
    directory: Directory = request.app.state.directory
    directory.forget()
    notify(request, _("The token was taken back"))
    return redirect(HERE)


ROUTES: tuple[ControllerRouterHandler, ...] = (tokens, give, end)
