"""From a score to a channel, and the share drawn by lot: changed by a head, switched by two."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.refusals import Refusal, Refused
from corridor.domain.risk.scoring import Terms
from corridor.domain.typed import place
from corridor.engine.risk_book import TERMS, Done, ProposeRisk, SaveDraft
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import BUTTON_BYTES_MAX, Form, read_form
from corridor.web.pages.customs.risk import (
    FIELDS,
    OF_ALL,
    decide_on,
    heads_only,
    names_of,
    proposal_of,
    step_of,
    steps_of,
    terms_of,
    told,
)
from corridor.web.risk.form import form_of_terms, read_terms_form
from corridor.web.risk.words import terms_view
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]


@get(OF_ALL, opt=only("customs"))
async def terms_page(request: AnyRequest) -> Page:
    """From which scores on which channel is proposed, and the share drawn by lot."""
    heads_only(request)
    return _terms(request, form_of_terms(terms_of(services_of(request)).draft))


def _terms(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    entry, names = terms_of(services), names_of(services)
    return page(
        request,
        "customs/risk/terms.html",
        title=_("From score to channel"),
        status=status,
        form=form,
        errors=form.errors,
        entry=entry,
        proposal=proposal_of(request, entry),
        step=form["step"] or entry.step,
        now_words=terms_view(entry.now or Terms(), reader),
        draft_words=terms_view(entry.draft, reader),
        steps=[step_of(request, one, names) for one in steps_of(services, TERMS)],
    )


@post(OF_ALL, opt=only("customs"), request_max_body_size=BUTTON_BYTES_MAX)
async def change_terms(request: AnyRequest) -> Page | Redirect:
    """Draft other terms and propose them at once."""
    heads_only(request)
    form, services = await read_form(request), services_of(request)
    read = read_terms_form(form)
    if isinstance(read, Terms) and read.red_from <= read.yellow_from:
        read = Refused((Refusal("risk_reversed", "/red_from"),))
    if isinstance(read, Refused):
        form.add_refusals(request, read.refusals, FIELDS)
        return _terms(request, form, 422)
    step, actor = place(form["step"]), actor_of(request)
    done: Done = await services.writer.run(SaveDraft(TERMS, read, step, actor))
    if done == "done":
        done = await services.writer.run(ProposeRisk(TERMS, "on", step + 1, actor))
    return told(request, done, OF_ALL)


@post(f"{OF_ALL}/{{word:str}}", opt=only("customs"), request_max_body_size=BUTTON_BYTES_MAX)
async def decide_terms(request: AnyRequest, word: FromPath[str]) -> Redirect:
    """The second pair of eyes."""
    heads_only(request)
    return await decide_on(request, TERMS, word, OF_ALL)


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (terms_page, change_terms, decide_terms)
