"""What lists of movements show, and what they are filtered by."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from corridor.domain.consignment import vehicles_of
from corridor.domain.listings import Column, Filter, Listing, marks_of
from corridor.domain.movement.falling_due import falling_due
from corridor.domain.movement.offices import transit_offices
from corridor.domain.movement.state import Movement
from corridor.domain.movement.writing import open_questions
from corridor.domain.refusals import N_
from corridor.domain.searching import identifier

_STATE: Final = Filter("state", N_("State"), "status")
_VEHICLE: Final = Filter("vehicle", N_("Vehicle"), is_plate=True)
_BORDER: Final = Filter("border", N_("Border office"), "office")
_CLIENT: Final = Filter("client", N_("Consignee"))
_WAITS: Final = Filter("waits", N_("Waits for you"), "waits")
_DATES: Final = (("since", N_("Sent")), ("due", N_("Deadline")))
_EXPECTED: Final = Column("expected", N_("Expected here"), shown=False)
_DEADLINE: Final = Column("due", N_("Deadline"), "due")

OF_CARRIER: Final = Listing(
    columns=(
        Column("number", N_("Dossier"), "name"),
        Column("vehicle", N_("Vehicle")),
        Column("state", N_("State")),
        Column("due", N_("Deadline"), "due"),
        Column("route", N_("Route")),
        Column("goods", N_("Goods"), is_lesser=True),
        Column("mass", N_("Gross mass"), is_number=True, is_lesser=True),
        Column("client", N_("Consignee"), shown=False),
        Column("border", N_("Border office"), shown=False),
        Column("since", N_("Sent"), "since", shown=False),
        Column("updated", N_("Changed"), "updated", shown=False),
        Column("lrn", N_("LRN"), shown=False),
        Column("mrn", N_("MRN"), shown=False),
    ),
    filters=(_STATE, _WAITS, _VEHICLE, _CLIENT, _BORDER),
    dates=_DATES,
)
AT_CUSTOMS: Final = Listing(
    columns=(
        Column("number", N_("MRN"), "name"),
        Column("vehicle", N_("Vehicle")),
        Column("officer", N_("Officer")),
        Column("state", N_("State")),
        _DEADLINE,
        _EXPECTED,
        Column("holder", N_("Holder")),
        Column("goods", N_("Goods"), is_lesser=True),
        Column("route", N_("Route")),
        Column("mass", N_("Gross mass"), is_number=True, shown=False),
        Column("channel", N_("Channel"), shown=False),
        Column("client", N_("Consignee"), shown=False),
        Column("border", N_("Border office"), shown=False),
        Column("since", N_("Sent"), "since", shown=False),
        Column("updated", N_("Changed"), "updated", shown=False),
        Column("lrn", N_("LRN"), shown=False),
    ),
    filters=(
        Filter("officer", N_("Whose case"), "officer"),
        Filter("channel", N_("Channel"), "channel"),
        Filter("proposed", N_("Proposed channel"), "channel"),
        Filter("from", N_("Country of departure"), "country"),
        Filter("needs", N_("Needs someone"), "needs"),
        _STATE,
        _VEHICLE,
        Filter("holder", N_("Holder")),
        _BORDER,
    ),
    dates=_DATES,
)
DEADLINES: Final = replace(
    AT_CUSTOMS,
    columns=(
        AT_CUSTOMS.columns[0],
        Column("falls", N_("What falls due"), "due"),
        Column("left", N_("Days left")),
        *(
            replace(one, order=None, shown=one.shown and one.name != "route")
            for one in AT_CUSTOMS.columns[1:]
            if one.name != "due"
        ),
    ),
    filters=(Filter("term", N_("What falls due"), "term"), *AT_CUSTOMS.filters),
    dates=(("due", N_("Deadline")), ("since", N_("Sent"))),
)
"""Where a row is all that falls due of a movement at the office."""
_AWAITED: Final = {
    "expected": replace(_EXPECTED, order="due", shown=True),
    "due": replace(_DEADLINE, order=None, shown=False),
}
AWAITED: Final = replace(
    AT_CUSTOMS,
    columns=tuple(_AWAITED.get(one.name, one) for one in AT_CUSTOMS.columns),
    dates=(("since", N_("Sent")), ("due", N_("Expected here"))),
)
"""Where movements are awaited, what is due is their coming."""


_FILTERED_BY: Final = {
    one: frozenset(filter.name for filter in listing.filters)
    for one, listing in (("carrier", OF_CARRIER), ("due", DEADLINES), ("", AT_CUSTOMS))
}


def marks(state: Movement) -> tuple[str, ...]:
    """By what its rows are filtered, in whatever list."""
    return marks_of(_pairs(state))


def marks_in(name: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """Of these marks those by which the list of this name is filtered: a row keeps no others."""
    desk, _, lane = name.partition(":")
    kind = desk if desk in _FILTERED_BY else "due" if lane.endswith(":due") else ""
    return tuple(one for one in found if one.partition("=")[0] in _FILTERED_BY[kind])


def _pairs(state: Movement) -> Iterator[tuple[str, str]]:
    dossier = state.dossier
    consignee = dossier.consignment.consignee
    yield "state", state.standing
    yield "channel", state.channel or "none"
    yield "from", dossier.route.points[0].country
    yield "needs", "1" if _needs_someone(state) else ""
    yield "holder", dossier.holder.name or dossier.holder.id
    yield "client", consignee.name if consignee is not None else ""
    for reason in _waits(state):
        yield "waits", reason
    for due in falling_due(state):
        if due.what != "limit":
            yield "term", due.what
    for plate in vehicles_of(dossier):
        yield "vehicle", identifier(plate)
    for office in transit_offices(dossier):
        yield "border", office


def _waits(state: Movement) -> Iterator[str]:
    """For what it waits for its carrier, as far as it tells itself; permits: see `unasked`."""
    if open_questions(state, "customs"):
        yield "question"
    if state.standing in ("prelodged", "amendment_awaited"):
        yield state.standing
    if state.guarantee_status == "refused":
        yield "guarantee"
    if state.is_overdue:
        yield "overdue"


def _needs_someone(state: Movement) -> bool:
    """Whether it is in trouble that does not go away by itself."""
    is_refused = state.guarantee_status == "refused"
    is_late_or_stopped = state.is_overdue or state.is_stopped
    waits = state.open_trouble is not None or state.pending_change is not None
    waits = waits or state.pending_transfer is not None
    asked = state.pending_correction
    waits = waits or bool(open_questions(state, "carrier"))
    waits = waits or (asked is not None and bool(asked.late_at))
    return waits or is_late_or_stopped or is_refused or bool(state.open_discrepancies())
