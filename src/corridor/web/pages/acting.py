"""The desks: two handlers each carry out all their acts, one shows, one does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar

from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from corridor.domain.acts import Role
from corridor.domain.facts import Actor
from corridor.domain.typed import latin
from corridor.web.access import only, subject_of
from corridor.web.act import Act, Deed, Field
from corridor.web.acts.carrying import carry_out
from corridor.web.acts.registry import offered
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.cases.beside import beside, done_meanwhile
from corridor.web.cases.notes import keep_note
from corridor.web.cases.presence import case_topic
from corridor.web.context import gettext_of
from corridor.web.errors import NotKnown
from corridor.web.forms import FORM_BYTES_MAX, Form, read_form
from corridor.web.life.timeline import timeline_of
from corridor.web.listing.trail import trail_of, wanted_then
from corridor.web.live import place_in_log
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
S = TypeVar("S")
SAID_MAX: Final = 6
"""So much of what was said stands beside a decision; the timeline has the rest."""
AS_OF: Final = "as_of"
"""In the address of a form: how much of the log its page showed."""


@dataclass(frozen=True)
class Desk(Generic[S]):
    """One desk: its address, the kind of subject on it, and where its people go from an act."""

    role: Role
    path: str
    state: type[S]
    acts: Mapping[str, Act[S]]
    here: Callable[[S], str]
    """The address of a subject's page."""
    what: Callable[[AnyRequest, S], str]
    """What the act was about, in the notice after it."""
    now: Callable[[Reader, S], str]
    """How it stands and who must act: said to whoever comes for what cannot be done."""
    after: Callable[[AnyRequest, S], str] | None = None
    """(request, state before it) → where the next one is; None: people stay with the subject."""


def handlers(desk: Desk[S]) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    """What shows the page of an act, and what carries it out."""
    path = f"{desk.path}/{{reference:str}}/{{act:str}}"

    @get(path, opt=only(desk.role))
    async def show(request: AnyRequest, reference: FromPath[str], act: FromPath[str]) -> Page:
        found, state = _found(desk, request, reference, act)
        return _page(desk, Deed(request, state, Form()), found)

    @post(path, opt=only(desk.role))
    async def do(
        request: AnyRequest, reference: FromPath[str], act: FromPath[str]
    ) -> Page | Redirect:
        found, state = _found(desk, request, reference, act)
        deed = Deed(request, state, await read_form(request))
        if found.over(deed) is not None or _is_news(deed, _id_of(state)):
            return _page(desk, deed, found, 409)
        if await carry_out(deed, found, _id_of(state)) is None:
            if found.mend is not None:
                elsewhere = {"href": found.mend(state)}
                deed.form.errors = [error | elsewhere for error in deed.form.errors]
            return _page(desk, deed, found, 422 if deed.form.errors else 200)
        if found.private(deed):
            await keep_note(request, _id_of(state), found.private(deed), "risk")
        notify(request, gettext_of(request)(found.done), desk.what(request, state))
        return redirect(_next(desk, request, found, state))

    return show, do


def _found(desk: Desk[S], request: AnyRequest, reference: str, name: str) -> tuple[Act[S], S]:
    act = desk.acts.get(name)
    if act is None:
        raise NotKnown
    state: S = subject_of(request, actor_of(request), reference, desk.state).state
    return act, state


def _next(desk: Desk[S], request: AnyRequest, done: Act[S], state: S) -> str:
    if done.stays or desk.after is None:
        return f"{desk.here(state)}{trail_of(request)}"
    return desk.after(request, state)


def _id_of(state: Any) -> str:
    return str(state.id)


def _as_of(request: AnyRequest) -> int | None:
    """Entries of the log that the form was made from, where it says so."""
    return place_in_log(request.query_params.get(AS_OF, ""))


def _is_news(deed: Deed[S], subject: str) -> bool:
    """Whether somebody did something that the form did not show: it is said before this is done."""
    since = _as_of(deed.request)
    return since is not None and bool(done_meanwhile(deed.request, subject, since))


def _page(desk: Desk[S], deed: Deed[S], act: Act[S], status: int = 200) -> Page:
    """The page (and the dialog) where the act is confirmed, or what was typed and why not."""
    _, path, trail = deed.reader.words, desk.here(deed.state), trail_of(deed.request)
    id, size = _id_of(deed.state), deed.services.queries.log_size()
    since, fields = _as_of(deed.request), act.fields(deed)
    more = "&" if trail else "?"
    over = act.over(deed) or (None if deed.form.errors else _not_due(desk, deed, act))
    return page(
        deed.request,
        "customs/act.html" if over else act.template or "customs/act.html",
        title=_(act.title, ref=getattr(deed.state, "reference", "")),
        status=status,
        live=[id, case_topic(deed.actor, id)],
        beside=beside(deed.request, id, size if since is None else since) | {"in_form": True},
        here=deed.actor.office or deed.services.node,
        form=deed.form,
        errors=deed.form.errors,
        consequence=act.consequence(deed),
        fields=fields,
        action=f"{deed.request.url.path}{trail}{more}{AS_OF}={size}",
        cancel_href=f"{path}{trail}",
        what_about=desk.what(deed.request, deed.state) or getattr(deed.state, "reference", ""),
        then=wanted_then(deed.request) if trail and not act.stays else "",
        label=_(act.go or act.label),
        kind=act.kind,
        over=over,
        typed=_typed(deed.form, fields) if over else [],
        said=_said(deed, act, id),
        **({"lacking": [], "rows": []} | act.context(deed)),
    )


