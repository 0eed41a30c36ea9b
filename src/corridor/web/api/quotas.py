"""Quotas of road permits of the node's state, for its ministry and its carriers."""

from typing import Any, Final

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath

from corridor.domain.quota import Quota
from corridor.domain.quotas.forecast import Forecast, forecast_of
from corridor.domain.quotas.listings import quotas_at
from corridor.web.access import only, state_of
from corridor.web.api.answers import Answer, answer
from corridor.web.context import services_of
from corridor.web.pages.quotas.one import evidence_of
from corridor.web.quotas.shown import counts_of
from corridor.web.services import Services

AnyRequest = Request[Any, Any, Any]
SHOWN_MAX: Final = 200


class QuotaStock(msgspec.Struct, frozen=True):
    """A quota with what is left of it, its permits by how they stand, and the forecast."""

    quota: Quota
    left: int
    total: int
    permits: dict[str, int]
    forecast: Forecast


class Quotas(msgspec.Struct, frozen=True):
    """Quotas, by their names."""

    quotas: tuple[QuotaStock, ...]
    next: str = ""


def _stock(services: Services, quota: Quota) -> QuotaStock:
    forecast = forecast_of(quota, services.day_at(quota.holder))
    return QuotaStock(quota, quota.left, quota.total, counts_of(services, quota), forecast)


@get("/quotas", opt=only("permit", "carrier") | {"answer": Quotas})
async def quotas(request: AnyRequest) -> Answer:
    """All that this state gives or has; `after` goes on."""
    services, after = services_of(request), request.query_params.get("after", "")
    found = services.queries.rows(quotas_at(services.node), "name", after, SHOWN_MAX)
    states = services.queries.states(found.rows, Quota)
    stocks = tuple(_stock(services, one) for one in states)
    return answer(Quotas(stocks, found.next))


@get("/quotas/{reference:str}", opt=only("permit", "carrier") | {"answer": QuotaStock})
async def quota(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """One, by its subject id (`qt-UZ-KG-2026-2`)."""
    return answer(_stock(services_of(request), state_of(request, reference, Quota)))


@get("/quotas/{reference:str}/evidence", opt=only("permit"))
async def quota_evidence(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """The evidence file of a quota, for its two ministries; it verifies without any node."""
    return await evidence_of(request, reference)
