"""Settings of the node: what each means, what it is, who set it; those about officers take two."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.terms import LEAST, MOST, read_dated, with_change, write_dated
from corridor.domain.typed import day, is_day
from corridor.engine.ports import Document
from corridor.engine.tuning import read_tuned
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import ACCOUNTS_MAX, all_accounts
from corridor.web.auth.finding import who_confirm
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import BUTTON_BYTES_MAX, FORM_BYTES_MAX, Form, read_form
from corridor.web.settings.changes import (
    ChangeSetting,
    DecideSetting,
    Done,
    SettingProposal,
    setting_proposals,
)
from corridor.web.settings.in_force import SettingsInForce
from corridor.web.settings.known import (
    BY_NAME,
    KNOWN,
    NO,
    NUMBER_LEAST,
    NUMBER_MAX,
    TERM_MEANS,
    TEXT_MAX,
    Known,
    fitting,
)
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.setting_words import unit_word, value_shown

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/operator/settings"
_ONE: Final = f"{HERE}/{{name:str}}"
_SURE: Final = "sure"
_BACK: Final = "back"
"""In place of a value: as `node.json` says again."""


def _known(name: str) -> Known:
    if name not in BY_NAME:
        raise NotKnown
    return BY_NAME[name]


@get(HERE, opt=only("operator"))
async def settings_page(request: AnyRequest) -> Page:
    """All of them, and above them what waits for another operator's word."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    everyone = all_accounts(services.queries, ACCOUNTS_MAX)
    return page(
        request,
        "operator/settings.html",
        title=_("Settings of this node"),
        rows=[_row(request, services.settings, one) for one in KNOWN if one.kind != "term"],
        terms=[_row(request, services.settings, one) for one in KNOWN if one.kind == "term"],
        term_means=_(TERM_MEANS),
        proposals=[
            _proposal(request, one)
            for one in setting_proposals(services.queries).values()
            if one.name in BY_NAME  # an earlier version may have known more
        ],
        others=who_confirm(everyone, account_of(request).login),
        lang=reader.lang,
    )


def _row(request: AnyRequest, in_force: SettingsInForce, known: Known) -> dict[str, Any]:
    _, reader = gettext_of(request), reader_of(request)
    return {
        "name": known.name,
        "label": _(known.label),
        "meaning": _(known.meaning),
        "value": value_shown(reader, known, in_force.text(known.name)),
        "file": value_shown(reader, known, in_force.as_begun(known.name)),
        "default": value_shown(reader, known, known.default),
        "takes_two": known.takes_two,
        "is_code": known.kind == "hosts",
        "is_set": known.name in in_force.kept,
        "who": _who(request, in_force.kept.get(known.name)),
    }


