"""A deadline that passes: it is said to everybody concerned, and is no consent.

Only a type that says so is granted by silence.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Heard, Timer, Told, never
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import days_later
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.granting import NUMBER_HOLDER, GrantPermit, grant_now
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import STATE_OF_ISSUE
from corridor.domain.refusals import Refused
from corridor.domain.values import Instant

SILENCE: Final = "silence"


class MarkPermitOverdue(Command, frozen=True, tag="permit.mark_overdue"):
    """The clock of the node of issue says that the term has passed without a decision."""


class PermitOverdue(Payload, frozen=True, tag="permit.overdue/1"):
    """The term has passed without a decision."""

    due: Instant


def _mark(state: Permit, command: MarkPermitOverdue, context: Context) -> Decision:
    due = _due(state)
    if not due or due > context.now:
        return ()
    return (PermitOverdue(due), *_by_silence(state, context))


def _by_silence(state: Permit, context: Context) -> tuple[Payload, ...]:
    """The grant, where the type lets silence grant; none where one would not hold."""
    if not state.silence_grants:
        return ()
    kind, today = context.type_of(state.request.kind), context.day_at(state.request.country)
    first = max(today, state.request.wanted_from or "")
    days = min(kind.valid_days_usual, kind.valid_days_most)
    grant = GrantPermit(first, days_later(first, days), uses=kind.uses_usual)
    found = grant_now(state, grant, context, SILENCE)
    return () if isinstance(found, Refused) else found


def _due(state: Permit) -> str:
    """When the term ends, while it runs and nobody was told."""
    return state.due_at if state.status == "applied" and not state.overdue_at else ""


def _overdue(s: Permit, p: PermitOverdue, f: Fact[Any]) -> Permit:
    return replace(s, overdue_at=f.at)


def _at_authority(s: Permit, p: PermitOverdue) -> Iterator[tuple[str, str]]:
    yield f"permits:{s.request.authority}", f"permits:{s.request.authority}:open"


ESCALATING: Final = Act[Permit](
    "escalating",
    asked=(Asked(MarkPermitOverdue, SYSTEM, _mark, STATE_OF_ISSUE, needs=(NUMBER_HOLDER,)),),
    told=(
        Told(
            PermitOverdue,
            STATE_OF_ISSUE,
            frozenset({"applied"}),
            _overdue,
            heard=Heard({"carrier": never}, urgent=True, offices=_at_authority),
        ),
    ),
    timers=(
        Timer(
            "permit-overdue",
            due=_due,
            office=lambda permit: permit.request.authority,
            command=MarkPermitOverdue,
            came_later=("permits:", ":open"),
        ),
    ),
)
