"""Setting up a second factor, new recovery codes, and taking it away."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.web.access import own
from corridor.web.auth.accounts import OFFICERS
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.auth.routes import address_of
from corridor.web.auth.second_factor import (
    NO_FACTOR,
    Factor,
    KeepFactor,
    Safe,
    address_of_secret,
    factor_of,
    new_recovery_codes,
    new_secret,
    recovery_digest,
    step_of,
)
from corridor.web.auth.second_step import is_second
from corridor.web.auth.sessions import note_second, session_id, session_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.nav import home_of
from corridor.web.pages.account.proving import knows_password
from corridor.web.toolkit import Page, notify, page, redirect
from corridor.web.views.qr import qr_svg

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/account/second-factor"
_NEW: Final = "factor"
"""In the sealed cookie: the secret that is being set up."""


@get(HERE, opt=own())
async def second_factor(request: AnyRequest) -> Page:
    """Whether there is one, and what can be done."""
    return _show(request, Form())


def _show(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, services, account = gettext_of(request), services_of(request), account_of(request)
    factor = factor_of(services.queries, account.login)
    return page(
        request,
        "account/second.html",
        title=_("Second factor"),
        status=status,
        form=form,
        errors=form.errors,
        is_on=factor.is_on,
        left=len(factor.recovery),
        is_needed=services.officers_need_second and account.role in OFFICERS,
        has_password=bool(account.hash),
    )


@post(f"{HERE}/begin", opt=own())
async def begin(request: AnyRequest) -> Page:
    """After the password, a fresh secret for the application."""
    form = await read_form(request)
    if _factor(request).is_on or not await knows_password(request, form):
        return _show(request, form, 422)
    session_of(request)[_NEW] = new_secret()
    return _show_secret(request, Form())


def _show_secret(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, reader, secret = gettext_of(request), reader_of(request), str(session_of(request)[_NEW])
    issuer = f"{_('Digital Transit Corridor')} {reader.names.node}"
    address = address_of_secret(secret, account_of(request).login, issuer)
    return page(
        request,
        "account/second_begun.html",
        title=_("Set up the second factor"),
        status=status,
        whole=True,
        form=form,
        errors=form.errors,
        code=qr_svg(address, _("The secret for the authenticator application")),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )


@post(f"{HERE}/confirm", opt=own())
async def confirm(request: AnyRequest) -> Page | Redirect:
    """The first code shows that the application has the secret; then the recovery codes."""
    _, form, account = gettext_of(request), await read_form(request), account_of(request)
    services = services_of(request)
    secret = str(session_of(request).get(_NEW, ""))
    if not secret or _factor(request).is_on:
        return redirect(HERE)
    step = step_of(secret, form["code"], services.clock.now_ms())
    if not step:
        form.add_error("code", _("This code does not fit. Is the clock of the telephone right?"))
        return _show_secret(request, form, 422)
    safe: Safe = request.app.state.safe
    made = Factor(safe.seal(secret, account.login), step)
    session_of(request).pop(_NEW)
    note_second(request)
    return await _keep_with_codes(request, made)


@post(f"{HERE}/recovery", opt=own())
async def recovery(request: AnyRequest) -> Page:
    """New recovery codes in place of all earlier ones."""
    form = await read_form(request)
    if not _factor(request).is_on or not await _shows_it(request, form):
        return _show(request, form, 422)
    return await _keep_with_codes(request, _factor(request))


@post(f"{HERE}/off", opt=own())
async def off(request: AnyRequest) -> Page | Redirect:
    """Without it from now on; where the node asks officers for one, it has to be set up anew."""
    _, form = gettext_of(request), await read_form(request)
    if not await _shows_it(request, form):
        return _show(request, form, 422)
    login = account_of(request).login
    job = KeepFactor(login, NO_FACTOR, actor_of(request), session_id(request))
    await services_of(request).writer.run(job)
    notify(request, _("The second factor was taken away"))
    return redirect(HERE)


async def _shows_it(request: AnyRequest, form: Form) -> bool:
    """Whether who asks has the second factor at hand."""
    return await is_second(request, account_of(request), form, address_of(request))


def _factor(request: AnyRequest) -> Factor:
    return factor_of(services_of(request).queries, account_of(request).login)


async def _keep_with_codes(request: AnyRequest, factor: Factor) -> Page:
    _, account, codes = gettext_of(request), account_of(request), new_recovery_codes()
    kept = replace(factor, recovery=tuple(map(recovery_digest, codes)))
    job = KeepFactor(account.login, kept, actor_of(request), session_id(request))
    await services_of(request).writer.run(job)
    return page(
        request,
        "account/recovery.html",
        title=_("Recovery codes"),
        whole=True,
        codes=codes,
        onward=home_of(account),
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (second_factor, begin, confirm, recovery, off)
