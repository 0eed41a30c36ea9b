"""Everything `decide` may know besides the state and the command. Values only: no clock, no I/O."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from corridor.domain.days import day_at
from corridor.domain.facts import Actor
from corridor.domain.needs import Need
from corridor.domain.permit_types.types import PermitType, TypeBook, load_permit_types
from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rule import RequirementRule
from corridor.domain.refusals import Refusal

T = TypeVar("T")


class Parameters(msgspec.Struct, frozen=True):
    """Terms of the node (domain rules §4), in days unless the name says otherwise."""

    transit_term_days: int = 14
    time_factor: int = 1
    """How many times as fast the world goes as the clock: 1, but in a demonstration."""
    records_by_rule: bool = True
    """Whether a record is given to an office that has the vehicle before it without a person."""
    record_requests_a_day: int = 50
    """So many records an office may ask for on a day (UTC)."""
    code_attempts_max: int = 5
    """So many wrong access codes of one guarantee lock it for a while."""
    code_lock_minutes: int = 60
    needs_power: bool = False
    """Whether nobody files for another firm without its power of attorney on this node."""


class Judged(msgspec.Struct, frozen=True):
    """What stands against declared data whatever else is true: worked out before the decision, by
    these reference data and for this day. For others it does not count.
    """

    mark: str
    day: str
    refusals: tuple[Refusal, ...]

    def counts_for(self, reference: Reference, day: str) -> bool:
        """Whether it would come out so now."""
        return (self.mark, self.day) == (reference.mark, day)


class Context(msgspec.Struct, frozen=True):
    """What is true at the moment of the decision."""

    now: str
    node: str
    subject: str
    actor: Actor
    reference: Reference
    token: str
    """Twelve fresh capitals and digits, for numbers that must not be guessed."""
    nodes: frozenset[str] = frozenset()
    """The nodes of the trust list: whoever can be asked for something."""
    gathered: Mapping[Need[Any], Any] = {}
    """What the act said it needs to know of other subjects."""
    requirement_rules: tuple[RequirementRule, ...] = ()
    permit_types: TypeBook | None = None
    """None: those that every node has."""
    parameters: Parameters = Parameters()
    sign: Callable[[bytes], tuple[str, str]] | None = None
    """Signs a permit credential: bytes → (key id, base64url signature). Deterministic."""
    judged: Judged | None = None
    """What who serves has judged of the command already, beside the writer."""

    def type_of(self, kind: str) -> PermitType:
        """The type of a permit as this node has it."""
        book = load_permit_types() if self.permit_types is None else self.permit_types
        return book[kind]

    def day_at(self, where: str) -> str:
        """The calendar day it is now at an office, a place or in a state."""
        return day_at(self.now, where)

    def of(self, need: Need[T]) -> T:
        """What was gathered for a need; a KeyError where the act did not name it."""
        found: T = self.gathered[need]
        return found
