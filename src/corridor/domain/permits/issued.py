"""The rules that count on a day: those of states with a list of their own, else the program's."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from corridor.domain.permit_types.types import TypeBook
from corridor.domain.permits.book import RuleBook
from corridor.domain.permits.needs import authority_of
from corridor.domain.permits.rulebook import known_questions, load_requirement_rules
from corridor.domain.reference import Reference
from corridor.domain.reference.authorities import known_desks
from corridor.domain.reference.permit_rows import PermitRule, row_of, rule_of, speaks_for
from corridor.domain.reference.permit_rule import EVERYWHERE, RequirementRule

NOBODY: Final = frozenset[str]()


def rules_on(state: str, reference: Reference) -> tuple[PermitRule, ...]:
    """The rules of a state as rows of its list. `reference`: that of the day."""
    issued = reference.permit_rules.get(state)
    if issued is not None:
        return issued
    there = [rule for rule in load_requirement_rules() if speaks_for(rule, state)]
    return tuple(
        row_of(one, state, authority_of(one, state, reference))
        for rule in there
        if (one := _less_outranked(rule, there)) is not None
    )


def _less_outranked(rule: RequirementRule, there: list[RequirementRule]) -> RequirementRule | None:
    """Without the codes for which a rule of fewer states stands instead; None where none is left.

    In a list of one state all rules are of one state, and two that name a code contradict.
    """
    outranked = {
        prefix
        for other in there
        if len(other.countries) < len(rule.countries) and EVERYWHERE not in other.countries
        if (other.kind, other.obtained, other.modes) == (rule.kind, rule.obtained, rule.modes)
        if other.conditions == rule.conditions and other.question == rule.question
        if set(rule.directions) <= set(other.directions)
        for prefix in other.hs
    }
    left = tuple(prefix for prefix in rule.hs if prefix not in outranked)
    if left == rule.hs:
        return rule
    return replace(rule, hs=left) if left or rule.item_facts else None


def book_with(base: RuleBook, rows: dict[str, tuple[PermitRule, ...]]) -> RuleBook:
    """The program's rules, and in their place, in states with a list of their own, the rows of it.

    `rows`: by state.
    """
    if not rows:
        return base
    named = tuple(sorted(rows))
    common = (replace(rule, except_countries=named) for rule in base)
    own = (rule for state in named for rule in own_rules(rows[state]))
    return at_node((*common, *own), base.types)


def own_rules(rows: tuple[PermitRule, ...]) -> tuple[RequirementRule, ...]:
    """What the rows of a list say."""
    questions, desks = known_questions(), known_desks()
    return tuple(rule_of(row, questions, desks) for row in rows)


class RuleEditions:
    """The books of all days, made when they are first asked for, by the sets of reference data."""

    def __init__(self, base: RuleBook, sets: Reference) -> None:
        self._base = base
        self._sets = sets
        self._books: dict[int, RuleBook] = {}

    def on(self, day: str) -> RuleBook:
        """That of a day (ISO)."""
        found = self._sets.on(day)
        rows = dict(found.permit_rules)
        if not rows:
            return self._base
        if id(found) not in self._books:
            self._books[id(found)] = book_with(self._base, rows)
        return self._books[id(found)]


def rules_with(base: RuleBook, sets: Reference) -> RuleBook:
    """The book of the program with those of other days. `sets`: what states issued.

    The same value where no state has issued any rules.
    """
    if sets.editions is None:
        return base
    book = at_node(base, base.types)
    book.editions = RuleEditions(base, sets)
    return book


def at_node(base: Iterable[RequirementRule], types: TypeBook | None) -> RuleBook:
    """The rules as a node has them that knows these types of permits."""
    book = RuleBook(base)
    book.types = types
    return book
