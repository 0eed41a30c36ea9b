"""How one is told by mail and by notices: of what, when, where, and not at night."""

import secrets
from typing import Any, Final, cast

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.refusals import N_
from corridor.domain.telling import URGENT, desk_of, kinds_for
from corridor.engine.jobs import DeleteDocument
from corridor.engine.mailing import KeepChoice, mode_of
from corridor.engine.pushing import is_noticed
from corridor.engine.told import CHOICE, MAIL, MAIL_FAILED, Choice, Mode, read_mail
from corridor.web.access import signed_in
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import Account
from corridor.web.auth.identity import account_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import BUTTON_BYTES_MAX, FORM_BYTES_MAX, Form, read_form
from corridor.web.pages.news.devices import choice_of, devices_shown
from corridor.web.pages.news.hooks import HOOKED
from corridor.web.telling.addresses import is_address
from corridor.web.telling.wording import kind_words
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/news/choices"
MODE: Final = "mode:"
NOTICE: Final = "notice:"
MODES: Final = ("now", "digest", "never")
HOURS: Final = range(24)
MATTERS: Final = {
    "permit": N_("Of permits"),
    "guarantee": N_("Of guarantees"),
    "power": N_("Of powers of attorney"),
}
"""What a kind of news is of, by how it begins; all else is of a movement."""
OPEN_MAX: Final = 12
"""So many kinds are seen at once; where there are more, they are folded by what they are of."""


@get(HERE, opt=signed_in())
async def choices_page(request: AnyRequest) -> Page:
    """The choices as they are."""
    account = account_of(request)
    return _show(request, account, _as_form(choice_of(request, account), account))


def _as_form(choice: Choice, account: Account) -> Form:
    values = {
        "address": choice.address,
        "zone": choice.zone,
        "digest_hour": str(choice.digest_hour),
        "quiet_from": str(choice.quiet_from),
        "quiet_to": str(choice.quiet_to),
        **{f"{MODE}{kind}": mode_of(choice, kind) for kind in kinds_for(account.role)},
        **{f"{NOTICE}{kind}": _checked(choice, kind) for kind in kinds_for(account.role)},
    }
    return Form({name: [value] for name, value in values.items()})


def _checked(choice: Choice, kind: str) -> str:
    return "yes" if is_noticed(choice, kind) else ""


def _show(request: AnyRequest, account: Account, form: Form, status: int = 200) -> Page:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    choice = choice_of(request, account)
    due = services.queries.document(MAIL, account.login)
    failed = services.queries.document(MAIL_FAILED, account.login)
    hours = [{"value": hour, "label": f"{hour:02d}:00"} for hour in HOURS]
    return page(
        request,
        "news/choices.html",
        title=_("How I am told"),
        status=status,
        form=form,
        errors=form.errors,
        choice=choice,
        has_hooks=account.role in HOOKED,
        sends_mail=services.mail is not None,
        **devices_shown(request, account),
        on_its_way=due is not None,
        problem=read_mail(due).error if due is not None else "",
        given_up=read_mail(failed).error if failed is not None else "",
        hours=hours,
        zones=_zones(reader, services.reference.countries),
        pressing=_by_matter(account, reader),
        others=[_kind(kind, reader) for kind in kinds_for(account.role) if kind not in URGENT],
        modes=[
            {"value": "now", "label": _("at once")},
            {"value": "digest", "label": _("in the daily letter")},
            {"value": "never", "label": _("not by mail")},
        ],
    )


def _by_matter(account: Account, reader: Reader) -> list[dict[str, Any]]:
    """What is urgent; one part without a name where it is little."""
    kinds = [kind for kind in kinds_for(account.role) if kind in URGENT]
    found: dict[str, list[dict[str, str]]] = {}
    for kind in kinds:
        name = MATTERS.get(kind.partition(".")[0], N_("Of movements"))
        found.setdefault(name if len(kinds) > OPEN_MAX else "", []).append(_kind(kind, reader))
    return [{"name": name and reader.words(name), "kinds": of} for name, of in found.items()]


def _kind(kind: str, reader: Reader) -> dict[str, str]:
    return {"name": f"{MODE}{kind}", "notice": f"{NOTICE}{kind}", "label": kind_words(kind, reader)}


