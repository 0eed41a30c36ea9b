"""A row becomes a draft: the pattern with what the table says of one truck; and is judged."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from corridor.domain.codes import capitals
from corridor.domain.refusals import N_, Refusal
from corridor.domain.routes import Route
from corridor.domain.typed import day, moment
from corridor.web.batches.model import Batch, Fault, Row
from corridor.web.batches.several import IN_LINES, in_boxes, numbers_in, spread, unclear_in
from corridor.web.services import Services
from corridor.web.shape_words import NOT_A_MOMENT
from corridor.web.views.drafting.instants import estimated, instant_of
from corridor.web.views.drafting.judging import judge
from corridor.web.views.drafting.model import DRIVER_PAPER_FIELDS, Draft, lrn_of
from corridor.web.views.drafting.pointers import Spot, spot_of
from corridor.web.views.drafting.taking import ETA
from corridor.web.views.drafting.to_dossier import Built, build

DAY_BEGINS: Final = "08:00"
"""The hour of a departure of which only the day is given."""
PAST: Final = N_("This day is past. Give the day of departure anew.")
TWICE: Final = N_("Row %(row)s has the same local reference number.")
ONE_AT_A_TIME: Final[Mapping[str, str]] = {
    "vehicle": N_("Row %(row)s names the same vehicle on the same day."),
    "trailer": N_("Row %(row)s names the same trailer on the same day."),
    "container": N_("Row %(row)s names the same container on the same day."),
}
"""What cannot be in two dossiers of one day, also where both have it from the pattern."""
PLACES: Final[Mapping[str, Spot]] = {
    "lrn": Spot("send", "lrn"),
    "vehicle": Spot("transport", "vehicle"),
    "vehicle_country": Spot("transport", "vehicle_country"),
    "trailer": Spot("transport", "trailer"),
    "trailer_country": Spot("transport", "trailer_country"),
    "container": Spot("transport", "container"),
    "container_size": Spot("transport", "container_size"),
    "seals": Spot("transport", "seals"),
    "seal_count": Spot("transport", "seal_count"),
    "depart": Spot("route", "depart"),
    "driver": Spot("transport", "driver"),
    "driver_paper": Spot("transport", "driver_paper"),
    "driver_phone": Spot("transport", "driver_phone"),
    "invoice": Spot("transport", "invoice"),
    "waybill": Spot("transport", "waybill"),
    "consignee_name": Spot("parties", "consignee_name"),
    "consignee_country": Spot("parties", "consignee_country"),
    "consignee_city": Spot("parties", "consignee_city"),
    "consignee_postcode": Spot("parties", "consignee_postcode"),
    "gross": Spot("goods", "gross", 0),
    "net": Spot("goods", "net", 0),
    "count": Spot("goods", "count", 0),
    "value": Spot("goods", "value", 0),
    "amount": Spot("guarantee", "amount"),
}
"""Column → where it is said in a draft."""
OF_ONE_TRUCK: Final = frozenset(
    {"vehicle", "vehicle_country", "trailer", "trailer_country", "container", "seals"}
    | {
        "container_size",
        "seal_count",
        "driver",
        "driver_paper",
        "driver_phone",
        "invoice",
        "waybill",
        "lrn",
    }
)
"""What a column left empty does not take from the pattern: it belongs to another truck."""
ANOTHERS: Final = tuple(IN_LINES)
"""What never comes from the pattern: further ones stand in the cell of the first."""
OF_DRIVER: Final = ("driver_country", *DRIVER_PAPER_FIELDS)
"""What the pattern says of its own driver, and of no other."""
OF_ONE_ITEM: Final = frozenset(name for name, spot in PLACES.items() if spot.section == "goods")


def column_of(spot: Spot, columns: Iterable[str]) -> str:
    """The column of the table in which something is mended; empty where it is the pattern."""
    if spot.section == "route" and spot.field.startswith(ETA):
        spot = Spot("route", "depart")
    if spot.section == "transport":
        spot = Spot("transport", IN_LINES.get(spot.field, spot.field))
    if spot.field == "box":
        spot = Spot("transport", "container")
    return next((name for name in columns if PLACES[name] == spot), "")


def draft_of(batch: Batch, row: Row, services: Services) -> Draft:
    """The dossier of one row, as a draft of its own."""
    draft = _as_written(batch, row, services)
    draft = replace(draft, transport=spread(draft.transport))
    draft = in_boxes(draft, batch.pattern)
    return _timed(draft, row.cells.get("depart", ""), services)


def _as_written(batch: Batch, row: Row, services: Services) -> Draft:
    """The pattern with the cells of the row, each whole."""
    draft = replace(batch.pattern, id=row.id, lrn=lrn_of(row.id, services.node), template="")
    left = ANOTHERS + (OF_DRIVER if "driver" in batch.columns else ())
    own = {name: text for name, text in draft.transport.items() if name not in left}
    draft = replace(draft, transport=own)
    for name in batch.columns:
        given = row.cells.get(name, "")
        if given or name in OF_ONE_TRUCK:
            draft = _with(draft, name, given)
    return draft


def _with(draft: Draft, name: str, given: str) -> Draft:
    spot = PLACES[name]
    match spot.section:
        case "send":
            return replace(draft, lrn=capitals(given)) if given else draft
        case "transport":
            return replace(draft, transport=draft.transport | {spot.field: given})
        case "parties":
            return replace(draft, parties=draft.parties | {spot.field: given})
        case "guarantee":
            return replace(draft, guarantee=draft.guarantee | {spot.field: given})
        case "goods" if len(draft.goods) == 1:
            only = draft.goods[0]
            return replace(draft, goods=(replace(only, fields=only.fields | {spot.field: given}),))
        case _:
            return draft


def departure(text: str) -> str:
    """The local moment that a departure means; a day alone begins in the morning."""
    is_day = len(day(text)) == len("2026-11-22") and instant_of(day(text), "") is not None
    return f"{day(text)}T{DAY_BEGINS}" if is_day else moment(text)


def _timed(draft: Draft, depart: str, services: Services) -> Draft:
    """The times of the way, worked out anew from the departure."""
    if not depart or not draft.points:
        return draft
    start = instant_of(departure(depart), draft.points[0].place)
    if start is None:
        return draft
    points = estimated(Route(draft.points), start, services.reference).points
    kept = {name: value for name, value in draft.route.items() if not name.startswith(ETA)}
    return replace(draft, points=points, route=kept)


def judged(batch: Batch, row: Row, services: Services, before: Mapping[str, int]) -> Row:
    """The row with all that stands against it now. `before`: see `firsts`."""
    draft = draft_of(batch, row, services)
    built = build(draft, services.reference)
    found = judge(built.dossier, services, (), built.route, built.load, row.id)
    faults = [Fault(one.section, one.field, one.item, one.text, one.args) for one in built.problems]
    unread = {fault.spot for fault in faults}
    told = (refused(one, built) for one in found.refusals)
    faults += [one for one in told if one.spot not in unread]
    faults += [*_unclear(batch, row, services), *_of_day(draft, row, services)]
    faults += _twice(row, before)
    doubts = (*(refused(one, built) for one in found.warnings), *_doubled(batch, row, before))
    is_free = built.dossier is not None and not (found.lacking or found.unanswered)
    return replace(
        row, faults=tuple(faults), doubts=doubts, checked=services.now(), is_free=is_free
    )


def refused(refusal: Refusal, built: Built) -> Fault:
    """A refusal of the domain, where it is mended."""
    spot = spot_of(refusal.pointer, built)
    return Fault(spot.section, spot.field, spot.item, refusal=refusal)


def _of_day(draft: Draft, row: Row, services: Services) -> Iterator[Fault]:
    typed = row.cells.get("depart", "")
    if not typed or not draft.points:
        return
    country, begins = draft.points[0].country, departure(typed)
    if instant_of(begins, country) is None:
        yield Fault("route", "depart", text=NOT_A_MOMENT)
    elif begins.partition("T")[0] < services.day_at(country):
        yield Fault("route", "depart", text=PAST)


def _unclear(batch: Batch, row: Row, services: Services) -> Iterator[Fault]:
    written = _as_written(batch, row, services).transport
    for one in unclear_in(written, batch.columns):
        yield Fault("transport", one.field, text=one.text, args=one.args)


def firsts(batch: Batch, rows: Iterable[Row]) -> dict[str, int]:
    """Number of the first row with an LRN, and with a vehicle, trailer or container on a day."""
    found: dict[str, int] = {}
    for row in rows:
        for name in filter(None, (_lrn(row), *_on_its_day(batch, row))):
            found.setdefault(name, row.number)
    return found


def _lrn(row: Row) -> str:
    given = row.cells.get("lrn", "")
    return f"lrn:{capitals(given)}" if given else ""


def _on_its_day(batch: Batch, row: Row) -> Iterator[str]:
    for name in ONE_AT_A_TIME:
        yield from _on_a_day(batch, row, name)


def _on_a_day(batch: Batch, row: Row, name: str) -> Iterator[str]:
    is_own = name in batch.columns
    given = row.cells.get(name, "") if is_own else batch.pattern.transport.get(name, "")
    for number in filter(None, numbers_in(name, given)):
        yield f"{name}:{number}:{row.cells.get('depart', '')}"


def _twice(row: Row, before: Mapping[str, int]) -> Iterator[Fault]:
    first = before.get(_lrn(row), row.number)
    if first != row.number:
        yield Fault("send", "lrn", text=TWICE, args={"row": str(first)})


def _doubled(batch: Batch, row: Row, before: Mapping[str, int]) -> Iterator[Fault]:
    for name, text in ONE_AT_A_TIME.items():
        found = (before.get(one, row.number) for one in _on_a_day(batch, row, name))
        for first in sorted({*found} - {row.number}):
            yield Fault("transport", name, text=text, args={"row": str(first)})
