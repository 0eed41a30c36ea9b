"""What is left at the own ministry, for each road permit that a dossier needs."""

from collections.abc import Iterable
from typing import Any

from litestar import Request

from corridor.domain.consignment import Dossier
from corridor.domain.permits.requirements import RequirementState
from corridor.web.context import reader_of, services_of
from corridor.web.quotas.asking import stocks_of
from corridor.web.quotas.shown import counts_of, stock_text


def stock_texts(
    request: Request[Any, Any, Any], dossier: Dossier, needs: Iterable[RequirementState]
) -> dict[str, str]:
    """By the name of the need, in words."""
    services, reader = services_of(request), reader_of(request)
    return {
        need: stock_text(reader, quota, counts_of(services, quota)["waiting"])
        for need, quota in stocks_of(services, dossier, needs).items()
    }
