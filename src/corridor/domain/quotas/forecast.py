"""When a quota runs out, as far as the last weeks tell."""

from typing import Final

import msgspec

from corridor.domain.days import day_at, days_between, days_later
from corridor.domain.quota import Quota

WEEKS_DAYS: Final = 28
LEAST_DAYS: Final = 7
"""One busy day tells nothing of the weeks to come."""
AHEAD_DAYS: Final = 14
"""So long before it runs out the desk is warned."""


class Forecast(msgspec.Struct, frozen=True, omit_defaults=True):
    """How fast permits go, and until when those that are left last at that pace.

    `out_on`: the day (ISO) on which the last is issued; empty where none was issued lately.
    `next_on`: when the next tranche comes; empty where none is to come.
    """

    issued_lately: int
    days: int
    out_on: str = ""
    next_on: str = ""
    is_short: bool = False
    """Whether they run out before more come, within the next two weeks, or have run out."""


def forecast_of(quota: Quota, today: str) -> Forecast:
    """By the permits of the last four weeks, or since it was agreed on, if that is later."""
    since = max(days_later(today, -WEEKS_DAYS), day_at(quota.agreed_at, quota.holder))
    days = max(LEAST_DAYS, days_between(since, today))
    lately = sum(count for day, count in quota.days.items() if since <= day <= today)
    tranche = quota.next_tranche()
    next_on = tranche.day if tranche is not None else ""
    out_on = days_later(today, min(quota.left * days // lately, 3_660)) if lately else ""
    return Forecast(lately, days, out_on, next_on, _is_short(quota, out_on, next_on, today))


def _is_short(quota: Quota, out_on: str, next_on: str, today: str) -> bool:
    if quota.terms is None:
        return False
    if not quota.left:
        return True
    until = min(next_on or "9999", days_later(today, AHEAD_DAYS))
    return bool(out_on) and out_on < until
