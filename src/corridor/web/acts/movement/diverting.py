"""Diverting a movement: its carrier asks, the office of departure decides."""

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.movement.diverting import (
    DecideDiversion,
    DiversionAllowed,
    DiversionRefused,
    DiversionRequested,
    RequestDiversion,
    diverted_route,
    offices_ahead,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Diversion, Movement
from corridor.domain.movement.stations import reached
from corridor.domain.permits.requirements import missing_at_border
from corridor.domain.refusals import N_
from corridor.domain.routes import countries_of
from corridor.web.acts.act import (
    AT_ONCE,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    Turn,
    chosen,
    field_of,
    when_at,
)
from corridor.web.acts.fields import YES_NO, reason_of, yes_no_field
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.desk_permits import lacking_rows

PARTS: Final = frozenset({"TRA", "DES"})


def _pending(state: Movement) -> Diversion | None:
    return next((d for d in state.diversions if d.status == "requested"), None)


def _may_ask(state: Movement, actor: Actor) -> Place | None:
    is_time = state.status == "released" and bool(offices_ahead(state))
    return when_at(is_time and _pending(state) is None)


def _may_decide(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier) and state.status == "released"
    return AT_ONCE if is_theirs and _pending(state) is not None else None


def _ask_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The office of departure decides. Until then the vehicle goes where it was declared to; "
        "afterwards the old and the new office are told, and permits are checked for the new way."
    )


def _ask_fields(deed: MovementDeed) -> list[Field]:
    _, ahead = deed.reader.words, offices_ahead(deed.state)
    declared = [{"value": code, "label": _named(deed, code)} for code in ahead]
    others = [{"value": "", "label": _("choose an office")}, *_choices(deed)]
    hint = _("Offices of transit and destination of the connected states.")
    return [
        field_of("radios", "from_office", _("Instead of which office?"), options=declared),
        field_of("select", "to_office", _("To which office?"), hint=hint, options=others),
        field_of("textarea", "reason", _("Reason"), hint=_("The office of departure reads this.")),
    ]


def _choices(deed: MovementDeed) -> list[dict[str, str]]:
    services = deed.services
    on_route = {point.office for point in deed.state.dossier.route.points}
    connected = services.engine.settings.peers | {services.node}
    codes = [
        office.code
        for office in services.reference.offices.values()
        if office.country in connected and office.code not in on_route and PARTS & {*office.roles}
    ]
    labels = sorted((_named(deed, code), code) for code in codes)
    return [{"value": code, "label": label} for label, code in labels]


def _named(deed: MovementDeed, code: str) -> str:
    names = deed.reader.names
    return f"{names.country(code[:2])}: {names.office(code)} ({code})"


def _ask(deed: MovementDeed) -> RequestDiversion | None:
    _ = deed.reader.words
    before = deed.needed("from_office", _("Choose the office that it would not go to."))
    after = deed.needed("to_office", _("Choose the office that it would go to."))
    reason = reason_of(deed)
    return RequestDiversion(before, after, reason) if before and after and reason else None


def _decide_means(deed: MovementDeed) -> str:
    _, asked = deed.reader.words, _pending(deed.state)
    if asked is None:
        return _("No diversion waits for a decision.")
    way = _way(deed.state, asked, deed.reader, deed.services)
    told = [_asked_for(asked, Tale(deed.reader, "")), asked.reason]
    if way:
        told.append(_("The rest of the way would be: %(places)s.", places=way))
    told.append(_("What is allowed cannot be taken back; another diversion may follow."))
    return " ".join(told)


def _way(state: Movement, asked: Diversion, reader: Reader, services: Services) -> str:
    """The places from where it was last seen by the other office; empty without a way."""
    route = diverted_route(state, asked.from_office, asked.to_office, services.reference)
    ahead = route.points[reached(state) :] if route is not None else ()
    return " – ".join(reader.names.place(point.place) for point in ahead)


def _decide_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    hint = _("Needed when it is not allowed; the carrier and the offices read it.")
    return [
        yes_no_field(deed, "allowed", _("Allow the diversion?")),
        field_of("textarea", "reason", _("Reason"), hint=hint, optional=True),
    ]


def _decide(deed: MovementDeed) -> DecideDiversion | None:
    _, asked = deed.reader.words, _pending(deed.state)
    answer = chosen(deed.form["allowed"], YES_NO)
    if not answer:
        deed.form.add_error("allowed", _("Say whether the diversion is allowed."))
    if not answer or asked is None:
        return None
    return DecideDiversion(asked.to_office, answer == "yes", deed.form["reason"])


