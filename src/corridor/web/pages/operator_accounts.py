"""The operator's accounts, while the node runs: who may sign in, where, and as what."""

import secrets
from typing import Any, Final, cast, get_args
from urllib.parse import quote

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.acts import ROLES, Role
from corridor.domain.typed import plain
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import ACCOUNTS_MAX, Account, all_accounts, kept_account
from corridor.web.auth.changes import (
    AskChange,
    Change,
    DecideChange,
    Done,
    What,
    proposals,
)
from corridor.web.auth.finding import STANDINGS, fits_words, standing_of, who_confirm
from corridor.web.auth.identity import Directory, account_of, actor_of
from corridor.web.auth.judging import faults_in, offices_for
from corridor.web.auth.links import link_id, new_code
from corridor.web.auth.second_factor import factor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.account.link import show_link
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.stretch import stretch_of

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/operator/accounts"
_ONE: Final = f"{HERE}/of/{{login:str}}"


@get(HERE, opt=only("operator"))
async def accounts(request: AnyRequest) -> Page:
    """All accounts, and above them what waits for another operator's word."""
    _, reader, queries = gettext_of(request), reader_of(request), services_of(request).queries
    asked, role, standing = (request.query_params.get(name, "") for name in ("q", "role", "state"))
    everyone = all_accounts(queries, ACCOUNTS_MAX, closed=True)
    found = [one for one in everyone if _fits(one, asked, role, standing, reader)]
    shown = stretch_of(request, found)
    return page(
        request,
        "operator/accounts.html",
        title=_("People of this node"),
        proposals=[_proposal(request, id) for id in proposals(queries)],
        people=[_person(reader, one) for one in shown.rows],
        shown=shown,
        total=len(found),
        asked=asked,
        role=role,
        roles=_roles(reader, with_any=True),
        standing=standing,
        standings=_standings(reader),
        needs_second=services_of(request).officers_need_second,
        needs_power=services_of(request).brokers_need_power,
        others=who_confirm(everyone, account_of(request).login),
    )


def _fits(account: Account, asked: str, role: str, standing: str, reader: Reader) -> bool:
    if role not in ("", account.role) or standing not in ("", standing_of(account)):
        return False
    return fits_words(account, asked, reader)


def _standings(reader: Reader) -> list[dict[str, str]]:
    found = [{"value": one, "label": reader.words(word)} for one, word in STANDINGS.items()]
    return [{"value": "", "label": reader.words("any")}, *found]


def _roles(reader: Reader, with_any: bool = False) -> list[dict[str, str]]:
    found = [{"value": role, "label": reader.labels(role, "role")} for role in ROLES]
    return [{"value": "", "label": reader.words("all roles")}, *found] if with_any else found


def _person(reader: Reader, one: Account) -> dict[str, Any]:
    return {
        "login": one.login,
        "href": f"{HERE}/of/{quote(one.login, safe='')}",
        "name": one.name,
        "role": reader.labels(one.role, "role"),
        "desk": reader.names.desk(one),
        "org": one.org,
        "leads": one.leads,
        "closed": one.closed,
        "has_password": bool(one.hash),
    }


def _proposal(request: AnyRequest, id: str) -> dict[str, Any]:
    reader, services = reader_of(request), services_of(request)
    found = proposals(services.queries)[id]
    return {
        "id": id,
        "what": reader.labels(found.change.what, "account_change"),
        "person": _person(reader, found.change.account),
        "by": found.by,
        "at": reader.formats.moment(found.at, services.node),
        "is_own": found.by == account_of(request).login,
    }


@get(f"{HERE}/new", opt=only("operator"))
async def new(request: AnyRequest) -> Page:
    """The form for one more person."""
    return _form_page(request, Form({"role": ["carrier"]}), None)


@post(f"{HERE}/new", opt=only("operator"))
async def add(request: AnyRequest) -> Page | Redirect:
    """Added, or proposed to another operator."""
    form = await read_form(request)
    account = _described(form, form["login"].lower())
    return await _changed(request, form, Change("added", account), None)


@get(_ONE, opt=only("operator"))
async def one(request: AnyRequest, login: FromPath[str]) -> Page:
    """One person: what is known, and what can be done."""
    account = _kept(request, login)
    values = {"name": account.name, "role": account.role, "office": account.office}
    values |= {"org": account.org, "org_name": account.org_name}
    form = Form({name: [value] for name, value in values.items()})
    form.values["leads"] = ["yes"] if account.leads else []
    return _form_page(request, form, account)


