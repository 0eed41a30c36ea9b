"""Extending: a later limit date for the days that were lost in port, and for no others.

The rule: waiting for a vessel never moves the limit date by itself. The office of departure may set
a later one as long as it is on its way, by at most as many days as the movement stood in port: from
the day on which the port's checkpoint recorded it as waiting, up to the day on which it recorded it
as sailed (or today). The carrier's word alone does not count, nor does any day at sea, nor more
than sixty days in one port.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at, days_between, days_later, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.carried import Extension
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.movement.voyage import ports_of, steps_at
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Date, Reason, Text

GONE: Final = frozenset({"sailed", "arrived", "unloaded"})
DAYS_MAX: Final = 60
"""No wait in one port counts for more."""


class ExtendLimit(Command, frozen=True, tag="movement.extend_limit"):
    """Set a later limit date for days lost in port."""

    limit_date: Date
    reason: Reason


class LimitExtended(Payload, frozen=True, tag="movement.limit_extended/1"):
    """The limit date is later by days that were lost in port; an overdue one is awaited again."""

    limit_date: Date
    reason: Text


def days_in_port(state: Movement, now: str) -> int:
    """Days on which it stood in port, as the ports recorded it; today counts while it waits."""
    return sum(_days(state, place, now) for place in ports_of(state))


def _days(state: Movement, place: str, now: str) -> int:
    said = [one for one in steps_at(state, place) if one.office]
    since = next((one.at for one in said if one.step == "waiting"), "")
    if not since:
        return 0
    gone = (one.at for one in (*said, *steps_at(state, place)) if one.step in GONE)
    lost = days_between(day_at(since, place), day_at(next(gone, now), place))
    return min(max(0, lost), DAYS_MAX)


def latest_limit(state: Movement, now: str) -> str:
    """The latest limit date that the days in port allow."""
    first = state.extensions[0].before if state.extensions else state.limit_date
    return days_later(first, days_in_port(state, now)) if is_day(first) else ""


def may_extend(state: Movement, now: str) -> bool:
    """Whether days in port allow a later limit date than it has."""
    return latest_limit(state, now) > state.limit_date and not state.pursuit.opened_at


def _extend(state: Movement, command: ExtendLimit, context: Context) -> Decision:
    if state.pursuit.opened_at:
        return refuse("limit_enquired")
    limit, latest = command.limit_date, latest_limit(state, context.now)
    if not is_day(limit):
        return refuse("day_impossible", "/limit_date", given=limit)
    if limit < context.day_at(destination_office(state.dossier)):
        return refuse("limit_date_past", "/limit_date", limit_date=limit)
    if limit <= state.limit_date:
        return refuse("limit_not_later", "/limit_date", limit_date=state.limit_date)
    if limit > latest:
        days = str(days_in_port(state, context.now))
        return refuse("limit_too_late", "/limit_date", limit_date=latest, days=days)
    return (LimitExtended(limit, command.reason),)


def _extended(s: Movement, p: LimitExtended, f: Fact[Any]) -> Movement:
    said = Extension(s.limit_date, p.limit_date, p.reason, f.at)
    pursuit = replace(s.pursuit, enquiry_from="", recovery_from="")
    return replace(
        s,
        limit_date=p.limit_date,
        extensions=(*s.extensions, said),
        overdue_at="",
        pursuit=pursuit,
    )


EXTENDING: Final = Act[Movement](
    "extending",
    asked=(Asked(ExtendLimit, "customs", _extend, DEPARTURE, during("released")),),
    told=(
        Told(
            LimitExtended,
            DEPARTURE,
            frozenset({"released"}),
            _extended,
            heard=AT_ONCE_TO_CARRIER,
        ),
    ),
    texts={
        "limit_enquired": RefusalText(
            N_("The goods are enquired after: the limit date stays as it was."),
            N_("Wait for the answers, or close the enquiry."),
        ),
        "limit_not_later": RefusalText(
            N_("The limit date is {limit_date} already."), N_("State a later day.")
        ),
        "limit_too_late": RefusalText(
            N_(
                "Days of waiting that ports of the route recorded: {days}. The latest limit date "
                "is {limit_date}."
            ),
            N_("State that day or an earlier one."),
        ),
    },
)
"""A later limit date for days lost in port."""
