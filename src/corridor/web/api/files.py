"""Files by the API: what an upload became, which files a subject names, and their bytes.

The upload itself speaks tus, see `pages/carrier/uploads.py`.
"""

from typing import Any, Final

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath

from corridor.domain.attachments import Attachment
from corridor.domain.kinds import attached_to, keeper_of
from corridor.web.access import state_of
from corridor.web.api.answers import Answer, answer
from corridor.web.auth.identity import actor_of
from corridor.web.errors import NotKnown
from corridor.web.files.intake import intake_of
from corridor.web.files.serving import file_response
from corridor.web.pages.carrier.uploads import UPLOADERS
from corridor.web.pages.files import ROLES, fetched_file, found_file, path_of

AnyRequest = Request[Any, Any, Any]
AGAIN_S: Final = "2"


class FileView(msgspec.Struct, frozen=True):
    """A file, the node that keeps it, and whether its bytes are here."""

    file: Attachment
    keeper: str
    is_here: bool


class FilesView(msgspec.Struct, frozen=True):
    """All files that a subject names."""

    subject: str
    files: tuple[FileView, ...]


class OnItsWay(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far a file has come. `problem`: why it did not; the next call begins again."""

    done: int
    size: int
    problem: str = ""


@get("/uploads/{id:str}", opt=UPLOADERS | {"answer": Attachment})
async def became(request: AnyRequest, id: FromPath[str]) -> Answer:
    """What an upload became, as a declaration or an application names it. 404 until it is whole."""
    upload = intake_of(request).find(id, actor_of(request))
    if upload.done is None:
        raise NotKnown
    return answer(upload.done)


@get("/files/{reference:str}", opt=ROLES | {"answer": FilesView})
async def files(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """The files of a movement or a permit, by MRN, permit number or subject id."""
    state: Any = state_of(request, reference, object)
    views = (
        FileView(one, keeper_of(state, one.sha256), path_of(request, one) is not None)
        for one in attached_to(state)
    )
    return answer(FilesView(state.id, tuple(views)))


@get("/files/{reference:str}/{sha256:str}", opt=ROLES)
async def content(
    request: AnyRequest, reference: FromPath[str], sha256: FromPath[str]
) -> Response[Any]:
    """The bytes, or one range of them.

    Of a file that another node keeps they are fetched by this call: 202 and Retry-After until they
    are here.
    """
    found = found_file(request, reference, sha256)
    fetched, path = fetched_file(request, found), path_of(request, found.file)
    if path is not None and fetched.is_here:
        return file_response(request, found.file, path)
    if fetched.problem == "file.gone":
        raise NotKnown
    body = msgspec.json.encode(OnItsWay(fetched.done, fetched.size, fetched.problem))
    headers = {"retry-after": AGAIN_S, "cache-control": "no-store"}
    return Response(body, status_code=202, media_type="application/json", headers=headers)
