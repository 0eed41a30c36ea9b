"""Proving oneself again before what matters: a session left open is not enough."""

from typing import Any

from litestar import Request

from corridor.web.auth.identity import account_of
from corridor.web.auth.passwords import is_right
from corridor.web.auth.second_factor import Factor, factor_of
from corridor.web.auth.throttle import Throttle
from corridor.web.context import gettext_of, services_of
from corridor.web.forms import Form
from corridor.web.pages.signing_in.routes import address_of
from corridor.web.pages.signing_in.second_step import is_second

AnyRequest = Request[Any, Any, Any]


def own_factor(request: AnyRequest) -> Factor:
    """The second factor of who asks, as far as it is set up."""
    return factor_of(services_of(request).queries, account_of(request).login)


async def proves_themselves(request: AnyRequest, form: Form) -> bool:
    """Whether who asks typed the password, or a code of their second factor in its place."""
    if form["code"]:
        return await is_second(request, account_of(request), form, address_of(request))
    return await knows_password(request, form)


async def knows_password(request: AnyRequest, form: Form) -> bool:
    """Whether the password typed is that of who asks; if not, the form says so."""
    _, account = gettext_of(request), account_of(request)
    throttle: Throttle = request.app.state.throttle
    name, address = f"own:{account.login}", address_of(request)
    now = services_of(request).clock.now_ms()
    if not throttle.begin(name, address, now):
        form.add_error("password", _("Too many attempts. Wait 15 minutes and try again."))
        return False
    if not await is_right(account.hash, form.secret("password")):
        form.add_error("password", _("This is not your present password."))
        return False
    throttle.succeeded(name, address, now)
    return True
