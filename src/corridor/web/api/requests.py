"""Requests for the record of a movement: those of the asker's own office."""

from typing import Any

import msgspec
from litestar import Request, get
from litestar.params import FromPath

from corridor.domain.records.state import RecordRequest
from corridor.web.access import only, state_of
from corridor.web.api.answers import Answer, answer
from corridor.web.pages.customs.requests import requests_at

AnyRequest = Request[Any, Any, Any]


class RequestsView(msgspec.Struct, frozen=True):
    """What the office asked for, and what it was asked for; the newest first."""

    requests: tuple[RecordRequest, ...]


@get("/requests", opt=only("customs") | {"answer": RequestsView})
async def requests(request: AnyRequest) -> Answer:
    """The requests for records that this office made or was made, answered or not."""
    return answer(RequestsView(tuple(requests_at(request))))


@get("/requests/{reference:str}", opt=only("customs") | {"answer": RecordRequest})
async def one_request(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """One request: how it stands, and the movement it was answered with."""
    return answer(state_of(request, reference, RecordRequest))
