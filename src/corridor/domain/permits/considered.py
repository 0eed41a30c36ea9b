"""What was considered for a dossier and is not needed, with the reason: for whoever asks to see it.

Considered are the rules that goods call up, and those of whole loads, in the states of the way.
"""

from itertools import islice
from typing import Final, Literal

import msgspec

from corridor.domain.consignment import Dossier, items_of
from corridor.domain.permits.answered import told_of
from corridor.domain.permits.book import RuleBook, named_in
from corridor.domain.permits.conditions import unmet
from corridor.domain.permits.itinerary import Stage, direction_in, stages_of
from corridor.domain.permits.matching import (
    book_of,
    by_mode,
    hits_of,
    matches_of,
    speaks,
    states_of,
)
from corridor.domain.reference.permit_rows import speaks_for
from corridor.domain.reference.permit_rule import RequirementRule, Words

CONSIDERED_MAX: Final = 500
Why = Literal[
    "not_yet",
    "no_longer",
    "said_once",
    "direction",
    "mode",
    "excepted",
    "danger",
    "closer",
    "condition",
    "answered_no",
    "exempted",
    "exempts",
]


class NotNeeded(msgspec.Struct, frozen=True, omit_defaults=True):
    """A requirement that does not meet the dossier in a state.

    `says` is what of the rule does not fit: the direction in which the goods pass, the day, the
    condition, the question that was answered no, or the rule that stands instead.
    """

    country: str
    rule: str
    version: int
    kind: str
    title: Words
    why: Why
    says: str = ""


def not_needed_of(
    dossier: Dossier, rules: tuple[RequirementRule, ...], on_date: str
) -> tuple[NotNeeded, ...]:
    """State by state along the route, by rule; the first 500."""
    book = book_of(rules, on_date)
    stages = stages_of(dossier.route)
    near = RuleBook(rule for rule in book if named_in(rule, states_of(stages)))
    found = _Met(dossier, near, on_date)
    reasons = (
        NotNeeded(stage.country, rule.id, rule.version, rule.kind, rule.title, *why)
        for stage in stages
        for rule in found.called
        if speaks_for(rule, stage.country) and stage.country not in rule.except_countries
        if (why := found.why(rule, stage)) is not None
    )
    return tuple(islice(reasons, CONSIDERED_MAX))


class _Met:
    """A dossier with the rules that it calls up, and those that it needs."""

    def __init__(self, dossier: Dossier, near: RuleBook, day: str) -> None:
        self.dossier = dossier
        self.day = day
        self.hits, _ = hits_of(dossier, near)
        touched = {key for item in items_of(dossier) for key in near.naming(item.hs)}
        self.called = [r for r in near if not r.is_about_goods or r.key in touched | set(self.hits)]
        self.needed = set[tuple[str, str]]()
        for obtained in ("apply", "carry"):
            for match in matches_of(dossier, near, obtained, day):
                if match.answer is not False:
                    self.needed.add((match.rule.key, match.stage.country))
        self.freeing = [m for m in matches_of(dossier, near, "exempt", day) if m.answer]

    def why(self, rule: RequirementRule, stage: Stage) -> tuple[Why, str] | None:
        """Why it is not needed there; None where it is, or where its exemption meets nobody."""
        freed = self._freed(rule, stage)
        if rule.obtained == "exempt":
            return ("exempts", "") if freed == rule.id else None
        if (rule.key, stage.country) in self.needed:
            return None
        return (
            _of_days(rule, self.day)
            or _of_way(rule, stage)
            or self._of_goods(rule)
            or self._of_load(rule, stage)
            or (("exempted", freed) if freed else self._of_rivals(rule, stage))
        )

    def _freed(self, rule: RequirementRule, stage: Stage) -> str:
        found = (m.rule for m in self.freeing if m.stage.country == stage.country)
        return next((one.id for one in found if one.kind == rule.kind), "")

    def _of_goods(self, rule: RequirementRule) -> tuple[Why, str] | None:
        if not rule.is_about_goods or rule.key in self.hits:
            return None
        return ("danger", "") if rule.conditions.is_of_danger else ("excepted", "")

    def _of_load(self, rule: RequirementRule, stage: Stage) -> tuple[Why, str] | None:
        name = unmet(rule.conditions, stage, self.dossier)
        if name:
            return "condition", name
        told = told_of(rule, self.dossier)
        if told is not None:
            return None if told.answer else ("condition", "drivers_of")
        said = self.dossier.answers.get(rule.question)
        return ("answered_no", rule.question) if said is False else None

    def _of_rivals(self, rule: RequirementRule, stage: Stage) -> tuple[Why, str]:
        """All its goods were named more closely by another rule for the same permit."""
        mine = {hit.number for hit in self.hits.get(rule.key, ())}
        rival = next(
            other.id
            for other in self.called
            if (other.kind, other.obtained) == (rule.kind, rule.obtained) and other is not rule
            if other.in_force_on(self.day) and speaks(other, stage)
            if not unmet(other.conditions, stage, self.dossier)
            if not mine.isdisjoint(hit.number for hit in self.hits.get(other.key, ()))
        )
        return "closer", rival


def _of_days(rule: RequirementRule, day: str) -> tuple[Why, str] | None:
    if day < rule.valid_from:
        return "not_yet", rule.valid_from
    return None if rule.in_force_on(day) else ("no_longer", rule.valid_to or "")


def _of_way(rule: RequirementRule, stage: Stage) -> tuple[Why, str] | None:
    direction = direction_in(stage, rule)
    if direction is None:
        return "said_once", stage.union
    if direction not in rule.directions:
        return "direction", direction
    return None if by_mode(rule, stage) else ("mode", "|".join(sorted(rule.modes)))
