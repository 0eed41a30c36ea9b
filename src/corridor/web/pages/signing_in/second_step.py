"""The second step of a sign-in: the password was right, something that the person has is asked."""

from typing import Any, Final

from litestar import Request

from corridor.web.auth.accounts import Account, find_account
from corridor.web.auth.passkey_steps import question_for, said_of_passkey, takes_passkey
from corridor.web.auth.second_factor import (
    Factor,
    Safe,
    TakeRecovery,
    TakeStep,
    factor_of,
    recovery_digest,
    step_of,
)
from corridor.web.auth.sessions import half_signed_in
from corridor.web.auth.throttle import Throttle
from corridor.web.context import gettext_of, services_of
from corridor.web.forms import Form
from corridor.web.pages.signing_in.again import kept_of_sign_in
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
_CODE_LETTERS_MAX: Final = 40


def ask_second(request: AnyRequest, form: Form) -> Page:
    """The form for the code. 401: whoever waits for a sign-in is not signed in yet."""
    _, login = gettext_of(request), half_signed_in(request)
    factor = factor_of(services_of(request).queries, login)
    return page(
        request,
        "public/second_factor.html",
        title=_("Sign in: second step"),
        status=429 if form.errors and form["throttled"] else 401,
        whole=True,
        form=form,
        errors=form.errors,
        carried=kept_of_sign_in(form),
        has_codes=bool(factor.sealed),
        question=question_for(request, factor.passkeys) if factor.passkeys else None,
    )


def account_half_in(request: AnyRequest) -> Account | None:
    """Whose password was right a moment ago, in this browser."""
    return find_account(services_of(request).queries, half_signed_in(request))


async def is_second(request: AnyRequest, account: Account, form: Form, address: str) -> bool:
    """Whether the code is right; if not, the form says so, and guessing is slowed down."""
    _, services = gettext_of(request), services_of(request)
    throttle: Throttle = request.app.state.throttle
    name, now = f"second:{account.login}", services.clock.now_ms()
    if not throttle.begin(name, address, now):
        form.add_error("code", _("Too many attempts. Wait 15 minutes and try again."))
        form.values["throttled"] = ["yes"]
        return False
    factor = factor_of(services.queries, account.login)
    answer = form.secret("passkey")
    if answer and await takes_passkey(request, account, factor.passkeys, answer):
        throttle.succeeded(name, address, now)
        return True
    if answer:
        form.add_error("passkey", said_of_passkey(_))
        return False
    if await takes_code(request, account, factor, form["code"]):
        throttle.succeeded(name, address, now)
        return True
    form.add_error("code", _("This code does not fit. Take the next one, or a recovery code."))
    return False


async def takes_code(request: AnyRequest, account: Account, factor: Factor, code: str) -> bool:
    """Use up a code of the moment or a recovery code; False where it is neither."""
    services, login = services_of(request), account.login
    safe: Safe = request.app.state.safe
    given = code[:_CODE_LETTERS_MAX]
    secret = safe.open(factor.sealed, login) if factor.sealed else ""
    step = step_of(secret, given, services.clock.now_ms())
    if step:
        return bool(await services.writer.run(TakeStep(login, step)))
    return bool(await services.writer.run(TakeRecovery(login, recovery_digest(given))))
