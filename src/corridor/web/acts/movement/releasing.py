"""Releasing for transit, or refusing to."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain.consignment import carnet_of
from corridor.domain.days import days_later
from corridor.domain.facts import Actor
from corridor.domain.movement.control import ControlRecorded
from corridor.domain.movement.departing import NoRelease
from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.releasing import (
    MovementReleased,
    RefuseRelease,
    ReleaseForTransit,
    ReleaseRefused,
)
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.typed import day
from corridor.web.act import (
    LAST,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    hears,
    when_at,
    why_of,
)
from corridor.web.acts.fields import reason_field, reason_of
from corridor.web.labels.departure import NO_RELEASE
from corridor.web.views.desk_permits import against_release, lacking_rows


def _may_release(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    is_time = state.status in ("accepted", "guarantee_registering") and bool(state.channel)
    is_open = state.guarantee_status != "requested" and state.control_result != "B1"
    is_open = is_open and state.pending_correction is None
    return when_at(is_theirs and is_time and is_open)


def _may_refuse(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    is_time = state.status in ("accepted", "guarantee_registering", "under_control")
    return LAST if is_theirs and is_time else None


def _release_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The truck may set out. Seals and limit date become binding, every state on the route is "
        "told. The release cannot be taken back."
    )


def _release_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    days = deed.services.engine.settings.parameters.transit_term_days
    there = deed.services.day_at(destination_office(deed.state.dossier))
    value = deed.state.dossier.limit_date or days_later(there, days)
    hint = _("The day by which the goods are presented at the office of destination.")
    return [
        field_of("date", "limit_date", _("Limit date at destination"), value, hint),
        field_of("hidden", "declared_at", "", deed.state.declared_at),
    ]


def _release(deed: MovementDeed) -> ReleaseForTransit:
    return ReleaseForTransit(day(deed.form["limit_date"]) or None, deed.form["declared_at"])


def _release_lacks(deed: MovementDeed) -> dict[str, Any]:
    permits = deed.services.queries.permits_of(deed.state.id)
    refusals = against_release(deed.state, permits, deed.services)
    return {"lacking": lacking_rows(deed.reader, refusals)}


def _refuse_release_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    if carnet_of(deed.state.dossier):
        return _("The movement ends here. This cannot be taken back.")
    return _("The movement ends here and its guarantee is set free. This cannot be taken back.")


def _refuse_release(deed: MovementDeed) -> RefuseRelease | None:
    code = chosen(deed.form["code"], NO_RELEASE)
    if not code:
        deed.form.add_error("code", deed.reader.words("Choose the reason."))
    reason = reason_of(deed)
    return RefuseRelease(reason, cast(NoRelease, code)) if reason and code else None


def _refusal_fields(deed: MovementDeed) -> list[Field]:
    _, state = deed.reader.words, deed.state
    usual = "C1" if state.control_result == "B1" else ""
    options = deed.reader.labels.options("no_release")
    hint = _(
        "Codes of this platform: the values of the NCTS list CL211, which CC051C names, are not "
        "published with its schemas."
    )
    return [
        field_of("radios", "code", _("Why is it not released?"), usual, hint, options=options),
        *reason_field(deed),
    ]


def _why_not(said: ReleaseRefused, tale: Tale) -> Iterable[str]:
    if said.code:
        yield tale.reader.labels(said.code, "no_release") + "."
    yield from why_of(said, tale)


def _day(said: MovementReleased, tale: Tale) -> Iterable[str]:
    day, moment = tale.reader.formats.day(said.limit_date), tale.reader.formats.short_moment
    yield tale.say("To be presented at destination by %(day)s.", day=day)
    if said.arrivals:
        yield tale.say("It was released later than was planned, so all times are later.")
    for one in said.arrivals:
        office = tale.reader.names.office(one.office)
        yield tale.say("%(office)s: %(now)s.", office=office, now=moment(one.expected, one.office))


RELEASING: Final = Shown[Movement](
    acts=(
        Act(
            name="release",
            desk="customs",
            label=N_("Release for transit"),
            title=N_("Release for transit?"),
            consequence=_release_means,
            command=_release,
            done=N_("The movement was released for transit"),
            offered=_may_release,
            hears=hears(ControlRecorded),
            fields=_release_fields,
            pointers={"/limit_date": "limit_date", "/declared_at": "limit_date"},
            context=_release_lacks,
        ),
        Act(
            name="refuse-release",
            desk="customs",
            label=N_("Refuse the release"),
            title=N_("Refuse the release?"),
            consequence=_refuse_release_means,
            command=_refuse_release,
            done=N_("The release was refused"),
            offered=_may_refuse,
            hears=hears(ControlRecorded),
            fields=_refusal_fields,
            pointers={"/reason": "reason", "/code": "code"},
            kind="stop",
        ),
    ),
    reads=(
        Reading(MovementReleased, N_("Released for transit"), note=_day),
        Reading(
            ReleaseRefused,
            N_("Release for transit refused"),
            "stopped",
            note=_why_not,
            to_carrier=True,
        ),
    ),
)
