"""The papers that go with what is said next of a subject: uploaded and taken away here.

With scripts the form of an act uploads them itself; this page is for whoever has none, and for a
look at what waits.
"""

from typing import Any, NamedTuple
from urllib.parse import quote

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.attachments import PER_SUBJECT_MAX
from corridor.engine.file_jobs import ChangeDraftFiles
from corridor.web.access import STREAMED
from corridor.web.addresses import local_path, redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.files.kinds import ACCEPT, SCAN_BYTES_MAX
from corridor.web.files.trays import TRAY, UNBORN, in_tray, subject_with_tray, tray_id
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.documents import SOME_FIELDS, Taken
from corridor.web.pages.carrier.uploads import UPLOADERS
from corridor.web.pages.files import page_of_subject
from corridor.web.telling.wording import reference_of
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.attached import attached_views, papers_options

AnyRequest = Request[Any, Any, Any]


class Tray(NamedTuple):
    """Whose subject it is for, and where its person goes on."""

    subject: str
    next: str

    @property
    def here(self) -> str:
        """Its address."""
        return f"/attach/{self.subject}"

    @property
    def asked(self) -> str:
        """What the address says besides."""
        return f"?next={quote(self.next)}"


def _tray_of(request: AnyRequest, reference: str) -> Tray:
    state = subject_with_tray(request, reference)
    back = page_of_subject(actor_of(request).role, state.id)
    return Tray(state.id, local_path(request.query_params.get("next", ""), back))


@get("/attach/{reference:str}", opt=UPLOADERS)
async def tray(request: AnyRequest, reference: FromPath[str]) -> Page:
    """What waits to be sent, and the way to add to it."""
    return _show(request, _tray_of(request, reference), Form())


def _show(request: AnyRequest, tray: Tray, form: Form, status: int = 200) -> Page:
    reader, services = reader_of(request), services_of(request)
    waiting = in_tray(services, tray.subject, actor_of(request))
    return page(
        request,
        "files/tray.html",
        title=_title(request, tray),
        status=status,
        tray=tray,
        draft=f"{TRAY}{tray.subject}",
        form=form,
        errors=form.errors,
        attached=attached_views(reader, services, tray.subject, waiting),
        options=papers_options(reader),
        accept=ACCEPT,
        is_full=len(waiting) >= PER_SUBJECT_MAX,
    )


def _title(request: AnyRequest, tray: Tray) -> str:
    say = reader_of(request).words
    if tray.subject.startswith(UNBORN):
        return say("Papers to go with the application")
    ref = reference_of(services_of(request).queries, tray.subject)
    return say("Papers to go with %(ref)s", ref=ref)


@post(
    "/attach/{reference:str}",
    opt=UPLOADERS | STREAMED,
    request_max_body_size=SCAN_BYTES_MAX + SOME_FIELDS,
)
async def add(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """Files by a plain form."""
    tray, form = _tray_of(request, reference), Form()
    taken = Taken(request, f"{TRAY}{tray.subject}", form)
    await taken.all()
    if form.errors:
        return _show(request, tray, form, 422)
    return redirect(tray.here + tray.asked)


@post("/attach/{reference:str}/remove", opt=UPLOADERS)
async def remove(request: AnyRequest, reference: FromPath[str]) -> Redirect:
    """Take one away before it was sent."""
    _, tray = gettext_of(request), _tray_of(request, reference)
    form, actor = await read_form(request), actor_of(request)
    change = ChangeDraftFiles(tray_id(tray.subject, actor), actor.org, removed=form["sha256"])
    await services_of(request).writer.run(change)
    notify(request, _("The file was taken away"), kind="info")
    return redirect(tray.here + tray.asked)


ROUTES: tuple[ControllerRouterHandler, ...] = (tray, add, remove)
