"""Invented risk profiles of the customs of a demo node, switched on by two of its heads."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.risk.profile import Profile
from corridor.domain.risk.scoring import Terms
from corridor.engine.core import Job
from corridor.engine.risk_book import TERMS, DecideRisk, ProposeRisk, SaveDraft
from corridor.node.demo.world import Person, people_of

FIRST: Final = 1
"""The step of a new entry."""


class ProfileData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the demo looks for; all of it is invented, and says so."""

    invented: bool
    terms: Terms
    in_force: tuple[Profile, ...]
    drafted: tuple[Profile, ...]


@cache
def profile_data() -> ProfileData:
    """The packaged profiles."""
    data = files(__package__).joinpath("profiles.json").read_bytes()
    return msgspec.json.decode(data, type=ProfileData)


def profiles_of(node: str) -> Iterator[Job]:
    """The book of a node: terms and profiles in force, and one that is only drafted."""
    data, (first, second) = profile_data(), _heads(node)
    yield from _switched_on(TERMS, data.terms, first, second)
    for profile in data.in_force:
        known = _of_node(node, profile)
        yield from _switched_on(known.code, known, first, second)
    for profile in data.drafted:
        known = _of_node(node, profile)
        yield SaveDraft(known.code, known, 0, first)


def first_code(node: str) -> str:
    """The code of the first of them, by which it is known that they are there."""
    return _of_node(node, profile_data().in_force[0]).code


def _of_node(node: str, profile: Profile) -> Profile:
    return replace(profile, code=f"{node}-{profile.code}", invented=True)


def _switched_on(code: str, draft: Any, first: Actor, second: Actor) -> Iterator[Job]:
    yield SaveDraft(code, draft, 0, first)
    yield ProposeRisk(code, "on", FIRST, first)
    yield DecideRisk(code, FIRST + 1, True, second)


def _heads(node: str) -> tuple[Actor, Actor]:
    first, second, *_ = (one for one in people_of(node) if one.role == "customs" and one.leads)
    return _actor(first), _actor(second)


def _actor(person: Person) -> Actor:
    return Actor(person.office, person.org, person.login, person.role)
