"""Whether a road permit comes out of a quota of the carrier's own state, and out of which."""

from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.itinerary import registration_of
from corridor.domain.permits.needs import Requirement
from corridor.domain.quota import Quota, QuotaType, quota_id
from corridor.domain.reference.authorities import ROAD, ministry_of
from corridor.domain.routes import countries_of


def quota_for(requirement: Requirement, dossier: Dossier, node: str, today: str) -> str:
    """The quota that its vehicle may use, if there is one; empty where none can be: the vehicle is
    registered elsewhere, or it is no road permit.
    """
    registered = registration_of(dossier)
    if requirement.kind != ROAD or registered is None or registered[0] != node:
        return ""
    year = int((requirement.entry_on or today)[:4])
    return quota_id(requirement.country, node, year, _type(requirement, dossier, node))


def _type(requirement: Requirement, dossier: Dossier, registered: str) -> QuotaType:
    """Through the state; between it and that of the vehicle; else to or from a third one."""
    countries = countries_of(dossier.route)
    ends = {countries[0], countries[-1]}
    if requirement.country not in ends:
        return "2"
    return "1" if registered in ends else "3"


def is_in_force(quota: Quota, day: str) -> bool:
    """Whether both agreed on it and its permits still hold on a day."""
    return quota.terms is not None and day <= quota.terms.valid_to


def out_of(request: PermitRequest, quota: Quota) -> PermitRequest:
    """The same application, made to the own ministry."""
    return replace(request, quota=quota.id, authority=ministry_of(quota.holder))
