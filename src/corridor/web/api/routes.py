"""All handlers of the API."""

from litestar.types import ControllerRouterHandler

from corridor.web.api import (
    applications,
    batches,
    books,
    declarations,
    files,
    lists,
    openapi,
    reference,
    subjects,
)

ROUTES: tuple[ControllerRouterHandler, ...] = (
    declarations.lodge,
    files.became,
    files.files,
    files.content,
    subjects.command,
    subjects.movement,
    subjects.timeline,
    subjects.permits_of_movement,
    subjects.evidence,
    subjects.document,
    subjects.papers,
    subjects.permit,
    subjects.permit_paper,
    subjects.permit_timeline,
    applications.rules,
    applications.requirements,
    applications.apply,
    lists.work_list,
    lists.guarantees,
    lists.search,
    lists.events,
    books.entries,
    batches.bring,
    batches.batch,
    batches.work,
    reference.places,
    reference.offices,
    reference.countries,
    reference.routes,
    reference.node,
    openapi.openapi,
)
