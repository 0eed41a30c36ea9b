"""Authorised persons: an office authorises those of its state; everybody reads those of all."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.authorised.kind import AUTHORISED_OF
from corridor.domain.authorised.state import AuthorisedPerson
from corridor.web.access import only, signed_in, state_of
from corridor.web.act import Deed
from corridor.web.acts.authorised.giving import GIVE
from corridor.web.acts.carrying import carry_out
from corridor.web.acts.registry import AUTHORISED, acts_at
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.labels.labels import kind_of_status
from corridor.web.life.timeline import timeline_of
from corridor.web.listing.paging import paged
from corridor.web.pages.acting import Desk, buttons, handlers
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/authorised"
SHOWN_MAX: Final = 200
ROWS_AT_ONCE: Final = 25
DESK: Final = Desk[AuthorisedPerson](
    role="customs",
    path=HERE,
    state=AuthorisedPerson,
    acts=acts_at(AUTHORISED, "customs"),
    here=lambda state: f"{HERE}/{state.id}",
    what=lambda request, state: state.reference,
    now=lambda reader, state: reader.labels(state.standing, "authorised"),
)
_show_act, _do_act = handlers(DESK)


def standing_of(person: AuthorisedPerson, day: str) -> str:
    """How it stands on a day: its days count too."""
    if person.standing != "given":
        return person.standing
    if day < person.valid_from:
        return "later"
    return "ended" if day > person.valid_to else "given"


def _row(person: AuthorisedPerson, reader: Reader, day: str) -> dict[str, Any]:
    standing = standing_of(person, day)
    return {
        "person": person,
        "name": reader.named(person.holder_name or person.holder),
        "standing": reader.labels(standing, "authorised"),
        "sign": kind_of_status(standing),
    }


@get(HERE, opt=signed_in())
async def authorised(request: AnyRequest) -> Page:
    """Of one state, this node's own first."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    counts = services.queries.counts(AUTHORISED_OF)
    states = sorted(name.removeprefix(AUTHORISED_OF) for name, count in counts.items() if count)
    asked = request.query_params.get("state", services.node)
    if asked not in (*states, services.node):
        raise NotKnown
    rows = services.queries.rows(f"{AUTHORISED_OF}{asked}", "name", "", SHOWN_MAX).rows
    found = services.queries.states(rows, AuthorisedPerson)
    actor, shown = actor_of(request), paged(request, found, ROWS_AT_ONCE)
    return page(
        request,
        "authorised/list.html",
        title=_("Authorised persons"),
        states=sorted({*states, services.node}),
        asked=asked,
        may_give=actor.role == "customs" and asked == services.node,
        rows=[_row(person, reader, services.day_at(asked)) for person in shown.rows],
        shown=shown,
    )


@get(f"{HERE}/new", opt=only("customs"))
async def new(request: AnyRequest) -> Page:
    """The form of a new one."""
    return _form(request, Form())


@post(f"{HERE}/new", opt=only("customs"), request_max_body_size=32_000)
async def give(request: AnyRequest) -> Page | Redirect:
    """Give it."""
    form = await read_form(request)
    subject = services_of(request).new_id("au")
    if await carry_out(Deed(request, "", form), GIVE, subject) is None:
        return _form(request, form, 422)
    notify(request, gettext_of(request)(GIVE.done), form["holder_name"] or form["holder"])
    return redirect(f"{HERE}/{subject}")


def _form(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    return page(
        request,
        "authorised/new.html",
        title=_(GIVE.title),
        status=status,
        form=form,
        errors=form.errors,
        consequence=GIVE.consequence(Deed(request, "", form)),
        label=_(GIVE.label),
        kinds=reader.labels.options("authorised_kind"),
    )


@get(f"{HERE}/{{reference:str}}", opt=signed_in())
async def person_page(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One: its conditions, how it stands, and what happened to it."""
    reader, services = reader_of(request), services_of(request)
    person = state_of(request, reference, AuthorisedPerson)
    actor = actor_of(request)
    is_desk = actor.role == "customs"
    return page(
        request,
        "authorised/one.html",
        title=person.reference,
        live=[person.id],
        base=f"{HERE}/{person.id}",
        acts=buttons(DESK, person, actor, reader) if is_desk else [],
        entries=timeline_of(reader, services, services.queries.timeline(person.id), state=person),
        **_row(person, reader, services.day_at(person.node)),
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (
    authorised,
    new,
    give,
    person_page,
    _show_act,
    _do_act,
)
