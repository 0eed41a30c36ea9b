"""What an upload became. The upload itself speaks tus, see `pages/carrier/uploads.py`."""

from typing import Any

from litestar import Request, get
from litestar.params import FromPath

from corridor.domain.attachments import Attachment
from corridor.web.access import only
from corridor.web.api.answers import Answer, answer
from corridor.web.auth.identity import actor_of
from corridor.web.errors import NotKnown
from corridor.web.files.intake import intake_of


@get("/uploads/{id:str}", opt=only("carrier") | {"answer": Attachment})
async def became(request: "Request[Any, Any, Any]", id: FromPath[str]) -> Answer:
    """What an upload became, as a declaration or an application names it. 404 until it is whole."""
    upload = intake_of(request).find(id, actor_of(request))
    if upload.done is None:
        raise NotKnown
    return answer(upload.done)
