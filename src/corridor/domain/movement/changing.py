"""Changing truck, trailer or driver on the way: the holder asks, a customs office confirms or not.

The office where the vehicle is shown decides. Once confirmed, the new vehicle is the one whose
permits are judged, and the office of departure and those ahead know it by its number.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, Act, Asked, Decision, Heard, Told, never
from corridor.domain.commands import Command
from corridor.domain.consignment import (
    MEANS_MAX,
    NAME_MAX,
    AtTheWheel,
    Dossier,
    Means,
    Vehicle,
    vehicles_of,
)
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import TO_OFFICE, on_the_way
from corridor.domain.movement.judging import dossier_refusals
from corridor.domain.movement.moments import during
from corridor.domain.movement.parts import Change
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import reached
from corridor.domain.movement.voices import HOLDER, ON_ROUTE
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Line, Office, Reason, Text, is_blank

RELEASED: Final = frozenset({"released"})
AllMeans = Annotated[tuple[Means, ...], Meta(max_length=MEANS_MAX)]
_MEANS: Final = "/dossier/consignment/means"
_VEHICLE: Final = "/dossier/vehicle"


class RequestChange(Command, frozen=True, tag="movement.request_change"):
    """Ask the office where the vehicle is shown to confirm other means, or another driver.

    `means`: all of them at departure as they would be; none where only the driver changes.
    `vehicle`: masses and sizes with them, on which permits depend; nothing where they stay.
    """

    office: Office
    reason: Reason
    means: AllMeans = ()
    driver: Line = ""
    place: Line = ""
    vehicle: Vehicle | None = None


class DecideChange(Command, frozen=True, tag="movement.decide_change"):
    """Confirm the change, or not; a refusal needs its reason."""

    office: Office
    confirmed: bool
    reason: Text = ""


class ChangeRequested(Payload, frozen=True, tag="movement.change_requested/1"):
    """The holder wants other means of transport, or another driver."""

    office: Office
    reason: Text
    means: tuple[Means, ...] = ()
    driver: str = ""
    place: str = ""
    vehicle: Vehicle | None = None


class ChangeConfirmed(Payload, frozen=True, tag="movement.changed/1"):
    """Customs saw the new means: they are those of the movement from now on."""

    office: Office
    means: tuple[Means, ...] = ()
    driver: str = ""
    vehicle: Vehicle | None = None


class ChangeRefused(Payload, frozen=True, tag="movement.change_refused/1"):
    """Customs did not confirm it: the movement goes on as it was."""

    office: Office
    reason: Text


def offices_to_show(state: Movement) -> tuple[str, ...]:
    """Where a changed vehicle can be shown: in the state it was last seen in, and further on."""
    points, here = state.dossier.route.points, reached(state)
    first = next(i for i, p in enumerate(points) if p.country == points[here].country)
    near = [point.office for point in points[here:] if point.office]
    before = [point.office for point in points[first:here] if point.office]
    return tuple(dict.fromkeys((*near, *before)))


def with_means(
    dossier: Dossier, means: tuple[Means, ...], vehicle: Vehicle | None = None
) -> Dossier:
    """The dossier with these means at departure, and the masses and sizes that they make; at the
    border, where the truck was named, too.
    """
    if vehicle is not None:
        dossier = replace(dossier, vehicle=vehicle)
    if not means:
        return dossier
    load = dossier.consignment
    old = next((one for one in load.means if one.role == "departure"), None)
    truck = means[0]
    border = tuple(
        replace(one, id=truck.id, nationality=truck.nationality)
        if old is not None and one.id == old.id
        else one
        for one in load.means
        if one.role == "border"
    )
    return replace(dossier, consignment=replace(load, means=(*means, *border)))


def _request(state: Movement, command: RequestChange, context: Context) -> Decision:
    found = tuple(_wrong(state, command, context))
    if found:
        return Refused(found)
    asked = ChangeRequested(
        command.office,
        command.reason,
        command.means,
        command.driver,
        command.place,
        command.vehicle,
    )
    return (asked,)


def _wrong(state: Movement, command: RequestChange, context: Context) -> Iterator[Refusal]:
    if state.pending_change is not None:
        yield Refusal("change_pending", "", "", {"office": state.pending_change.office})
        return
    if command.office not in offices_to_show(state):
        yield Refusal("change_office", "/office", "", {"office": command.office})
    is_same = with_means(state.dossier, command.means, command.vehicle) == state.dossier
    if is_same and command.driver in ("", state.driver_name):
        yield Refusal("change_nothing", "/means")
    if any(one.role != "departure" for one in command.means):
        yield Refusal("change_role", "/means")
    yield from means_faults(state.dossier, command.means, command.vehicle, context)


def means_faults(
    dossier: Dossier, means: tuple[Means, ...], vehicle: Vehicle | None, context: Context
) -> Iterator[Refusal]:
    """What the rules of the declaration say of the new means, at their places here."""
    wanted = with_means(dossier, means, vehicle)
    if wanted == dossier:
        return
    for refusal in dossier_refusals(wanted, context.reference, context.day_at(context.node)):
        for there, here in ((_MEANS, "/means"), (_VEHICLE, "/vehicle")):
            if refusal.pointer.startswith(there):
                yield replace(refusal, pointer=f"{here}{refusal.pointer.removeprefix(there)}")


def _decide(state: Movement, command: DecideChange, context: Context) -> Decision:
    asked = state.change_at(command.office)
    if asked is None:
        return refuse("change_not_asked", office=command.office)
    if command.confirmed:
        return (ChangeConfirmed(asked.office, asked.means, asked.driver, asked.vehicle),)
    if is_blank(command.reason):
        return refuse("change_reason_missing", "/reason")
    return (ChangeRefused(asked.office, command.reason),)


def _requested(s: Movement, p: ChangeRequested, f: Fact[Any]) -> Movement:
    before = vehicles_of(s.dossier)
    asked = Change(p.office, p.means, p.driver, p.reason, p.place, f.at, before, vehicle=p.vehicle)
    return replace(s, changes=(*s.changes, asked))


def _confirmed(s: Movement, p: ChangeConfirmed, f: Fact[Any]) -> Movement:
    told = _decided(s, p, f, "confirmed", means=p.means, driver=p.driver, vehicle=p.vehicle)
    dossier = with_means(s.dossier, p.means, p.vehicle)
    if p.driver:
        dossier = _driven(dossier, p.driver)
    return replace(told, dossier=dossier, driver=p.driver or s.driver)


def brought_up(state: Movement) -> Movement:
    """With the driver in the dossier: before dossiers named any, a change left it beside it."""
    if not state.driver or state.dossier.driver is not None:
        return state
    return replace(state, dossier=_driven(state.dossier, state.driver))


def _driven(dossier: Dossier, name: str) -> Dossier:
    return replace(dossier, driver=AtTheWheel(name[:NAME_MAX]))


def _refused(s: Movement, p: ChangeRefused, f: Fact[Any]) -> Movement:
    return _decided(s, p, f, "refused", answer=p.reason)


def _decided(s: Movement, p: Any, f: Fact[Any], status: Any, **more: Any) -> Movement:
    """The request as decided; a decision that comes before its request stands by itself."""
    waiting = (c for c in s.changes if c.status == "requested" and c.office == p.office)
    asked = next(waiting, None)
    others = tuple(one for one in s.changes if one is not asked)
    known = asked or Change(p.office, before=vehicles_of(s.dossier))
    told = replace(known, status=status, decided_at=f.at, **more)
    return replace(s, changes=(*others, told))


def _desks(state: Movement) -> Iterator[tuple[str, str]]:
    if state.pending_change is not None:
        yield state.pending_change.office, "decide"


CHANGING: Final = Act[Movement](
    "changing",
    asked=(
        Asked(RequestChange, "carrier", _request, HOLDER, during("released")),
        Asked(DecideChange, "customs", _decide, ON_ROUTE, during("released")),
    ),
    told=(
        Told(ChangeRequested, HOLDER, RELEASED, _requested, heard=TO_OFFICE),
        Told(
            ChangeConfirmed,
            ON_ROUTE,
            RELEASED,
            _confirmed,
            heard=Heard({"carrier": never}, offices=on_the_way),
        ),
        Told(ChangeRefused, ON_ROUTE, RELEASED, _refused, heard=AT_ONCE_TO_CARRIER),
    ),
    desks=_desks,
    texts={
        "change_pending": RefusalText(
            N_("Another change has been asked for; office {office} has not decided on it."),
            N_("Wait until it has."),
        ),
        "change_office": RefusalText(
            N_("The vehicle cannot be shown at office {office}."),
            N_("Choose an office of the state where it is, or one that still lies ahead."),
        ),
        "change_nothing": RefusalText(
            N_("Nothing would change: these are the vehicles and the driver known already."),
            N_("Name another truck, another trailer or another driver."),
        ),
        "change_role": RefusalText(
            N_("Only the means of transport that carry the goods are named here."),
            N_("Name the truck first, then the trailers."),
        ),
        "change_not_asked": RefusalText(
            N_("No change waits for office {office}."),
            N_("Reload the page to see what has happened since."),
        ),
        "change_reason_missing": RefusalText(
            N_("A refusal needs its reason."), N_("Say why the change is not confirmed.")
        ),
    },
)
