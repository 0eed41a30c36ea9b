"""Leaving: the office of exit says when it saw the vehicle out of its customs territory.

The state that is entered says when it let it in (`crossing`), so the two sides of a frontier can be
compared. Nobody waits for an exit: one that was never recorded holds nothing up.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told, at_once
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
from corridor.domain.movement.offices import offices
from corridor.domain.movement.order import left_at
from corridor.domain.movement.parts import Discrepancy, Exit
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.stations import reached
from corridor.domain.movement.together import by_parts
from corridor.domain.movement.voices import EXIT
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Instant, Office, Text


class RecordExit(Command, frozen=True, tag="movement.leave"):
    """Note that it left the customs territory here."""

    office: Office
    seals_intact: bool = True
    remarks: Text = ""
    left_at: Instant | None = None
    broken_seals: Seals = ()


class TerritoryLeft(Payload, frozen=True, tag="movement.left/1"):
    """The office of exit saw it leave its customs territory; CC168C says so of the Union."""

    office: str
    left_at: Instant
    seals_intact: bool = True
    remarks: Text = ""
    broken_seals: tuple[str, ...] = ()


def _leave(state: Movement, command: RecordExit, context: Context) -> Decision:
    return by_parts(state) or exit_from(state, command, context)


def exit_from(state: Movement, command: RecordExit, context: Context) -> Decision:
    """The exit, or what stands against it."""
    seals = (command.seals_intact, command.broken_seals, command.remarks)
    if state.exit_at(command.office) is not None:
        return refuse("already_left", "/office", office=command.office)
    wrong = in_future(command.left_at, "/left_at", context) or wrong_seals(state, *seals)
    if wrong:
        return wrong
    broken = as_noted(state, command.broken_seals)
    at = command.left_at or context.now
    return (TerritoryLeft(command.office, at, command.seals_intact, command.remarks, broken),)


def _left(s: Movement, p: TerritoryLeft, f: Fact[Any]) -> Movement:
    out = Exit(p.office, p.left_at, p.seals_intact, p.remarks, p.broken_seals)
    return found_broken(replace(s, exits=(*s.exits, out)), p, p.remarks, f.at)


def _doubts(s: Movement, p: TerritoryLeft, at: str) -> Iterator[Discrepancy]:
    yield from left_at(s, p.office, p.left_at, at)
    yield from contradicted(s, p, at)


def _desks(state: Movement) -> Iterator[tuple[str, str]]:
    """From the release on, offices of exit have it before them until it has left, or is further on;
    those that have another part in it besides have it on their desks anyway.
    """
    if state.status not in UNDERWAY:
        return
    known = offices(state.dossier)
    ahead = exits_ahead(state) if state.status == "released" else ()
    for office in ahead:
        if office not in known:
            yield office, "expected"
    for out in state.exits:
        if out.office not in (*known, *ahead):
            yield out.office, "closed"


def exits_ahead(state: Movement) -> tuple[str, ...]:
    """Offices of exit that it has still to pass."""
    points = state.dossier.route.points[reached(state) + 1 :]
    return tuple(p.office for p in points if p.office and p.role == "exit")


LEAVING: Final = Act[Movement](
    "leaving",
    asked=(Asked(RecordExit, "customs", _leave, EXIT, during("released", "arrived")),),
    told=(
        Told(
            TerritoryLeft,
            EXIT,
            UNDERWAY,
            _left,
            doubts=_doubts,
            heard=TO_CARRIER,
            since=at_once,
        ),
    ),
    desks=_desks,
    texts={
        "already_left": RefusalText(
            N_("The exit at {office} has already been recorded."),
            N_("Nothing needs to be done."),
        ),
    },
)
