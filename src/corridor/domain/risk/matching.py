"""Matching: one pass over profiles that were made ready once, cheapest conditions first.

What only history knows is asked through `Past`, and only where all other conditions hold already.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple, Protocol

import msgspec

from corridor.domain.movement.order import span_between
from corridor.domain.reference import Reference
from corridor.domain.risk.history import Figures, Series
from corridor.domain.risk.profile import Profile
from corridor.domain.risk.traits import Known, Traits
from corridor.domain.routes import RoutePoint, pace_on
from corridor.domain.routes.pace import least_km
from corridor.domain.searching import identifier, words_of

MINUTE_S: Final = 60
HUNDRED: Final = 100


class Elsewhere(NamedTuple):
    """Another movement with the same vehicle or box, and where it was seen last."""

    reference: str
    is_open: bool
    point: RoutePoint
    at: str


class Past(Protocol):
    """What the node has seen besides the movement itself."""

    reference: Reference
    time_factor: int

    def figures(self, heading: str, currency: str) -> Figures: ...

    def series(self, office: str) -> Series: ...

    def is_first(self, party: Known) -> bool: ...

    def elsewhere(self, kind: str, number: str) -> Iterable[Elsewhere]: ...

    def weighed(self, traits: Traits) -> Iterable[Decimal]: ...


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why one condition holds: its code, and what is named in its text."""

    code: str
    args: dict[str, str] = {}


