"""From a requirement to the application for it, so that one button can apply for all."""

from collections.abc import Iterator
from typing import Final

from corridor.domain.attachments import Attachments, Paper
from corridor.domain.consignment import Dossier, Item, Party, items_of, plates_of
from corridor.domain.permit_types.request import Detail, PermitGoods, PermitRequest
from corridor.domain.permit_types.types import TypeBook, load_permit_types
from corridor.domain.permits.needs import Requirement
from corridor.domain.routes import Route, countries_of

POSTS: Final = 50
"""Offices of a way, at most, that hear of a permit that was revoked."""


def request_for(
    requirement: Requirement,
    dossier: Dossier,
    dossier_id: str,
    types: TypeBook | None = None,
    details: tuple[Detail, ...] = (),
) -> PermitRequest:
    """The application, with the goods it is about and no others; all of them for a vehicle's.

    `types`: those of the node, where it has more than every node has. `details`: what the type asks
    beyond the dossier.
    """
    kind = (load_permit_types() if types is None else types)[requirement.kind]
    for_vehicle = kind.for_vehicle
    entry, leave = _offices(dossier.route, requirement.country)
    return PermitRequest(
        dossier=dossier_id,
        kind=requirement.kind,
        country=requirement.country,
        authority=requirement.authority,
        rule=requirement.rule,
        holder=_holder(dossier, for_vehicle),
        plates=plates_of(dossier) if for_vehicle else (),
        goods=tuple(_goods(dossier, requirement.items)),
        countries=countries_of(dossier.route),
        entry_office=entry,
        leave_office=leave,
        wanted_from=requirement.entry_on or None,
        lrn=dossier.lrn,
        posts=tuple(dict.fromkeys(one.office for one in dossier.route.points if one.office))[
            :POSTS
        ],
        attachments=_attachments((*requirement.papers, *kind.papers), dossier),
        details=details,
        type_version=kind.version,
        vehicle=dossier.vehicle if kind.measures else None,
    )


def _attachments(wanted: tuple[Paper, ...], dossier: Dossier) -> Attachments:
    """Those that the rule or the type asks for, and no others."""
    return tuple(one for one in dossier.attachments if one.paper in wanted)


def _holder(dossier: Dossier, for_vehicle: bool) -> Party:
    carrier = dossier.consignment.carrier
    return carrier if for_vehicle and carrier is not None else dossier.holder


def _goods(dossier: Dossier, numbers: tuple[int, ...]) -> Iterator[PermitGoods]:
    for item in items_of(dossier):
        if not numbers or item.declaration_number in numbers:
            yield _line(item)


def _line(item: Item) -> PermitGoods:
    return PermitGoods(
        number=item.declaration_number,
        description=item.description,
        hs=item.hs,
        gross_kg=item.gross_kg,
        dangerous_goods=item.dangerous_goods,
    )


def _offices(route: Route, country: str) -> tuple[str, str]:
    """The first and the last office of the route in this state."""
    offices = [point.office for point in route.points if point.country == country and point.office]
    return (offices[0], offices[-1]) if offices else ("", "")
