"""Arrivals that a firm takes in as an authorised consignee, at the node of the office there."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.codes import as_issued, capitals, plate_of
from corridor.domain.movement.notifying import NotifyArrival
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.state import Movement
from corridor.domain.searching import mark_of
from corridor.domain.typed import one_line
from corridor.web.access import note_denial, only, state_of
from corridor.web.act import Tale
from corridor.web.acts.registry import MOVEMENTS, acts_at, banners_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import SHORT_FORM_BYTES_MAX, Form, read_form
from corridor.web.life.next_step import now_of
from corridor.web.life.timeline import timeline_of
from corridor.web.pages.acting import Desk, buttons, handlers
from corridor.web.running import run_command
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.desk_declaration import groups_of
from corridor.web.views.split_shown import split_view
from corridor.web.views.unloading_rounds import rounds_of

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/carrier/arrivals"
SHOWN_MAX: Final = 100
FIELDS: Final = {
    "/authorisation": "authorisation",
    "/place": "place",
    "/part": "vehicle",
    "": "mrn",
}
DESK: Final = Desk[Movement](
    role="carrier",
    path=HERE,
    state=Movement,
    acts={
        name: act
        for name, act in acts_at(MOVEMENTS, "carrier").items()
        if name in ("report-unloading", "report-part")
    },
    here=lambda state: f"{HERE}/{state.id}",
    what=lambda request, state: state.reference,
    now=now_of,
)
_show_act, _do_act = handlers(DESK)


@get(HERE, opt=only("carrier"))
async def arrivals(request: AnyRequest) -> Page:
    """The form, and those that were taken in."""
    return _list(request, Form())


@post(HERE, opt=only("carrier"), request_max_body_size=SHORT_FORM_BYTES_MAX)
async def notify_arrival(request: AnyRequest) -> Page | Redirect:
    """Say that a movement arrived at one's own premises."""
    _, form = gettext_of(request), await read_form(request)
    state = _found(request, form)
    number = capitals(form["authorisation"])
    if not number:
        form.add_error("authorisation", _("Give the number of your authorisation (C522)."))
    if state is not None and not form.errors:
        office = destination_office(state.dossier)
        place, part = one_line(form["place"]), _part_of(state, form["vehicle"])
        command = NotifyArrival(office, place=place, authorisation=number, part=part)
        outcome = await run_command(request, command, state.id)
        form.add_refusals(request, outcome.refusals, FIELDS)
    if state is None or form.errors:
        return _list(request, form, 422)
    notify(request, _("The office of destination was told"), state.reference)
    return redirect(f"{HERE}/{state.id}")


def _part_of(state: Movement, typed: str) -> int:
    """The vehicle of a split load that is meant: by its plate, or by its number in the load."""
    marks = {mark_of(one.id): part.number for part in state.parts for one in part.means}
    known = {str(part.number): part.number for part in state.parts} | marks
    return known.get(mark_of(plate_of(typed)), known.get(typed, 0)) if typed else 0


def _found(request: AnyRequest, form: Form) -> Movement | None:
    """A movement of this number that this node knows."""
    _, queries, mrn = gettext_of(request), services_of(request).queries, form["mrn"]
    number = as_issued("mrn", mrn)
    subject = queries.resolve(number) if number else None
    state = queries.get(subject).state if subject else None
    if isinstance(state, Movement) and state.mrn == number:
        return state
    note_denial(request, actor_of(request), "not_for_you", number)
    wrong = _("No movement with this MRN is bound for this state. Check it.")
    form.add_error("mrn", wrong if mrn else _("Give the MRN of the accompanying document."))
    return None


def _list(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, services = gettext_of(request), services_of(request)
    name = f"carrier:{actor_of(request).org}:arrivals"
    found = services.queries.rows(name, "updated", "", SHOWN_MAX, descending=True).rows
    return page(
        request,
        "carrier/arrivals.html",
        title=_("Arrivals"),
        status=status,
        form=form,
        errors=form.errors,
        rows=[{"id": row.subject, **row.data} for row in found],
    )


@get(f"{HERE}/{{reference:str}}", opt=only("carrier"))
async def arrival(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """One: how it stands, what is to be done, and what was declared."""
    reader, services = reader_of(request), services_of(request)
    state, actor = state_of(request, reference, Movement), actor_of(request)
    if actor.org != state.trader:
        return redirect(f"/carrier/dossiers/{state.id}")
    events = services.queries.timeline(state.id)
    here = state.destination.office or destination_office(state.dossier)
    return page(
        request,
        "carrier/arrival.html",
        title=state.reference,
        live=[state.id],
        movement=state,
        base=f"{HERE}/{state.id}",
        acts=buttons(DESK, state, actor, reader),
        banners=banners_of(MOVEMENTS, state, Tale(reader, here, state)),
        groups=groups_of(state.dossier, None, reader, state.seals),
        split=split_view(state, reader),
        rounds=rounds_of(state, events, reader),
        entries=timeline_of(
            reader,
            services,
            [one for one in events if one.fact.actor.office == here or _is_own(one, actor.org)],
            state=state,
        ),
    )


def _is_own(entry: Any, org: str) -> bool:
    return bool(entry.fact.actor.org == org)


ROUTES: tuple[ControllerRouterHandler, ...] = (
    arrivals,
    notify_arrival,
    arrival,
    _show_act,
    _do_act,
)