class Hit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A profile whose conditions all hold, as it was then."""

    code: str
    version: int
    title: str
    weight: int
    look_at: str = ""
    reasons: tuple[Reason, ...] = ()
    invented: bool = False


class Numbered(msgspec.Struct, frozen=True):
    """A profile in force, and which of its versions it is."""

    version: int
    profile: Profile


Check = Callable[[Traits, Past], "Reason | None"]


class Compiled(NamedTuple):
    """A profile made ready."""

    version: int
    profile: Profile
    checks: tuple[Check, ...]


def compiled(profiles: Iterable[Numbered]) -> tuple[Compiled, ...]:
    """Profiles made ready for any number of movements."""
    return tuple(
        Compiled(one.version, one.profile, tuple(_checks(one.profile))) for one in profiles
    )


def hits(ready: Iterable[Compiled], traits: Traits, past: Past, day: str) -> tuple[Hit, ...]:
    """Those that hold on a day (ISO), in the order given."""
    found = (_hit(one, traits, past) for one in ready if one.profile.is_valid(day))
    return tuple(filter(None, found))


def _hit(one: Compiled, traits: Traits, past: Past) -> Hit | None:
    reasons: list[Reason] = []
    for check in one.checks:
        reason = check(traits, past)
        if reason is None:
            return None
        reasons.append(reason)
    said = one.profile
    return Hit(
        said.code, one.version, said.title, said.weight, said.look_at, tuple(reasons), said.invented
    )


def _checks(profile: Profile) -> Iterator[Check]:
    made = ((name, make) for name, make in _MAKERS.items() if getattr(profile, name))
    return (make(profile) for _, make in made)


def _at_start(profile: Profile) -> Check:
    wanted = frozenset(profile.departs)
    return lambda t, _: _if(t.route[0] in wanted, "departs", given=t.route[0])


def _at_end(profile: Profile) -> Check:
    wanted = frozenset(profile.arrives)
    return lambda t, _: _if(t.route[-1] in wanted, "arrives", given=t.route[-1])


def _on_the_way(profile: Profile) -> Check:
    wanted = frozenset(profile.passes)
    return lambda t, _: _first("passes", (one for one in t.route if one in wanted))


def _offices(profile: Profile) -> Check:
    wanted = frozenset(profile.offices)
    return lambda t, _: _first("offices", sorted(wanted & t.offices))


def _goods(profile: Profile) -> Check:
    wanted = tuple(profile.goods)
    return lambda t, _: _first("goods", sorted(c for c in t.codes if c.startswith(wanted)))


def _words(profile: Profile) -> Check:
    wanted = [(given, frozenset(words_of(given))) for given in profile.words]
    return lambda t, _: _first("words", (given for given, words in wanted if words <= t.words))


def _parties(profile: Profile) -> Check:
    ids = frozenset(map(identifier, profile.parties)) - {""}
    names = [words for given in profile.parties if (words := frozenset(words_of(given)))]
    roles = frozenset(profile.party_roles)

    def check(traits: Traits, past: Past) -> Reason | None:
        for party in traits.parties:
            is_meant = not roles or party.role in roles
            if is_meant and (party.id in ids or any(words <= party.words for words in names)):
                return Reason("parties", {"given": party.name, "role": party.role})
        return None

    return check


def _masses(profile: Profile) -> Check:
    def check(traits: Traits, past: Past) -> Reason | None:
        masses = (*traits.masses, *past.weighed(traits))
        if not masses:
            return None
        low, high = min(masses), max(masses)
        if low < traits.goods_kg:
            return Reason("lighter", {"given": f"{low:f}", "goods": f"{traits.goods_kg:f}"})
        is_apart = (high - low) * HUNDRED >= low * profile.mass_apart and high > low
        return _if(is_apart, "masses", low=f"{low:f}", high=f"{high:f}")

    return check


def _first_time(profile: Profile) -> Check:
    roles = frozenset(profile.first_time)

    def check(traits: Traits, past: Past) -> Reason | None:
        new = (one for one in traits.parties if one.role in roles and past.is_first(one))
        found = next(new, None)
        return Reason("first", {"given": found.name, "role": found.role}) if found else None

    return check


def _below(profile: Profile) -> Check:
    return lambda t, past: _worth(profile, t, past, lambda a, m: a * 100 < m * profile.value_below)


def _above(profile: Profile) -> Check:
    return lambda t, past: _worth(profile, t, past, lambda a, m: a * 100 > m * profile.value_above)


def _worth(
    profile: Profile, traits: Traits, past: Past, is_odd: Callable[[int, int], bool]
) -> Reason | None:
    for worth in traits.worths:
        known = past.figures(worth.heading, worth.currency)
        usual = known.median
        if known.count >= profile.history_least and usual and is_odd(worth.amount, usual):
            args = {"heading": worth.heading, "currency": worth.currency}
            figures = {"given": worth.amount, "usual": usual, "count": known.count}
            return Reason("worth", args | {name: str(one) for name, one in figures.items()})
    return None


def _seals(profile: Profile) -> Check:
    def check(traits: Traits, past: Past) -> Reason | None:
        if not traits.seals:
            return None
        series = past.series(traits.departure)
        apart = (seal for seal in traits.seals if series.is_apart(seal))
        return _first("seals", apart, office=traits.departure)

    return check


def _twice(profile: Profile) -> Check:
    def check(traits: Traits, past: Past) -> Reason | None:
        for kind, number in traits.things:
            for other in past.elsewhere(kind, number):
                if other.is_open:
                    return Reason("twice", {"given": number, "other": other.reference})
        return None

    return check


def _too_fast(profile: Profile) -> Check:
    def check(traits: Traits, past: Past) -> Reason | None:
        if traits.was_too_fast:
            return Reason("own_times", {"given": traits.was_too_fast})
        plates = (number for kind, number in traits.things if kind == "plate")
        for number in plates:
            for other in past.elsewhere("plate", number):
                if _is_too_fast(other, traits, past):
                    told = {"given": number, "other": other.reference, "at": other.at}
                    return Reason("too_fast", told | {"place": other.point.place})
        return None

    return check


def _is_too_fast(other: Elsewhere, traits: Traits, past: Past) -> bool:
    """Whether it was seen there before, and too lately for the way between."""
    took = span_between(other.at, traits.started_at)
    if took is None or took.total_seconds() < 0:
        return False
    pace = pace_on(traits.started_at)
    km = least_km(other.point, traits.start, past.reference)
    least_min = km * MINUTE_S // (pace.road_kmh * past.time_factor)
    return took.total_seconds() < (least_min - pace.clocks_min) * MINUTE_S


def _if(holds: bool, code: str, **args: str) -> Reason | None:
    return Reason(code, args) if holds else None


def _first(code: str, found: Iterable[str], **args: str) -> Reason | None:
    given = next(iter(found), None)
    return None if given is None else Reason(code, {"given": given, **args})


_MAKERS: Final[Mapping[str, Callable[[Profile], Check]]] = {
    "departs": _at_start,
    "arrives": _at_end,
    "passes": _on_the_way,
    "offices": _offices,
    "goods": _goods,
    "words": _words,
    "parties": _parties,
    "value_below": _below,
    "value_above": _above,
    "first_time": _first_time,
    "mass_apart": _masses,
    "seals_apart": _seals,
    "twice": _twice,
    "too_fast": _too_fast,
}
"""By the condition, the cheapest first: what asks the past stands last."""
