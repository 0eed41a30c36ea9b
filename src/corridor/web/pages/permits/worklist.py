"""The work list of an authority: applications by deadline, in three lanes."""

from typing import Final

from litestar import get

from corridor.domain.permits.state import Permit
from corridor.domain.permits.tables import AT_AUTHORITY
from corridor.domain.quota import Quota
from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.addresses import without_empty
from corridor.web.auth.identity import actor_of
from corridor.web.cases.colleagues import names_at
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.listing.desk import AnyRequest, DeskList
from corridor.web.listing.of_permits import AuthorityCells, found_permit
from corridor.web.listing.shown import Listed
from corridor.web.quotas.shown import name_of
from corridor.web.toolkit import Page, page
from corridor.web.views.finding import search_at
from corridor.web.xroad.line import line_of

LANES: Final = {
    "open": N_("To decide"),
    "waiting": N_("Waiting for information"),
    "review": N_("Decided by rule, to be looked at"),
    "decided": N_("Decided"),
}
EMPTY: Final = {
    "open": N_(
        "No application waits. New ones appear here by themselves, the nearest deadline first."
    ),
    "waiting": N_("Applications whose carrier was asked something wait here for the answer."),
    "review": N_("A part of what rules decide stands here until an officer has looked at it."),
    "decided": N_("Granted and refused applications are kept here."),
}
FOUND: Final = N_("Found in all lists of this authority")


def _cells(request: AnyRequest) -> AuthorityCells:
    actor, services = actor_of(request), services_of(request)
    people = names_at(request)
    return AuthorityCells(reader_of(request), actor.office, services, people)


APPLICATIONS: Final = DeskList(
    role="permit",
    path="/permits",
    listing=AT_AUTHORITY,
    is_shared=True,
    opens=lambda row: f"/permits/{row.subject}",
    lanes=LANES,
    cells=_cells,
    title=N_("Applications"),
    state=Permit,
    found=found_permit,
)


def quotas_found(request: AnyRequest, text: str) -> list[tuple[str, str]]:
    """Address and name of the quotas that a text leads to, beside the applications."""
    if not text:
        return []
    reader, found = reader_of(request), search_at(request, text, Quota, "")
    return [(f"/quotas/{one.id}", name_of(reader, one)) for one in found.states]


def _xroad(request: AnyRequest) -> str:
    """Since when the own system has not answered; `answers`; empty where there is none."""
    services, office = services_of(request), actor_of(request).office
    if office not in services.behind_xroad:
        return ""
    line = line_of(services, office)
    return line.since if line is not None and line.since else "answers"


@get("/permits", opt=only("permit"), before_request=without_empty)
async def work_list(request: AnyRequest) -> Page:
    """One lane of the authority."""
    _ = gettext_of(request)
    actor, reader = actor_of(request), reader_of(request)
    listed = Listed(request, APPLICATIONS)
    finding = listed.finding
    said = FOUND if finding.text else LANES[listed.lane]
    return page(
        request,
        "permits/list.html",
        title=f"{_(said)}: {reader.names.authority(actor.office)}",
        live=listed.topics,
        behind=finding.behind,
        listed=listed,
        quotas=quotas_found(request, finding.text),
        lane_label=_(said),
        teach=_(EMPTY[listed.lane]),
        where=actor.office,
        xroad=_xroad(request),
        topics=" ".join(listed.topics),
    )


LISTS: Final = (APPLICATIONS,)