def _lacks(deed: MovementDeed) -> dict[str, Any]:
    """The permits that the states still ahead would miss on the new way."""
    state, services, asked = deed.state, deed.services, _pending(deed.state)
    route = asked and diverted_route(state, asked.from_office, asked.to_office, services.reference)
    if not route:
        return {"lacking": []}
    dossier = replace(state.dossier, route=route)
    permits, today = services.queries.permits_of(state.id), services.today()
    crossed = {
        departure_office(state.dossier)[:2],
        *(c.office[:2] for c in state.crossings if c.status == "crossed"),
    }
    missing = [
        refusal
        for country in countries_of(route)
        if country not in crossed
        for refusal in missing_at_border(
            dossier, services.rules, permits, services.reference, today, country
        )
    ]
    return {"lacking": lacking_rows(deed.reader, tuple(missing))}


def _asked_for(asked: Diversion, tale: Tale) -> str:
    names = tale.reader.names
    return tale.say(
        "To %(to)s instead of %(from)s.",
        **{"to": names.office(asked.to_office), "from": names.office(asked.from_office)},
    )


def _turn(state: Movement, tale: Tale) -> Turn | None:
    asked = _pending(state)
    if asked is None or state.status != "released":
        return None
    office = departure_office(state.dossier)
    return Turn(office, tale.say("A diversion waits for a decision"), _asked_for(asked, tale))


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    for diversion in state.diversions:
        text = _asked_for(diversion, tale)
        if diversion.status == "allowed":
            is_left = tale.where in state.diverted_from()
            told = tale.say("This office expects it no longer and can only read it.")
            yield Banner(tale.say("Diverted"), f"{text} {told}" if is_left else text, "info")
        elif diversion.status == "refused":
            said = f"{text} {tale.say('Reason: %(why)s', why=diversion.answer)}"
            yield Banner(tale.say("The diversion was not allowed"), said, "wait")
        elif state.status == "released" and tale.where:  # to the carrier it is the next step
            by = "carrier" if diversion.asked_by == "carrier" else "customs"
            who = tale.reader.labels(by, "role")
            said = f"{text} {diversion.reason} ({who})"
            yield Banner(tale.say("A diversion was asked for"), said, "wait")


def _wanted(said: DiversionRequested, tale: Tale) -> Iterable[str]:
    yield _asked_for(Diversion(said.from_office, said.to_office), tale)
    yield tale.say("Reason: %(why)s", why=said.reason)


def _allowed(said: DiversionAllowed, tale: Tale) -> Iterable[str]:
    yield _asked_for(Diversion(said.from_office, said.to_office), tale)
    places = " – ".join(tale.reader.names.place(point.place) for point in said.route.points)
    yield tale.say("The way now: %(places)s.", places=places)


def _refused(said: DiversionRefused, tale: Tale) -> Iterable[str]:
    yield _asked_for(Diversion(said.from_office, said.to_office), tale)
    yield tale.say("Reason: %(why)s", why=said.reason)


DIVERTING: Final = Shown[Movement](
    acts=(
        Act(
            name="divert",
            desk="carrier",
            label=N_("Ask for a diversion"),
            title=N_("Another office for %(ref)s?"),
            consequence=_ask_means,
            command=_ask,
            done=N_("The office of departure was asked"),
            offered=_may_ask,
            fields=_ask_fields,
            pointers={
                "/from_office": "from_office",
                "/to_office": "to_office",
                "/reason": "reason",
            },
        ),
        Act(
            name="diversion",
            desk="customs",
            label=N_("Decide on the diversion"),
            title=N_("Diversion to another office"),
            consequence=_decide_means,
            command=_decide,
            done=N_("The diversion was decided on"),
            offered=_may_decide,
            fields=_decide_fields,
            pointers={"/allowed": "allowed", "/reason": "reason", "/to_office": "allowed"},
            context=_lacks,
        ),
    ),
    reads=(
        Reading(DiversionRequested, N_("Diversion asked for"), "attention", _wanted),
        Reading(DiversionAllowed, N_("Diverted to another office"), note=_allowed, to_carrier=True),
        Reading(DiversionRefused, N_("Diversion not allowed"), "stopped", _refused, True),
    ),
    turn=_turn,
    banners=_banners,
)
