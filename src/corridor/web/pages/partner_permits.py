"""Permits that partners issued in systems of their own, at the posts of the state of use."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.permits.listings import admitted_key, number_key
from corridor.domain.permits.passing import is_post_of
from corridor.domain.permits.state import Permit
from corridor.web.access import only, subject_of
from corridor.web.acts.registry import PERMITS, acts_at
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.labels.labels import kind_of_status
from corridor.web.life.timeline import timeline_of
from corridor.web.listing.of_permits import status_word
from corridor.web.pages.acting import Desk, buttons, handlers
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.partner_codes import partner_code, permit_of

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/partner-permits"
FOUND_MAX: Final = 20
TYPED_MAX: Final = 5_000


def _what(request: AnyRequest, permit: Permit) -> str:
    return " · ".join((permit.number, ", ".join(permit.request.plates)))


def _now(reader: Reader, permit: Permit) -> str:
    """How it stands; what may be done at this post stands beside it."""
    return f"{reader.labels(permit.status, 'permit_status')}."


GATE: Final = Desk[Permit](
    role="checkpoint",
    path="/checkpoint/permits",
    state=Permit,
    acts=acts_at(PERMITS, "checkpoint"),
    here=lambda permit: f"{HERE}/{permit.id}",
    what=_what,
    now=_now,
)
CUSTOMS: Final = Desk[Permit](
    role="customs",
    path="/customs/permits",
    state=Permit,
    acts=acts_at(PERMITS, "customs"),
    here=lambda permit: f"{HERE}/{permit.id}",
    what=_what,
    now=_now,
)
AT: Final = {"checkpoint": GATE, "customs": CUSTOMS}


@get(HERE, opt=only("checkpoint", "customs"))
async def look(request: AnyRequest) -> Page:
    """Where a permit is looked for: by its number, its code, or the plate of the vehicle."""
    return _show(request, Form(), None)


@post(HERE, opt=only("checkpoint", "customs"), status_code=200)
async def find(request: AnyRequest) -> Page | Redirect:
    """What was found; one alone opens at once."""
    _, form = gettext_of(request), await read_form(request)
    typed = form["text"][:TYPED_MAX]
    if not typed:
        form.add_error("text", _("Give the number of the permit, its code, or a plate."))
        return _show(request, form, None)
    found = _found(request, typed)
    if len(found) == 1:
        return redirect(f"{HERE}/{found[0].id}")
    return _show(request, form, found)


def _found(request: AnyRequest, typed: str) -> list[Permit]:
    services, actor = services_of(request), actor_of(request)
    code = partner_code(services, "".join(typed.split()))
    if code is not None:
        permit = permit_of(services, code)
        every = [permit] if permit is not None else []
    else:
        keys = (number_key(typed.upper()), admitted_key(typed))
        subjects = dict.fromkeys(
            one for key in keys for one in services.queries.holding(key, FOUND_MAX)
        )
        states = (services.queries.get(one).state for one in subjects)
        every = [one for one in states if isinstance(one, Permit)]
    return [one for one in every if is_post_of(one, services.node, actor)]


def _show(request: AnyRequest, form: Form, found: list[Permit] | None) -> Page:
    services, reader = services_of(request), reader_of(request)
    if services.epermit is None:
        raise NotKnown
    return page(
        request,
        "permits/partners.html",
        title=reader.words("Permits of partners"),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        found=None if found is None else [_row(reader, one) for one in found],
        states=[reader.names.country(one.partner) for one in services.epermit.lines()],
    )


def _row(reader: Reader, permit: Permit) -> dict[str, Any]:
    asked = permit.request
    return {
        "href": f"{HERE}/{permit.id}",
        "number": permit.number,
        "plates": ", ".join(asked.plates) or "—",
        "holder": reader.legible(asked.holder.name),
        "days": reader.formats.days(permit.valid_from, permit.valid_to),
        "word": status_word(permit.status, reader),
        "kind": kind_of_status(permit.status),
    }


@get(f"{HERE}/{{reference:str}}", opt=only("checkpoint", "customs"))
async def permit_page(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One permit: what it says, how it stands, and what may be done with it at this post."""
    actor, reader, services = actor_of(request), reader_of(request), services_of(request)
    permit: Permit = subject_of(request, actor, reference, Permit).state
    if not is_post_of(permit, services.node, actor):
        raise NotKnown
    desk = AT[actor.role]
    return page(
        request,
        "permits/partner.html",
        title=reader.words("Permit %(number)s", number=permit.number),
        live=[permit.id],
        permit=permit,
        row=_row(reader, permit),
        rows=_facts(reader, permit),
        where=actor.office,
        base=f"{desk.path}/{permit.id}",
        acts=buttons(desk, permit, actor, reader),
        now=_now(reader, permit),
        entries=timeline_of(reader, services, services.queries.timeline(permit.id), state=permit),
    )


def _facts(reader: Reader, permit: Permit) -> list[dict[str, str]]:
    _, asked = reader.words, permit.request
    way = " → ".join(reader.names.country(one) for one in asked.countries)
    rows = (
        (_("Number"), permit.number),
        (_("Issued by"), reader.names.country(permit.admitted_from)),
        (_("Holder"), reader.named(asked.holder.name)),
        (_("Vehicles"), ", ".join(asked.plates)),
        (_("In force"), reader.formats.days(permit.valid_from, permit.valid_to)),
        (_("Way"), way),
    )
    return [{"label": label, "value": value} for label, value in rows if value]


ROUTES: tuple[ControllerRouterHandler, ...] = (
    look,
    find,
    permit_page,
    *handlers(GATE),
    *handlers(CUSTOMS),
)
