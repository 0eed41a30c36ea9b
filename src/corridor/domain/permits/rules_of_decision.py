"""Rules by which an authority lets its node grant without an officer: dated, and stopped at once.

An authority sets them for itself; they are kept among the settings of its node. What is decided by
one names it, and which of its conditions were found to be so.
"""

from collections.abc import Iterator
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.domain.needs import Ask, Look
from corridor.domain.permit_types.types import PermitType
from corridor.domain.permits.book import rule_named
from corridor.domain.permits.state import Permit
from corridor.domain.reference.permit_rule import Data
from corridor.domain.reference.permit_rule import RequirementRule as Rule
from corridor.domain.values import Code, Country, Date

PREFIX: Final = "permit-auto."
"""Of the settings that keep them: one for each authority."""
RULES_MAX: Final = 50


class DecisionRule(Data, frozen=True, kw_only=True):
    """Applications of a kind that it grants. `by` and `at`: who switched it, when."""

    id: Annotated[str, Meta(pattern=r"\A[A-Z0-9]{1,12}\Z")]
    kind: Code
    since: Date
    until: Date | None = None
    is_on: bool = True
    registrations: Annotated[tuple[Country, ...], Meta(max_length=50)] = ()
    """Only carriers that apply in these states; none: in any."""
    no_dangerous: bool = True
    """Only loads without dangerous goods."""
    complete: bool = True
    """Only with every paper that the rule and the type ask for."""
    first_time: bool = True
    """Only applications that were not refused before."""
    valid_days: Annotated[int, Meta(ge=0, le=366)] = 30
    uses: Annotated[int, Meta(ge=1, le=1000)] = 1
    sample_percent: Annotated[int, Meta(ge=1, le=100)] = 10
    """So many of a hundred are looked at afterwards."""
    by: str = ""
    at: str = ""

    def in_force_on(self, day: str) -> bool:
        """Whether it decides on this day."""
        return self.is_on and self.since <= day and (self.until is None or day <= self.until)

    def against(self, state: Permit, kind: PermitType, rules: tuple[Rule, ...]) -> tuple[str, ...]:
        """Which of its conditions are not so."""
        found = dict(self._conditions(state, kind, rules))
        return tuple(name for name, is_so in found.items() if not is_so)

    def met(self, state: Permit, kind: PermitType, rules: tuple[Rule, ...]) -> tuple[str, ...]:
        """Which are."""
        return tuple(name for name, is_so in self._conditions(state, kind, rules) if is_so)

    def _conditions(
        self, state: Permit, kind: PermitType, rules: tuple[Rule, ...]
    ) -> Iterator[tuple[str, bool]]:
        asked = state.request
        if self.registrations:
            yield "registration", state.home in self.registrations
        if self.no_dangerous:
            yield "no_dangerous", not any(line.dangerous_goods for line in asked.goods)
        if self.complete:
            yield "complete", not _lacking(state, kind, rules)
        if self.first_time:
            yield "first_time", state.applications == 1
        if state.fee is not None:
            yield "fee_paid", not state.waits_for_fee


def _lacking(state: Permit, kind: PermitType, rules: tuple[Rule, ...]) -> bool:
    there = {one.paper for one in state.request.attachments}
    rule = rule_named(rules, state.request.rule, state.request.country)
    wanted = (*(rule.papers if rule is not None else ()), *kind.papers)
    return not there.issuperset(wanted) or bool(kind.missing(state.request.details))


_RAW: Final = msgspec.json.Decoder(tuple[msgspec.Raw, ...])
_RULE: Final = msgspec.json.Decoder(DecisionRule)


def read_decision_rules(text: str | None) -> tuple[DecisionRule, ...]:
    """As a setting keeps them. One with a condition that this version does not know decides
    nothing: without that, it would grant more than its authority said.
    """
    return tuple(one for one in _read(text) if one is not None)


def unread_rules(text: str | None) -> int:
    """How many of them this version cannot read."""
    return sum(one is None for one in _read(text))


def _read(text: str | None) -> Iterator[DecisionRule | None]:
    for raw in _RAW.decode(text) if text else ():
        try:
            yield _RULE.decode(raw)
        except msgspec.ValidationError:
            yield None


def write_decision_rules(rules: tuple[DecisionRule, ...]) -> str:
    """For the setting."""
    return msgspec.json.encode(rules).decode()


class DecisionRulesOf:
    """The need: the rules of the authority that was asked."""

    def gather(self, look: Look, ask: Ask) -> tuple[DecisionRule, ...]:
        """As they are kept now; none where the application is not known here."""
        state = ask.state
        if not isinstance(state, Permit):
            return ()
        return read_decision_rules(look.setting(f"{PREFIX}{state.request.authority}"))
