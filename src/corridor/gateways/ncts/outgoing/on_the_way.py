"""Release, and what happens on the way: CC029C and CC182C."""

from typing import Final

from corridor.domain.consignment import Aside, Equipment
from corridor.domain.days import day_at
from corridor.domain.movement.offices import destination_office, node_of
from corridor.domain.routes import RoutePoint
from corridor.gateways.ncts.messages.header import Header
from corridor.gateways.ncts.messages.incident import IncidentNotice, NewMeans, NotedIncident
from corridor.gateways.ncts.messages.release import OnTheWay, ReleasedForTransit
from corridor.gateways.ncts.outgoing.at_departure import accepted_on
from corridor.gateways.ncts.outgoing.load import beside, guarantees_of, load_of
from corridor.gateways.ncts.outgoing.said import REPRESENTED, Said, time_at

_BY_LOCODE: Final = "U"
_TRUCK: Final = "30"


def released(said: Said) -> Header:
    """CC029C."""
    dossier, movement = said.dossier, said.after
    fields = said.from_departure()
    controlled = (movement.control_result, said.day(said.departure), said.departure)
    control = controlled if movement.control_result else ("", "", "")
    return ReleasedForTransit(
        **fields,
        declaration_type=dossier.declaration_type,
        additional_type=dossier.additional_type,
        tir_carnet=dossier.tir_carnet,
        accepted_on=accepted_on(said),
        released_on=said.day(said.departure),
        security=dossier.security,
        reduced_dataset=dossier.reduced_dataset,
        binding_itinerary=dossier.binding_itinerary,
        authorisations=dossier.authorisations,
        destination=destination_office(dossier),
        transits=_offices(said, "transit"),
        exits=_offices(said, "exit"),
        representative=dossier.representative,
        control=control[0],
        controlled_on=control[1],
        controlled_by=control[2],
        guarantees=guarantees_of(movement),
        consignment=load_of(movement),
        aside=_asides(said),
    )


def _asides(said: Said) -> tuple[Aside, ...]:
    """What phase 6 wants besides: where it is loaded, unless the declaration said so."""
    start = said.dossier.route.points[0]
    at = f"/{said.name}/Consignment/PlaceOfLoading"
    kept = tuple(beside(said.dossier, said.name))
    status = Aside(f"/{said.name}/Representative/status", REPRESENTED)
    more = (status,) if said.dossier.representative is not None else ()
    if any(one.pointer.startswith(at) for one in kept):
        return (*kept, *more)
    place = (Aside(f"{at}/country", start.country), Aside(f"{at}/location", start.place))
    return (*kept, *more, *place)


def _offices(said: Said, role: str) -> tuple[OnTheWay, ...]:
    def of(point: RoutePoint) -> OnTheWay:
        office = point.office or ""
        return OnTheWay(office, time_at(point.eta, office) if point.eta else "")

    points = said.dossier.route.points
    return tuple(of(point) for point in points if point.role == role and point.office)


def incident(said: Said) -> Header:
    """CC182C. The place is that of the office that recorded it."""
    noted = said.fact.payload
    office = noted.office
    return IncidentNotice(
        **said.header(office),
        mrn=said.after.mrn,
        notified_at=said.time(office),
        office=said.departure,
        registered_at=office,
        incidents=(
            NotedIncident(
                code=noted.code,
                text=noted.text,
                qualifier=_BY_LOCODE,
                unlocode=_place_of(said, office),
                country=node_of(office),
                **_endorsed(said),
                equipment=_boxes(said),
                means=_means(said),
            ),
        ),
    )


def _endorsed(said: Said) -> dict[str, str]:
    """By whom: the authority that was the first to see it, else the office that recorded it."""
    noted, office = said.fact.payload, said.fact.payload.office
    if noted.endorsed is not None:
        first = noted.endorsed
        return {
            "endorsed_on": first.on,
            "authority": first.authority,
            "place": first.place[:35],
            "endorsed_in": first.country,
        }
    return {
        "endorsed_on": day_at(noted.happened_at, office),
        "authority": office,
        "place": _place_of(said, office),
        "endorsed_in": node_of(office),
    }


def _place_of(said: Said, office: str) -> str:
    points = said.dossier.route.points
    return next((point.place for point in points if point.office == office), office)


def _boxes(said: Said) -> tuple[Equipment, ...]:
    noted = said.fact.payload
    if not noted.new_seals and not noted.new_container:
        return ()
    seals = noted.new_seals
    return (Equipment(1, container=noted.new_container, seals=seals, seal_count=len(seals)),)


def _means(said: Said) -> NewMeans | None:
    """The new vehicle; where nobody said under which flag it drives, that of the one before."""
    noted, load = said.fact.payload, said.dossier.consignment
    if not noted.new_vehicle:
        return None
    if noted.means:
        truck = noted.means[0]
        return NewMeans(load.containerised, truck.kind, truck.id, truck.nationality or "")
    flags = (one.nationality for one in load.means if one.role == "departure" and one.nationality)
    return NewMeans(load.containerised, _TRUCK, noted.new_vehicle, next(flags, ""))
