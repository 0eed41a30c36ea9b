"""The request for a record: between the node of the office that asks and that of departure."""

from collections.abc import Iterator
from typing import Final

from corridor.domain.acts import Act
from corridor.domain.facts import Actor
from corridor.domain.kind import Kind
from corridor.domain.listings import Row
from corridor.domain.movement.offices import node_of
from corridor.domain.records.answering import ANSWERING, TO_DECIDE
from corridor.domain.records.asking import ASKING
from corridor.domain.records.state import RecordRequest, asked_key, daily_key
from corridor.domain.refusals import N_, RefusalText, Refused, refuse

ACTS: Final[tuple[Act[RecordRequest], ...]] = (ASKING, ANSWERING)


def requests_of(office: str) -> str:
    """The list of the requests that an office made or was made."""
    return f"customs:{office}:requests"


def _unknown(subject: str) -> Refused:
    return refuse("record_request_unknown")


def _listings(state: RecordRequest, node: str) -> tuple[Row, ...]:
    found = _lists(state, node)
    return tuple(Row(name, state.asked_at, state.number, state.updated_at) for name in found)


def _lists(state: RecordRequest, node: str) -> Iterator[str]:
    if node == state.home:
        yield requests_of(state.office)
    if state.departure and node == state.to == node_of(state.departure):
        yield requests_of(state.departure)
        if state.status == "referred":
            yield f"customs:{state.departure}:{TO_DECIDE}"


def _keys(state: RecordRequest, node: str) -> tuple[str, ...]:
    found = (daily_key(state.office, state.asked_at),)
    return (*found, asked_key(state.office, state.number)) if state.is_open else found


def _sees(actor: Actor, state: RecordRequest) -> bool:
    return actor.role == "customs" and actor.office in (state.office, state.departure)


RECORDS: Final = Kind(
    prefix="rr",
    title="Request for a record",
    state=RecordRequest,
    acts=ACTS,
    unknown=_unknown,
    expects=lambda state, told, fact: state.status in told.states,
    listings=_listings,
    keys=_keys,
    sees=_sees,
    audience=lambda state: frozenset({state.home, state.to}),
    spread="Between the node of the office that asks and the node of departure.",
    texts={
        "record_request_unknown": RefusalText(
            N_("There is no such request here."),
            N_("Open it from the list of requests."),
        ),
    },
)
