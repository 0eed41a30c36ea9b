"""A firm's administrator: invites colleagues, and says how far each may go."""

import secrets
from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import (
    ACCOUNTS_MAX,
    LIMITS,
    Account,
    Limit,
    all_accounts,
    kept_account,
)
from corridor.web.auth.changes import AskChange, Change, What
from corridor.web.auth.identity import Directory, account_of, actor_of
from corridor.web.auth.judging import faults_in
from corridor.web.auth.links import link_id, new_code
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.account.link import show_link
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/account/colleagues"
_FIRMS: Final = only("carrier", "guarantor")
_ACTS: Final[dict[str, What]] = {
    "limited": "limited",
    "closed": "closed",
    "reopened": "reopened",
    "link": "link",
}


@get(HERE, opt=_FIRMS)
async def colleagues(request: AnyRequest) -> Page:
    """Everybody of the firm."""
    return _show(request, Form({"limit": ["drafts"]}))


def _show(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, reader, me = gettext_of(request), reader_of(request), _administrator(request)
    everyone = all_accounts(services_of(request).queries, ACCOUNTS_MAX, closed=True)
    return page(
        request,
        "account/colleagues.html",
        title=_("Colleagues"),
        status=status,
        form=form,
        errors=form.errors,
        people=[
            {
                "login": one.login,
                "name": one.name,
                "leads": one.leads,
                "limit": one.limit,
                "word": reader.labels(one.limit, "limit"),
                "closed": one.closed,
                "has_password": bool(one.hash),
                "is_me": one.login == me.login,
            }
            for one in everyone
            if (one.org, one.role) == (me.org, me.role)
        ],
        limits=reader.labels.options("limit"),
    )


def _administrator(request: AnyRequest) -> Account:
    """Who asks, if they administer their firm; the page is not there for others.

    Whoever is limited themselves would give others, and so themselves, more than they have.
    """
    account = account_of(request)
    if not account.leads or account.limit:
        raise NotKnown
    return account


@post(HERE, opt=_FIRMS)
async def invite(request: AnyRequest) -> Page:
    """One more colleague, and the one-time link for them."""
    _, form, me = gettext_of(request), await read_form(request), _administrator(request)
    services, login = services_of(request), form["login"].lower()
    invited = replace(me, login=login, name=form["name"], hash="", lang="")
    invited = replace(invited, limit=_limit(form), leads=form.is_checked("leads"))
    for name, text in faults_in(_, invited, services).items():
        form.add_error(name, text)
    if form.errors:
        return _show(request, form, 422)
    code = new_code()
    if await _ask(request, "added", invited, code) == "taken":
        form.add_error("login", _("There is such an account already."))
        return _show(request, form, 422)
    return show_link(request, invited, code, HERE)


@post(f"{HERE}/{{login:str}}/{{what:str}}", opt=_FIRMS)
async def change(request: AnyRequest, login: FromPath[str], what: FromPath[str]) -> Page | Redirect:
    """How far a colleague may go, whether at all, or a new link."""
    _, form, me = gettext_of(request), await read_form(request), _administrator(request)
    found = kept_account(services_of(request).queries, login)
    is_mine = found is not None and (found.org, found.role) == (me.org, me.role)
    if found is None or not is_mine or login == me.login or what not in _ACTS:
        raise NotKnown
    wanted = found
    if what == "limited":
        wanted = replace(found, limit=_limit(form), leads=form.is_checked("leads"))
    code = new_code()
    await _ask(request, _ACTS[what], wanted, code)
    if what in ("link", "reopened"):
        return show_link(request, found, code, HERE)
    notify(request, _("The account was changed"), found.name)
    return redirect(HERE)


def _limit(form: Form) -> Limit:
    return next((one for one in LIMITS if one == form["limit"]), "read")


async def _ask(request: AnyRequest, what: What, account: Account, code: str) -> str:
    asked = Change(what, account)
    job = AskChange(asked, actor_of(request), secrets.token_hex(16), link_id(code))
    done: str = await services_of(request).writer.run(job)
    directory: Directory = request.app.state.directory
    directory.forget()
    return done


ROUTES: tuple[ControllerRouterHandler, ...] = (colleagues, invite, change)
