"""A decision by a rule of the authority, without an officer; and an officer's look afterwards.

Only a grant is ever decided so, never a refusal, and never where the type wants two officers. An
application that no rule grants waits for a person, as it would without any rule.
"""

from collections.abc import Iterator
from typing import Any, Final, Literal

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Follow, Reaction, Told, When
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import days_later
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.granting import NUMBER_HOLDER, GrantPermit, grant_now
from corridor.domain.permits.officers import takes_two
from corridor.domain.permits.paying import PermitPaid
from corridor.domain.permits.receiving import issuer_of
from corridor.domain.permits.rules_of_decision import DecisionRule, DecisionRulesOf
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import AUTHORITY, STATE_OF_ISSUE
from corridor.domain.refusals import N_, RefusalText, Refused
from corridor.domain.values import LongText, Words

HUNDRED: Final = 100
DECISION_RULES: Final = DecisionRulesOf()


class DecideByRule(Command, frozen=True, tag="permit.decide_by_rule"):
    """Grant it, if a rule of the authority does."""


class ReviewDecision(Command, frozen=True, tag="permit.review"):
    """An officer's word on a decision that no officer made."""

    outcome: Literal["right", "wrong"]
    words: Words


class DecisionReviewed(Payload, frozen=True, tag="permit.reviewed/1"):
    """An officer looked at a decision that was made by rule."""

    outcome: Literal["right", "wrong"]
    words: LongText


def _decide(state: Permit, command: DecideByRule, context: Context) -> Decision:
    """Nothing where no rule grants, or the grant would not hold: then an officer decides."""
    if state.status != "applied" or takes_two(state, context):
        return ()
    rule = _granting(state, context)
    if rule is None:
        return ()
    kind = context.type_of(state.request.kind)
    because = rule.met(state, kind, context.requirement_rules)
    sampled = int(context.token, 36) % HUNDRED < rule.sample_percent
    grant = _grant_by(rule, state, context)
    found = grant_now(state, grant, context, rule.id, because, sampled)
    return () if isinstance(found, Refused) else found


def _granting(state: Permit, context: Context) -> DecisionRule | None:
    """The first rule that grants it."""
    today, kind = context.day_at(state.request.country), context.type_of(state.request.kind)
    for rule in context.of(DECISION_RULES):
        mine = rule.kind == state.request.kind and rule.in_force_on(today)
        if mine and not rule.against(state, kind, context.requirement_rules):
            return rule
    return None


def _grant_by(rule: DecisionRule, state: Permit, context: Context) -> GrantPermit:
    today = context.day_at(state.request.country)
    wanted = max(today, state.request.wanted_from or "", state.request.wanted_to or "")
    return GrantPermit(today, days_later(wanted, rule.valid_days), uses=rule.uses)


def _review(state: Permit, command: ReviewDecision, context: Context) -> Decision:
    return (DecisionReviewed(command.outcome, command.words),)


def _reviewed(s: Permit, p: DecisionReviewed, f: Fact[Any]) -> Permit:
    return replace(s, review=p.outcome)


def _on_applied(said: PermitApplied, state: Permit, context: Context) -> Iterator[Reaction]:
    """An application that came is looked at at once, where the authority has rules."""
    if context.of(DECISION_RULES) and not said.request.quota:
        yield Reaction(state.id, DecideByRule())


def look_again(said: Any, state: Permit, context: Context) -> Iterator[Reaction]:
    """One that waited for its fee is looked at again."""
    if context.of(DECISION_RULES):
        yield Reaction(state.id, DecideByRule())


def _paid_at(said: PermitPaid, state: Permit) -> str:
    return str(state.request.country)


DUE: Final = When[Permit](
    frozenset({"due"}),
    "permit_no_review",
    lambda permit: permit.review,
    shown=lambda permit: permit.status,
)
AUTOMATIC: Final = Act[Permit](
    "automatic",
    asked=(
        Asked(
            DecideByRule,
            SYSTEM,
            _decide,
            STATE_OF_ISSUE,
            needs=(DECISION_RULES, NUMBER_HOLDER),
        ),
        Asked(ReviewDecision, "permit", _review, AUTHORITY, DUE),
    ),
    told=(
        Told(
            DecisionReviewed,
            AUTHORITY,
            frozenset({"granted", "exhausted", "revoked"}),
            _reviewed,
        ),
    ),
    follows=(
        Follow(PermitApplied, issuer_of, _on_applied, needs=(DECISION_RULES,)),
        Follow(PermitPaid, _paid_at, look_again, needs=(DECISION_RULES,)),
    ),
    texts={
        "permit_no_review": RefusalText(
            N_("No look at a decision by rule is due here: the permit is in the state “{status}”."),
            N_("Reload the page to see what has happened since."),
        ),
    },
)
