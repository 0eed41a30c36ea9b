"""Rules that say which permit a dossier needs: their shape, and the loader of our own data file.

A rule is data, dated and sourced, and every rule carries `illustrative`: none has been checked by
a lawyer of the state it speaks of. Texts are in English and Russian, since data keeps its own
language. `data/requirement_rules.json` holds the rules, `data/authorities.json` the desks.
"""

from collections.abc import Callable, Iterable
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Annotated, Final, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Meta

from corridor.domain.attachments import Paper
from corridor.domain.places import Mode
from corridor.domain.values import Code, Country, Date

T = TypeVar("T")
Direction = Literal["export", "import", "transit"]
Prefix = Annotated[str, Meta(pattern=r"\A\d{2,10}(-\d{2,10})?\Z")]
EVERYWHERE = "*"
ANY_UN = "*"
HS_LENGTHS = (10, 8, 6, 4, 2)
BY_NAME: Final = 99
"""Stands for the length of the prefix where a fact of the goods calls a rule up."""
CALLS_REMEMBERED: Final = 1_000


class Data(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of the packaged data: an unknown field is a mistake of ours, found when loading."""


class Words(Data, frozen=True):
    """A text of the data in both languages."""

    en: str
    ru: str


class Authority(Data, frozen=True):
    """Who decides on an application: one desk of one state. Codes and names of the demo."""

    code: str
    country: Country
    kinds: tuple[Code, ...]
    name: Words
    invented: bool = True


class Instrument(Data, frozen=True):
    """The legal act a rule rests on; without countries it holds wherever the rule does."""

    title: Words
    number: str = ""
    date: Date | None = None
    countries: tuple[Country, ...] = ()


class Conditions(Data, frozen=True):
    """Facts beside HS code, place and direction that a rule asks for. Absent means "does not ask".

    `un` holds UN numbers, `*` for any. Masses are whole kilograms, sizes millimetres; of those
    named, one exceeded is enough.
    """

    un: tuple[str, ...] = ()
    gross_over_kg: int | None = None
    axle_over_kg: int | None = None
    length_over_mm: int | None = None
    width_over_mm: int | None = None
    height_over_mm: int | None = None
    foreign_registration: bool = False
    """The vehicle is registered elsewhere than in the country entered and outside its union."""
    temperature_controlled: bool = False
    under_tir: bool = False
    through_union: bool = False
    """The way leads through two states of one union at least, and this is the first of them."""

    @property
    def has_limits(self) -> bool:
        """Whether the rule is about mass or size."""
        limits = (self.gross_over_kg, self.axle_over_kg, self.length_over_mm)
        return any(x is not None for x in (*limits, self.width_over_mm, self.height_over_mm))


NO_CONDITIONS = Conditions()


class Question(Data, frozen=True):
    """What only the carrier can tell; answered by its code in the dossier."""

    code: Code
    text: Words


class RequirementRule(Data, frozen=True, kw_only=True):
    """One rule: who must have which permit, where, and by which act.

    `hs` and `except_hs` are prefixes (no dash here: ranges are spread when loading); the longest
    that fits decides. `item_facts` hit an item whatever its HS code says. A rule with neither
    speaks of the whole load. `countries` name states, a union by its code, or `*`.
    """

    id: Code
    version: Annotated[int, Meta(ge=1)]
    kind: Code
    title: Words
    valid_from: Date
    countries: tuple[str, ...]
    directions: tuple[Direction, ...]
    desk: Annotated[str, Meta(pattern=r"\A[A-Z]{2,8}\Z")]
    instruments: tuple[Instrument, ...]
    at: Literal["departure", "border"]
    confidence: Literal["H", "M", "L"]
    valid_to: Date | None = None
    hs: tuple[Prefix, ...] = ()
    except_hs: tuple[Prefix, ...] = ()
    item_facts: tuple[Code, ...] = ()
    modes: tuple[Mode, ...] = ()
    """Empty: all."""
    conditions: Conditions = NO_CONDITIONS
    question: Code = ""
    asks: Question | None = None
    """The question itself, filled in when loading."""
    lead_time_days: int | None = None
    """Days to allow before it is needed; None where the source names none."""
    blocking: bool = True
    obtained: Literal["apply", "carry"] = "apply"
    """`apply`: asked for here. `carry`: a paper or duty of the carrier we can only recall."""
    recognition: Words | None = None
    papers: tuple[Paper, ...] = ()
    """Papers that are attached to the application."""
    illustrative: Literal[True] = True
    desk_name: Words | None = None
    """What such a desk is called anywhere; filled in when loading, as are the desks we know."""
    authorities: dict[str, Authority] = {}

    def in_force_on(self, date: str) -> bool:
        """Whether the rule holds on this date (ISO dates compare as text)."""
        return self.valid_from <= date and (self.valid_to is None or date <= self.valid_to)

    @property
    def is_about_goods(self) -> bool:
        """Whether single items decide, rather than the whole load."""
        return bool(self.hs or self.item_facts or self.conditions.un)

    def instrument_in(self, country: str) -> Instrument:
        """The act that is nearest to this country: its own before a common one."""
        own = (act for act in self.instruments if country in act.countries)
        return next(own, self.instruments[0])


class Call(NamedTuple):
    """A rule that goods call up: by a prefix of so many digits, or by name; with that reason."""

    rule: RequirementRule
    length: int
    reason: dict[str, str | int]


class RuleBook(tuple[RequirementRule, ...]):
    """The rules with what is computed from them once: which goods call up which rule."""

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
        return tuple(rule for rule in self if rule.conditions.un and not rule.hs)

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
                found.setdefault(rule.id, Call(rule, BY_NAME, {"fact": fact}))
        for length in HS_LENGTHS:
            named = self.by_prefix.get(hs[:length], ()) if len(hs) >= length else ()
            for rule, spared in named:
                found.setdefault(rule.id, None if spared else Call(rule, length, {"hs": hs}))
        danger = [Call(rule, 0, {}) for rule in self.by_danger] if is_dangerous else []
        return (*filter(None, found.values()), *danger)


def rule_named(rules: Iterable[RequirementRule], id: str) -> RequirementRule | None:
    """The rule with this number, where the book has it."""
    return next((rule for rule in rules if rule.id == id), None)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


class _RuleFile(Data, frozen=True):
    desks: dict[str, Words]
    questions: tuple[Question, ...]
    rules: tuple[RequirementRule, ...]


def spread(prefix: str) -> tuple[str, ...]:
    """`0801-0803` → `0801`, `0802`, `0803`. Both ends have the same length."""
    first, dash, last = prefix.partition("-")
    if not dash:
        return (first,)
    width = len(first)
    return tuple(f"{n:0{width}d}" for n in range(int(first), int(last) + 1))


@cache
def load_authorities() -> tuple[Authority, ...]:
    """The desks of the demo nodes, by code."""
    return msgspec.json.decode(_packaged("authorities.json"), type=tuple[Authority, ...])


@cache
def load_requirement_rules() -> tuple[RequirementRule, ...]:
    """All rules of the data file, whatever their dates, with their authorities."""
    file = msgspec.json.decode(_packaged("requirement_rules.json"), type=_RuleFile)
    return RuleBook(_complete(rule, file) for rule in file.rules)


def _packaged(name: str) -> bytes:
    return (files("corridor.domain.permits") / "data" / name).read_bytes()


def _complete(rule: RequirementRule, file: _RuleFile) -> RequirementRule:
    """Spread the ranges, put the desks of this kind in their countries, fill in the question."""
    asks = (question for question in file.questions if question.code == rule.question)
    return msgspec.structs.replace(
        rule,
        hs=tuple(one for prefix in rule.hs for one in spread(prefix)),
        except_hs=tuple(one for prefix in rule.except_hs for one in spread(prefix)),
        asks=next(asks) if rule.question else None,
        desk_name=file.desks[rule.desk],
        authorities={a.country: a for a in load_authorities() if rule.kind in a.kinds},
    )
