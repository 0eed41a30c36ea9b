"""Work on a case that is the office's own affair: whose it is, and its notes. No event is said."""

from typing import Any

from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from corridor.engine.assigning import AssignCase
from corridor.engine.jobs import DeleteDocument
from corridor.web.access import only, subject_of
from corridor.web.act import field_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.cases.colleagues import names_at
from corridor.web.cases.notes import NOTE, keep_note, note_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.listing.trail import trail_of
from corridor.web.note_length import judge_length
from corridor.web.pages.acting import Desk
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.finding import desk_of

AnyRequest = Request[Any, Any, Any]


def case_handlers(desk: Desk[Any]) -> tuple[HTTPRouteHandler, ...]:
    """All of it for one desk."""
    path = f"{desk.path}/{{reference:str}}"

    @post(f"{path}/take", opt=only(desk.role))
    async def take(request: AnyRequest, reference: FromPath[str]) -> Redirect:
        """The case is mine from now on."""
        state, form = _found(desk, request, reference), await read_form(request)
        await _assign(request, state, actor_of(request).person, form["held"])
        return redirect(_here(desk, request, state))

    @post(f"{path}/give-back", opt=only(desk.role))
    async def give_back(request: AnyRequest, reference: FromPath[str]) -> Redirect:
        """The case is nobody's again."""
        state, form = _found(desk, request, reference), await read_form(request)
        await _assign(request, state, "", form["held"])
        return redirect(_here(desk, request, state))

    @get(f"{path}/give", opt=only(desk.role))
    async def ask_whom(request: AnyRequest, reference: FromPath[str]) -> Page:
        """Ask to which colleague."""
        return _give_page(desk, request, _found(desk, request, reference), Form())

    @post(f"{path}/give", opt=only(desk.role))
    async def give(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
        """The case is a colleague's, with a note of what has to be known."""
        state, form = _found(desk, request, reference), await read_form(request)
        _ = gettext_of(request)
        if form["officer"] not in names_at(request):
            form.add_error("officer", _("Choose a colleague of this office."))
        judge_length(reader_of(request), form, "note")
        if form.errors:
            return _give_page(desk, request, state, form, 422)
        if await _assign(request, state, form["officer"], form["held"]) and form["note"]:
            await keep_note(request, state.id, form["note"], "given")
        return redirect(_here(desk, request, state))

    @get(f"{path}/note", opt=only(desk.role))
    async def ask_note(request: AnyRequest, reference: FromPath[str]) -> Page:
        """Ask what is to be noted."""
        return _note_page(desk, request, _found(desk, request, reference), Form())

    @post(f"{path}/note", opt=only(desk.role))
    async def note(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
        """Keep a private note of this office."""
        state, form = _found(desk, request, reference), await read_form(request)
        _ = gettext_of(request)
        if not form["text"]:
            form.add_error("text", _("Write what is to be noted."))
        judge_length(reader_of(request), form, "text")
        if form.errors:
            return _note_page(desk, request, state, form, 422)
        await keep_note(request, state.id, form["text"], "risk" if form["risk"] else "")
        return redirect(_here(desk, request, state))

    @post(f"{path}/notes/{{id:str}}/forget", opt=only(desk.role))
    async def forget(request: AnyRequest, reference: FromPath[str], id: FromPath[str]) -> Redirect:
        """Take back a note of one's own."""
        state, actor = _found(desk, request, reference), actor_of(request)
        kept = note_of(services_of(request).queries, desk_of(actor), state.id, id)
        if kept is None or kept.by != actor.person:
            raise NotKnown
        await services_of(request).writer.run(DeleteDocument(NOTE, id))
        return redirect(_here(desk, request, state))

    return take, give_back, ask_whom, give, ask_note, note, forget


def _found(desk: Desk[Any], request: AnyRequest, reference: str) -> Any:
    return subject_of(request, actor_of(request), reference, desk.state).state


def _here(desk: Desk[Any], request: AnyRequest, state: Any) -> str:
    return f"{desk.here(state)}{trail_of(request)}"


async def _assign(request: AnyRequest, state: Any, officer: str, held: str) -> bool:
    """Say what came of it: somebody else may have been quicker."""
    _, actor, services = gettext_of(request), actor_of(request), services_of(request)
    people = names_at(request)
    job = AssignCase(desk_of(actor), state.id, officer, actor.person, held)
    if await services.writer.run(job):
        said = _("The case is with: %(name)s", name=people[officer]) if officer else ""
        notify(request, said or _("The case is nobody's again"))
        return True
    now = services.queries.cases(job.desk, [state.id]).get(state.id)
    who = people.get(now.officer, now.officer) if now else _("nobody")
    notify(
        request, _("Meanwhile the case changed hands"), _("Now with: %(name)s", name=who), "stop"
    )
    return False


def _give_page(
    desk: Desk[Any], request: AnyRequest, state: Any, form: Form, status: int = 200
) -> Page:
    _, actor, services = gettext_of(request), actor_of(request), services_of(request)
    case = services.queries.cases(desk_of(actor), [state.id]).get(state.id)
    held = case.officer if case else ""
    people = names_at(request)
    options = [{"value": one, "label": name} for one, name in people.items() if one != held]
    hint = _("Only this office reads it.")
    return page(
        request,
        "customs/act.html",
        title=_("Give the case to a colleague"),
        status=status,
        form=form,
        errors=form.errors,
        consequence=_("The colleague finds it among the own cases. Decisions stay open to all."),
        fields=[
            field_of("hidden", "held", "", held),
            field_of("radios", "officer", _("To whom?"), options=options),
            field_of("textarea", "note", _("What has to be known"), hint=hint, optional=True),
        ],
        action=f"{desk.here(state)}/give{trail_of(request)}",
        cancel_href=_here(desk, request, state),
        what_about=desk.what(request, state),
        label=_("Give the case"),
        **_PLAIN,
    )


def _note_page(
    desk: Desk[Any], request: AnyRequest, state: Any, form: Form, status: int = 200
) -> Page:
    _ = gettext_of(request)
    kinds = [{"value": "1", "label": _("It names a risk profile or grounds of a control")}]
    return page(
        request,
        "customs/act.html",
        title=_("A note of this office"),
        status=status,
        form=form,
        errors=form.errors,
        consequence=_(
            "Only the officers of this office read it. It is no record of the movement: it goes to "
            "no other state, office or carrier, and into no evidence."
        ),
        fields=[
            field_of("textarea", "text", _("Note")),
            field_of("checkboxes", "risk", "", options=kinds),
        ],
        action=f"{desk.here(state)}/note{trail_of(request)}",
        cancel_href=_here(desk, request, state),
        what_about=desk.what(request, state),
        label=_("Keep the note"),
        **_PLAIN,
    )


_PLAIN: dict[str, Any] = {"kind": "", "over": None, "lacking": [], "rows": [], "then": ""}
