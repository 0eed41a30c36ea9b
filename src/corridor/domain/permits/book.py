"""The rules with what is computed from them once: which goods call up which rule."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final, NamedTuple, Protocol, TypeVar

from corridor.domain.permit_types.types import TypeBook
from corridor.domain.reference.permit_rule import EVERYWHERE, RequirementRule

T = TypeVar("T")
HS_LENGTHS: Final = (10, 8, 6, 4, 2)
BY_NAME: Final = 99
"""Stands for the length of the prefix where a fact of the goods calls a rule up."""
CALLS_REMEMBERED: Final = 1_000
WAYS_REMEMBERED: Final = 200


class Editions(Protocol):
    """The books of all days."""

    def on(self, day: str) -> "RuleBook":
        """That of a day (ISO)."""


class Call(NamedTuple):
    """A rule that goods call up: by a prefix of so many digits, or by name; with that reason."""

    rule: RequirementRule
    length: int
    reason: dict[str, str | int]


class RuleBook(tuple[RequirementRule, ...]):
    """The rules that count, with what is computed from them once.

    `editions`: the books of other days, where states issued rules of their own. `types`: those of
    the node whose book it is; None where it is of no node.
    """

    editions: Editions | None = None
    types: TypeBook | None = None

    def on(self, day: str) -> "RuleBook":
        """The book that counts on a day (ISO)."""
        return self if self.editions is None else self.editions.on(day)

    @cached_property
    def on_way(self) -> Callable[[frozenset[str], str, str], "RuleBook"]:
        """(states and unions of a way, day, how it is obtained) → the rules that may speak there.
        Remembered: ways are few, and of many rules most speak elsewhere.
        """
        return lru_cache(WAYS_REMEMBERED)(self._on_way)

    def _on_way(self, states: frozenset[str], day: str, obtained: str) -> "RuleBook":
        return RuleBook(
            rule
            for rule in self
            if rule.obtained == obtained and rule.in_force_on(day) and named_in(rule, states)
        )

    @cached_property
    def asks(self) -> bool:
        """Whether any rule asks the carrier something."""
        return any(rule.asks is not None for rule in self)

    @cached_property
    def by_id(self) -> dict[str, tuple[RequirementRule, ...]]:
        """Number → the rules that bear it: one of each state that issued such a list."""
        return _grouped((rule.id, rule) for rule in self)

    def named(self, id: str, country: str = "") -> RequirementRule | None:
        """The rule with this number: that of the state's own list, or a common one where it has
        none. Without a state the first of them.
        """
        found = self.by_id.get(id, ())
        own = (rule for rule in found if country and rule.owner == country)
        common = (
            rule
            for rule in found
            if not country or (not rule.owner and country not in rule.except_countries)
        )
        return next(chain(own, common), None)

    @cached_property
    def of_whole_loads(self) -> tuple[RequirementRule, ...]:
        """Rules that no single item decides on."""
        return tuple(rule for rule in self if not rule.is_about_goods)

    @cached_property
    def by_prefix(self) -> dict[str, tuple[tuple[RequirementRule, bool], ...]]:
        """HS prefix → rules that name it, with True where they name it as an exception."""
        named = ((prefix, (rule, False)) for rule in self for prefix in rule.hs)
        spared = ((prefix, (rule, True)) for rule in self for prefix in rule.except_hs)
        return _grouped(chain(named, spared))

    @cached_property
    def by_fact(self) -> dict[str, tuple[RequirementRule, ...]]:
        """Fact of an item (`live_animals`) → the rules it calls up whatever the HS code."""
        return _grouped((fact, rule) for rule in self for fact in rule.item_facts)

    @cached_property
    def by_danger(self) -> tuple[RequirementRule, ...]:
        """Rules of dangerous goods that ask for no HS code."""
        return tuple(rule for rule in self if rule.conditions.is_of_danger and not rule.hs)

    def naming(self, hs: str) -> Iterator[str]:
        """Keys of the rules that name a code, be it as an exception."""
        for length in HS_LENGTHS:
            if len(hs) >= length:
                yield from (rule.key for rule, _ in self.by_prefix.get(hs[:length], ()))

    @cached_property
    def called_by(self) -> Callable[[str, tuple[str, ...], bool], tuple[Call, ...]]:
        """(HS code, facts, whether it is dangerous) → the rules that such goods call up, each once,
        by the strongest reason. Remembered: the items of a load are much alike.
        """
        return lru_cache(CALLS_REMEMBERED)(self._called_by)

    def _called_by(self, hs: str, facts: tuple[str, ...], is_dangerous: bool) -> tuple[Call, ...]:
        found: dict[str, Call | None] = {}
        for fact in facts:
            for rule in self.by_fact.get(fact, ()):
                found.setdefault(rule.key, Call(rule, BY_NAME, {"fact": fact}))
        for length in HS_LENGTHS:
            named = self.by_prefix.get(hs[:length], ()) if len(hs) >= length else ()
            for rule, spared in named:
                found.setdefault(rule.key, None if spared else Call(rule, length, {"hs": hs}))
        danger = [Call(rule, 0, {}) for rule in self.by_danger] if is_dangerous else []
        return (*filter(None, found.values()), *danger)


def named_in(rule: RequirementRule, states: frozenset[str]) -> bool:
    """Whether a rule names one of these states and unions, or all."""
    return EVERYWHERE in rule.countries or not states.isdisjoint(rule.countries)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def rule_named(
    rules: Iterable[RequirementRule], id: str, country: str = "", day: str = ""
) -> RequirementRule | None:
    """The rule with this number as a state has it on a day, or as its list now has it."""
    book = rules if isinstance(rules, RuleBook) else RuleBook(rules)
    return (book.on(day) if day else book).named(id, country)
