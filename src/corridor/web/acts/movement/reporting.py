"""Reporting from the way, by the carrier: new expected times, and what happened."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, cast

from corridor.domain.codes import as_issued, plate_of
from corridor.domain.facts import Actor
from corridor.domain.movement.parts import Delay, Trouble
from corridor.domain.movement.reporting import (
    Arrival,
    DelayReported,
    IncidentTold,
    ReportDelay,
    TellIncident,
)
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import offices_ahead
from corridor.domain.refusals import N_
from corridor.domain.routes.model import POINTS_MAX
from corridor.domain.typed import moment, number, one_line
from corridor.web.act import (
    BESIDES,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    sentences,
)
from corridor.web.acts.endorsing import POINTERS as ENDORSED
from corridor.web.acts.endorsing import (
    country_field,
    endorsed_fields,
    endorsed_of,
    place_fields,
    where_and_who,
)
from corridor.web.acts.fields import (
    driver_said,
    files_field,
    files_of,
    moment_field,
    moment_of,
    reason_of,
    seals_of,
)
from corridor.web.acts.movement.incident import what_happened
from corridor.web.shape_words import NOT_A_MOMENT
from corridor.web.views.desk_times import instant_of, local_input

HOURS_MAX: Final = 24 * 30


def _may(state: Movement, actor: Actor) -> Place | None:
    return BESIDES if state.status == "released" else None


def _may_delay(state: Movement, actor: Actor) -> Place | None:
    return _may(state, actor) if offices_ahead(state) else None


def _delay_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The offices that lie ahead see the new times at once. Permits are judged by the day on "
        "which it comes now. The limit date stays."
    )


def _expected(state: Movement) -> dict[str, str]:
    """Office ahead → when it is expected there so far, in route order."""
    known = {point.office or "": point.eta or "" for point in state.dossier.route.points}
    return {office: known[office] for office in offices_ahead(state)}


def _delay_fields(deed: MovementDeed) -> list[Field]:
    _, names, said = deed.reader.words, deed.reader.names, driver_said(deed)
    whole = _("Moves all offices below whose time you do not change, for example 3 or 1,5.")
    fields = [
        field_of(
            "text",
            "later",
            _("Later by so many hours"),
            said.hours if said else "",
            whole,
            optional=True,
            width="8",
        ),
    ]
    for index, (office, eta) in enumerate(_expected(deed.state).items()):
        zone = deed.reader.formats.moment(eta or deed.services.now(), office).zone
        hint = _("Local time there, %(zone)s", zone=zone)
        value = local_input(eta, office) if eta else ""
        label = _("Expected at %(office)s", office=names.office(office))
        fields.append(field_of("moment", f"at_{index}", label, value, hint))
    why = _("Customs and border posts on the way read this.")
    words = said.text if said else ""
    return [*fields, field_of("textarea", "reason", _("Reason"), words, why, rows=2)]


def _delay(deed: MovementDeed) -> ReportDelay | None:
    later, arrivals = _later_of(deed), []
    for index, (office, eta) in enumerate(_expected(deed.state).items()):
        arrivals.append(Arrival(office, _time_of(deed, f"at_{index}", office, eta, later)))
    reason = reason_of(deed)
    return None if deed.form.errors else ReportDelay(tuple(arrivals), reason)


def _later_of(deed: MovementDeed) -> timedelta:
    _, typed = deed.reader.words, deed.form["later"]
    hours = Decimal(number(typed) or 0)
    if (typed and not number(typed)) or hours > HOURS_MAX:
        deed.form.add_error("later", _("Give a number of hours, at most %(most)s.", most=HOURS_MAX))
        return timedelta()
    return timedelta(minutes=int(hours * 60))


def _time_of(deed: MovementDeed, name: str, office: str, eta: str, later: timedelta) -> str:
    """The instant typed; what nobody touched is moved like the rest."""
    typed = moment(deed.form[name])
    try:
        if eta and typed in ("", local_input(eta, office)):
            moved = datetime.fromisoformat(eta) + later
            return moved.strftime("%Y-%m-%dT%H:%M:%S.000Z") if later else eta
        return instant_of(typed, office)
    except (ValueError, OverflowError):
        deed.form.add_error(name, deed.reader.words(NOT_A_MOMENT))
        return ""


def _tell_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The offices of the route read this at once. It is your word: the next office looks at "
        "the vehicle and records the incident. Do not open seals before that."
    )


def _tell_fields(deed: MovementDeed) -> list[Field]:
    _, said = deed.reader.words, driver_said(deed)
    options = deed.reader.labels.options("incident")
    place = _("Kilometre, town, or a place that everybody finds.")
    return [
        field_of("radios", "code", _("What happened?"), options=options),
        field_of("textarea", "text", _("In your words"), said.text if said else ""),
        *place_fields(deed, said.place if said else "", "", place, needed=True),
        *_now_carried(deed),
        *endorsed_fields(deed, None),
        moment_field(deed, "happened_at", _("When it happened")),
        files_field(deed, _("Photographs of the seals, the damage, the place."), "photo"),
    ]


def _now_carried(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    plate = _("Needed where the goods were moved, or a part of the vehicle or train changed.")
    seals = _("Those that somebody put on already, one number a line.")
    return [
        field_of("text", "vehicle", _("New vehicle"), hint=plate, optional=True, width="18"),
        country_field("vehicle_of", _("Registered in"), deed.reader),
        field_of("text", "container", _("New container"), optional=True, width="18"),
        field_of("textarea", "new", _("New seals"), hint=seals, optional=True, rows=2),
    ]


def _tell(deed: MovementDeed) -> TellIncident | None:
    code, text = what_happened(deed)
    form, endorsed, at = deed.form, endorsed_of(deed), moment_of(deed, "happened_at")
    if form.errors:
        return None
    return TellIncident(
        code=code,
        text=text,
        place=one_line(form["place"]),
        happened_at=at,
        attachments=files_of(deed),
        country=form["country"],
        new_seals=seals_of(form["new"]),
        new_container=as_issued("container", form["container"]),
        new_vehicle=plate_of(form["vehicle"]),
        new_nationality=form["vehicle_of"],
        endorsed=endorsed,
    )


def _changes(delay: Iterable[tuple[str, str, str]], tale: Tale) -> Iterable[str]:
    for office, before, after in delay:
        if before != after:
            moment = tale.reader.formats.short_moment
            values = {
                "office": tale.reader.names.office(office),
                "now": moment(after, office),
                "was": moment(before, office),
            }
            if before:
                yield tale.say("%(office)s: %(now)s instead of %(was)s.", **values)
            else:
                yield tale.say("%(office)s: %(now)s.", **values)


def _delayed(said: DelayReported, tale: Tale) -> Iterable[str]:
    state = tale.state
    found = [d for d in state.delays if d.reason == said.reason] if state is not None else []
    told = {(one.office, one.expected) for one in said.arrivals}
    for delay in found:
        if {(office, after) for office, _, after in delay.arrivals} == told:
            yield from _changes(delay.arrivals, tale)
            break
    yield tale.say("Reason: %(why)s", why=said.reason)


def _told(said: IncidentTold, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.code, "incident") + "."
    yield tale.happened(said.happened_at)
    yield said.text
    if said.new_vehicle:
        yield tale.say("New vehicle: %(id)s.", id=said.new_vehicle)
    if said.new_container:
        yield tale.say("New container: %(id)s.", id=said.new_container)
    if said.new_seals:
        yield tale.say("New seals: %(seals)s.", seals=", ".join(said.new_seals))
    yield from where_and_who(said, tale)


def _recorded(said: IncidentTold, state: Movement) -> bool:
    return state.open_trouble is None


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    if state.status != "released":
        return
    trouble = state.open_trouble
    if trouble is not None:
        yield Banner(tale.say("The carrier tells of an incident"), _what(trouble, tale), "wait")
    for age, delay in enumerate(reversed(state.delays)):
        yield Banner(tale.say("It comes at other times"), _why(delay, tale), "info", age > 0)


def _what(trouble: Trouble, tale: Tale) -> str:
    tale = tale._replace(where=tale.where or tale.state.home)
    said = IncidentTold(
        cast(Any, trouble.code),
        trouble.happened_at,
        trouble.text,
        trouble.place,
        country=trouble.country,
        new_seals=trouble.new_seals,
        new_container=trouble.new_container,
        new_vehicle=trouble.new_vehicle,
        endorsed=trouble.endorsed,
    )
    last = tale.say("No office has recorded it yet: the next one looks at the vehicle.")
    return sentences((*_told(said, tale), last))


def _why(delay: Delay, tale: Tale) -> str:
    where = tale.where or tale.state.home
    moment = tale.reader.formats.moment(delay.at, where)
    when = tale.say("Said by the carrier %(moment)s.", moment=moment)
    if delay.office:
        office = tale.reader.names.office(delay.office)
        when = tale.say("Said by %(office)s %(moment)s.", office=office, moment=moment)
    changes = _changes(_of_reader(delay, tale), tale)
    if not delay.is_said:
        late = tale.say("It was released later than was planned, so all times are later.")
        return sentences((*changes, late))
    why = tale.say("Reason: %(why)s", why=delay.reason)
    return sentences((*changes, why, when))


def _of_reader(delay: Delay, tale: Tale) -> Iterable[tuple[str, str, str]]:
    """What an office has to expect itself; for all others what each office has."""
    own = [one for one in delay.arrivals if one[0] == tale.where]
    return own or delay.arrivals


REPORTING: Final = Shown[Movement](
    acts=(
        Act(
            name="delay",
            desk="carrier",
            label=N_("Report a delay"),
            title=N_("New expected times for %(ref)s"),
            consequence=_delay_means,
            command=_delay,
            done=N_("The offices ahead know the new times"),
            offered=_may_delay,
            fields=_delay_fields,
            pointers={
                "/reason": "reason",
                **{f"/arrivals/{index}": f"at_{index}" for index in range(POINTS_MAX)},
                "/arrivals": "later",
            },
            template="customs/wide_act.html",
        ),
        Act(
            name="happened",
            desk="carrier",
            label=N_("Tell of an incident"),
            title=N_("What happened on the way?"),
            consequence=_tell_means,
            command=_tell,
            done=N_("The offices of the route were told"),
            offered=_may,
            fields=_tell_fields,
            pointers={
                "/code": "code",
                "/text": "text",
                "/new_vehicle": "vehicle",
                "/new_container": "container",
                "/new_seals": "new",
                "/happened_at": "happened_at",
                "/attachments": "files",
                **ENDORSED,
            },
            template="customs/wide_act.html",
        ),
    ),
    reads=(
        Reading(DelayReported, N_("New expected times"), note=_delayed),
        Reading(
            IncidentTold,
            N_("Incident told by the carrier"),
            "attention",
            _told,
            settled=_recorded,
        ),
    ),
    banners=_banners,
)
