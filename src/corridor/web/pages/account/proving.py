"""Proving oneself again before what matters: a session left open is not enough."""

from typing import Any

from litestar import Request

from corridor.web.auth.identity import account_of
from corridor.web.auth.passwords import is_right
from corridor.web.auth.routes import address_of
from corridor.web.auth.throttle import Throttle
from corridor.web.context import gettext_of, services_of
from corridor.web.forms import Form

AnyRequest = Request[Any, Any, Any]


async def knows_password(request: AnyRequest, form: Form) -> bool:
    """Whether the password typed is that of who asks; if not, the form says so."""
    _, account = gettext_of(request), account_of(request)
    throttle: Throttle = request.app.state.throttle
    name, address = f"own:{account.login}", address_of(request)
    now = services_of(request).clock.now_ms()
    if not throttle.is_open(name, address, now):
        form.add_error("password", _("Too many attempts. Wait 15 minutes and try again."))
        return False
    if not await is_right(account.hash, form.secret("password")):
        throttle.failed(name, address, now)
        form.add_error("password", _("This is not your present password."))
        return False
    throttle.succeeded(name)
    return True
