"""Drafts that several fill in: changed as they stand now, and shown with who has them open."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from litestar import Request

from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.engine.jobs import SwapDocument
from corridor.web.auth.identity import actor_of
from corridor.web.cases.beside import beside
from corridor.web.cases.colleagues import names_at
from corridor.web.cases.presence import case_topic
from corridor.web.context import reader_of, services_of
from corridor.web.forms import Form
from corridor.web.life.next_step import asked_amendment
from corridor.web.pages.carrier.drafts import draft_of
from corridor.web.shape_words import TOO_LONG, echoed
from corridor.web.toolkit import Page, page
from corridor.web.views.drafting.model import DRAFT, Draft, document_of
from corridor.web.views.drafting.taking import LETTERS_MAX, too_long
from corridor.web.views.drafting.together import Theirs, with_section

ELSEWHERE: Final = N_(
    "One was taken out meanwhile, and another may stand in this place now: nothing was saved. "
    "Look at the list; saved once more, what you wrote replaces what stands here."
)
AnyRequest = Request[Any, Any, Any]
Typed = Callable[[Draft, Form, str], tuple[Draft, list[Theirs]]]


async def change(request: AnyRequest, id: str, how: Callable[[Draft], Draft]) -> Draft:
    """Change it as it stands now: done anew where a colleague was quicker."""
    services = services_of(request)
    while True:
        earlier = services.queries.document(DRAFT, id)
        draft = how(draft_of(request, id))
        body = earlier.body if earlier is not None else None
        new = document_of(draft, actor_of(request).org, services.now())
        if new.body == body or await services.writer.run(SwapDocument(DRAFT, id, body, new)):
            return draft


def typed_in(section: str) -> Typed:
    """How the form of a plain section is taken."""
    return lambda draft, form, me: with_section(draft, section, form, me)


async def write(request: AnyRequest, id: str, form: Form, how: Typed) -> Draft:
    """Keep a form of a draft that others may write as well; what they wrote stays and is told."""
    me, theirs = actor_of(request).person, list[Theirs]()

    def typed(draft: Draft) -> Draft:
        new, theirs[:] = how(draft, form, me)
        return new

    draft = await change(request, id, typed)
    tell(request, form, theirs)
    for name, given in too_long(form).items():
        text = reader_of(request).words(TOO_LONG, limit=LETTERS_MAX, given=given)
        form.add_error(name, text)
    return draft


def tell(request: AnyRequest, form: Form, theirs: Iterable[Theirs]) -> None:
    """Say at each field what a colleague wrote there meanwhile."""
    names, _ = names_at(request), reader_of(request).words
    for one in theirs:
        changed = _(
            "%(person)s changed this meanwhile: “%(value)s”. "
            "Saved once more, what you wrote stands.",
            person=names.get(one.by, one.by),
            value=echoed(one.value) or "—",
        )
        form.add_error(one.field, changed if one.by else _(ELSEWHERE))


def draft_page(
    request: AnyRequest, draft: Draft, template: str, *, live: Iterable[str] = (), **context: Any
) -> Page:
    """A page of a draft: it says which colleagues have the draft open, whatever page of it."""
    return page(
        request,
        template,
        live=[*live, case_topic(actor_of(request), draft.id)],
        draft=draft,
        beside=beside(request, draft.id),
        customs_asks=_customs_asks(request, draft),
        **context,
    )


def _customs_asks(request: AnyRequest, draft: Draft) -> str:
    """What customs asks to be amended, while it is being amended."""
    state = services_of(request).queries.get(draft.id).state if draft.amends else None
    if not isinstance(state, Movement) or state.pending_correction is None:
        return ""
    return asked_amendment(state.pending_correction, state, reader_of(request))
