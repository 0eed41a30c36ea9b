"""What the record says of the start and of the termination of a TIR operation."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from corridor.domain.movement.parts import Crossing
from corridor.domain.movement.state import Movement
from corridor.domain.projections.tir_table import MessageName
from corridor.domain.routes import RoutePoint

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Said(NamedTuple):
    """A message. `step`: what its fields begin with; `at`: empty as long as nobody has said it;
    `known`: what else is there to say, without what is empty.
    """

    name: MessageName
    step: str
    office: str
    at: str
    known: Mapping[str, str] = NOTHING

    @property
    def place(self) -> str:
        """Where the office stands."""
        return f"{self.step}/CustomsOffice"

    @property
    def date(self) -> str:
        """Where the instant stands."""
        return f"{self.step}/date"

    def fields(self) -> dict[str, str]:
        """All that it says; what it must say and cannot is empty."""
        return {self.place: self.office, self.date: self.at, **self.known}


def started(state: Movement, first: RoutePoint) -> Said:
    """At the office of departure by its release; at one of entry by its having let it in.

    Goods for the border post itself start and end their operation there.
    """
    office = first.office or ""
    if first.role == "departure":
        return _released(state, office)
    crossing = state.crossing_at(office) if office else None
    if crossing is not None and crossing.status == "stopped":
        return _refused(crossing)
    if crossing is None:
        at = state.destination.arrived_at if first.role == "destination" else ""
        return Said("I9", "Start", office, at)
    seals = seals_at(state, crossing.at)
    return Said("I9", "Start", office, crossing.at, _known("Start", seals, crossing.remarks))


def _released(state: Movement, office: str) -> Said:
    if state.status == "not_released":
        reason = " ".join(filter(None, (state.reason_code, state.reason)))
        known = {"RefusalToStart/reason": reason} if reason else {}
        return Said("I17", "RefusalToStart", office, state.updated_at, known)
    known = _known("Start", seals_at(state, state.released_at), "") if state.released_at else {}
    if state.control_result:
        known["Start/Control/result"] = state.control_result
    if state.limit_date:
        known["Start/limitDate"] = state.limit_date
    return Said("I9", "Start", office, state.released_at, known)


def _refused(crossing: Crossing) -> Said:
    reason = " ".join(filter(None, (crossing.cause, crossing.remarks)))
    known = {"RefusalToStart/reason": reason} if reason else {}
    return Said("I17", "RefusalToStart", crossing.office, crossing.at, known)


def terminated(state: Movement, last: RoutePoint) -> Said:
    """At the office of destination by the arrival; at one of exit by its having seen it out."""
    office = last.office or ""
    if last.role == "destination":
        here = state.destination
        known = _ended(here.seals_intact, here.result, here.remarks) if here.arrived_at else {}
        return Said("I11", "Termination", office, here.arrived_at, known)
    out = state.exit_at(office) if last.role == "exit" else None
    if out is None:
        return Said("I11", "Termination", office if last.role == "exit" else "", "")
    return Said("I11", "Termination", office, out.at, _ended(out.seals_intact, "", out.remarks))


def _ended(intact: bool | None, result: str, remarks: str) -> dict[str, str]:
    said = "" if intact is None else "yes" if intact else "no"
    found = {"sealsIntact": said, "result": result}
    known = {f"Termination/Control/{name}": value for name, value in found.items() if value}
    return known | ({"Termination/remarks": remarks} if remarks else {})


def _known(step: str, seals: tuple[str, ...], remarks: str) -> dict[str, str]:
    found = {"Seal/number": ", ".join(seals), "remarks": remarks}
    return {f"{step}/{name}": value for name, value in found.items() if value}


def seals_at(state: Movement, at: str) -> tuple[str, ...]:
    """The seals that were on it then: what was changed since, undone. None where it was moved to
    other means since: nobody says which of its seals came with that.
    """
    if any(leg.at >= at for leg in state.legs):
        return ()
    seals = [*state.seals, *(one.seal for one in state.broken if one.at > at)]
    for incident in reversed(state.incidents):
        if incident.at > at:
            seals = [seal for seal in seals if seal not in incident.new_seals]
            seals += incident.broken_seals
    return tuple(dict.fromkeys(seals))
