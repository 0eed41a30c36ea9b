"""Partners that run the e-permit server, at the desk of the ministry that gives road permits."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.engine.epermit import KEY_LOST, REMOTE_ERROR, Line
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.epermit import EpermitDesk
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.labels.quota import QUOTA_TYPES
from corridor.web.pages.permits import epermit_keys
from corridor.web.pages.permits.epermit_keys import HERE, confirmed, ministry_desk
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.epermit_lines import (
    asked_view,
    code_words,
    keys_of,
    line_view,
    own_keys_of,
    quotas_of,
    refused_of,
    said_of,
    trouble_of,
    waiting_of,
)

AnyRequest = Request[Any, Any, Any]
COUNT_MAX: Final = 1_000_000
URL_MAX: Final = 500
_UNFIT: Final = {
    "url-shape": N_(
        "This is no address of a partner. It looks like this: https://example.org/epermit."
    ),
    "url-not-https": N_("A partner is reached by HTTPS alone."),
    "address-not-public": N_(
        "This address leads to a network of its own, which a node never calls. Name a public one."
    ),
    "name-unknown": N_("No computer of this name is known. Check the address."),
}
_ANSWERED: Final = {
    "timeout": N_("no answer in time"),
    "shape": N_("it gives neither a name nor keys"),
}
CONFIRMED: Final = {
    "stop": (
        N_("Close the line?"),
        N_(
            "Nothing is taken from this partner any more, and nothing is sent to it. What happens "
            "meanwhile waits. Two officers can open the line again."
        ),
        N_("Close the line"),
    ),
    "leave-out": (
        N_("Leave the first message out?"),
        N_(
            "The partner never hears of it, and what comes after it goes on. Settle by letter what "
            "it was about: the two states know different things from now on."
        ),
        N_("Leave it out"),
    ),
}


def _line(request: AnyRequest, partner: str) -> tuple[EpermitDesk, Line]:
    desk = ministry_desk(request)
    line = desk.line(partner)
    if line is None:
        raise NotKnown
    return desk, line


@get(HERE, opt=only("permit"))
async def partners(request: AnyRequest) -> Page:
    """All lines, the own keys, and where a line is proposed."""
    return _partners(request, Form())


def _partners(request: AnyRequest, form: Form) -> Page:
    desk, services, reader = ministry_desk(request), services_of(request), reader_of(request)
    return page(
        request,
        "permits/epermit.html",
        title=reader.words("e-permit partners"),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        where=services.node,
        lines=[line_view(reader, one) for one in desk.lines()],
        countries=_countries(request),
        keys=keys_of(desk, own_keys_of(services)),
        asked=[asked_view(reader, one, actor_of(request)) for one in desk.keys_asked()],
        address=f"{services.home.rstrip('/')}/epermit",
    )


def _countries(request: AnyRequest) -> list[dict[str, str]]:
    """States without a node here: whoever has one agrees on quotas there."""
    services, reader = services_of(request), reader_of(request)
    codes = (code for code in services.reference.countries if code not in reader.nodes)
    found = ({"value": code, "label": reader.names.country(code)} for code in codes)
    return sorted(found, key=lambda one: one["label"])


def _why_not(reader: Reader, error: str) -> str:
    """Why an address could not be asked; what the other end did is told as it came."""
    if error in _UNFIT:
        return reader.words(_UNFIT[error])
    why = reader.words(_ANSWERED[error]) if error in _ANSWERED else error
    return reader.words("Nobody answers there as the protocol wants: %(why)s", why=why)


@post(HERE, opt=only("permit"))
async def propose(request: AnyRequest) -> Page | Redirect:
    """Ask the address who stands there, and keep what it says until a second officer agrees."""
    _, form, desk = gettext_of(request), await read_form(request), ministry_desk(request)
    partner, url = form["partner"], form["url"].rstrip("/")
    if partner not in {one["value"] for one in _countries(request)}:
        form.add_error("partner", _("Choose the state."))
    if not url or len(url) > URL_MAX:
        form.add_error("url", _("Give the address of the partner's public interface."))
    if form.errors:
        return _partners(request, form)
    found = await desk.fetch(url)
    if found.error:
        form.add_error("url", _why_not(reader_of(request), found.error))
    elif found.code != partner:
        text = _(
            "The address says that it is “%(code)s”, not %(partner)s.",
            code=found.code,
            partner=partner,
        )
        form.add_error("url", text)
    elif not found.keys:
        form.add_error("url", _("The address gives no key that could be used."))
    if form.errors:
        return _partners(request, form)
    why = await desk.propose(partner, found.name, url, found, actor_of(request))
    if why:
        form.add_error("partner", code_words(reader_of(request), why))
        return _partners(request, form)
    notify(request, _("The line waits for a second officer"), found.name)
    return redirect(f"{HERE}/{partner}")


@get(f"{HERE}/{{partner:str}}", opt=only("permit"))
async def line_page(request: AnyRequest, partner: FromPath[str]) -> Page:
    """One line: its state, what waits and why, what was said and refused last."""
    return _show(request, partner, Form())


def _show(request: AnyRequest, partner: str, form: Form) -> Page:
    desk, line = _line(request, partner)
    services, reader = services_of(request), reader_of(request)
    year = int(services.day_at(services.node)[:4])
    return page(
        request,
        "permits/epermit_line.html",
        title=reader.words("e-permit: %(state)s", state=reader.names.country(partner)),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        where=services.node,
        line=line,
        view=line_view(reader, line),
        trouble=trouble_of(reader, line),
        is_mine=line.proposed_by == actor_of(request).person,
        keys=keys_of(desk, line.keys),
        given=quotas_of(reader, line.given),
        got=quotas_of(reader, line.got),
        waiting=waiting_of(reader, services, partner),
        said=said_of(reader, services, partner),
        refused=refused_of(reader, services, partner),
        may_leave_out=_may_leave_out(line),
        base=f"{HERE}/{partner}",
        years=[{"value": str(one), "label": str(one)} for one in (year, year + 1)],
        types=[{"value": code, "label": reader.words(text)} for code, text in QUOTA_TYPES.items()],
    )


def _may_leave_out(line: Line) -> bool:
    """What was refused by a code; where nobody answers there is nothing to leave out."""
    return line.state == "open" and line.error not in ("", REMOTE_ERROR, KEY_LOST)


@post(f"{HERE}/{{partner:str}}", opt=only("permit"))
async def act_on_line(request: AnyRequest, partner: FromPath[str]) -> Page | Redirect:
    """What the buttons of the page do: agree, decline, try at once, give a quota."""
    form = await read_form(request)
    desk, line = _line(request, partner)
    actor = actor_of(request)
    match form["do"]:
        case "open" | "decline" as word:
            return await _decide(request, form, desk, line, word == "open", actor)
        case "try":
            await desk.try_now(partner)
            _ = gettext_of(request)
            notify(request, _("What waits is sent at once"))
            return redirect(f"{HERE}/{partner}")
        case "quota":
            return await _give(request, form, desk, line)
        case _:
            raise NotKnown


async def _decide(
    request: AnyRequest, form: Form, desk: EpermitDesk, line: Line, agrees: bool, actor: Actor
) -> Page | Redirect:
    _ = gettext_of(request)
    why = "changed" if form["seen"] != seen_of(desk, line) else ""
    why = why or await desk.decide(line, agrees, actor)
    if why:
        form.add_error("", code_words(reader_of(request), why))
        return _show(request, line.partner, form)
    notify(request, _("The line is open") if agrees else _("The line was declined"))
    is_left = desk.line(line.partner) is not None
    return redirect(f"{HERE}/{line.partner}" if is_left else HERE)


def seen_of(desk: EpermitDesk, line: Line) -> str:
    """What the second officer agrees to: address and keys as the page showed them."""
    return " ".join((line.url, *(desk.thumbprint(one) for one in line.keys)))


async def _give(request: AnyRequest, form: Form, desk: EpermitDesk, line: Line) -> Page | Redirect:
    _ = gettext_of(request)
    year, type, count = form["year"], form["type"], form["count"]
    this = int(services_of(request).day_at(services_of(request).node)[:4])
    if year not in (str(this), str(this + 1)):
        form.add_error("year", _("Choose the year."))
    if type not in QUOTA_TYPES:
        form.add_error("type", _("Choose the type."))
    is_count = count.isascii() and count.isdecimal() and len(count) <= 7
    if not is_count or not 1 <= int(count) <= COUNT_MAX:
        form.add_error("count", _("Give how many permits, 1 to 1,000,000."))
    if line.state != "open":
        form.add_error("", _("The line is not open."))
    if form.errors:
        return _show(request, line.partner, form)
    if not await desk.give(line.partner, int(year), int(type), int(count)):
        form.add_error("", _("The line is not open."))
        return _show(request, line.partner, form)
    notify(request, _("The permits were given"), _("The partner is told of it now."))
    return redirect(f"{HERE}/{line.partner}")


@get(f"{HERE}/{{partner:str}}/{{what:str}}", opt=only("permit"))
async def ask_first(request: AnyRequest, partner: FromPath[str], what: FromPath[str]) -> Page:
    """What cannot be undone is asked once more."""
    _line(request, partner)
    if what not in CONFIRMED:
        raise NotKnown
    return confirmed(request, CONFIRMED[what], f"{HERE}/{partner}/{what}", f"{HERE}/{partner}")


@post(f"{HERE}/{{partner:str}}/{{what:str}}", opt=only("permit"))
async def do_it(request: AnyRequest, partner: FromPath[str], what: FromPath[str]) -> Redirect:
    """It was asked once more."""
    _, (desk, line) = gettext_of(request), _line(request, partner)
    match what:
        case "stop":
            why = await desk.stop(partner, actor_of(request))
            reader = reader_of(request)
            notify(request, code_words(reader, why) if why else _("The line is closed"))
        case "leave-out":
            is_done = _may_leave_out(line) and await desk.leave_out(partner, line.head)
            notify(request, _("The message was left out") if is_done else _("Nothing was left out"))
        case _:
            raise NotKnown
    return redirect(f"{HERE}/{partner}")


ROUTES: tuple[ControllerRouterHandler, ...] = (
    partners,
    propose,
    line_page,
    act_on_line,
    ask_first,
    do_it,
    *epermit_keys.ROUTES,
)
