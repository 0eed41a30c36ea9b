"""A risk profile: conditions that all have to hold, a weight, and what is to be looked at.

It is data of one node, and a secret of it: no event carries any of it.
"""

from collections.abc import Iterator
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.codes import is_hs
from corridor.domain.days import is_day
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal
from corridor.domain.searching import words_of
from corridor.domain.values import is_blank

Role = Literal["holder", "consignor", "consignee", "carrier"]
ROLES: Final[tuple[Role, ...]] = ("holder", "consignor", "consignee", "carrier")
Listed = Annotated[
    tuple[Annotated[str, Meta(min_length=1, max_length=140)], ...], Meta(max_length=200)
]
Percent = Annotated[int, Meta(ge=0, le=10_000)]
CHAPTER: Final = 2


class Profile(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """All conditions that are given have to hold; of a list, one entry is enough."""

    code: Annotated[str, Meta(pattern=r"\A[A-Z0-9][A-Z0-9-]{1,19}\Z")]
    title: Annotated[str, Meta(max_length=140)] = ""
    look_at: Annotated[str, Meta(max_length=512)] = ""
    """What an officer is to check."""
    weight: Annotated[int, Meta(ge=1, le=100)] = 20
    valid_from: Annotated[str, Meta(max_length=10)] = ""
    valid_to: Annotated[str, Meta(max_length=10)] = ""
    """First and last day; empty where it is open on that side."""
    parties: Listed = ()
    """Identification numbers, or names: all words of one have to stand in the party's."""
    party_roles: tuple[Role, ...] = ()
    """As what a party stands there; as anything where none is named."""
    first_time: tuple[Role, ...] = ()
    """Who was never before in a movement that this node knows, of these."""
    goods: Listed = ()
    """How the codes of goods begin."""
    words: Listed = ()
    """What the description of the goods says: all words of one entry."""
    departs: Listed = ()
    passes: Listed = ()
    arrives: Listed = ()
    """Countries where the way begins, that it touches, and where it ends."""
    offices: Listed = ()
    value_below: Percent = 0
    value_above: Percent = 0
    """Per cent of the usual value of a kilogram of the heading, as the node has seen it."""
    history_least: Annotated[int, Meta(ge=1, le=1_000_000)] = 20
    """So many items of the heading have to be known before there is a usual value."""
    mass_apart: Percent = 0
    """Two stated masses of the loaded vehicle, or that of its goods, are so far apart."""
    twice: bool = False
    """One of its vehicles or containers is in another open movement."""
    too_fast: bool = False
    """A vehicle of it was elsewhere so lately that it cannot be where it is."""
    seals_apart: bool = False
    """A seal is out of the series that the office of departure has used so far."""
    invented: bool = False
    """Made up for a demonstration."""

    def is_valid(self, day: str) -> bool:
        """Whether it counts on a day (ISO)."""
        return (not self.valid_from or self.valid_from <= day) and (
            not self.valid_to or day <= self.valid_to
        )


_SAYS_WHAT: Final = frozenset(
    {"code", "title", "look_at", "weight", "valid_from", "valid_to", "invented"}
)
_ALONE_NOTHING: Final = frozenset({"party_roles", "history_least"})
CONDITIONS: Final = tuple(
    name for name in Profile.__struct_fields__ if name not in _SAYS_WHAT | _ALONE_NOTHING
)
"""Fields each of which is a condition by itself."""


def conditions_of(profile: Profile) -> tuple[str, ...]:
    """The names of those that are given."""
    return tuple(name for name in CONDITIONS if getattr(profile, name))


def profile_faults(profile: Profile, reference: Reference) -> tuple[Refusal, ...]:
    """All that stands against it, in the order of its fields."""
    return (
        *_named(profile),
        *_dated(profile),
        *_parties(profile),
        *_goods(profile, reference),
        *_way(profile, reference),
        *_some(profile),
    )


def _named(profile: Profile) -> Iterator[Refusal]:
    if is_blank(profile.title):
        yield Refusal("risk_untitled", "/title")


def _dated(profile: Profile) -> Iterator[Refusal]:
    days = {"/valid_from": profile.valid_from, "/valid_to": profile.valid_to}
    wrong = [(at, day) for at, day in days.items() if day and not is_day(day)]
    for at, day in wrong:
        yield _fault("risk_no_such_day", at, day)
    if not wrong and profile.valid_to and profile.valid_from > profile.valid_to:
        yield _fault("risk_days_reversed", "/valid_to", profile.valid_to)


def _parties(profile: Profile) -> Iterator[Refusal]:
    for field in ("parties", "words"):
        for given in getattr(profile, field):
            if not words_of(given):
                yield _fault("risk_no_words", f"/{field}", given)


def _goods(profile: Profile, reference: Reference) -> Iterator[Refusal]:
    for code in profile.goods:
        is_chapter = len(code) == CHAPTER and code.isascii() and code.isdecimal()
        if not (is_chapter or is_hs(code)) or not reference.goods.exists(code):
            yield _fault("risk_unknown_goods", "/goods", code)


def _way(profile: Profile, reference: Reference) -> Iterator[Refusal]:
    for field in ("departs", "passes", "arrives"):
        for code in getattr(profile, field):
            if code not in reference.countries:
                yield _fault("risk_unknown_country", f"/{field}", code)
    for code in profile.offices:
        if code not in reference.offices:
            yield _fault("risk_unknown_office", "/offices", code)


def _some(profile: Profile) -> Iterator[Refusal]:
    if not conditions_of(profile):
        yield Refusal("risk_no_condition")


def _fault(code: str, pointer: str, given: str) -> Refusal:
    return Refusal(code, pointer, "", {"given": given})