def _zones(reader: Reader, countries: Any) -> list[dict[str, str]]:
    """States, each with one clock here, by name."""
    found = sorted((reader.names.country(code), code) for code in countries)
    return [{"value": code, "label": name} for name, code in found]


@post(HERE, opt=signed_in(), request_max_body_size=FORM_BYTES_MAX)
async def keep(request: AnyRequest) -> Page | Redirect:
    """Keep them; a new address is asked first whether it is right."""
    _, account, form = gettext_of(request), account_of(request), await read_form(request)
    choice = _read(request, account, form)
    if form.errors:
        return _show(request, account, form, 422)
    job = KeepChoice(account.login, desk_of(account.actor()), choice)
    await services_of(request).writer.run(job)
    text = _("Open the letter that comes there and confirm the address.") if choice.code else ""
    notify(request, _("Your choice is kept"), text)
    return redirect(HERE)


def _read(request: AnyRequest, account: Account, form: Form) -> Choice:
    _, earlier, address = gettext_of(request), choice_of(request, account), form["address"]
    if address and not is_address(address):
        text = _("This is no address of mail. It looks like this: name@example.org.")
        form.add_error("address", text)
    if form["zone"] not in services_of(request).reference.countries:
        form.add_error("zone", _("Choose the state whose clock holds for you."))
    if services_of(request).notices is None:
        notices = earlier.notices
    else:
        notices = {kind: form.is_checked(f"{NOTICE}{kind}") for kind in kinds_for(account.role)}
    is_same = address == earlier.address
    modes = {kind: form[f"{MODE}{kind}"] for kind in kinds_for(account.role)}
    return Choice(
        address=address,
        code=earlier.code if is_same else (secrets.token_urlsafe(24) if address else ""),
        lang=reader_of(request).lang,
        zone=form["zone"],
        digest_hour=_hour(form, "digest_hour", 8),
        quiet_from=_hour(form, "quiet_from"),
        quiet_to=_hour(form, "quiet_to"),
        modes={kind: cast(Mode, mode) for kind, mode in modes.items() if mode in MODES},
        notices=notices,
    )


def _hour(form: Form, name: str, otherwise: int = 0) -> int:
    text = form[name]
    is_hour = text.isascii() and text.isdigit() and len(text) <= len("23") and int(text) in HOURS
    return int(text) if is_hour else otherwise


@get("/news/confirm/{code:str}", opt=signed_in())
async def confirm_page(request: AnyRequest, code: FromPath[str]) -> Page:
    """What the letter leads to: one button, since machines open links too."""
    _, choice = gettext_of(request), choice_of(request, account_of(request))
    _must_fit(choice, code)
    title = _("Confirm the address")
    return page(request, "news/confirm.html", title=title, address=choice.address, code=code)


@post("/news/confirm/{code:str}", opt=signed_in(), request_max_body_size=BUTTON_BYTES_MAX)
async def confirm(request: AnyRequest, code: FromPath[str]) -> Redirect:
    """The address is right: from now on it is used."""
    _, account = gettext_of(request), account_of(request)
    choice = choice_of(request, account)
    _must_fit(choice, code)
    confirmed = replace(choice, code="")
    job = KeepChoice(account.login, desk_of(account.actor()), confirmed)
    await services_of(request).writer.run(job)
    notify(request, _("The address is confirmed"), choice.address)
    return redirect(HERE)


def _must_fit(choice: Choice, code: str) -> None:
    if not choice.code or not secrets.compare_digest(choice.code.encode(), code.encode()):
        raise NotKnown


@post("/news/choices/ask-again", opt=signed_in(), request_max_body_size=BUTTON_BYTES_MAX)
async def ask_again(request: AnyRequest) -> Redirect:
    """Send the letter that asks once more."""
    _, account = gettext_of(request), account_of(request)
    choice, services = choice_of(request, account), services_of(request)
    if choice.code:
        await services.writer.run(DeleteDocument(CHOICE, account.login))
        await services.writer.run(KeepChoice(account.login, desk_of(account.actor()), choice))
        notify(request, _("The letter is sent once more"), choice.address)
    return redirect(HERE)


ROUTES: tuple[ControllerRouterHandler, ...] = (
    choices_page,
    keep,
    confirm_page,
    confirm,
    ask_again,
)
