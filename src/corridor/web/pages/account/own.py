"""The account page: language, password, and where one is signed in."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.engine.hlc import instant
from corridor.web.access import own
from corridor.web.addresses import redirect
from corridor.web.auth.identity import Directory, account_of, actor_of
from corridor.web.auth.passwords import hash_password_apart
from corridor.web.auth.roster import AmendAccount
from corridor.web.auth.sessions import begin_session, is_with_second, session_id
from corridor.web.auth.signed_in import Register, SignedIn
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.i18n import LANGUAGES
from corridor.web.pages.account.proving import knows_password
from corridor.web.pages.carrier.filling import offered_from
from corridor.web.pages.signing_in.new_password import new_password
from corridor.web.pages.signing_in.routes import remember_language
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.books.usual import usual_of

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/account"


@get(HERE, opt=own())
async def account_page(request: AnyRequest) -> Page:
    """Who one is here, and what of it one may change oneself."""
    return _show(request, Form({"lang": [account_of(request).lang or reader_of(request).lang]}))


def _show(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, reader, account = gettext_of(request), reader_of(request), account_of(request)
    register: Register = request.app.state.register
    here = session_id(request)
    open_now = register.of(account.login)
    return page(
        request,
        "account/own.html",
        title=_("My account"),
        status=status,
        form=form,
        errors=form.errors,
        about=_about(reader, request),
        usual=usual_of(services_of(request), account.login) if account.role == "carrier" else None,
        offers=offered_from(request, ("trucks", "trailers", "parties"))
        if account.role == "carrier"
        else {},
        has_password=bool(account.hash),
        sessions=[_session(reader, id, one, here) for id, one in open_now.items()],
        others=len(open_now.keys() - {here}),
    )


def _about(reader: Reader, request: AnyRequest) -> list[dict[str, Any]]:
    _, account = reader.words, account_of(request)
    rows: list[dict[str, Any]] = [
        {"label": _("Full name"), "value": account.name},
        {"label": _("Login"), "value": account.login, "mono": True},
        {"label": _("Role"), "value": reader.labels(account.role, "role")},
        {"label": _("Place of work"), "value": reader.names.desk(account)},
    ]
    if account.org_name and account.office:
        rows.append({"label": _("Organisation"), "value": account.org_name})
    if account.leads:
        leads = _("head of the office") if account.office else _("administrator of the firm")
        rows.append({"label": _("Also"), "value": leads})
    return rows


def _session(reader: Reader, id: str, one: SignedIn, here: str) -> dict[str, Any]:
    moment, node = reader.formats.moment, reader.names.node
    return {
        "id": id,
        "device": one.device or reader.words("unknown device"),
        "began": moment(instant(one.began), node),
        "seen": moment(instant(one.seen), node),
        "is_this": id == here,
    }


@post(f"{HERE}/language", opt=own())
async def choose(request: AnyRequest) -> Redirect:
    """The language of pages after each sign-in, on whatever device, and of letters."""
    _, form, account = gettext_of(request), await read_form(request), account_of(request)
    if form["lang"] not in LANGUAGES:
        raise NotKnown
    await _amend(request, AmendAccount(account.login, {"lang": form["lang"]}, actor_of(request)))
    notify(request, _("The language was saved"))
    return remember_language(request, redirect(HERE), form["lang"])


async def _amend(request: AnyRequest, job: AmendAccount) -> None:
    await services_of(request).writer.run(job)
    directory: Directory = request.app.state.directory
    directory.forget()


@post(f"{HERE}/password", opt=own())
async def change_password(request: AnyRequest) -> Page | Redirect:
    """A new password; all sessions but a fresh one of this browser end with the old."""
    _, form, account = gettext_of(request), await read_form(request), account_of(request)
    if not await knows_password(request, form):
        return _show(request, form, 422)
    new = new_password(_, form, account)
    if form.errors:
        return _show(request, form, 422)
    changes = {"hash": await hash_password_apart(new)}
    job = AmendAccount(account.login, changes, actor_of(request), "password", ends_sessions=True)
    await _amend(request, job)
    await begin_session(request, account.login, is_with_second(request))
    notify(request, _("The password was changed"), _("All other sessions have ended."))
    return redirect(HERE)


@post(f"{HERE}/sessions/end-others", opt=own())
async def end_others(request: AnyRequest) -> Redirect:
    """Everywhere but here."""
    _ = gettext_of(request)
    register: Register = request.app.state.register
    count = await register.end_others(account_of(request).login, session_id(request))
    notify(request, _.ngettext("%(num)s session ended", "%(num)s sessions ended", count))
    return redirect(HERE)


@post(f"{HERE}/sessions/{{id:str}}/end", opt=own())
async def end_one(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """One of them, such as that of a lost telephone."""
    _ = gettext_of(request)
    register: Register = request.app.state.register
    if not await register.end(id, account_of(request).login):
        raise NotKnown
    notify(request, _("The session ended"))
    return redirect(HERE)


ROUTES: tuple[ControllerRouterHandler, ...] = (
    account_page,
    choose,
    change_password,
    end_others,
    end_one,
)
