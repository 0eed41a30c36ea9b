"""Transshipping: the load goes on by other means, at a place of the route, as it was planned to.

From a truck onto a wagon, from a wagon onto a ferry: no incident, but other means, another paper
and perhaps other seals from there on. An office of the route sees it and says so; each leg of the
journey keeps what carried it and under which document.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told, at_once
from corridor.domain.commands import Command
from corridor.domain.consignment import MEANS_MAX, Dossier, Means, vehicles_of
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.broken_seals import Seals, as_noted, known_seals, unknown_seals
from corridor.domain.movement.carried import Transfer
from corridor.domain.movement.changing import means_faults, with_means
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.order import happened_at
from corridor.domain.movement.parts import Discrepancy, Leg
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import ON_ROUTE
from corridor.domain.places import Mode
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused
from corridor.domain.searching import mark_of
from corridor.domain.values import Code, Instant, Line, Office, Text

NewMeans = Annotated[tuple[Means, ...], Meta(min_length=1, max_length=MEANS_MAX)]
Document = Annotated[str, Meta(min_length=1, max_length=70)]


_INLAND: Final = {"sea": "1", "rail": "2", "road": "3"}
"""Modes of transport as declarations write them (UNECE Rec 19)."""


class RecordTransshipment(Command, frozen=True, tag="movement.transship"):
    """Note that it goes on by other means: `means`, all of them at departure as they are now.

    `document`: the consignment note under which it travels on (CMR, SMGS, bill of lading).
    """

    office: Office
    place: Code
    onto: Mode
    means: NewMeans
    document: Document
    carrier: Line = ""
    broken_seals: Seals = ()
    """Those taken off to move the load."""
    new_seals: Seals = ()
    remarks: Text = ""
    at: Instant | None = None


class Transshipped(Payload, frozen=True, tag="movement.transshipped/1"):
    """The load goes on by other means from a place of the route, under another document."""

    office: str
    place: Text
    onto: Text
    means: tuple[Means, ...]
    document: Text
    at: Instant
    carrier: Text = ""
    broken_seals: tuple[str, ...] = ()
    new_seals: tuple[str, ...] = ()
    remarks: Text = ""


def _record(state: Movement, command: RecordTransshipment, context: Context) -> Decision:
    wrong = in_future(command.at, "/at", context) or unknown_seals(state, command.broken_seals)
    if wrong:
        return wrong
    found = tuple(_wrong(state, command, context))
    if found:
        return Refused(found)
    said = Transshipped(
        command.office,
        command.place,
        command.onto,
        command.means,
        command.document,
        command.at or context.now,
        command.carrier,
        as_noted(state, command.broken_seals),
        command.new_seals,
        command.remarks,
    )
    return (said,)


def _wrong(state: Movement, command: RecordTransshipment, context: Context) -> Iterator[Refusal]:
    yield from wrong_place(state, command.place, command.onto)
    noted = set(map(mark_of, known_seals(state)))
    if not noted.isdisjoint(map(mark_of, command.new_seals)):
        yield Refusal("seal_twice", "/new_seals", "R0107")
    yield from wrong_means(state, command.onto, command.means, context)


def wrong_place(state: Movement, place: str, onto: Mode) -> Iterator[Refusal]:
    """That the route does not go on from there, or not so."""
    point = next((p for p in state.dossier.route.points if p.place == place), None)
    if point is None:
        yield Refusal("transship_place", "/place", "", {"place": place})
    elif point.mode != onto:
        yield Refusal("transship_mode", "/onto", "", {"place": place})


def wrong_means(
    state: Movement, onto: Mode, means: tuple[Means, ...], context: Context
) -> Iterator[Refusal]:
    """That it has these already, or what the rules say of them by the mode it goes on."""
    if with_means(state.dossier, means) == state.dossier:
        yield Refusal("transship_same", "/means")
    yield from means_faults(_going_by(state.dossier, onto), means, None, context)


def _going_by(dossier: Dossier, mode: str) -> Dossier:
    """With the mode by which it goes on, where one was declared: its means are judged by that."""
    load = dossier.consignment
    if not load.inland_mode or mode not in _INLAND:
        return dossier
    return replace(dossier, consignment=replace(load, inland_mode=_INLAND[mode]))


def _moved(s: Movement, p: Transshipped, f: Fact[Any]) -> Movement:
    leg = Leg(p.place, p.onto, p.means, p.document, p.carrier, p.office, p.at)
    leg = replace(leg, before=vehicles_of(s.dossier))
    kept = tuple(seal for seal in s.seals if seal not in p.broken_seals)
    broken = tuple(one for one in s.broken if one.seal not in p.broken_seals)
    seals, dossier = (*kept, *p.new_seals), with_means(_going_by(s.dossier, p.onto), p.means)
    after = replace(s, legs=(*s.legs, leg), seals=seals, broken=broken, dossier=dossier)
    return replace(after, transfers=_confirmed(s, p.office, f.at)) if s.transfers else after


def _confirmed(s: Movement, office: str, at: str) -> tuple[Transfer, ...]:
    """What the carrier asked of this office is answered with it, whatever means were there."""
    return tuple(
        replace(one, status="confirmed", answered_at=at)
        if one.status == "requested" and one.office == office
        else one
        for one in s.transfers
    )


def _doubts(s: Movement, p: Transshipped, at: str) -> Iterator[Discrepancy]:
    yield from happened_at(s, p.office, p.at, at)


TRANSSHIPPING: Final = Act[Movement](
    "transshipping",
    asked=(Asked(RecordTransshipment, "customs", _record, ON_ROUTE, during("released")),),
    told=(
        Told(
            Transshipped,
            ON_ROUTE,
            UNDERWAY,
            _moved,
            doubts=_doubts,
            heard=TO_CARRIER,
            since=at_once,
        ),
    ),
    texts={
        "transship_place": RefusalText(
            N_("{place} is no place of the route."),
            N_("Choose the place from the list."),
        ),
        "transship_mode": RefusalText(
            N_("From {place} the route does not go on so."),
            N_("Choose how the route goes on from there, or have it diverted first."),
        ),
        "transship_same": RefusalText(
            N_("It would go on by the means that it has already."),
            N_("Name the truck, the wagon or the ship that carries it from there on."),
        ),
    },
)
