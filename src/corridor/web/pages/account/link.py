"""A one-time link: how it is shown, this once, and where its person sets the password."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.web.access import anyone
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import Account
from corridor.web.auth.identity import Directory
from corridor.web.auth.links import LINK_HOURS, UseLink, account_of_link, link_id
from corridor.web.auth.passwords import hash_password_apart
from corridor.web.context import gettext_of, services_of
from corridor.web.errors import TooMany
from corridor.web.forms import FORM_BYTES_MAX, Form, read_form
from corridor.web.pages.signing_in.new_password import new_password
from corridor.web.pages.signing_in.routes import address_of
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
PATH: Final = "/set-password"


def show_link(request: AnyRequest, account: Account, code: str, back: str) -> Page:
    """The link, for whoever gives it to its person by a way of their own."""
    _ = gettext_of(request)
    return page(
        request,
        "account/link.html",
        title=_("One-time link for %(name)s", name=account.name),
        whole=True,
        link=f"{_origin(request)}{PATH}?code={code}",
        person=account,
        hours=LINK_HOURS,
        back=back,
    )


def _origin(request: AnyRequest) -> str:
    """The node as browsers see it: before it stands a gateway that speaks TLS."""
    scheme = "https" if services_of(request).secure_cookies else request.url.scheme
    return f"{scheme}://{request.url.netloc}"


@get(PATH, opt=anyone())
async def opened(request: AnyRequest) -> Page:
    """What a link opens: two fields for a password, or words that it opens nothing."""
    form = Form({"link": [request.query_params.get("code", "")]})
    return _show(request, form, _account(request, form))


@post(PATH, opt=anyone(), request_max_body_size=FORM_BYTES_MAX)
async def chosen(request: AnyRequest) -> Page | Redirect:
    """The password is set, and the link is used up."""
    _, form = gettext_of(request), await read_form(request)
    account = _account(request, form)
    if account is None:
        return _show(request, form, None)
    new = new_password(_, form, account)
    if form.errors:
        return _show(request, form, account, 422)
    job = UseLink(link_id(form["link"]), await hash_password_apart(new))
    if await services_of(request).writer.run(job) is None:
        return _show(request, form, None)
    directory: Directory = request.app.state.directory
    directory.forget()
    notify(request, _("The password is set"), _("Sign in with it now."))
    return redirect("/sign-in")


def _account(request: AnyRequest, form: Form) -> Account | None:
    """Whose password it is; who tries codes from one address is slowed down."""
    if not form["link"]:
        return None
    services, throttle = services_of(request), request.app.state.throttle
    now, address = services.clock.now_ms(), address_of(request)
    if not throttle.begin(f"link:{address}", address, now):
        raise TooMany
    found = account_of_link(services.queries, form["link"], services.now())
    if found is not None:
        throttle.succeeded(f"link:{address}", address, now)
    return found


def _show(request: AnyRequest, form: Form, account: Account | None, status: int = 200) -> Page:
    _ = gettext_of(request)
    return page(
        request,
        "account/set_password.html",
        title=_("Set your password") if account else _("This link opens nothing"),
        status=status if account else 404,
        whole=True,
        form=form,
        errors=form.errors,
        person=account,
        hours=LINK_HOURS,
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (opened, chosen)
