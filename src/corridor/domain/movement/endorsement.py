"""Who endorsed what happened on the way, where an office of the route was not the first to see it.

A police officer or the customs of the place writes it on the accompanying document; the carrier and
the office that records the incident carry it over. Without one, the recording office endorses it.
"""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.domain.context import Context
from corridor.domain.days import is_day
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Country, Date, Line


class Endorsement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The endorsement of an incident: by whom, where, in which state, on which day there."""

    authority: Annotated[str, Meta(min_length=1, max_length=35)]
    place: Annotated[Line, Meta(min_length=1)]
    country: Country
    on: Date


def wrong_endorsement(endorsed: Endorsement | None, context: Context) -> Refused | None:
    """Why it cannot have been endorsed so."""
    if endorsed is None:
        return None
    if endorsed.country not in context.reference.countries:
        return refuse("endorsed_nowhere", "/endorsed/country", country=endorsed.country)
    if not is_day(endorsed.on) or endorsed.on > context.day_at(context.node):
        return refuse("endorsed_when", "/endorsed/on", given=endorsed.on)
    return None


TEXTS: Final = {
    "endorsed_nowhere": RefusalText(
        N_("There is no state {country} that could have endorsed it."),
        N_("Choose the state of the authority from the list."),
    ),
    "endorsed_when": RefusalText(
        N_("It cannot have been endorsed on {given}."),
        N_("Give the day on the endorsement, not later than today."),
    ),
}
