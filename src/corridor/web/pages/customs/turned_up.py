"""A vehicle that turned up where it is not expected: its movement is found by its MRN.

Two steps: the number, then in whose stead this office is to stand and why the vehicle is here.
"""

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect

from corridor.domain.codes import as_issued, check_mrn
from corridor.domain.kinds import may_see
from corridor.domain.movement.diverting import ReportDiversion, no_part, steads
from corridor.domain.movement.state import Movement
from corridor.web.access import note_denial, only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.running import run_command
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
FIRST = {"": "mrn"}
SECOND = {"/reason": "reason", "": "from_office"}


@get("/customs/turned-up", opt=only("customs"))
async def ask(request: AnyRequest) -> Page:
    """The first step: the number on the accompanying document."""
    return _first(request, Form())


@post("/customs/turned-up", opt=only("customs"))
async def report(request: AnyRequest) -> Page | Redirect:
    """Find it, then report it to the office of departure; from then on it is on this desk."""
    form, office = await read_form(request), actor_of(request).office
    movement = _found(request, form)
    if movement is None:
        return _ask_departure(request, form) or _first(request, form)
    if movement.is_on_route(office):
        _ = gettext_of(request)
        notify(request, _("This office is on the route of the movement"), movement.reference)
        return redirect(f"/customs/{movement.mrn}")
    services = services_of(request)
    known = (movement, office, services.reference, services.now())
    fits = steads(*known)
    if not fits:
        form.add_refusals(request, no_part(*known).refusals, FIRST)
        return _first(request, form)
    return await _report(request, form, movement, fits)


def _ask_departure(request: AnyRequest, form: Form) -> Redirect | None:
    """To the request for its record, where its state of departure can be asked for it."""
    services, mrn = services_of(request), as_issued("mrn", form["mrn"])
    can_be_asked = check_mrn(mrn).ok and mrn[2:4] in services.engine.settings.peers
    if not can_be_asked or services.queries.resolve(mrn):
        return None
    _ = gettext_of(request)
    text = _("No movement under way with this MRN was announced here. Ask for its record.")
    notify(request, _("Not known here"), text, "wait")
    return redirect(f"/customs/requests/new?number={mrn}")


def _found(request: AnyRequest, form: Form) -> Movement | None:
    """A movement under way that this node knows, whether or not it is expected at this office."""
    mrn = as_issued("mrn", form["mrn"])
    wrong = _wrong_number(request, mrn)
    queries, actor = services_of(request).queries, actor_of(request)
    subject = None if wrong else queries.resolve(mrn)
    state = queries.get(subject).state if subject else None
    if isinstance(state, Movement) and state.mrn == mrn and state.status == "released":
        return state
    if not wrong:
        note_denial(request, actor, "not_for_you", mrn)
        mine = state if isinstance(state, Movement) and may_see(actor, state) else None
        wrong = _not_under_way(request, mine) if mine else _not_known(request, mrn)
    form.add_error("mrn", wrong)
    return None


def _wrong_number(request: AnyRequest, mrn: str) -> str:
    """Why this is no MRN; nothing where it is one."""
    _, verdict = gettext_of(request), check_mrn(mrn)
    if not mrn:
        return _("Give the MRN of the accompanying document.")
    if verdict.problem == "mrn.format":
        return _("This is no MRN: it has 18 letters and digits and begins with year and state.")
    if verdict.problem == "mrn.check_digit":
        return _(
            "The check digit of the MRN does not fit, so a character is wrong. Compare it with "
            "the accompanying document."
        )
    return "" if verdict.ok else _("The last letter of the MRN is not that of a transit movement.")


def _not_under_way(request: AnyRequest, state: Movement) -> str:
    _, reader = gettext_of(request), reader_of(request)
    status = reader.labels(state.status, "status")
    return _("The movement with this MRN is not under way: %(status)s.", status=status.lower())


def _not_known(request: AnyRequest, mrn: str) -> str:
    """Its route touches this state nowhere, or there is none: this node cannot tell the two."""
    _, names = gettext_of(request), reader_of(request).names
    return _(
        "No movement under way with this MRN leads through this state. Keep the vehicle here and "
        "let its carrier ask for another office in its single window, naming yours; the office of "
        "departure (%(country)s) decides.",
        country=names.country(mrn[2:4]),
    )


async def _report(
    request: AnyRequest, form: Form, movement: Movement, fits: tuple[str, ...]
) -> Page | Redirect:
    _ = gettext_of(request)
    if "reason" not in form.values:
        return _second(request, form, movement, fits)
    stead = form["from_office"] or (fits[0] if len(fits) == 1 else "")
    if not stead:
        form.add_error("from_office", _("Choose the office that it would not go to."))
    if not form["reason"]:
        form.add_error("reason", _("Give the reason."))
    if not form.errors:
        command = ReportDiversion(actor_of(request).office, form["reason"], stead)
        outcome = await run_command(request, command, movement.id)
        form.add_refusals(request, outcome.refusals, SECOND)
    if form.errors:
        return _second(request, form, movement, fits)
    notify(request, _("The office of departure was asked"), movement.reference)
    return redirect(f"/customs/{movement.mrn}")


def _first(request: AnyRequest, form: Form) -> Page:
    _ = gettext_of(request)
    hint = _("It stands on the accompanying document of the vehicle.")
    field = {"type": "text", "name": "mrn", "label": _("MRN"), "hint": hint}
    text = _("The movement is found by its number; nothing is reported yet.")
    return _page(request, form, text, [field], label=_("Find the movement"))


def _second(request: AnyRequest, form: Form, movement: Movement, fits: tuple[str, ...]) -> Page:
    _, names = gettext_of(request), reader_of(request).names
    options = [{"value": code, "label": f"{names.office(code)} ({code})"} for code in fits]
    here = names.office(actor_of(request).office)
    fields: list[dict[str, Any]] = [
        {
            "type": "radios",
            "name": "from_office",
            "label": _("Instead of which office?"),
            "options": options,
        },
        {"type": "textarea", "name": "reason", "label": _("Why it is here")},
    ]
    text = _(
        "The office of departure is asked to divert the movement to this office, and decides. "
        "Until then you see the movement and may not yet act on it."
    )
    rows = [
        {"label": _("MRN"), "value": movement.mrn},
        {"label": _("To which office?"), "value": here},
    ]
    more = {"hidden": {"mrn": movement.mrn}, "summary_rows": rows}
    return _page(request, form, text, fields, label=_("Report it"), **more)


def _page(
    request: AnyRequest, form: Form, consequence: str, fields: list[dict[str, Any]], **more: Any
) -> Page:
    _ = gettext_of(request)
    return page(
        request,
        "confirm.html",
        title=_("A vehicle that is not expected here"),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        consequence=consequence,
        action="/customs/turned-up",
        cancel_href="/customs",
        fields=fields,
        **more,
    )
