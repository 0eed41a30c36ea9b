"""Setting up a second factor, new recovery codes, and taking it away."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.facts import Actor
from corridor.engine.hlc import instant
from corridor.web.access import own
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import OFFICERS
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.auth.passkey_steps import place_in
from corridor.web.auth.passkeys import Passkey
from corridor.web.auth.second_factor import (
    KeepFactor,
    RenewRecovery,
    Safe,
    address_of_secret,
    factor_of,
    new_recovery_codes,
    new_secret,
    recovery_digest,
    step_of,
)
from corridor.web.auth.sessions import note_second, session_id, session_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.nav import home_of
from corridor.web.pages.account.proving import own_factor, proves_themselves
from corridor.web.pages.signing_in.routes import address_of
from corridor.web.pages.signing_in.second_step import is_second
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.qr import qr_svg

AnyRequest = Request[Any, Any, Any]
SECOND: Final = "/account/second-factor"
_NEW: Final = "factor"
"""In the sealed cookie: the secret that is being set up."""


@get(SECOND, opt=own())
async def second_factor(request: AnyRequest) -> Page:
    """Whether there is one, and what can be done."""
    return _show(request, Form())


def _show(request: AnyRequest, form: Form, status: int = 200) -> Page:
    """The page with all that one has besides the password."""
    _, services, account = gettext_of(request), services_of(request), account_of(request)
    reader = reader_of(request)
    factor = factor_of(services.queries, account.login)
    return page(
        request,
        "account/second.html",
        title=_("Second factor"),
        status=status,
        form=form,
        errors=form.errors,
        is_on=factor.is_on,
        has_codes=bool(factor.sealed),
        passkeys=[_passkey(reader, one) for one in factor.passkeys],
        has_place=place_in(request) is not None,
        left=len(factor.recovery),
        is_needed=services.officers_need_second and account.role in OFFICERS,
        has_password=bool(account.hash),
    )


def _passkey(reader: Reader, one: Passkey) -> dict[str, Any]:
    moment, node = reader.formats.moment, reader.names.node
    return {
        "name": one.name,
        "alone": one.alone,
        "made": moment(instant(one.made), node),
        "used": moment(instant(one.used), node) if one.used else "",
        "href": f"/account/passkeys/{one.ref}/remove",
    }


@post(f"{SECOND}/begin", opt=own())
async def begin(request: AnyRequest) -> Page:
    """After the password or a code, a fresh secret for the application."""
    form = await read_form(request)
    if own_factor(request).sealed or not await proves_themselves(request, form):
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


@post(f"{SECOND}/confirm", opt=own())
async def confirm(request: AnyRequest) -> Page | Redirect:
    """The first code shows that the application has the secret; then the recovery codes."""
    _, form, account = gettext_of(request), await read_form(request), account_of(request)
    services = services_of(request)
    secret = str(session_of(request).get(_NEW, ""))
    if not secret or own_factor(request).sealed:
        return redirect(SECOND)
    step = step_of(secret, form["code"], services.clock.now_ms())
    if not step:
        form.add_error("code", _("This code does not fit. Is the clock of the telephone right?"))
        return _show_secret(request, form, 422)
    safe: Safe = request.app.state.safe
    sealed, codes = safe.seal(secret, account.login), new_recovery_codes()
    session_of(request).pop(_NEW)
    note_second(request)
    digests = tuple(map(recovery_digest, codes))
    await _run(request, partial(KeepFactor, account.login, sealed, step, digests))
    return show_recovery(request, codes)


@post(f"{SECOND}/recovery", opt=own())
async def recovery(request: AnyRequest) -> Page:
    """New recovery codes in place of all earlier ones."""
    form, codes = await read_form(request), new_recovery_codes()
    if not own_factor(request).is_on or not await _shows_it(request, form):
        return _show(request, form, 422)
    digests = tuple(map(recovery_digest, codes))
    await _run(request, partial(RenewRecovery, account_of(request).login, digests))
    return show_recovery(request, codes)


@post(f"{SECOND}/off", opt=own())
async def off(request: AnyRequest) -> Page | Redirect:
    """Without codes from now on; where the node asks officers for a second factor and no passkey
    is left, it has to be set up anew.
    """
    _, form = gettext_of(request), await read_form(request)
    if not own_factor(request).sealed or not await _shows_it(request, form):
        return _show(request, form, 422)
    await _run(request, partial(KeepFactor, account_of(request).login, "", 0, ()))
    notify(request, _("The second factor was taken away"))
    return redirect(SECOND)


async def _shows_it(request: AnyRequest, form: Form) -> bool:
    """Whether who asks has the second factor at hand; who has passkeys alone types the password."""
    if own_factor(request).sealed:
        return await is_second(request, account_of(request), form, address_of(request))
    return await proves_themselves(request, form)


async def _run(request: AnyRequest, job: Callable[[Actor, str], Any]) -> None:
    """By who asks, in whose other sessions it ends."""
    await services_of(request).writer.run(job(actor_of(request), session_id(request)))


def show_recovery(request: AnyRequest, codes: Sequence[str]) -> Page:
    """Recovery codes, this once."""
    _ = gettext_of(request)
    return page(
        request,
        "account/recovery.html",
        title=_("Recovery codes"),
        whole=True,
        codes=codes,
        onward=home_of(account_of(request)),
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (second_factor, begin, confirm, recovery, off)
