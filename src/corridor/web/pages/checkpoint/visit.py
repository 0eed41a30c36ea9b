"""One vehicle at the gate: what is known of its movement, and its permits read one by one."""

import hashlib
from typing import Any, Literal, cast

from litestar import Request, get, post
from litestar.params import FromPath

from corridor.domain.checkpoints.scanning import ScanPermit
from corridor.domain.checkpoints.state import Visit
from corridor.domain.facts import Actor
from corridor.domain.kinds import may_see
from corridor.domain.movement.state import Movement
from corridor.web.access import only, state_of
from corridor.web.act import Act
from corridor.web.acts.registry import offered
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.life.timeline import timeline_of
from corridor.web.pages.checkpoint.desk import CHECKPOINT
from corridor.web.running import run_command
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.trains.alone import wagon_alone
from corridor.web.views.desk_permits import permit_rows, required_here
from corridor.web.views.desk_times import minutes_between
from corridor.web.views.permit_check import Checked, check_permit, reason_text
from corridor.web.views.strips import strip_of

AnyRequest = Request[Any, Any, Any]


@get("/checkpoint/visits/{reference:str}", opt=only("checkpoint"))
async def visit_page(request: AnyRequest, reference: FromPath[str]) -> Page:
    """The vehicle, its movement, what may be done with it."""
    visit = state_of(request, reference, Visit)
    return _show(request, visit, Form(), None)


@post("/checkpoint/visits/{reference:str}/scan", opt=only("checkpoint"))
async def scan(request: AnyRequest, reference: FromPath[str]) -> Page:
    """Judge a permit against this very vehicle, and keep the verdict with the visit.

    The same text with the same verdict is kept once, however often it is sent.
    """
    visit = state_of(request, reference, Visit)
    form = await read_form(request)
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    if not form["text"]:
        form.add_error("text", _("Scan the code, or paste its text."))
        return _show(request, visit, form, None, 422)
    vehicle = (visit.plate, visit.office, bool(visit.movement))
    checked = await check_permit(reader, services, form["text"], *vehicle)
    verdict = cast(Literal["valid", "invalid", "check"], checked.word)
    command = ScanPermit(checked.number[:60], verdict, " ".join(checked.codes))
    outcome = await run_command(request, command, visit.id, _once(visit, form["text"], checked))
    form.add_refusals(request, outcome.refusals, {"": "text"})
    after: Visit = services.queries.get(visit.id).state
    return _show(request, after, form, checked, 422 if form.errors else 200)


def _once(visit: Visit, text: str, checked: Checked) -> str:
    said = f"{text}\0{checked.word}\0{' '.join(checked.codes)}"
    return f"scan {visit.id} {hashlib.sha256(said.encode()).hexdigest()}"


def _show(
    request: AnyRequest, visit: Visit, form: Form, checked: Checked | None, status: int = 200
) -> Page:
    actor, reader, services = actor_of(request), reader_of(request), services_of(request)
    movement = _movement(visit, actor, services)
    return page(
        request,
        "checkpoint/visit.html",
        title=f"{visit.plate}: {reader.labels(visit.status, 'visit')}",
        status=status,
        live=[visit.id, *([movement.id] if movement else [])],
        visit=visit,
        where=actor.office,
        base=f"/checkpoint/visits/{visit.id}",
        form=form,
        errors=form.errors,
        result=checked.view() if checked else None,
        minutes=_minutes(visit, services.now()),
        acts=[_act(act, reader) for act in offered(CHECKPOINT.acts, visit, actor)],
        scans=[_scan(one, reader) for one in reversed(visit.scans)],
        movement=movement,
        wagon=wagon_alone(visit.plate, services.queries, actor, reader),
        **_carried(movement, reader, services),
        entries=timeline_of(reader, services, services.queries.timeline(visit.id), state=visit),
    )


def _movement(visit: Visit, actor: Actor, services: Services) -> Movement | None:
    """The movement the vehicle carries out, as far as this checkpoint may know it."""
    subject = services.queries.resolve(visit.movement) if visit.movement else None
    state = services.queries.get(subject).state if subject else None
    return state if isinstance(state, Movement) and may_see(actor, state) else None


def _carried(movement: Movement | None, reader: Reader, services: Services) -> dict[str, Any]:
    if movement is None:
        return {"strip_view": None, "permit_rows": []}
    permits = services.queries.permits_of(movement.id)
    found = tuple(
        one
        for one in required_here(movement, permits, services)
        if one.requirement.country == services.node
    )
    return {
        "strip_view": strip_of(reader, movement, found),
        "permit_rows": permit_rows(reader, found, permits),
    }


def _minutes(visit: Visit, now: str) -> int:
    """How long it has been waiting, or inside, or how long it took."""
    end = visit.gate_out_at or visit.queue_left_at or now
    return minutes_between(visit.gate_in_at or visit.arrived_at, end)


def _act(act: Act[Visit], reader: Reader) -> dict[str, Any]:
    label = reader.words(act.label)
    return {"name": act.name, "label": label, "kind": act.kind, "now": not act.confirms}


def _scan(one: Any, reader: Reader) -> dict[str, Any]:
    reasons = [reason_text(reader, code) for code in one.reason.split()]
    return {"number": one.number, "verdict": one.verdict, "at": one.at, "reasons": reasons}
