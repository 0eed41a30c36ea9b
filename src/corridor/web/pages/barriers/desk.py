"""The registrar's desk: measures of the own state, complaints about it, comments on others."""

from typing import Any, Final

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.barriers.notifying import NotifyBarrier
from corridor.domain.barriers.state import Barrier, barrier_id
from corridor.domain.complaints.kind import OVER, TO_ANSWER
from corridor.domain.complaints.state import Complaint
from corridor.domain.typed import latin
from corridor.engine.codec import pointer_in, reason_in
from corridor.web.access import only, subject_of
from corridor.web.act import Deed, field_of
from corridor.web.acts.barriers.notifying import POINTERS, fields_of, notice_of
from corridor.web.acts.registry import BARRIERS, COMPLAINTS, acts_at
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.barriers.shown import complaint_view, measures_of, states_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, field_for, read_form
from corridor.web.life.timeline import timeline_of
from corridor.web.pages.acting import Desk, buttons, handlers
from corridor.web.running import run_command
from corridor.web.shape_words import unfit_in
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/registrar"
NEW: Final = f"{HERE}/barriers/new"
LISTED_MAX: Final = 100
BARRIER_DESK: Final = Desk[Barrier](
    role="registrar",
    path=f"{HERE}/barriers",
    state=Barrier,
    acts=acts_at(BARRIERS, "registrar"),
    here=lambda state: f"/barriers/{state.id}",
    what=lambda request, state: state.notice.title.in_language(reader_of(request).lang),
    now=lambda reader, state: reader.labels(state.notice.stage, "barrier_stage"),
)
COMPLAINT_DESK: Final = Desk[Complaint](
    role="registrar",
    path=f"{HERE}/complaints",
    state=Complaint,
    acts=acts_at(COMPLAINTS, "registrar"),
    here=lambda state: f"{HERE}/complaints/{state.id}",
    what=lambda request, state: reader_of(request).named(state.owner_name or state.owner),
    now=lambda reader, state: reader.labels(state.standing, "complaint_standing"),
)


@get(f"{HERE}/complaints", opt=only("registrar"))
async def to_answer(request: AnyRequest) -> Page:
    """What waits for an answer of this state, by the last day; what is over is folded."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)

    def listed(name: str, descending: bool = False) -> list[dict[str, Any]]:
        rows = services.queries.rows(name, "due", "", LISTED_MAX, descending).rows
        found = states_of(services, rows, Complaint)
        return [complaint_view(reader, services, one) for one in found]

    return page(
        request,
        "barriers/complaints.html",
        title=_("Complaints of barriers"),
        waiting=listed(TO_ANSWER),
        over=listed(OVER, descending=True),
        measures=len(measures_of(services, services.node)),
    )


@get(f"{HERE}/complaints/{{reference:str}}", opt=only("registrar"))
async def complaint(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One complaint: what the carrier says, how long it waited, the answer."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    actor = actor_of(request)
    state = subject_of(request, actor, reference, Complaint).state
    is_ours = state.against == services.node
    return page(
        request,
        "barriers/complaint.html",
        title=_("Complaint of a barrier"),
        row=complaint_view(reader, services, state),
        history=timeline_of(reader, services, services.queries.timeline(state.id), state=state),
        acts=buttons(COMPLAINT_DESK, state, actor, reader) if is_ours else [],
        path=f"{HERE}/complaints/{state.id}",
        back={"href": f"{HERE}/complaints", "label": _("Complaints of barriers")},
    )


def _form(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _ = gettext_of(request)
    deed = Deed[Any](request, None, form)
    number = field_of("text", "number", _("Number of the measure"), hint=_("As B7"), width="8")
    return page(
        request,
        "customs/act.html",
        title=_("New measure"),
        status=status,
        form=form,
        errors=form.errors,
        fields=[number, *fields_of(deed, None)],
        consequence=_(
            "All nodes of the corridor show it, and carriers that watch such measures are told; "
            "your name and the day stay in the log."
        ),
        action=NEW,
        cancel_href=f"/barriers?state={services_of(request).node}",
        what_about=_("Barriers"),
        label=_("Notify it"),
        kind="",
        over=None,
        said=[],
        lacking=[],
        rows=[],
        typed=[],
    )


@get(NEW, opt=only("registrar"))
async def new_measure(request: AnyRequest) -> Page:
    """The empty form."""
    return _form(request, Form())


@post(NEW, opt=only("registrar"), request_max_body_size=64_000)
async def notify_measure(request: AnyRequest) -> Page | Redirect:
    """A measure that is not there yet."""
    form = await read_form(request)
    subject = await _notified(Deed[Any](request, None, form))
    if not subject:
        return _form(request, form, 422)
    notify(request, gettext_of(request)("The measure was notified"), latin(form["number"]))
    return redirect(f"/barriers/{subject}")


async def _notified(deed: Deed[Any]) -> str:
    """The subject, or nothing and errors in the form."""
    number, notice = latin(deed.form["number"]), notice_of(deed)
    if notice is None:
        return ""
    subject, command = barrier_id(deed.services.node, number), NotifyBarrier(number, notice)
    if deed.services.queries.get(subject).state is not None:
        deed.form.add_error("number", deed.reader.words("This number is taken."))
        return ""
    try:
        msgspec.convert(msgspec.to_builtins(command), NotifyBarrier)
    except msgspec.ValidationError as error:
        name = field_for(pointer_in(str(error)), POINTERS)
        said = unfit_in(deed.reader.words, reason_in(str(error)), deed.form[name])
        deed.form.add_error(name, said)
        return ""
    outcome = await run_command(deed.request, command, subject)
    deed.form.add_refusals(deed.request, outcome.refusals, POINTERS)
    return "" if outcome.refusals else subject


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    to_answer,
    complaint,
    new_measure,
    notify_measure,
    *handlers(BARRIER_DESK),
    *handlers(COMPLAINT_DESK),
)
