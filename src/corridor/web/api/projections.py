"""A dossier as another system would hold it, and what it loses there."""

from typing import Any

import msgspec
from litestar import Request, get
from litestar.params import FromPath

from corridor.domain.movement.grounds import movement_for
from corridor.domain.movement.state import Movement
from corridor.domain.projections.projecting import Value, project
from corridor.domain.projections.table import SYSTEMS, System, places_in
from corridor.domain.projections.tir_operations import TirOperation, operations_of
from corridor.web.access import only, subject_of
from corridor.web.api.answers import Answer, answer
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import NotKnown

AnyRequest = Request[Any, Any, Any]


class ProjectionView(msgspec.Struct, frozen=True):
    """Values with their places there, and those that have none.

    `checked`: whether the places are those of an official schema that was at hand. `operations`:
    of eTIR, what it would be told of each TIR operation.
    """

    system: System
    kept: tuple[Value, ...]
    lost: tuple[Value, ...]
    checked: bool
    operations: tuple[TirOperation, ...] = ()


@get(
    "/movements/{reference:str}/projections/{system:str}",
    opt=only("carrier", "customs") | {"answer": ProjectionView},
)
async def projection(
    request: AnyRequest, reference: FromPath[str], system: FromPath[str]
) -> Answer:
    """A movement's dossier as `ncts`, `etir`, `eaeu` or `national`."""
    actor, services = actor_of(request), services_of(request)
    state = movement_for(actor, subject_of(request, actor, reference, Movement).state)
    named = next((one for one in SYSTEMS if one == system), None)
    if named is None:
        raise NotKnown
    found = project(state.dossier, named, places_in(named, services.ncts_places))
    told = operations_of(state, services.reference.offices) if named == "etir" else ()
    return answer(ProjectionView(named, found.kept, found.lost, named == "ncts", told))
