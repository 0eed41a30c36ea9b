"""Applying for the permits that a dossier lacks: all at once or one, before it is sent or after."""

from typing import Any, NamedTuple

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.consignment import Dossier
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.permits.requirements import RequirementState
from corridor.web.access import only, state_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.batches.permits import CLOSED, NO_TRUCK, apply_all, needs_a_truck
from corridor.web.context import gettext_of, services_of
from corridor.web.forms import Form, attempt_of, read_form
from corridor.web.toolkit import notify
from corridor.web.views.drafting.judging import Judgement, judge_movement
from corridor.web.views.standing import need_id

AnyRequest = Request[Any, Any, Any]


class Applicant(NamedTuple):
    """A dossier for whose permits is applied. `vehicle_at`: where its truck is named."""

    id: str
    dossier: Dossier
    judged: Judgement
    vehicle_at: str


def chosen(judged: Judgement, need: str) -> tuple[RequirementState, ...]:
    """What is to be applied for: the one that a button named, or all."""
    return tuple(one for one in judged.lacking if need in ("", need_id(one.requirement)))


def lacks_a_truck(request: AnyRequest, who: Applicant, need: str, form: Form) -> bool:
    """A road permit is for a certain vehicle; without it nobody can decide."""
    if not needs_a_truck(who.dossier, chosen(who.judged, need), services_of(request)):
        return False
    form.errors.append({"text": gettext_of(request)(NO_TRUCK), "href": who.vehicle_at})
    return True


async def apply_for(request: AnyRequest, who: Applicant, need: str, form: Form) -> int:
    """One application per requirement; refused ones are told in the form, the others stand."""
    sent = await apply_all(
        services_of(request),
        actor_of(request),
        who.id,
        who.dossier,
        who.judged,
        chosen(who.judged, need),
        attempt_of(request),
    )
    form.add_refusals(request, (why for _country, why in sent.refused), {"": ""})
    return sent.sent


@post("/carrier/dossiers/{reference:str}/permits", opt=only("carrier"))
async def apply(request: AnyRequest, reference: FromPath[str]) -> Redirect:
    """For a dossier that was sent before its permits were applied for."""
    _, form, services = gettext_of(request), await read_form(request), services_of(request)
    state = state_of(request, reference, Movement)
    path = f"/carrier/dossiers/{state.id}"
    if state.status not in OPEN:
        notify(request, _(CLOSED), kind="wait")
        return redirect(path)
    judged = judge_movement(state, services, services.queries.permits_of(state.id))
    who = Applicant(state.id, state.dossier, judged, f"{path}#changes")
    sent = 0
    if not lacks_a_truck(request, who, form["need"], form):
        sent = await apply_for(request, who, form["need"], form)
    _tell(request, form, sent)
    return redirect(f"{path}#permits")


def _tell(request: AnyRequest, form: Form, sent: int) -> None:
    _ = gettext_of(request)
    for error in form.errors:
        notify(request, _("This application was not sent"), error["text"], "stop")
    if sent:
        notify(request, _("Applications sent: %(count)s", count=sent))
    elif not form.errors:
        notify(request, _("Nothing is left to apply for"), kind="info")


ROUTES: tuple[ControllerRouterHandler, ...] = (apply,)
