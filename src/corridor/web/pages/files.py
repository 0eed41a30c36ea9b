"""A file that is attached: its page, and its bytes; for whoever may see what it is attached to.

Of a movement or permit filed elsewhere the bytes are fetched when this page is opened, and only
then.
"""

from pathlib import Path
from typing import Any, Final, NamedTuple

from litestar import HttpMethod, Request, Response, get, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.attachments import Attachment, Attachments
from corridor.domain.kinds import attached_to, keeper_of
from corridor.domain.refusals import N_
from corridor.web.access import only, subject_of
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.files.serving import file_response
from corridor.web.files.trays import UNBORN, in_tray, subject_with_tray
from corridor.web.pages.carrier.drafts import draft_of
from corridor.web.services import Fetched
from corridor.web.toolkit import Page, page
from corridor.web.views.attached import attached_view

AnyRequest = Request[Any, Any, Any]
ROLES: Final = only("carrier", "customs", "permit", "checkpoint")
PROBLEMS: Final = {
    "line.unreachable": N_("The node that keeps the file does not answer. What has come is kept."),
    "line.status": N_("The node that keeps the file does not give it out."),
    "file.hash": N_("What came is not the file that was named. It was not kept."),
    "file.type": N_("What came is of another kind than was named. It was not kept."),
    "file.virus": N_("The virus scanner of this node found something in it. It was not kept."),
    "file.unscanned": N_("This node fetches no files: it has no virus scanner yet."),
    "file.gone": N_("The file is no longer kept: the time for keeping it is over."),
    "scanner_away": N_("The virus scanner of this node does not answer: the file waits for it."),
    "disk_full": N_("The disk of this node is full: the file cannot be fetched."),
    "disk_low": N_("This node has little room left: the file cannot be fetched now."),
}
_OTHER: Final = N_("The file could not be fetched.")


class Found(NamedTuple):
    """A file, and where it belongs. `home`: the node where it was uploaded."""

    subject: str
    home: str
    file: Attachment
    back: str


@get("/files/{reference:str}/{sha256:str}", opt=ROLES)
async def file_page(request: AnyRequest, reference: FromPath[str], sha256: FromPath[str]) -> Page:
    """What it is, and a look at it; while it is on its way, how far it has come."""
    found = found_file(request, reference, sha256)
    reader, services = reader_of(request), services_of(request)
    fetched = fetched_file(request, found)
    problem = PROBLEMS.get(fetched.problem, _OTHER) if fetched.problem else ""
    return page(
        request,
        "file.html",
        title=found.file.name,
        whole=True,
        file=attached_view(reader, services, found.subject, found.file),
        back=found.back,
        is_here=fetched.is_here,
        problem=gettext_of(request)(problem) if problem else "",
        home=reader.names.country(found.home),
        percent=min(99, fetched.done * 100 // fetched.size),
        waits=not fetched.is_here and not problem,
    )


@route(
    "/files/{reference:str}/{sha256:str}/content",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    opt=ROLES,
)
async def content(
    request: AnyRequest, reference: FromPath[str], sha256: FromPath[str]
) -> Response[Any]:
    """The bytes, where they are here."""
    found = found_file(request, reference, sha256)
    path = path_of(request, found.file)
    if path is None:
        raise NotKnown
    return file_response(request, found.file, path)


def found_file(request: AnyRequest, reference: str, sha256: str) -> Found:
    """Of a draft of one's own, or of a movement or permit that one may see."""
    actor = actor_of(request)
    if actor.role == "carrier":
        try:
            draft = draft_of(request, reference)
        except NotKnown:
            pass
        else:
            back = f"/carrier/drafts/{draft.id}/documents"
            here = services_of(request).node
            found = _named(draft.files, sha256)
            if found is not None:
                return Found(draft.id, here, found, back)
    if reference.startswith(UNBORN):
        return _of_unborn(request, reference, sha256)
    state: Any = subject_of(request, actor, reference, object).state
    file = _named(attached_to(state), sha256)
    if file is not None:
        home = keeper_of(state, sha256)
        return Found(state.id, home, file, page_of_subject(actor.role, state.id))
    services = services_of(request)
    waiting = _named(in_tray(services, state.id, actor), sha256)
    if waiting is None:
        raise NotKnown
    return Found(state.id, services.node, waiting, f"/attach/{state.id}")


def _of_unborn(request: AnyRequest, reference: str, sha256: str) -> Found:
    """What waits to go with an application of one's own."""
    services, actor = services_of(request), actor_of(request)
    tray = subject_with_tray(request, reference)
    waiting = _named(in_tray(services, tray.id, actor), sha256)
    if waiting is None:
        raise NotKnown
    return Found(tray.id, services.node, waiting, f"/attach/{tray.id}")


def _named(files: Attachments, sha256: str) -> Attachment | None:
    return next((one for one in files if one.sha256 == sha256), None)


def page_of_subject(role: str, subject: str) -> str:
    """The page of what it is attached to."""
    if subject.startswith(UNBORN):
        return "/carrier/permits"
    is_permit = subject.startswith("pm-")
    if role == "carrier":
        return f"/carrier/{'permits' if is_permit else 'dossiers'}/{subject}"
    if role == "permit":
        return f"/permits/{subject}"
    return f"/customs/{subject}" if role == "customs" and not is_permit else f"/{role}"


def path_of(request: AnyRequest, file: Attachment) -> Path | None:
    """Where its bytes lie, if they are here."""
    files = services_of(request).files
    return files.store.find(file.sha256) if files is not None else None


def fetched_file(request: AnyRequest, found: Found) -> Fetched:
    """Here already, or begun to be fetched by this very look."""
    services, file = services_of(request), found.file
    if services.files is None:
        raise NotKnown
    if found.home != services.node:
        return services.files.fetch(found.home, found.subject, file)
    if path_of(request, file) is None:
        return Fetched(0, file.size, "file.gone")
    return Fetched(file.size, file.size, is_here=True)


ROUTES: tuple[ControllerRouterHandler, ...] = (file_page, content)
