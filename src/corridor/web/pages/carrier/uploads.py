"""Uploads that can be gone on with: tus 1.0, core, creation and termination (tus.io/protocols)."""

import base64
import binascii
import re
from typing import Any, Final

from litestar import Request, Response, delete, head, patch, post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.attachments import PAPERS, Attachments
from corridor.web.access import anyone, only
from corridor.web.auth.identity import actor_of
from corridor.web.context import reader_of, services_of
from corridor.web.errors import BadBody
from corridor.web.files.intake import Upload, intake_of
from corridor.web.files.kinds import SCAN_BYTES_MAX
from corridor.web.files.refused import TEXTS, FileRefused
from corridor.web.files.streams import pieces_of
from corridor.web.files.trays import TRAY, subject_with_tray, tray_id
from corridor.web.pages.carrier.drafts import draft_of

AnyRequest = Request[Any, Any, Any]
VERSION: Final = "1.0.0"
PATCH_TYPE: Final = "application/offset+octet-stream"
NAME_LETTERS_MAX: Final = 120
SHA256: Final = "x-file-sha256"
"""Of the answer to the last piece: by what the file is named from now on."""
UPLOADERS: Final = only("carrier", "customs", "permit")
_BASE: Final = {"tus-resumable": VERSION, "cache-control": "no-store"}
_NUMBER: Final = re.compile(r"\d{1,18}\Z")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f/\\]")


def upload_named(request: AnyRequest, name: str, size: int, draft: str, paper: str) -> Upload:
    """A new upload for a draft of one's own, for what is said next of a subject, or for none."""
    draft, first = _place_of(request, draft)
    return Upload(
        id=services_of(request).engine.settings.tokens.salt().replace("_", "a").replace("-", "b"),
        org=actor_of(request).org,
        name=clean_name(name),
        size=size,
        paper=next((one for one in PAPERS if one == paper), "other"),
        draft=draft,
        first=first,
    )


def _place_of(request: AnyRequest, named: str) -> tuple[str, Attachments]:
    """Under which id its list of files is kept, and what the list begins with."""
    if not named:
        return "", ()
    if named.startswith(TRAY):
        state = subject_with_tray(request, named.removeprefix(TRAY))
        return tray_id(state.id, actor_of(request)), ()
    draft = draft_of(request, named)
    return draft.id, draft.files


def clean_name(name: str) -> str:
    """The last part of a name, without what nobody sees."""
    last = re.split(r"[/\\]", name)[-1]
    return _UNSEEN.sub("", last).strip()[-NAME_LETTERS_MAX:] or "file"


@route("/uploads", http_method=["OPTIONS"], opt=anyone(), include_in_schema=False, status_code=204)
async def abilities(request: AnyRequest) -> Response[None]:
    """What this end can do."""
    told = {
        "tus-version": VERSION,
        "tus-extension": "creation,termination",
        "tus-max-size": str(SCAN_BYTES_MAX),
    }
    return _said(204, told)


@post("/uploads", opt=UPLOADERS, include_in_schema=False)
async def create(request: AnyRequest) -> Response[Any]:
    """Begin one: its length and its name come first, its bytes later."""
    _check_version(request)
    length = request.headers.get("upload-length", "")
    if not _NUMBER.match(length):
        raise BadBody("invalid")
    told = _metadata(request.headers.get("upload-metadata", ""))
    upload = upload_named(
        request, told.get("filename", ""), int(length), told.get("draft", ""), told.get("paper", "")
    )
    try:
        await intake_of(request).begin(upload)
    except FileRefused as refused:
        return refusal(request, refused)
    return _said(201, {"location": f"{request.scope['path']}/{upload.id}"})


@head("/uploads/{id:str}", opt=UPLOADERS, include_in_schema=False)
async def where(request: AnyRequest, id: FromPath[str]) -> Response[None]:
    """How much of it is here."""
    intake = intake_of(request)
    upload = intake.find(id, actor_of(request))
    offset = await intake.offset(upload)
    return _said(200, {"upload-offset": str(offset), "upload-length": str(upload.size)})


@patch(
    "/uploads/{id:str}",
    opt=UPLOADERS,
    include_in_schema=False,
    request_max_body_size=SCAN_BYTES_MAX + 1,
)
async def go_on(request: AnyRequest, id: FromPath[str]) -> Response[Any]:
    """Take what comes. With the last byte it is judged, and kept or refused."""
    _check_version(request)
    intake = intake_of(request)
    upload, at = intake.find(id, actor_of(request)), request.headers.get("upload-offset", "")
    if request.headers.get("content-type") != PATCH_TYPE or not _NUMBER.match(at):
        return _said(415)
    offset = await intake.offset(upload)
    if offset != int(at):
        return _said(409, {"upload-offset": str(offset)})
    told = {}
    try:
        if upload.done is None:
            offset = await intake.take(upload, offset, pieces_of(request))
        if offset == upload.size:
            told = {SHA256: (await intake.finish(upload)).sha256}
    except FileRefused as refused:
        return refusal(request, refused)
    except ValueError:
        return _said(409)
    return _said(204, told | {"upload-offset": str(offset)})


@delete("/uploads/{id:str}", opt=UPLOADERS, include_in_schema=False)
async def drop(request: AnyRequest, id: FromPath[str]) -> Response[None]:
    """Drop one that is not wanted any more."""
    _check_version(request)
    intake = intake_of(request)
    await intake.drop(intake.find(id, actor_of(request)))
    return _said(204)


def refusal(request: AnyRequest, refused: FileRefused) -> Response[Any]:
    """Why not, for a script and for whoever reads it."""
    text = reader_of(request).words(TEXTS[refused.code], **refused.args_shown)
    body = {"code": f"file_{refused.code}", "title": text, "status": refused.status_code}
    return Response(
        body,
        status_code=refused.status_code,
        media_type="application/problem+json",
        headers=_BASE,
    )


def _said(status: int, more: dict[str, str] | None = None) -> Response[None]:
    return Response(None, status_code=status, headers=_BASE | (more or {}))


def _check_version(request: AnyRequest) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise BadBody("invalid", (("Tus-Resumable", VERSION),))


def _metadata(header: str) -> dict[str, str]:
    """`name base64,name base64`; what cannot be read is left out."""
    found = {}
    for pair in header.split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


ROUTES: tuple[ControllerRouterHandler, ...] = (abilities, create, where, go_on, drop)
