"""The question of the page `/requirements`, answered to a program."""

from typing import Any

from litestar import Request, get

from corridor.web.access import anyone
from corridor.web.api.answers import Answer, answer
from corridor.web.context import reader_of, services_of
from corridor.web.errors import BadBody
from corridor.web.forms import Form
from corridor.web.views.asked_of import AskedOf
from corridor.web.views.checker import checked, judge

AnyRequest = Request[Any, Any, Any]


@get("/requirements/answer", opt=anyone() | {"answer": AskedOf})
async def answered(request: AnyRequest) -> Answer:
    """What each state asks, for the question of the page `/requirements` with the same parameters:
    `goods` (codes, one on a line), `from`, `to`, `mode`, `on`, `un`, `registered`, `gross_kg`,
    `axle_kg`, `length_mm`, `width_mm`, `height_mm`, `cold`, `tir`, and `a_CODE=yes|no`.
    """
    services, reader, asked = services_of(request), reader_of(request), request.query_params
    form = Form({name: asked.getall(name) for name in asked})
    dossier = judge(form, services, reader)
    if dossier is None:
        faults = ((one["href"].removeprefix("#f-"), one["text"]) for one in form.errors)
        raise BadBody("invalid", tuple((f"/{name}", text) for name, text in faults))
    return answer(checked(services, reader, dossier))
