"""Quotas as pages show them."""

from typing import Any, Final

from corridor.domain.permits.listings import QUOTA_PERMITS
from corridor.domain.quota import Quota
from corridor.domain.quotas.forecast import Forecast, forecast_of
from corridor.domain.quotas.listings import quotas_at
from corridor.web.act import Tale
from corridor.web.acts.quotas.answering import open_offer
from corridor.web.acts.quotas.ruling import rule_text
from corridor.web.beyond import has_no_node
from corridor.web.labels.quota import QUOTA_LANES
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]
SHOWN_MAX: Final = 200
"""Quotas on a page."""


def name_of(reader: Reader, quota: Quota) -> str:
    """Whose carriers on whose roads, which year and type."""
    words = {
        "holder": reader.names.country(quota.holder),
        "giver": reader.names.country(quota.giver),
    }
    pair = reader.words("Carriers of %(holder)s, roads of %(giver)s", **words)
    return f"{pair}, {quota.year}, {reader.labels(quota.type, 'quota_type').lower()}"


def is_asked_by_hand(services: Services, quota: Quota) -> bool:
    """Whether its permits are for a state without a node: no way that is declared leads there."""
    is_ours = quota.holder == services.node and quota.terms is not None
    return is_ours and has_no_node(services, quota.giver)


def asked_by_hand(services: Services) -> list[Quota]:
    """The quotas out of which its carriers ask by hand, as long as their permits hold."""
    rows = services.queries.rows(quotas_at(services.node), "name", "", SHOWN_MAX).rows
    far = [row for row in rows if has_no_node(services, row.data["giver"])]
    today = services.day_at(services.node)
    found = (one for one in services.queries.states(far, Quota) if is_asked_by_hand(services, one))
    return [one for one in found if one.terms is not None and one.terms.valid_to >= today]


def counts_of(services: Services, quota: Quota) -> dict[str, int]:
    """How many of its permits stand how, as this node knows them."""
    prefix = f"{QUOTA_PERMITS}{quota.id}:"
    found = services.queries.counts(prefix)
    return {lane: found.get(f"{prefix}{lane}", 0) for lane in QUOTA_LANES}


def row_of(reader: Reader, services: Services, quota: Quota, may_answer: bool) -> View:
    """One line of the list, and the head of its page; `may_answer`: whether to its reader it waits
    for "your answer".
    """
    forecast = forecast_of(quota, services.day_at(quota.holder))
    return {
        "quota": quota,
        "giver": reader.names.country(quota.giver),
        "holder": reader.names.country(quota.holder),
        "type": reader.labels(quota.type, "quota_type"),
        "name": name_of(reader, quota),
        "counts": counts_of(services, quota),
        "forecast": forecast,
        "runs_out": runs_out(reader, quota, forecast),
        "tags": list(_tags(reader, services, quota, forecast, may_answer)),
    }


def runs_out(reader: Reader, quota: Quota, forecast: Forecast) -> str:
    """When none are left, as far as can be told."""
    say, day = reader.words, reader.formats.day
    if quota.terms is None:
        return say("Not agreed on yet")
    if not quota.left:
        none = say("None left")
        next_on = forecast.next_on
        more = say("Next tranche: %(day)s.", day=day(next_on))
        return f"{none}. {more}" if next_on else none
    if not forecast.out_on:
        return say("None was issued in the last weeks")
    if forecast.out_on > quota.terms.valid_to:
        return say("Enough for the year at this pace")
    return say("Runs out about %(day)s at this pace", day=day(forecast.out_on))


def _tags(
    reader: Reader, services: Services, quota: Quota, forecast: Forecast, may_answer: bool
) -> Any:
    say = reader.words
    if quota.disputes or quota.discrepancies:
        yield say("Numbers do not agree"), "stop"
    if open_offer(quota, services.node, False) is not None:
        yield (
            (say("Waits for your answer") if may_answer else say("Waits for the ministry")),
            "wait",
        )
    elif open_offer(quota, services.node, True) is not None:
        yield say("Waits for the other state"), "info"
    if quota.terms is not None and quota.left <= quota.rule.low_at:
        yield say("Few left") if quota.left else say("None left"), "stop"
    elif forecast.is_short:
        yield say("Runs out soon"), "wait"


def rule_words(reader: Reader, quota: Quota) -> list[str]:
    """The published rule."""
    return list(rule_text(quota.rule, Tale(reader, quota.holder)))


def stock_text(reader: Reader, quota: Quota, waiting: int) -> str:
    """For a carrier who needs one: how many are left at the own ministry, or who waits before."""
    say = reader.words
    if quota.left:
        left = say.ngettext(
            "From the stock of your own ministry: %(num)s permit left.",
            "From the stock of your own ministry: %(num)s permits left.",
            quota.left,
        )
        at_once = say("Issued at once.")
        return f"{left} {at_once}" if quota.rule.at_once else left
    tranche = quota.next_tranche()
    none = say("The stock of your own ministry is used up; waiting now: %(count)s.", count=waiting)
    if tranche is None:
        return none
    more = say("Next tranche: %(day)s.", day=reader.formats.day(tranche.day))
    return f"{none} {more}"
