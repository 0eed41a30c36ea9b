"""A profile tried on movements that have been: begun here, done by the node, seen meanwhile."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.risk.profile import Profile
from corridor.engine.jobs import PutDocument
from corridor.engine.risk_trial import (
    MOVEMENTS_MAX,
    TRIAL,
    Trial,
    read_trial,
    trial_document,
)
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import BUTTON_BYTES_MAX
from corridor.web.pages.customs.risk import HERE, entry_of, heads_only
from corridor.web.risk.runner import TrialRunner
from corridor.web.risk.words import shares_view, tally_view
from corridor.web.services import Services
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
USUAL: Final = 1_000


async def begin_trial(request: AnyRequest, profile: Profile, limit: int = USUAL) -> Trial:
    """Let the node try it on so many of its newest movements."""
    services = services_of(request)
    trial = Trial(
        services.new_id("rt"),
        profile,
        account_of(request).login,
        services.now(),
        min(limit, MOVEMENTS_MAX),
    )
    await services.writer.run(PutDocument(TRIAL, trial_document(trial)))
    runner: TrialRunner = request.app.state.trials
    runner.wake()
    return trial


def trial_of(services: Services, id: str) -> Trial:
    """A trial; NotKnown where there is none."""
    found = services.queries.document(TRIAL, id)
    if found is None:
        raise NotKnown
    return read_trial(found)


@post(
    f"{HERE}/profiles/{{code:str}}/trial",
    opt=only("customs"),
    request_max_body_size=BUTTON_BYTES_MAX,
)
async def begin(request: AnyRequest, code: FromPath[str]) -> Redirect:
    """Try the draft."""
    heads_only(request)
    entry = entry_of(services_of(request), code)
    trial = await begin_trial(request, entry.draft)
    return redirect(f"{HERE}/trials/{trial.id}")


@get(f"{HERE}/trials/{{id:str}}", opt=only("customs"))
async def trial_page(request: AnyRequest, id: FromPath[str]) -> Page:
    """How far it has come, and what it found."""
    heads_only(request)
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    trial = trial_of(services, id)
    figures = trial.figures
    return page(
        request,
        "customs/risk/trial.html",
        title=_("Trial of profile %(code)s", code=trial.profile.code),
        trial=trial,
        is_known=services.queries.document("risk-profile", trial.profile.code) is not None,
        tally=tally_view(figures.tally),
        shares=shares_view(figures.before, figures.after, reader),
        is_broad=figures.is_broad,
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (begin, trial_page)
