"""All quotas of the own state: what it gives, and what its carriers have."""

from typing import Any, Final

from litestar import Request, get

from corridor.domain.quotas.listings import quotas_at
from corridor.domain.quotas.state import Quota
from corridor.web.access import only
from corridor.web.acts.quotas.proposing import is_own
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.pages.quotas.desk import HERE
from corridor.web.quotas.shown import row_of
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
SHOWN_MAX: Final = 200


@get(HERE, opt=only("permit", "carrier"))
async def quotas(request: AnyRequest) -> Page:
    """Those of its carriers first; whoever waits for an answer stands above."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    topic, node = quotas_at(services.node), services.node
    rows = services.queries.rows(topic, "name", "", SHOWN_MAX).rows
    states = (services.queries.get(row.subject).state for row in rows)
    shown = [row_of(reader, services, one) for one in states if isinstance(one, Quota)]
    shown.sort(key=lambda row: (-row["quota"].year, not row["tags"], row["name"]))
    actor = actor_of(request)
    return page(
        request,
        "quotas/list.html",
        title=_("Quotas of road permits"),
        live=[topic],
        topic=topic,
        may_propose=is_own(actor, node),
        mine=[row for row in shown if row["quota"].holder == node],
        given=[row for row in shown if row["quota"].giver == node],
        is_carrier=actor.role == "carrier",
    )
