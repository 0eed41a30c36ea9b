"""TIR operations: what a movement's record would tell eTIR, one customs territory after another.

An operation is what happens of a TIR transport in one customs territory (Convention, article 1): it
starts at the office of departure or of entry, is terminated at that of exit or destination, and is
discharged afterwards. The union's states are one territory, so they have one operation.
"""

from collections.abc import Container, Iterator
from itertools import groupby
from typing import Literal

import msgspec

from corridor.domain.consignment import under_tir
from corridor.domain.days import is_instant
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.projections.tir_messages import NOTHING, Said, started, terminated
from corridor.domain.projections.tir_table import MessageName
from corridor.domain.routes import RoutePoint
from corridor.domain.territories import territory_of

Standing = Literal["said", "due", "faulty"]


class TirValue(msgspec.Struct, frozen=True):
    """A field of a message, and what stands in it."""

    to: str
    value: str


class TirFault(msgspec.Struct, frozen=True):
    """An error that eTIR would answer with. `pointer`: the field; empty: the whole message."""

    code: str
    pointer: str = ""


class TirMessage(msgspec.Struct, frozen=True):
    """`said`: the record holds it; `due`: it does not yet; `faulty`: eTIR would not take it."""

    name: MessageName
    standing: Standing
    values: tuple[TirValue, ...]
    faults: tuple[TirFault, ...] = ()


class TirOperation(msgspec.Struct, frozen=True):
    """One operation. `first` and `last`: places where it starts and ends."""

    sequence: int
    territory: str
    countries: tuple[str, ...]
    first: str
    last: str
    messages: tuple[TirMessage, ...]


def operations_of(state: Movement, offices: Container[str]) -> tuple[TirOperation, ...]:
    """In the order of the route; none where it does not go under TIR. `offices`: those known."""
    if not under_tir(state.dossier):
        return ()
    groups = groupby(state.dossier.route.points, lambda point: territory_of(point.country))
    return tuple(
        _operation(state, sequence, territory, tuple(points), offices)
        for sequence, (territory, points) in enumerate(groups, 1)
    )


def _operation(
    state: Movement,
    sequence: int,
    territory: str,
    points: tuple[RoutePoint, ...],
    offices: Container[str],
) -> TirOperation:
    start, end = started(state, points[0]), terminated(state, points[-1])
    said = [start, *_after(state, start, end)]
    return TirOperation(
        sequence,
        territory,
        tuple(dict.fromkeys(point.country for point in points)),
        points[0].place,
        points[-1].place,
        tuple(_message(state, sequence, one, start, end, offices) for one in said),
    )


def _after(state: Movement, start: Said, end: Said) -> Iterator[Said]:
    """What comes after the start; a refused one has nothing after it."""
    if start.name == "I17":
        return
    yield end
    is_reserved = any(one.is_open or one.outcome == "debt" for one in state.discrepancies)
    known = {"Discharge/withReservation": "yes" if is_reserved else "no"}
    office, at = departure_office(state.dossier), state.written_off_at
    yield Said("I13", "Discharge", office, at, known if at else NOTHING)


def _message(
    state: Movement, sequence: int, said: Said, start: Said, end: Said, offices: Container[str]
) -> TirMessage:
    values = {**_head(state, sequence, said), **said.fields()}
    faults = tuple(_faults(said, sequence, values, start, end, offices))
    standing: Standing = "faulty" if faults else "said" if said.at else "due"
    kept = tuple(TirValue(to, value) for to, value in values.items() if value)
    return TirMessage(said.name, standing, kept, faults)


def _head(state: Movement, sequence: int, said: Said) -> dict[str, str]:
    """What each message begins with: of which transport and operation it is."""
    head = {"ObligationGuarantee/reference": state.dossier.tir_carnet}
    head["TIRCarnetHolder/identifier"] = state.dossier.tir_holder
    if state.mrn:
        head["TIROperation/identifier"] = f"{state.mrn}/{sequence}"
    return head | {"TIROperation/sequence": str(sequence)}


def _faults(
    said: Said,
    sequence: int,
    values: dict[str, str],
    start: Said,
    end: Said,
    offices: Container[str],
) -> Iterator[TirFault]:
    """What could be seen from this record alone; the guarantee chain's own books are not ours."""
    yield from (
        TirFault("101", to) for to, value in values.items() if not value and to != said.date
    )
    if said.office and said.office not in offices:
        yield TirFault("304", said.place)
    if said.at and not is_instant(said.at):
        yield TirFault("103", said.date)
    if said.name == "I17" and sequence == 1:
        yield TirFault("216")
    if said.at and said is not start and not start.at:
        yield TirFault("213")
    elif said.name == "I13" and said.at and not end.at:
        yield TirFault("200")
