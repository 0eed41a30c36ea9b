"""Extending the limit date for days lost in port, at departure."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.extending import (
    ExtendLimit,
    LimitExtended,
    days_in_port,
    latest_limit,
    may_extend,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voyage import ports_of, steps_at
from corridor.domain.refusals import N_
from corridor.web.act import (
    LAST,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)
from corridor.web.acts.fields import needed_day, reason_of


def _may(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier) and state.status == "released"
    is_waiting = is_theirs and not state.pursuit.opened_at and _has_waited(state)
    return LAST if is_waiting else None


def _has_waited(state: Movement) -> bool:
    said = (one for place in ports_of(state) for one in steps_at(state, place))
    return any(one.step == "waiting" and one.office for one in said)


def _none_lost(deed: MovementDeed) -> tuple[str, str] | None:
    _, now = deed.reader.words, deed.services.now()
    if may_extend(deed.state, now):
        return None
    told = _("Only days that the port's checkpoint recorded as waiting move it, and none is left.")
    return _("The limit date stays"), told


def _means(deed: MovementDeed) -> str:
    now, day = deed.services.now(), deed.reader.formats.day
    return deed.reader.words(
        "Ports of the route recorded %(days)s days of waiting; nothing else moves the limit date. "
        "It is %(limit)s now, and may be set up to %(latest)s. Carrier and offices are told.",
        days=days_in_port(deed.state, now),
        limit=day(deed.state.limit_date),
        latest=day(latest_limit(deed.state, now)),
    )


def _fields(deed: MovementDeed) -> list[Field]:
    _, latest = deed.reader.words, latest_limit(deed.state, deed.services.now())
    label = _("Limit date at destination")
    return [
        field_of("date", "limit_date", label, latest),
        field_of("textarea", "reason", _("Reason"), rows=2),
    ]


def _command(deed: MovementDeed) -> ExtendLimit | None:
    day = needed_day(deed, "limit_date", deed.reader.words("Give the new limit date."))
    reason = reason_of(deed)
    return None if deed.form.errors else ExtendLimit(day, reason)


def _said(said: LimitExtended, tale: Tale) -> Iterable[str]:
    day = tale.reader.formats.day(said.limit_date)
    yield tale.say("Limit date at destination: %(day)s.", day=day)
    yield said.reason


EXTENDING: Final = Shown[Movement](
    acts=(
        Act(
            name="extend",
            desk="customs",
            label=N_("Set a later limit date"),
            title=N_("A later limit date for days lost in port"),
            consequence=_means,
            command=_command,
            done=N_("The limit date was set anew"),
            offered=_may,
            over=_none_lost,
            aside=True,
            fields=_fields,
            pointers={"/limit_date": "limit_date", "/reason": "reason"},
        ),
    ),
    reads=(Reading(LimitExtended, N_("Limit date set anew"), note=_said, to_carrier=True),),
)
