"""Facts: who said something, where and when. The unit that states are folded from.

A fact is an event as the domain sees it: the decoded payload with the node that said it, its
number there, its hybrid logical clock and its actor. States are folds of facts sorted by
`order_of`, so two nodes with the same facts hold the same state.
"""

from typing import Any, Generic, TypeVar

import msgspec


class Payload(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="tag"):
    """Base of all event payloads. Tags are permanent; fields are only added, with defaults."""


class Unknown(Payload, frozen=True, tag="unknown/1"):
    """A payload whose tag or shape this version does not know: kept as bytes, without effect."""


class Actor(msgspec.Struct, frozen=True):
    """Who acted: a person of an organisation, in a role, at an office."""

    office: str = ""
    org: str = ""
    person: str = ""
    role: str = ""


P = TypeVar("P", bound=Payload)


class Fact(msgspec.Struct, Generic[P], frozen=True):
    """One event with what the fold needs to know of it. `at` and `clock` are of its node."""

    payload: P
    node: str
    number: int
    clock: str
    at: str
    actor: Actor


def home_of(subject: str) -> str:
    """The node that the id of a subject names (`mv-KG-…`): it is born there and nowhere else."""
    _, _, rest = subject.partition("-")
    return rest.partition("-")[0]


def order_of(fact: "Fact[Any]") -> tuple[str, str, int]:
    """The sort key of the fold: clock, then node, then number."""
    return (fact.clock, fact.node, fact.number)