@post(f"{_ONE}/{{what:str}}", opt=only("operator"))
async def change(request: AnyRequest, login: FromPath[str], what: FromPath[str]) -> Page | Redirect:
    """Changed, closed, opened again, given a link; or proposed."""
    account, form = _kept(request, login), await read_form(request)
    if what not in get_args(What) or what in ("added", "limited"):
        raise NotKnown
    if what == "closed" and login == account_of(request).login:
        raise NotKnown
    wanted = _described(form, login) if what == "changed" else account
    return await _changed(request, form, Change(cast(What, what), wanted), account)


async def _changed(
    request: AnyRequest, form: Form, asked: Change, before: Account | None
) -> Page | Redirect:
    _, services = gettext_of(request), services_of(request)
    if asked.what in ("added", "changed"):
        for name, text in faults_in(_, asked.account, services).items():
            form.add_error(name, text)
    if form.errors:
        return _form_page(request, form, before, 422)
    code = new_code()
    id = secrets.token_hex(16)
    done = await services.writer.run(AskChange(asked, actor_of(request), id, link_id(code)))
    if done == "taken":
        form.add_error("login", _("There is such an account already."))
        return _form_page(request, form, before, 422)
    return _told(request, done, asked, code)


def _told(request: AnyRequest, done: Done, asked: Change, code: str) -> Page | Redirect:
    """What came of it: the link where there is one, else a notice on the list."""
    _, name = gettext_of(request), asked.account.name
    directory: Directory = request.app.state.directory
    directory.forget()
    if done == "done" and asked.what in ("added", "link", "reopened"):
        return show_link(request, asked.account, code, HERE)
    if done == "done":
        notify(request, _("The account was changed"), name)
    elif done == "proposed":
        notify(request, _("Proposed: another operator has to confirm it"), name, "wait")
    elif done == "own":
        notify(request, _("Another operator has to confirm what you proposed"), name, "stop")
    else:
        notify(request, _("Nothing was changed: it was decided before"), name, "stop")
    return redirect(HERE)


@post(f"{HERE}/proposals/{{id:str}}/{{word:str}}", opt=only("operator"))
async def decide(request: AnyRequest, id: FromPath[str], word: FromPath[str]) -> Page | Redirect:
    """The second pair of eyes."""
    _, services = gettext_of(request), services_of(request)
    found = proposals(services.queries).get(id)
    if found is None or word not in ("confirm", "decline"):
        raise NotKnown
    is_confirmed, code = word == "confirm", new_code()
    job = DecideChange(id, actor_of(request), is_confirmed, link_id(code))
    done = await services.writer.run(job)
    if done == "done" and not is_confirmed:
        notify(request, _("The proposal was declined"), found.change.account.name)
        return redirect(HERE)
    return _told(request, done, found.change, code)


def _kept(request: AnyRequest, login: str) -> Account:
    found = kept_account(services_of(request).queries, login)
    if found is None:
        raise NotKnown
    return found


def _described(form: Form, login: str) -> Account:
    role: Role = next((one for one in ROLES if one == form["role"]), "carrier")
    return Account(
        login=login,
        name=form["name"],
        org=plain(form["org"]),
        role=role,
        office=form["office"],
        org_name=form["org_name"],
        leads=form.is_checked("leads"),
    )


def _form_page(request: AnyRequest, form: Form, account: Account | None, status: int = 200) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    return page(
        request,
        "operator/account.html",
        title=account.name if account else _("New account"),
        status=status,
        form=form,
        errors=form.errors,
        person=_person(reader, account) if account else None,
        has_second=account is not None and has_second(request, account),
        is_own=account is not None and account.login == account_of(request).login,
        roles=_roles(reader),
        offices=_offices(request, reader),
    )


def has_second(request: AnyRequest, account: Account) -> bool:
    """Whether the person has a second factor."""
    return factor_of(services_of(request).queries, account.login).is_on


def _offices(request: AnyRequest, reader: Reader) -> list[dict[str, str]]:
    """Offices and authorities of this state, after the choice of none."""
    services = services_of(request)
    codes: dict[str, str] = {}
    for role in ("customs", "permit"):
        for code in offices_for(role, services.node, services.reference, services.authorities):
            codes[code] = reader.names.office(code)
    none = {"value": "", "label": reader.words("none: a firm or the operator")}
    return [none, *({"value": c, "label": f"{name} ({c})"} for c, name in codes.items())]


ROUTES: tuple[ControllerRouterHandler, ...] = (accounts, new, add, one, change, decide)
