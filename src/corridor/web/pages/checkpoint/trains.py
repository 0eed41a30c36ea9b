"""Trains at a checkpoint: the lists of the office, what customs has said, and the gate.

A train passes the gate as one: it is one visit, under its number; wagons are customs' to act on.
"""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.checkpoints.arriving import RegisterArrival
from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, attempt_of, read_form
from corridor.web.running import run_command
from corridor.web.toolkit import Page, notify, page
from corridor.web.trains.bringing import bring_train, trains_page
from corridor.web.trains.model import Train, topic
from corridor.web.trains.ordering import train_of
from corridor.web.trains.shown import counts_of, groups_of, left_out, lines_of_train, rows_of_train

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/checkpoint/trains"
DIRECTIONS: Final = {"entry": N_("into the country"), "exit": N_("out of the country")}
REGISTERED: Final = ("entry", "exit")


@get(HERE, opt=only("checkpoint"))
async def trains(request: AnyRequest) -> Page:
    """The trains of this office, and a form for the next."""
    return trains_page(request, HERE, Form())


@post(HERE, opt=only("checkpoint"), request_max_body_size=UPLOAD_BYTES_MAX)
async def bring(request: AnyRequest) -> Page | Redirect:
    """Keep the list; nothing is done yet."""
    return await bring_train(request, HERE)


@get(f"{HERE}/{{id:str}}", opt=only("checkpoint"))
async def train_page(request: AnyRequest, id: FromPath[str]) -> Page:
    """One train: its wagons, the movements on them, and what customs here has said of each."""
    return _show(request, train_of(request, id), Form())


@post(f"{HERE}/{{id:str}}", opt=only("checkpoint"))
async def arrive(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """The train is before the gate; it is let in and out on the page of its visit."""
    _, form, train = gettext_of(request), await read_form(request), train_of(request, id)
    direction = next((one for one in REGISTERED if one == form["direction"]), None)
    if direction is None:
        form.add_error("direction", _("Say which way it goes."))
        return _show(request, train, form, 422)
    arrival = RegisterArrival(
        actor_of(request).office, train.number or train.id, direction, _movement(request, train)
    )
    outcome = await run_command(
        request, arrival, services_of(request).new_id("cp"), attempt_of(request)
    )
    live = [one.args["visit"] for one in outcome.refusals if one.args.get("visit")]
    if outcome.refusals and not live:
        form.add_refusals(request, outcome.refusals, {"/direction": "direction"})
        return _show(request, train, form, 422)
    if live:
        notify(request, _("This train is at the gate already"), "", "info")
    return redirect(f"/checkpoint/visits/{live[0] if live else outcome.subject}")


def _movement(request: AnyRequest, train: Train) -> str:
    """The only movement of the train, if it has one alone."""
    lines = lines_of_train(train, services_of(request).queries, actor_of(request))
    found = {one.mrn for line in lines for one in line.movements}
    return found.pop() if len(found) == 1 else ""


def _show(request: AnyRequest, train: Train, form: Form, status: int = 200) -> Page:
    _, reader, actor = gettext_of(request), reader_of(request), actor_of(request)
    lines = lines_of_train(train, services_of(request).queries, actor)
    rows = rows_of_train(train, lines, None, reader, "/checkpoint/movements")
    return page(
        request,
        "checkpoint/train.html",
        title=_("Train %(number)s", number=train.number or _("without a number")),
        status=status,
        form=form,
        errors=form.errors,
        attempt=attempt_of(request),
        train=train,
        here=f"{HERE}/{train.id}",
        live=[topic(train.office, train.id)],
        rows=rows,
        groups=groups_of(rows),
        counts=counts_of(lines),
        left_out=left_out(lines, "/checkpoint/movements"),
        directions=[{"value": one, "label": _(text)} for one, text in DIRECTIONS.items()],
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (trains, bring, train_page, arrive)
