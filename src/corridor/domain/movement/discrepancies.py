"""Discrepancies: what destination or the fold found, departure solves."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Reason, Reference, Text


class SolveDiscrepancy(Command, frozen=True, tag="movement.solve_discrepancy"):
    """Solve one open discrepancy."""

    code: Reference
    text: Reason


class DiscrepancySolved(Payload, frozen=True, tag="movement.discrepancy_solved/1"):
    """CC020/CD049C: departure solved what destination or the fold found."""

    code: str
    text: Text


def _solve(state: Movement, command: SolveDiscrepancy, context: Context) -> Decision:
    if all(command.code != found.code for found in state.open_discrepancies()):
        return refuse("discrepancy_unknown", "/code", discrepancy=command.code)
    return (DiscrepancySolved(command.code, command.text),)


def _solved(s: Movement, p: DiscrepancySolved, f: Fact[Any]) -> Movement:
    solved = tuple(
        replace(d, solution=p.text) if d.code == p.code and not d.solution else d
        for d in s.discrepancies
    )
    return replace(s, discrepancies=solved)


DISCREPANCIES: Final = Act[Movement](
    "discrepancies",
    asked=(Asked(SolveDiscrepancy, "customs", _solve, DEPARTURE),),
    told=(
        Told(
            DiscrepancySolved,
            DEPARTURE,
            frozenset({"released", "arrived", "cancelled"}),
            _solved,
        ),
    ),
    texts={
        "discrepancy_unknown": RefusalText(
            N_("There is no such open discrepancy."), N_("Reload the page.")
        ),
    },
)
