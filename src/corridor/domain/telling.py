"""Who has to be told of what was said: news for the people of a desk.

It follows from the same tables that say who acts next. An office is told when something comes onto
its desk, and when another changes what lies there; a carrier of what offices say about its
dossiers, permits and guarantees. Nobody is told of what was done at the own desk.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.guarantees.freeing import ReservationReleased
from corridor.domain.guarantees.registering import GuaranteeRegistered
from corridor.domain.guarantees.reserving import AmountReserved, ReservationRefused
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.kind import Kind
from corridor.domain.movement.accepting import DeclarationAccepted, DeclarationRejected
from corridor.domain.movement.amending import DeclarationAmended, MovementWithdrawn
from corridor.domain.movement.answering import QuestionsAnswered
from corridor.domain.movement.arriving import GoodsArrived
from corridor.domain.movement.cancelling import DeclarationCancelled
from corridor.domain.movement.changing import ChangeConfirmed, ChangeRefused, ChangeRequested
from corridor.domain.movement.control import ControlDecided
from corridor.domain.movement.crossing import CrossingRefused, FrontierCrossed
from corridor.domain.movement.discrepancies import DiscrepancySolved
from corridor.domain.movement.diverting import (
    DiversionAllowed,
    DiversionRefused,
    DiversionRequested,
)
from corridor.domain.movement.goods_release import GoodsReleased
from corridor.domain.movement.guarantee import GuaranteeRefused, GuaranteeReserved
from corridor.domain.movement.incident import IncidentRecorded
from corridor.domain.movement.listings import MAP
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.overdue import MovementOverdue
from corridor.domain.movement.presenting import GoodsPresented
from corridor.domain.movement.releasing import MovementReleased, ReleaseRefused
from corridor.domain.movement.reporting import DelayReported, IncidentTold
from corridor.domain.movement.results import DestinationControlled
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.movement.unloading import UnloadingPermitted, UnloadingRemarked
from corridor.domain.movement.writing import (
    WrittenToCarrier,
    WrittenToOffice,
    open_questions,
)
from corridor.domain.movement.writing_off import MovementWrittenOff
from corridor.domain.permits.asking import InformationRequested
from corridor.domain.permits.granting import PermitGranted
from corridor.domain.permits.refusing import PermitRefused
from corridor.domain.permits.revoking import PermitRevoked
from corridor.domain.permits.state import Permit
from corridor.domain.permits.withdrawing import PermitWithdrawn

DECIDE: Final = "desk.decide"
EXPECTED: Final = "desk.expected"
CHANGED: Final = "desk.changed"
Waits = Callable[[Any], bool]


class News(NamedTuple):
    """That a desk has to know. `kind`: what its people choose by.

    `until`: the list that the subject leaves once nothing is left to do there.
    """

    desk: str
    kind: str
    until: str = ""


class Change(NamedTuple):
    """A fact, the state that it came to, and the lists on which its subject stood and stands."""

    fact: Fact[Any]
    state: Any
    stood: frozenset[str]
    stands: frozenset[str]


def _asked(status: str) -> Waits:
    return lambda permit: permit.status == status


def _no_guarantee(state: Movement) -> bool:
    return state.guarantee.status == "refused" and state.status in OPEN


def _nothing(state: Any) -> bool:
    return False


_FOR_CARRIER: Final[Mapping[type[Payload], Waits]] = {
    InformationRequested: _asked("information_requested"),
    WrittenToCarrier: lambda state: bool(open_questions(state, "customs")),
    PermitRefused: _asked("refused"),
    GuaranteeRefused: _no_guarantee,
    CrossingRefused: lambda state: state.is_stopped and state.status in OPEN,
    MovementOverdue: lambda state: state.is_overdue,
    IncidentRecorded: lambda state: bool(state.broken) and state.status in OPEN,
    PermitRevoked: _nothing,
    DeclarationRejected: _nothing,
    ReleaseRefused: _nothing,
    ChangeRefused: _nothing,
    DiversionRefused: _nothing,
    UnloadingRemarked: _nothing,
    DestinationControlled: _nothing,
    DeclarationAccepted: _nothing,
    ControlDecided: _nothing,
    GuaranteeReserved: _nothing,
    MovementReleased: _nothing,
    FrontierCrossed: _nothing,
    DiversionRequested: _nothing,
    DiversionAllowed: _nothing,
    ChangeConfirmed: _nothing,
    GoodsArrived: _nothing,
    UnloadingPermitted: _nothing,
    GoodsReleased: _nothing,
    DiscrepancySolved: _nothing,
    MovementWrittenOff: _nothing,
    PermitGranted: _nothing,
    GuaranteeRegistered: _nothing,
}
"""What a carrier is told, and whether something waits for it in a state; the first the most."""
_URGENT: Final = 12
"""So many of them are told at once where nothing else was chosen."""
_AT_DEPARTURE: Final = (
    DeclarationAmended,
    DeclarationCancelled,
    QuestionsAnswered,
    GoodsPresented,
    GuaranteeReserved,
    GuaranteeRefused,
    IncidentRecorded,
    CrossingRefused,
    MovementOverdue,
    DelayReported,
    IncidentTold,
)
_NO_LONGER: Final = (
    DeclarationCancelled,
    MovementWithdrawn,
    ReleaseRefused,
    DiversionAllowed,
    PermitWithdrawn,
)
"""By which what an office expected, or had to decide on, may be gone."""
_OF_GUARANTEE: Final = (AmountReserved, ReservationRefused, ReservationReleased)
_LANES: Final = {
    ("customs", "decide"): DECIDE,
    ("customs", "arrived"): DECIDE,
    ("customs", "expected"): EXPECTED,
    ("permits", "open"): DECIDE,
}
_DESK_OF: Final = {"permit": "permits"}
_OF_A_FIRM: Final = frozenset({"carrier", "guarantor", "operator"})


def event_name(said: Payload | type[Payload]) -> str:
    """The name of an event without its version: `movement.released`."""
    return str(said.__struct_config__.tag).partition("/")[0]


_BY_NAME: Final = {event_name(event): waits for event, waits in _FOR_CARRIER.items()}
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "carrier": tuple(_BY_NAME),
    "customs": (DECIDE, EXPECTED, CHANGED),
    "permit": (DECIDE, CHANGED),
    "checkpoint": (CHANGED,),
    "guarantor": tuple(event_name(event) for event in _OF_GUARANTEE),
    "operator": (),
}
URGENT: Final = frozenset({DECIDE, *tuple(_BY_NAME)[:_URGENT]})
"""Kinds that are told at once where nothing else was chosen."""


def kinds_for(role: str) -> tuple[str, ...]:
    """What the people of a role can be told of, the most pressing first."""
    return _KINDS[role]


def desk_of(actor: Actor) -> str:
    """Whose news these are: `carrier:ala-too`, `customs:KGOSH001`, as its lists begin."""
    owner = actor.org if actor.role in _OF_A_FIRM else actor.office
    return f"{_DESK_OF.get(actor.role, actor.role)}:{owner}"


def waits(kind: str, until: str, state: Any, lists: frozenset[str]) -> bool:
    """Whether news still ask for something, of a subject in this state and on these lists."""
    if until:
        return until in lists
    found = _BY_NAME.get(kind)
    return found is not None and found(state)


def lists_of(kind: Kind[Any], state: Any, node: str) -> frozenset[str]:
    """The lists that a subject stands on."""
    names = kind.places(state, node) if state is not None else ()
    return frozenset(name for name in names if not name.startswith(MAP))


def news_of(change: Change, node: str) -> tuple[News, ...]:
    """Who has to know of it; each desk once.

    What was said without a right to it is told to nobody.
    """
    fact, state = change.fact, change.state
    if f"{fact.node}:{fact.number}" in getattr(state, "unheard", ()):
        return ()
    by_desk: dict[str, News] = {}
    for news in (*_to_carrier(state, fact, node), *_to_offices(change, node)):
        if not _is_own(news.desk, fact.actor):
            by_desk.setdefault(news.desk, news)
    return tuple(by_desk.values())


def _is_own(desk: str, actor: Actor) -> bool:
    return bool(actor.person) and desk == desk_of(actor)


def _to_carrier(state: Any, fact: Fact[Any], node: str) -> Iterator[News]:
    if type(fact.payload) not in _FOR_CARRIER:
        return
    name = event_name(fact.payload)
    if isinstance(state, Guarantee):
        yield News(f"carrier:{state.holder}", name)
    elif state.home == node:
        yield News(f"carrier:{state.owner}", name)


def _to_offices(change: Change, node: str) -> Iterator[News]:
    state, said = change.state, change.fact.payload
    if isinstance(state, Guarantee):
        if isinstance(said, _OF_GUARANTEE):
            yield News(f"guarantor:{state.guarantor}", event_name(said))
        return
    yield from _to_write_off(state, said, node)
    aside = _at_departure(state)
    yield from _by_lane(change.stood - aside, change.stands - aside, said)
    yield from _besides(state, said, node)


def _at_departure(state: Any) -> frozenset[str]:
    """The list on which the office of departure only waits for the goods to be free."""
    if not isinstance(state, Movement):
        return frozenset()
    return frozenset({f"customs:{departure_office(state.dossier)}:arrived"})


def _to_write_off(state: Any, said: Payload, node: str) -> Iterator[News]:
    if isinstance(said, GoodsReleased):
        (name,) = _at_departure(state)
        if departure_office(state.dossier).startswith(node):
            yield News(name.rpartition(":")[0], DECIDE, name)


def _by_lane(stood: frozenset[str], stands: frozenset[str], said: Payload) -> Iterator[News]:
    for name in sorted(stands - stood):
        if lane := _lane(name):
            yield News(name.rpartition(":")[0], lane, name if lane == DECIDE else "")
    if isinstance(said, _NO_LONGER):
        yield from (News(n.rpartition(":")[0], CHANGED) for n in sorted(stood - stands) if _lane(n))


def _lane(name: str) -> str:
    return _LANES.get((name.partition(":")[0], name.rpartition(":")[2]), "")


def _concerned(state: Any, said: Payload) -> Iterator[str]:
    """The customs offices that are told although it changes nothing on their lists."""
    if isinstance(said, _AT_DEPARTURE):
        yield departure_office(state.dossier)
    if isinstance(said, WrittenToOffice | ChangeRequested):
        yield said.office
    if isinstance(said, DelayReported):
        yield from (arrival.office for arrival in said.arrivals)


def _besides(state: Any, said: Payload, node: str) -> Iterator[News]:
    for office in _concerned(state, said):
        if office.startswith(node):
            yield News(f"customs:{office}", CHANGED)
    if isinstance(state, Permit) and isinstance(said, PermitRevoked):
        office = state.request.entry_office
        if office.startswith(node):
            yield from (News(f"{desk}:{office}", CHANGED) for desk in ("customs", "checkpoint"))
