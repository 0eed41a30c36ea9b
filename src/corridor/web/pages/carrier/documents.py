"""Documents of a draft: files attached to it, with a script in pieces, without one by a form."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.attachments import PER_SUBJECT_MAX
from corridor.domain.typed import whole
from corridor.engine.file_jobs import ChangeDraftFiles
from corridor.web.access import STREAMED, only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.files.intake import intake_of
from corridor.web.files.kinds import ACCEPT, SCAN_BYTES_MAX
from corridor.web.files.refused import TEXTS, FileRefused
from corridor.web.files.streams import Part, read_parts
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.drafts import case_of, draft_of
from corridor.web.pages.carrier.together import draft_page
from corridor.web.pages.carrier.uploads import upload_named
from corridor.web.toolkit import Page, csrf_matches, notify
from corridor.web.views.attached import attached_views, papers_asked, papers_options
from corridor.web.views.drafting.model import Draft
from corridor.web.views.drafting.tasks import titles

AnyRequest = Request[Any, Any, Any]
SOME_FIELDS: Final = 1 << 16
"""Of a form beside its files."""


@get("/carrier/drafts/{id:str}/documents", opt=only("carrier"))
async def documents(request: AnyRequest, id: FromPath[str]) -> Page:
    """What is attached, what the permits ask for, and the way to attach more."""
    return _show(request, draft_of(request, id), Form())


def _show(request: AnyRequest, draft: Draft, form: Form, status: int = 200) -> Page:
    reader, services = reader_of(request), services_of(request)
    case = case_of(request, draft)
    return draft_page(
        request,
        draft,
        "carrier/documents.html",
        title=titles(reader)["documents"],
        status=status,
        form=form,
        errors=form.errors,
        attached=attached_views(reader, services, draft.id, draft.files),
        asked=papers_asked(reader, case.judged.needs, draft.files),
        options=papers_options(reader),
        accept=ACCEPT,
        is_full=len(draft.files) >= PER_SUBJECT_MAX,
        has_scanner=services.files is not None and services.files.scanner is not None,
    )


@post(
    "/carrier/drafts/{id:str}/documents",
    opt=only("carrier") | STREAMED,
    request_max_body_size=SCAN_BYTES_MAX + SOME_FIELDS,
)
async def attach(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Files by a plain form; each is judged by itself, and what is refused is told by name."""
    draft, form = draft_of(request, id), Form()
    taken = Taken(request, draft.id, form)
    await taken.all()
    if form.errors:
        return _show(request, draft_of(request, id), form, 422)
    _ = gettext_of(request)
    notify(request, _("Attached: %(count)s", count=taken.count))
    return redirect(f"/carrier/drafts/{id}/documents")


class Taken:
    """The files of one form as they come. `draft`: as `upload_named` has it."""

    def __init__(self, request: AnyRequest, draft: str, form: Form) -> None:
        self.count = 0
        self._request = request
        self._draft = draft
        self._form = form

    async def all(self) -> None:
        """Each of them; a form without any has an error."""
        fields = await read_parts(self._request, self.take)
        self._form.values["paper"] = [fields.get("paper", "")]
        if not self.count and not self._form.errors:
            self.tell("", "no_file")

    async def take(self, part: Part, fields: dict[str, str]) -> None:
        """One of them. A form that does not come from a page of ours is taken nothing of."""
        csrf_matches(self._request, fields.get("_csrf_token", ""))
        if not part.filename:
            return
        try:
            await self._attach(part, fields.get("paper", ""))
        except FileRefused as refused:
            self.tell(part.filename, refused.code, **refused.args_shown)

    async def _attach(self, part: Part, paper: str) -> None:
        """Its length is known when it has come: until then it may be as long as the form."""
        intake, said = intake_of(self._request), self._request.headers.get("content-length", "")
        room = min(whole(said) or SCAN_BYTES_MAX, SCAN_BYTES_MAX)
        begun = upload_named(self._request, part.filename, room, self._draft, paper)
        await intake.begin(begun)
        try:
            size = await intake.take(begun, 0, part.pieces)
            upload = await intake.measured(begun, size)
            await intake.finish(upload)
        except BaseException:
            await intake.drop(begun)
            raise
        self.count += 1

    def tell(self, name: str, code: str, **args: str) -> None:
        """An error of the file field."""
        text = reader_of(self._request).words(TEXTS[code], **args)
        self._form.add_error("file", f"{name}: {text}" if name else text)


@post("/carrier/drafts/{id:str}/documents/remove", opt=only("carrier"))
async def remove(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """Take one away from the draft; where it was sent with an earlier one, it stays there."""
    draft, form, _ = draft_of(request, id), await read_form(request), gettext_of(request)
    change = ChangeDraftFiles(id, actor_of(request).org, draft.files, removed=form["sha256"])
    await services_of(request).writer.run(change)
    notify(request, _("The file was taken away from the draft"), kind="info")
    return redirect(f"/carrier/drafts/{id}/documents")


ROUTES: tuple[ControllerRouterHandler, ...] = (documents, attach, remove)
