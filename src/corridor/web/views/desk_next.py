"""What happens next on a movement, and who has to act."""

from typing import Any, NamedTuple

from corridor.domain.movement.offices import (
    departure_office,
    destination_office,
    transit_offices,
)
from corridor.domain.movement.state import Movement
from corridor.web.templating import Reader


class Next(NamedTuple):
    """The step, and the office (or the carrier, the guarantor) whose turn it is."""

    step: str
    who: str
    office: str = ""


def next_of(state: Movement, reader: Reader) -> Next | None:
    """None where nothing more is to come."""
    if state.status in ("released", "arrived"):
        return _under_way(state, reader)
    return _before_release(state, reader)


def _before_release(state: Movement, reader: Reader) -> Next | None:
    _ = reader.words
    office = departure_office(state.dossier)
    if state.status == "submitted":
        return _at(office, _("The declaration is accepted or rejected"), reader)
    if state.status == "under_control":
        return _at(office, _("The control is carried out and its result recorded"), reader)
    if state.status not in ("accepted", "guarantee_registering"):
        return None
    return _to_release(state, office, reader)


def _to_release(state: Movement, office: str, reader: Reader) -> Next:
    _ = reader.words
    if not state.channel:
        return _at(office, _("The control channel is decided"), reader)
    if state.control_result == "B1":
        return _at(office, _("The release is refused: the control was not satisfactory"), reader)
    if state.guarantee.status == "requested":
        who = _("guarantor of %(grn)s", grn=state.guarantee.grn)
        return Next(_("The guarantor answers"), who)
    if state.guarantee.status != "reserved":
        return _at(office, _("The guarantee is reserved"), reader)
    if state.dossier.consignment.equipment and not state.seals:
        return _at(office, _("The seals are noted"), reader)
    return _at(office, _("The movement is released for transit"), reader)


def _under_way(state: Movement, reader: Reader) -> Next:
    _ = reader.words
    if state.destination.status == "goods_released":
        return _closing(state, reader)
    if state.status == "arrived":
        step = {
            "arrived": _("The unloading is permitted"),
            "unloading_permitted": _("The load is examined while unloading"),
        }.get(state.destination.status)
        if step is None and state.destination.result:
            step = _("The goods are released from transit")
        step = step or _("The control results are recorded")
        return _at(destination_office(state.dossier), step, reader)
    return _ahead(state, reader)


def _closing(state: Movement, reader: Reader) -> Next:
    _ = reader.words
    office = departure_office(state.dossier)
    if state.open_discrepancies():
        return _at(office, _("The discrepancies are solved"), reader)
    return _at(office, _("The procedure is discharged and the guarantee set free"), reader)


def _ahead(state: Movement, reader: Reader) -> Next:
    """The office of transit after the last one passed, else the destination."""
    _ = reader.words
    route = transit_offices(state.dossier)
    crossed = {c.office for c in state.crossings if c.status == "crossed"}
    passed = max((i for i, office in enumerate(route) if office in crossed), default=-1)
    ahead = route[passed + 1 :]
    if not ahead:
        return _at(destination_office(state.dossier), _("The arrival is recorded"), reader)
    seen = state.crossing_at(ahead[0])
    if seen is not None and seen.status == "stopped":
        return _at(ahead[0], _("Stopped at the border: the entry is decided anew"), reader)
    return _at(ahead[0], _("The entry into the customs territory is recorded"), reader)


def _at(office: str, step: str, reader: Reader) -> Next:
    return Next(step, reader.names.office(office), office)


def roles_of(state: Movement, office: str) -> tuple[str, ...]:
    """The roles this office holds on the route."""
    points: Any = state.dossier.route.points
    return tuple(dict.fromkeys(p.role for p in points if p.office == office and p.role != "via"))
