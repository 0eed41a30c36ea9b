"""All quotas of the own state: what it gives, and what its carriers have."""

from typing import Any

from litestar import Request, get

from corridor.domain.quota import Quota
from corridor.domain.quotas.listings import country_names, numbers_of, quotas_at
from corridor.web.access import only
from corridor.web.acts.quotas.proposing import is_own
from corridor.web.addresses import without_empty
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.pages.quotas.desk import HERE
from corridor.web.quotas.shown import SHOWN_MAX, row_of
from corridor.web.toolkit import Page, page
from corridor.web.views.finding import asked_for, is_found_by

AnyRequest = Request[Any, Any, Any]


def _is_found(text: str, quota: Quota, node: str) -> bool:
    """By its number, or by the other state in both languages."""
    held = (*numbers_of(quota), *country_names(quota.other(node)))
    return not text or is_found_by(text, held)


@get(HERE, opt=only("permit", "carrier"), before_request=without_empty)
async def quotas(request: AnyRequest) -> Page:
    """Those of its carriers first; whoever waits for an answer stands above."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    topic, node = quotas_at(services.node), services.node
    rows = services.queries.rows(topic, "name", "", SHOWN_MAX).rows
    actor, text = actor_of(request), asked_for(request)
    may_answer = is_own(actor, node)
    found = (one for one in services.queries.states(rows, Quota) if _is_found(text, one, node))
    shown = [row_of(reader, services, one, may_answer) for one in found]
    shown.sort(key=lambda row: (-row["quota"].year, not row["tags"], row["name"]))
    return page(
        request,
        "quotas/list.html",
        title=_("Quotas of road permits"),
        live=[topic],
        topic=topic,
        text=text,
        may_propose=may_answer,
        mine=[row for row in shown if row["quota"].holder == node],
        given=[row for row in shown if row["quota"].giver == node],
        is_carrier=actor.role == "carrier",
    )
