"""Sign-in and sign-out, and the choice of language."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from corridor.web.access import anyone
from corridor.web.addresses import local_path, redirect
from corridor.web.auth.accounts import Account, find_account
from corridor.web.auth.identity import Directory
from corridor.web.auth.passkey_steps import account_by_passkey, question_for
from corridor.web.auth.passwords import is_right
from corridor.web.auth.second_factor import factor_of
from corridor.web.auth.sessions import begin_half, begin_session, end_session
from corridor.web.auth.throttle import Throttle
from corridor.web.context import gettext_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import FORM_BYTES_MAX, Form, read_form
from corridor.web.i18n import COOKIE, LANGUAGES
from corridor.web.nav import home_of
from corridor.web.pages.signing_in.again import RESUME, kept_of_sign_in, resumed, sign_in_page_of
from corridor.web.pages.signing_in.second_step import account_half_in, ask_second, is_second
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
_YEAR_S = 365 * 24 * 3600


@get("/sign-in", opt=anyone())
async def sign_in_page(request: AnyRequest) -> Page:
    """The form; in the demo also one button per desk."""
    return _show(request, Form({"next": [request.query_params.get("next", "")]}))


@post("/sign-in", opt=anyone(), request_max_body_size=FORM_BYTES_MAX)
async def sign_in(request: AnyRequest) -> Page | Redirect:
    """Check login and password; the answer to a wrong one tells nothing about either."""
    _ = gettext_of(request)
    form = await read_form(request)
    throttle: Throttle = request.app.state.throttle
    address, now = address_of(request), services_of(request).clock.now_ms()
    login = form["login"].lower()
    if not throttle.begin(login, address, now):
        form.add_error("login", _("Too many attempts. Wait 15 minutes and try again."))
        return _show(request, form, 429)
    account = find_account(services_of(request).queries, login)
    kept = account.hash if account else ""
    if not await is_right(kept, form.secret("password")) or account is None:
        form.add_error("login", _("Login and password do not match. Check both."))
        return _show(request, form, 401)
    throttle.succeeded(login, address, now)
    if factor_of(services_of(request).queries, login).is_on:
        await end_session(request)
        begin_half(request, login)
        return ask_second(request, form)
    return await _enter(request, account, form)


@post("/sign-in/second", opt=anyone(), request_max_body_size=FORM_BYTES_MAX)
async def second_step(request: AnyRequest) -> Page | Redirect:
    """The code, after the password; without the password there is nothing to try codes at."""
    form, account = await read_form(request), account_half_in(request)
    if account is None:
        return _show(request, form, 401)
    if not await is_second(request, account, form, address_of(request)):
        return ask_second(request, form)
    return await _enter(request, account, form, with_second=True)


@post("/sign-in/passkey", opt=anyone(), request_max_body_size=FORM_BYTES_MAX)
async def ask_passkey(request: AnyRequest) -> Page | Redirect:
    """Instead of login and password: the page asks the device for a passkey."""
    return _ask_passkey(request, await read_form(request))


def _ask_passkey(request: AnyRequest, form: Form) -> Page | Redirect:
    _, question = gettext_of(request), question_for(request)
    if question is None:
        return redirect("/sign-in")
    return page(
        request,
        "public/passkey.html",
        title=_("Sign in with a passkey"),
        status=401,
        whole=True,
        form=form,
        errors=form.errors,
        carried=kept_of_sign_in(form),
        question=question,
    )


@post("/sign-in/passkey/answer", opt=anyone(), request_max_body_size=FORM_BYTES_MAX)
async def passkey_answered(request: AnyRequest) -> Page | Redirect:
    """The device's answer; a wrong one tells nothing about whose it might have been."""
    _, form, throttle = gettext_of(request), await read_form(request), request.app.state.throttle
    address, now = address_of(request), services_of(request).clock.now_ms()
    if not throttle.begin(f"passkey:{address}", address, now):
        form.add_error("login", _("Too many attempts. Wait 15 minutes and try again."))
        return _show(request, form, 429)
    account = await account_by_passkey(request, form.secret("passkey"))
    if account is None:
        form.add_error("passkey", _("The passkey was not taken. Try again, or use the password."))
        return _ask_passkey(request, form)
    throttle.succeeded(f"passkey:{address}", address, now)
    return await _enter(request, account, form, with_second=True)


@post("/sign-out", opt=anyone(), request_max_body_size=FORM_BYTES_MAX)
async def sign_out(request: AnyRequest) -> Redirect:
    """End the session."""
    await end_session(request)
    return redirect("/")


@post("/demo/sign-in", opt=anyone(), request_max_body_size=FORM_BYTES_MAX)
async def demo_sign_in(request: AnyRequest) -> Page | Redirect:
    """One click, demo only: on a real node this route does not exist."""
    form = await read_form(request)
    account = find_account(services_of(request).queries, form["account"])
    if account is None:
        raise NotKnown
    return await _enter(request, account, form)


@get("/language/{code:str}", opt=anyone())
async def choose_language(request: AnyRequest, code: FromPath[str]) -> Redirect:
    """Remember the language and go back to the page."""
    if code not in LANGUAGES:
        raise NotKnown
    return remember_language(
        request, redirect(local_path(request.query_params.get("next", ""))), code
    )


def remember_language(request: AnyRequest, answer: Redirect, lang: str) -> Redirect:
    """Let the browser keep a language, if one was chosen."""
    if lang in LANGUAGES:
        is_secure = services_of(request).secure_cookies
        answer.set_cookie(
            COOKIE, lang, max_age=_YEAR_S, secure=is_secure, httponly=True, samesite="lax"
        )
    return answer


async def _enter(
    request: AnyRequest, account: Account, form: Form, with_second: bool = False
) -> Page | Redirect:
    directory: Directory = request.app.state.directory
    directory.forget()
    await end_session(request)
    await begin_session(request, account.login, with_second)
    if local_path(form[RESUME], ""):
        return resumed(request, form, form[RESUME])
    return remember_language(
        request, redirect(local_path(form["next"], home_of(account))), account.lang
    )


def _show(request: AnyRequest, form: Form, status: int = 200) -> Page:
    return sign_in_page_of(request, form, status, is_again=bool(form[RESUME]))


def address_of(request: AnyRequest) -> str:
    """From where somebody asks; nothing where the server does not know."""
    return request.client.host if request.client else ""
