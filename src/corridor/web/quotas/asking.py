"""Applications for road permits: out of a quota of the own state where there is one."""

from collections.abc import Iterable

from corridor.domain.consignment import Dossier
from corridor.domain.permit_types.request import Detail, PermitRequest
from corridor.domain.permits.applications import request_for
from corridor.domain.permits.requirements import Requirement, RequirementState
from corridor.domain.quota import Quota
from corridor.domain.quotas.addressing import is_in_force, out_of, quota_for
from corridor.web.services import Services
from corridor.web.views.standing import need_id


def quota_of(services: Services, needs: Requirement, dossier: Dossier) -> Quota | None:
    """The quota that is in force for it; None where the state itself has to be asked."""
    id = quota_for(needs, dossier, services.node, services.day_at(services.node))
    found = services.queries.get(id).state if id else None
    is_there = isinstance(found, Quota) and is_in_force(found, services.day_at(found.giver))
    return found if is_there else None


def request_of(
    services: Services,
    needs: Requirement,
    dossier: Dossier,
    subject: str,
    details: tuple[Detail, ...] = (),
) -> PermitRequest:
    """The application for what a dossier needs. `details`: what its type asks beyond it."""
    request = request_for(needs, dossier, subject, services.types, details)
    quota = quota_of(services, needs, dossier)
    return request if quota is None else out_of(request, quota)


def stocks_of(
    services: Services, dossier: Dossier, needs: Iterable[RequirementState]
) -> dict[str, Quota]:
    """By the name of the need: the quota out of which its permit comes."""
    found = ((one.requirement, quota_of(services, one.requirement, dossier)) for one in needs)
    return {need_id(needs): quota for needs, quota in found if quota is not None}