def form_of_new(deed: Deed[None], act: Act[None], back: str, about: str, status: int = 200) -> Page:
    """The page of an act that begins a subject: nothing was said of it, nobody else works on it."""
    _ = deed.reader.words
    return page(
        deed.request,
        "customs/act.html",
        title=_(act.title),
        status=status,
        form=deed.form,
        errors=deed.form.errors,
        fields=act.fields(deed),
        consequence=act.consequence(deed),
        action=deed.request.url.path,
        cancel_href=back,
        what_about=about,
        label=_(act.go or act.label),
        kind=act.kind,
        over=None,
        said=[],
        lacking=[],
        rows=[],
        typed=[],
    )


class Opening(NamedTuple):
    """How a person begins a subject under a number that they give it."""

    role: Role
    path: str
    act: Act[None]
    subject: Callable[[str, str], str]
    """(this node, the number) → what the subject is called."""
    page: str
    """Where it is shown, with `{}` for its id."""
    back: Callable[[str], str]
    """(this node) → the page from which people come."""
    about: str


def openers(opening: Opening) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    """What shows the empty form of it, and what begins the subject."""

    def form(deed: Deed[None], status: int = 200) -> Page:
        back, about = opening.back(deed.services.node), deed.reader.words(opening.about)
        return form_of_new(deed, opening.act, back, about, status)

    @get(opening.path, opt=only(opening.role))
    async def show(request: AnyRequest) -> Page:
        return form(Deed(request, None, Form()))

    @post(opening.path, opt=only(opening.role), request_max_body_size=FORM_BYTES_MAX)
    async def begin(request: AnyRequest) -> Page | Redirect:
        deed: Deed[None] = Deed(request, None, await read_form(request))
        number = latin(deed.form["number"])
        subject = opening.subject(deed.services.node, number)
        if not await is_begun(deed, opening.act, subject):
            return form(deed, 422)
        notify(request, deed.reader.words(opening.act.done), number)
        return redirect(opening.page.format(subject))

    return show, begin


async def is_begun(deed: Deed[None], act: Act[None], subject: str) -> bool:
    """Whether a subject was begun under the number that was typed; else the form says why not."""
    if deed.services.queries.get(subject).state is not None:
        deed.form.add_error("number", deed.reader.words("This number is taken."))
        return False
    return await carry_out(deed, act, subject) is not None


def _typed(form: Form, fields: list[Field]) -> list[dict[str, str]]:
    """What somebody typed for what is over meanwhile, so that it can be used elsewhere.

    Of a kind of its own are fields of secrets: those are not shown.
    """
    shown = (one for one in fields if one["type"] not in ("hidden", "files", "heading"))
    found = ((one["label"], _answer_in(one, form)) for one in shown if "kind" not in one)
    return [{"label": label, "value": value} for label, value in found if value]


def _answer_in(field: Field, form: Form) -> str:
    """In the words of the form, where it was chosen from a list; nothing of what is not there."""
    given = form.all(field["name"])
    if "options" not in field:
        return ", ".join(given)
    words = {one["value"]: one["label"] for one in field["options"]}
    return ", ".join(words[one] for one in given if one in words)


def _said(deed: Deed[S], act: Act[S], id: str) -> list[dict[str, Any]]:
    """What the decision is about, in the words of those who said it; the newest first."""
    hears, state, services = act.hears, deed.state, deed.services
    if hears is None:
        return []
    heard = [one for one in services.queries.timeline(id) if hears(state, one.fact)]
    return timeline_of(deed.reader, services, heard, state=state)[:SAID_MAX]


def _not_due(desk: Desk[S], deed: Deed[S], act: Act[S]) -> tuple[str, str] | None:
    """For whoever came by an old link: it is done, not due yet, or another's to do."""
    if act.offered(deed.state, deed.actor) is not None:
        return None
    return deed.reader.words("This cannot be done now"), desk.now(deed.reader, deed.state)


def buttons(desk: Desk[S], state: S, actor: Actor, reader: Reader) -> list[dict[str, Any]]:
    """What this person may do now, as macros/actions.html draws it; the first is the main one."""
    shown = []
    for index, act in enumerate(offered(desk.acts, state, actor)):
        is_main = index == 0 and not act.aside
        shown.append(
            {
                "name": act.name,
                "label": reader.words(act.label),
                "kind": act.kind or ("" if is_main else "quiet"),
                "dialog": not act.template,
                "in_step": act.in_step,
            }
        )
    return shown
