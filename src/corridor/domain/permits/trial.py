"""What other rules would change for dossiers that were filed: asked before such rules count."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import msgspec

from corridor.domain.consignment import Dossier
from corridor.domain.permits.book import RuleBook
from corridor.domain.permits.needs import Requirement, reminders_of, requirements_of
from corridor.domain.reference import Reference

EXAMPLES_MAX: Final = 20
TRIED_MAX: Final = 500
"""Dossiers of one trial: a page has to be there in time."""
Key = tuple[str, str, str]
"""State, rule, kind."""


class Changes(msgspec.Struct, frozen=True, omit_defaults=True):
    """What would be asked of one dossier, and is not; what is, and would not be; and what would be
    asked otherwise: of another authority, at another place or time, or with another effect.
    """

    dossier: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class RuleCount(msgspec.Struct, frozen=True):
    """Of how many of the dossiers a rule asks something in a state, before and after."""

    country: str
    rule: str
    kind: str
    before: int
    after: int


class Trial(msgspec.Struct, frozen=True):
    """What came of it. `rules`: those for which something changes; `examples`: first dossiers."""

    tried: int = 0
    changed: int = 0
    rules: tuple[RuleCount, ...] = ()
    examples: tuple[Changes, ...] = ()
    is_cut: bool = False
    """Whether there were more dossiers than are tried at once."""


def trial_of(
    dossiers: Iterable[tuple[str, Dossier]],
    before: RuleBook,
    after: RuleBook,
    reference: Reference,
    day: str,
) -> Trial:
    """`dossiers`: (name, dossier). Both books are asked for a day (ISO)."""
    counts: tuple[Counter[Key], Counter[Key]] = Counter(), Counter()
    differ = set[Key]()
    tried, found = 0, list[Changes]()
    for name, dossier in islice(dossiers, TRIED_MAX):
        old, new = (_asked(dossier, book, reference, day) for book in (before, after))
        tried += 1
        counts[0].update(old.keys())
        counts[1].update(new.keys())
        change = _change(name, old, new)
        if change is not None:
            found.append(change)
            differ |= {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    rules = (RuleCount(*key, counts[0][key], counts[1][key]) for key in sorted(differ))
    return Trial(tried, len(found), tuple(rules), tuple(found[:EXAMPLES_MAX]), tried >= TRIED_MAX)


def _asked(
    dossier: Dossier, book: RuleBook, reference: Reference, day: str
) -> dict[Key, tuple[object, ...]]:
    return {
        (one.country, one.rule, one.kind): _gist(one) for one in _all(dossier, book, reference, day)
    }


def _all(dossier: Dossier, book: RuleBook, reference: Reference, day: str) -> Iterator[Requirement]:
    yield from requirements_of(dossier, book, reference, day)
    yield from reminders_of(dossier, book, reference, day)


def _gist(one: Requirement) -> tuple[object, ...]:
    return one.authority, one.at, one.lead_time_days, one.blocking, one.obtained, one.fee, one.items


def _change(
    name: str, old: dict[Key, tuple[object, ...]], new: dict[Key, tuple[object, ...]]
) -> Changes | None:
    if old == new:
        return None
    both = old.keys() & new.keys()
    return Changes(
        name,
        _names(new.keys() - old.keys()),
        _names(old.keys() - new.keys()),
        _names(key for key in both if old[key] != new[key]),
    )


def _names(keys: Iterable[Key]) -> tuple[str, ...]:
    return tuple(f"{country} {rule}" for country, rule, _ in sorted(keys))
