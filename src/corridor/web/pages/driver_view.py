"""What a driver has to show and to know, and nothing else: no prices, no parties, no guarantee."""

from typing import Any, Final

from corridor.domain.consignment import plates_of, vehicles_of
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import reached
from corridor.domain.permits.requirements import RequirementState, reminders_of
from corridor.domain.permits.state import Permit
from corridor.domain.routes import RoutePoint
from corridor.web.i18n import in_language
from corridor.web.life.next_step import step_of
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.trips.links import TripLink
from corridor.web.views.bars import bars_svg
from corridor.web.views.drawn_codes import code_128
from corridor.web.views.qr import qr_svg
from corridor.web.views.standing import standings_here, tag_of, to_show, word_of
from corridor.web.views.strips import strip_of

View = dict[str, Any]
STOPS: Final = ("transit", "destination")


def driver_view(state: Movement, link: TripLink, reader: Reader, services: Services) -> View:
    """For trip/trip.html."""
    say, permits = reader.words, services.queries.permits_of(state.id)
    found, good = standings_here(state, services), to_show(state, permits, services)
    ahead = _ahead(state)
    country = ahead.country if ahead is not None else ""
    return {
        "mrn": state.mrn,
        "bars": bars_svg(code_128(state.mrn), say("Code 128 of the MRN")),
        "qr": qr_svg(state.mrn, say("QR code of the MRN"), is_fluid=True),
        "plates": ", ".join(plates_of(state.dossier) or vehicles_of(state.dossier)),
        "seals": ", ".join(state.seals),
        "status": state.standing,
        "worst": state.worst,
        "limit_date": state.limit_date,
        "strip": strip_of(reader, state),
        "step": _step(state, reader),
        "next": _next(ahead, found, reader) if ahead is not None else None,
        "carried": _carried(state, country, reader, services),
        "permits": _permits(good, country, reader),
        "phone": link.phone.replace(" ", "\u00a0"),
        "paper": state.dossier.driver.paper if state.dossier.driver is not None else "",
        "driver": state.driver_name or link.driver,
    }


def _ahead(state: Movement) -> RoutePoint | None:
    """The next point with an office that lets in or receives; none where it has arrived."""
    points = state.dossier.route.points[reached(state) + 1 :]
    return next((point for point in points if point.office and point.role in STOPS), None)


def _step(state: Movement, reader: Reader) -> View:
    step = step_of(state, reader)
    return {"title": step.title, "text": step.text, "kind": step.kind, "who": step.who}


def _next(point: RoutePoint, found: tuple[RequirementState, ...], reader: Reader) -> View:
    """The office, when it is expected there, and the permits that its state asks for."""
    names, here = reader.names, [f for f in found if f.requirement.country == point.country]
    return {
        "office": names.office(point.office),
        "code": point.office,
        "country": names.country(point.country),
        "place": names.place(point.place),
        "is_end": point.role == "destination",
        "expected": reader.formats.moment(point.eta or "", point.place),
        "needs": [
            {
                "kind": reader.labels(one.requirement.kind, "permit_kind"),
                "word": word_of(reader, one),
                "tag": tag_of(one),
            }
            for one in here
        ],
    }


def _carried(state: Movement, country: str, reader: Reader, services: Services) -> list[str]:
    """Papers and duties of the state ahead that are not applied for here."""
    day = services.day_at(departure_office(state.dossier))
    found = reminders_of(state.dossier, services.rules, services.reference, day)
    titles = (one.title for one in found if one.country == country)
    return list(dict.fromkeys(in_language(reader.lang, title) for title in titles))


def _permits(good: tuple[Permit, ...], country: str, reader: Reader) -> list[View]:
    """Those of the state ahead first; each with the code that a post reads without a line."""
    ordered = sorted(good, key=lambda permit: permit.request.country != country)
    return [
        {
            "kind": reader.labels(permit.request.kind, "permit_kind"),
            "country": reader.names.country(permit.request.country),
            "is_next": permit.request.country == country,
            "number": permit.number,
            "valid_from": permit.valid_from,
            "valid_to": permit.valid_to,
            "qr": qr_svg(permit.credential, reader.words("QR code of the permit"), is_fluid=True)
            if permit.credential
            else "",
        }
        for permit in ordered
    ]
