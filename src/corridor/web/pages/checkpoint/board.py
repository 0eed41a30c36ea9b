"""The board of a checkpoint: expected by the hour, waiting, inside, left; and the arrival."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect

from corridor.domain.checkpoints.arriving import RegisterArrival
from corridor.domain.codes import is_hardly_a_plate, plate_of
from corridor.domain.facts import Actor
from corridor.domain.kinds import may_see
from corridor.domain.movement.listings import sea_list
from corridor.domain.movement.state import BEFORE_RELEASE, OPEN, Movement
from corridor.domain.refusals import N_
from corridor.domain.searching import identifier
from corridor.engine.outcome import Outcome
from corridor.web.access import only
from corridor.web.acts.checkpoints.gate import GATE
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.checkpoint.voyages import voyages_at
from corridor.web.running import run_command
from corridor.web.services import Services
from corridor.web.shape_words import HARDLY_A_PLATE, TOO_LONG
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.desk_expected import EXPECTED_MAX, expected_at
from corridor.web.views.desk_times import minutes_between

AnyRequest = Request[Any, Any, Any]
STATUSES: Final = ("waiting", "inside", "left")
DIRECTIONS: Final = {
    "entry": N_("into the country"),
    "exit": N_("out of the country"),
}
LEFT_MAX: Final = 10
PLATE_LETTERS_MAX: Final = 35


@get("/checkpoint", opt=only("checkpoint"))
async def board(request: AnyRequest) -> Page:
    """Everything at the gate on one page."""
    return _show(request, Form())


@post("/checkpoint/arrivals", opt=only("checkpoint"))
async def register(request: AnyRequest) -> Page | Redirect:
    """A vehicle has come: its movement is found by the plate."""
    _ = gettext_of(request)
    actor, services = actor_of(request), services_of(request)
    form = await read_form(request)
    plate = plate_of(form["plate"])
    direction: Any = form["direction"]
    if not plate:
        form.add_error("plate", _("Give the plate of the vehicle, or the number of the wagon."))
    elif len(plate) > PLATE_LETTERS_MAX:
        args = {"limit": PLATE_LETTERS_MAX, "given": len(plate)}
        form.add_error("plate", _(TOO_LONG, **args))
    elif is_hardly_a_plate(plate) and not form.is_checked("as_written"):
        form.add_error("plate", _(HARDLY_A_PLATE, plate=plate))
    if direction not in DIRECTIONS:
        form.add_error("direction", _("Say which way it goes."))
    if form.errors:
        return _show(request, form, 422)
    movement = movement_of(plate, actor, services)
    known = movement.mrn if movement else ""
    arrival = RegisterArrival(actor.office, plate, direction, known)
    outcome = await run_command(request, arrival, services.new_id("cp"))
    if outcome.refusals:
        return _refused(request, form, outcome)
    text, is_free = known or _("No movement with this plate is expected here."), bool(known)
    if movement is not None and movement.status in BEFORE_RELEASE:
        text = _("%(mrn)s is not released yet: it cannot cross before that.", mrn=known)
        is_free = False
    notify(request, _("%(plate)s has arrived", plate=plate), text, "ok" if is_free else "wait")
    return redirect(f"/checkpoint/visits/{outcome.subject}")


def _refused(request: AnyRequest, form: Form, outcome: Outcome) -> Page | Redirect:
    """One that is here already: its visit opens."""
    live = [refusal for refusal in outcome.refusals if refusal.code == "visit_live"]
    if live and live[0].args.get("visit"):
        _ = gettext_of(request)
        notify(request, _("This vehicle is already here"), "", "info")
        return redirect(f"/checkpoint/visits/{live[0].args['visit']}")
    form.add_refusals(request, outcome.refusals, {"/plate": "plate", "/direction": "direction"})
    return _show(request, form, 422)


def movement_of(plate: str, actor: Actor, services: Services) -> Movement | None:
    """The movement this vehicle carries out, one under way before one that is not released."""
    typed = (plate, identifier(plate))
    subjects = {s for text in typed for s in services.queries.search(text) if s[:3] == "mv-"}
    states = [services.queries.get(subject).state for subject in sorted(subjects)]
    open_ones = [
        s
        for s in states
        if isinstance(s, Movement) and s.mrn and s.status in OPEN and may_see(actor, s)
    ]
    return max(open_ones, key=_likely, default=None)


def _likely(state: Movement) -> tuple[int, str]:
    """Under way, then arrived already, then such as are expected and not released yet."""
    order = {"released": 2, "arrived": 1}
    return order.get(state.status, 0), state.released_at or state.lodged_at


def _show(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _ = gettext_of(request)
    actor, reader, services = actor_of(request), reader_of(request), services_of(request)
    lists = {name: f"checkpoint:{actor.office}:{name}" for name in STATUSES}
    visits = {
        name: [
            _visit(row.data, services.now())
            for row in services.queries.rows(list_name, "updated", descending=name == "left").rows
        ]
        for name, list_name in lists.items()
    }
    visits["left"] = visits["left"][:LEFT_MAX]
    present = frozenset(identifier(v["plate"]) for n in ("waiting", "inside") for v in visits[n])
    expected = expected_at(actor, present, reader, services)
    return page(
        request,
        "checkpoint/board.html",
        title=_("At the gate: %(office)s", office=reader.names.office(actor.office)),
        status=status,
        live=[*lists.values(), sea_list(actor.office), "map:"],
        form=form,
        errors=form.errors,
        where=actor.office,
        visits=visits,
        passes=_passes(reader),
        expected=expected,
        most=EXPECTED_MAX,
        voyages=voyages_at(actor, reader, services),
        directions=[{"value": code, "label": _(text)} for code, text in DIRECTIONS.items()],
        usual=_usual(actor.office, services),
        is_doubtful=bool(form["plate"]) and is_hardly_a_plate(form["plate"]),
    )


def _passes(reader: Reader) -> dict[str, dict[str, str]]:
    """By the status of a visit, the gate that comes next."""
    steps = zip(("waiting", "inside"), GATE.acts, strict=True)
    return {status: {"name": act.name, "label": reader.words(act.label)} for status, act in steps}


def _usual(office: str, services: Services) -> str:
    """The way most vehicles go here: offices of transit let in, the others see out."""
    known = services.reference.offices.get(office)
    return "entry" if known is None or "TRA" in known.roles else "exit"


def _visit(data: dict[str, Any], now: str) -> dict[str, Any]:
    since = data["gate_in_at"] or data["arrived_at"]
    return {
        **data,
        "minutes": minutes_between(since, now),
        "href": f"/checkpoint/visits/{data['id']}",
    }
