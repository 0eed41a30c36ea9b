"""Arriving: the goods are presented at the office of destination."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told, at_once
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.broken_seals import (
    Seals,
    as_noted,
    contradicted,
    found_broken,
    wrong_seals,
)
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.order import seen_at
from corridor.domain.movement.parts import Destination, Discrepancy
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DESTINATION
from corridor.domain.values import Instant, Office, Text


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


def _arrive(state: Movement, command: RecordArrival, context: Context) -> Decision:
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
        ),
    )


def _arrived(s: Movement, p: GoodsArrived, f: Fact[Any]) -> Movement:
    there = Destination(status="arrived", office=p.office, arrived_at=p.arrived_at)
    return found_broken(replace(s, status="arrived", destination=there), p, p.remarks, f.at)


def _doubts(s: Movement, p: GoodsArrived, at: str) -> Iterator[Discrepancy]:
    yield from seen_at(s, p.office, p.arrived_at, at)
    yield from contradicted(s, p, at)


ARRIVING: Final = Act[Movement](
    "arriving",
    asked=(Asked(RecordArrival, "customs", _arrive, DESTINATION, during("released")),),
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
