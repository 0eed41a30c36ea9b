"""Arriving: the goods are presented at the office of destination."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told, at_once
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier
from corridor.domain.context import Context
from corridor.domain.days import days_later
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.broken_seals import (
    Seals,
    as_noted,
    contradicted,
    found_broken,
    wrong_seals,
)
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.order import seen_at
from corridor.domain.movement.parts import ArrivalNotice, Destination, Discrepancy
from corridor.domain.movement.state import Movement
from corridor.domain.movement.together import by_parts
from corridor.domain.movement.voices import DESTINATION
from corridor.domain.terms import TermsOf
from corridor.domain.values import Date, Instant, Office, Text

RAIL: Final = "2"
"""UNECE Recommendation 19."""
RESULTS: Final = TermsOf("results", "results_late", "results_rail")


class RecordArrival(Command, frozen=True, tag="movement.arrive"):
    """Note the arrival at destination."""

    office: Office
    arrived_at: Instant | None = None
    seals_intact: bool | None = None
    """None where they are looked at only when it is unloaded."""
    broken_seals: Seals = ()
    remarks: Text = ""
    attachments: SentFiles = ()


class GoodsArrived(Payload, frozen=True, tag="movement.arrived/1"):
    """CC007C/CD006C: presented at the office of destination."""

    office: str
    arrived_at: Instant
    seals_intact: bool | None = None
    broken_seals: tuple[str, ...] = ()
    remarks: Text = ""
    attachments: SentFiles = ()
    results_by: Date | None = None
    """The last day for the results of the control, at this office."""


def results_by(dossier: Dossier, context: Context, by_consignee: bool = False) -> str:
    """The last day for the results, at the office of destination, by the terms of its node."""
    load, today = dossier.consignment, context.day_at(destination_office(dossier))
    name = "results_late" if by_consignee else "results"
    if RAIL in (load.border_mode, load.inland_mode):
        name = "results_rail"
    return days_later(today, context.of(RESULTS).on(name, today))


def _arrive(state: Movement, command: RecordArrival, context: Context) -> Decision:
    return by_parts(state) or arrival(state, command, context)


def arrival(state: Movement, command: RecordArrival, context: Context) -> Decision:
    """The arrival, or what stands against it."""
    seals = (command.seals_intact, command.broken_seals, command.remarks)
    wrong = in_future(command.arrived_at, "/arrived_at", context) or wrong_seals(state, *seals)
    if wrong:
        return wrong
    broken = as_noted(state, command.broken_seals)
    at = command.arrived_at or context.now
    return (
        GoodsArrived(
            command.office,
            at,
            command.seals_intact,
            broken,
            command.remarks,
            command.attachments,
            results_by(state.dossier, context),
        ),
    )


def taken_in(state: Movement, notice: ArrivalNotice, context: Context) -> GoodsArrived:
    """At an authorised consignee's: it counts from what the consignee said."""
    last = results_by(state.dossier, context, by_consignee=True)
    words = notice.authorisation
    return GoodsArrived(notice.office, notice.arrived_at, remarks=words, results_by=last)


def _arrived(s: Movement, p: GoodsArrived, f: Fact[Any]) -> Movement:
    there = Destination(
        status="arrived",
        office=p.office,
        arrived_at=p.arrived_at,
        results_by=p.results_by or "",
    )
    after = replace(s, status="arrived", destination=there, notices=_answered(s, f.at))
    return found_broken(after, p, p.remarks, f.at)


def _answered(s: Movement, at: str) -> tuple[ArrivalNotice, ...]:
    """The word that it had arrived was right."""
    if s.arrival_notice is None:
        return s.notices
    return (*s.notices[:-1], replace(s.notices[-1], status="recorded", answered_at=at))


def _doubts(s: Movement, p: GoodsArrived, at: str) -> Iterator[Discrepancy]:
    yield from seen_at(s, p.office, p.arrived_at, at)
    yield from contradicted(s, p, at)


ARRIVING: Final = Act[Movement](
    "arriving",
    asked=(
        Asked(
            RecordArrival,
            by="customs",
            decide=_arrive,
            voice=DESTINATION,
            when=during("released"),
            needs=(RESULTS,),
        ),
    ),
    told=(
        Told(
            GoodsArrived,
            DESTINATION,
            frozenset({"released"}),
            _arrived,
            doubts=_doubts,
            heard=TO_CARRIER,
            since=at_once,
        ),
    ),
)