def _who(request: AnyRequest, document: Document | None) -> str:
    """Who set it last, and when; nobody where `node.json` alone has spoken."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    if document is None:
        return _("as node.json says")
    kept = read_tuned(document)
    at = reader.formats.moment(document.updated, services.node)
    if kept.proposed_by:
        return _(
            "%(who)s proposed, %(by)s confirmed, %(at)s", who=kept.proposed_by, by=kept.by, at=at
        )
    return f"{kept.by}, {at}"


def _proposal(request: AnyRequest, one: SettingProposal) -> dict[str, Any]:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    known = _known(one.name)
    return {
        "name": one.name,
        "label": _(known.label),
        "value": value_shown(reader, known, one.value) or _("as node.json says"),
        "by": one.by,
        "at": one.at,
        "moment": reader.formats.moment(one.at, services.node),
        "is_own": one.by == account_of(request).login,
    }


@get(_ONE, opt=only("operator"))
async def setting_page(request: AnyRequest, name: FromPath[str]) -> Page:
    """The form of one."""
    known, in_force = _known(name), services_of(request).settings
    return _form(request, known, Form(_begun(request, known, in_force)))


def _begun(request: AnyRequest, known: Known, in_force: SettingsInForce) -> dict[str, list[str]]:
    """What stands in the form first: of a term, its last value and the first day it may change."""
    text = in_force.text(known.name)
    if known.kind != "term":
        return {"value": [text]}
    today = services_of(request).day_at(services_of(request).node)
    return {"value": [str(read_dated(text)[-1][1])], "since": [today]}


def _form(request: AnyRequest, known: Known, form: Form, status: int = 200) -> Page:
    _, in_force = gettext_of(request), services_of(request).settings
    return page(
        request,
        "operator/setting.html",
        title=_(known.label),
        status=status,
        form=form,
        errors=form.errors,
        setting=_row(request, in_force, known),
        kind=known.kind,
        unit=unit_word(reader_of(request), known),
        choices=[{"value": "yes", "label": _("yes")}, {"value": NO, "label": _("no")}],
        is_set=known.name in in_force.kept and known.kind != "term",
    )


@post(_ONE, opt=only("operator"), request_max_body_size=FORM_BYTES_MAX)
async def change(request: AnyRequest, name: FromPath[str]) -> Page | Redirect:
    """What it would become is shown first; then it is changed, or proposed."""
    known, form = _known(name), await read_form(request)
    is_back = form.is_checked(_BACK) and known.kind != "term"
    value = None if is_back else _wanted(request, known, form)
    if value is None and not is_back:
        if not form.errors:
            form.add_error("value", _fault(request, known))
        return _form(request, known, form, 422)
    if _is_so(services_of(request).settings, known, value, form):
        _ = gettext_of(request)
        form.add_error("value", _("It is so already: nothing would change."))
        return _form(request, known, form, 422)
    if not form.is_checked(_SURE):
        return _confirm(request, known, value, form)
    job = ChangeSetting(name, value, actor_of(request), known.takes_two)
    return _told(request, known, await services_of(request).writer.run(job))


def _wanted(request: AnyRequest, known: Known, form: Form) -> str | None:
    """What was typed, as it is kept; of a term, with all that held before the day it changes."""
    if known.kind != "term":
        return fitting(known, form["value"])
    services, since = services_of(request), day(form["since"])
    if not is_day(since) or since < services.day_at(services.node):
        _ = gettext_of(request)
        form.add_error("since", _("Give a day that is not past: what was decided before stands."))
        return None
    count = form["value"]
    if not count.isdecimal() or len(count) > len(str(MOST)) or not LEAST <= int(count) <= MOST:
        return None
    before = read_dated(services.settings.text(known.name))
    return write_dated(with_change(before, since, int(count)))


def _is_so(in_force: SettingsInForce, known: Known, value: str | None, form: Form) -> bool:
    """Whether it has this value without the change; of a term, from that day on."""
    if value is None or known.kind != "term":
        return value == in_force.text(known.name)
    dated, since = read_dated(in_force.text(known.name)), day(form["since"])
    return dated[-1][0] <= since and dated[-1][1] == int(form["value"])


def _fault(request: AnyRequest, known: Known) -> str:
    _ = gettext_of(request)
    if known.kind == "yesno":
        return _("Choose one.")
    if known.kind == "number":
        limits = {"least": NUMBER_LEAST, "most": NUMBER_MAX}
        return _("Give a whole number of MiB, from %(least)s to %(most)s.", **limits)
    if known.kind == "term":
        return _("Give a whole number, from %(least)s to %(most)s.", least=LEAST, most=MOST)
    if known.kind == "text":
        return _("Say it in %(count)s letters at most.", count=str(TEXT_MAX))
    return _("Give names of hosts, one on a line, such as push.example.org or *.example.org.")


def _confirm(request: AnyRequest, known: Known, value: str | None, form: Form) -> Page:
    _, reader, in_force = gettext_of(request), reader_of(request), services_of(request).settings
    wanted = value if value is not None else in_force.as_begun(known.name)
    return page(
        request,
        "confirm.html",
        title=_(known.label),
        form=Form(),
        consequence=_(known.meaning),
        action=f"{HERE}/{known.name}",
        cancel_href=f"{HERE}/{known.name}",
        label=_("Propose it") if known.takes_two else _("Change it"),
        hidden={
            "value": _typed(known, value, form),
            "since": form["since"],
            _BACK: "" if value is not None else "yes",
            _SURE: "yes",
        },
        summary_rows=[
            {"label": _("Now"), "value": value_shown(reader, known, in_force.text(known.name))},
            {"label": _("From now on"), "value": value_shown(reader, known, wanted)},
        ],
    )


def _typed(known: Known, value: str | None, form: Form) -> str:
    """What is sent once more: a term is made again out of what was typed."""
    return form["value"] if known.kind == "term" else value or ""


@post(f"{_ONE}/{{word:str}}", opt=only("operator"), request_max_body_size=BUTTON_BYTES_MAX)
async def decide(request: AnyRequest, name: FromPath[str], word: FromPath[str]) -> Redirect:
    """The second pair of eyes."""
    known, form = _known(name), await read_form(request)
    if word not in ("confirm", "decline"):
        raise NotKnown
    job = DecideSetting(name, form["at"], actor_of(request), word == "confirm")
    done: Done = await services_of(request).writer.run(job)
    if done == "done" and word == "decline":
        _ = gettext_of(request)
        notify(request, _("The proposal was declined"), _(known.label))
        return redirect(HERE)
    return _told(request, known, done)


def _told(request: AnyRequest, known: Known, done: Done) -> Redirect:
    _, label = gettext_of(request), gettext_of(request)(known.label)
    services_of(request).settings.refresh()
    if done == "done":
        notify(request, _("The setting was changed"), label)
    elif done == "proposed":
        notify(request, _("Proposed: another operator has to confirm it"), label, "wait")
    elif done == "own":
        notify(request, _("Another operator has to confirm what you proposed"), label, "stop")
    elif done == "late":
        notify(
            request, _("The day from which it should hold is past: propose it anew"), label, "stop"
        )
    else:
        notify(request, _("Nothing was changed: it was decided before"), label, "stop")
    return redirect(HERE)


ROUTES: tuple[ControllerRouterHandler, ...] = (settings_page, setting_page, change, decide)
