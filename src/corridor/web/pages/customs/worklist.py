"""The work list of a customs office: six lanes, filters that stay in the address, a search."""

from typing import Final

from litestar import get
from litestar.response import Redirect

from corridor.domain.facts import Actor
from corridor.domain.movement.listings import at_office, summary
from corridor.domain.movement.state import Movement
from corridor.domain.movement.tables import AT_CUSTOMS, AWAITED, DEADLINES, marks
from corridor.domain.refusals import N_
from corridor.domain.searching import identifier
from corridor.engine.queries import ListedRow, Queries
from corridor.web.access import only
from corridor.web.addresses import is_part, redirect, without_empty
from corridor.web.auth.identity import actor_of
from corridor.web.cases.colleagues import names_at
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.listing.desk import AnyRequest, DeskList
from corridor.web.listing.of_movements import CustomsCells
from corridor.web.listing.shown import Listed
from corridor.web.toolkit import Page, page
from corridor.web.views.finding import BEHIND_MAX
from corridor.web.views.parts_gone import parts_gone

LANES: Final = {
    "expected": N_("Expected movements"),
    "decide": N_("To decide"),
    "underway": N_("In transit"),
    "arrived": N_("Arrived"),
    "due": N_("Deadlines"),
    "closed": N_("Completed"),
}
EMPTY: Final = {
    "expected": N_(
        "Movements that are bound for this office appear here as soon as the office of departure "
        "has accepted them, long before the truck comes."
    ),
    "decide": N_("New declarations and movements stopped at the border wait here for a decision."),
    "underway": N_("Released movements stand here until the next office has recorded them."),
    "arrived": N_("Movements that arrived stand here until this office has done its part."),
    "due": N_("All that falls due at this office stands here, the nearest first."),
    "closed": N_("Movements with which this office has nothing more to do stand here."),
}
FOUND: Final = N_("Search")


def _found(movement: Movement, actor: Actor) -> tuple[ListedRow, tuple[str, ...]]:
    """A movement that was found as the lists of the office show it."""
    due = movement.limit_date or movement.lodged_at
    data = summary(movement) | at_office(movement, actor.office)
    orders = (due, movement.reference, movement.updated_at)
    return ListedRow(movement.id, *orders, data, movement.lodged_at), marks(movement)


def _cells(request: AnyRequest) -> CustomsCells:
    actor, services = actor_of(request), services_of(request)
    people = names_at(request)
    warn = services.term("warning", services.day_at(actor.office))
    return CustomsCells(reader_of(request), actor.office, services.now(), people, warn)


WORK: Final = DeskList(
    role="customs",
    path="/customs",
    listing=AT_CUSTOMS,
    listings={"expected": AWAITED, "due": DEADLINES},
    is_shared=True,
    is_assessed=True,
    opens=lambda row: f"/customs/{row.data['mrn'] or row.subject}",
    lanes=LANES,
    usual="decide",
    cells=_cells,
    title=N_("Movements"),
    state=Movement,
    found=_found,
)


@get("/customs", opt=only("customs"), before_request=without_empty)
async def work_list(request: AnyRequest) -> Page | Redirect:
    """One lane of the office, sorted and filtered as the address says."""
    _ = gettext_of(request)
    actor, reader = actor_of(request), reader_of(request)
    listed = Listed(request, WORK)
    finding = listed.finding
    is_it = len(finding.states) == 1 and identifier(finding.text) == finding.states[0].mrn
    if is_it and not is_part(request):
        return redirect(f"/customs/{finding.states[0].mrn}")
    said = FOUND if finding.text else LANES[listed.lane]
    return page(
        request,
        "customs/list.html",
        title=f"{_(said)}: {reader.names.office(actor.office)}",
        live=listed.topics,
        behind=finding.behind,
        listed=listed,
        lane_label=_(LANES[listed.lane]),
        teach=_(EMPTY[listed.lane]),
        where=actor.office,
        banners=parts_gone(actor.office, reader, services_of(request)),
        topics=" ".join(listed.topics),
        unsorted=_unsorted(listed.lane, services_of(request).queries),
    )


def _unsorted(lane: str, queries: Queries) -> int:
    """Entries after which those awaited stand in the order of their coming: while the rows of a
    store of an earlier version are made anew.
    """
    left = queries.entries_to_index() if lane == "expected" else 0
    return left if left > BEHIND_MAX else 0


LISTS: Final = (WORK,)
