"""What a driver says from its page: to the carrier alone, who tells customs if it is so."""

import hashlib
from typing import Final, Literal, get_args

import msgspec
from msgspec.structs import replace

from corridor.domain.kinds import kind_of_state
from corridor.domain.movement.state import Movement
from corridor.domain.telling import REPORTED
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.engine.telling import TellAside
from corridor.web.services import Services

REPORT: Final = "trip-report"
REPORTS_MAX: Final = 40
"""Of one movement: whoever has the link cannot fill the store."""
TEXT_MAX: Final = 500
PLACE_MAX: Final = 140
ReportKind = Literal["delay", "incident", "cost"]
REPORT_KINDS: Final[tuple[ReportKind, ...]] = get_args(ReportKind)


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """One word of a driver."""

    id: str
    kind: ReportKind
    text: str
    at: str
    hours: str = ""
    """Later by so many, where it is a delay; a decimal number."""
    place: str = ""
    what: str = ""
    """Of a cost: what was paid for."""
    amount: str = ""
    """Of a cost: as it was typed."""
    currency: str = ""
    read_at: str = ""
    """When the carrier put it away."""


def reports_of(services: Services, movement: str) -> list[Report]:
    """All of a movement, the newest first."""
    found = services.queries.documents(REPORT, movement, REPORTS_MAX)
    return [msgspec.json.decode(one.body, type=Report) for one in found]


def report_of(services: Services, movement: str, id: str) -> Report | None:
    """One of them."""
    return next((one for one in reports_of(services, movement) if one.id == id), None)


def id_of(movement: str, attempt: str) -> str:
    """The same for the same form, however often a phone sends it."""
    return hashlib.sha256(f"{movement}|{attempt}".encode()).hexdigest()[:24]


async def keep_report(services: Services, state: Movement, report: Report) -> bool:
    """Keep it and ring at the carrier's; False where there are too many. Again, it is the same."""
    known = {one.id for one in reports_of(services, state.id)}
    if report.id in known:
        return True
    if len(known) >= REPORTS_MAX:
        return False
    firms = kind_of_state(state).firms(state, services.node)
    desks = tuple(f"carrier:{org}" for role, org in firms.items() if role == "carrier")
    document = _document(state.id, report)
    await services.writer.run(TellAside(desks, state.id, REPORTED, (REPORT, document)))
    return True


async def put_away(services: Services, movement: str, report: Report) -> None:
    """The carrier has read it."""
    document = _document(movement, replace(report, read_at=services.now()))
    await services.writer.run(PutDocument(REPORT, document, is_owned=True))


def _document(movement: str, report: Report) -> Document:
    return Document(report.id, movement, report.at, msgspec.json.encode(report))
