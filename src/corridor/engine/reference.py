"""Reference data with what states issued, kept in memory and read anew when a list changes."""

from typing import Any

from corridor.domain.days import day_at
from corridor.domain.permits.book import RuleBook
from corridor.domain.permits.issued import rules_with
from corridor.domain.refdata.in_force import with_editions
from corridor.domain.refdata.kind import REFDATA, REFDATA_OF
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.reference import Reference
from corridor.engine.outcome import Published
from corridor.engine.ports import Reader, Store
from corridor.engine.subjects import load

LISTS_MAX = 2_000
_PREFIX = f"{REFDATA.prefix}-"


def issued(reader: Reader) -> tuple[ReferenceList, ...]:
    """The lists of all states that this node knows."""
    rows = (
        row
        for name in sorted(reader.counts(REFDATA_OF))
        for row in reader.rows(name, "name", None, LISTS_MAX, False)
    )
    states: list[Any] = [load(reader, row.subject).state for row in rows]
    return tuple(states)


def is_about_lists(published: Published) -> bool:
    """Whether a commit may have changed one of them."""
    return any(subject.startswith(_PREFIX) for subject in published.subjects)


class ReferenceInForce:
    """What counts on a day, as whoever reads the store sees it. `base`: the program's data, `rules`
    its permit rules.
    """

    def __init__(self, base: Reference, store: Store, rules: RuleBook | None = None) -> None:
        self._base = base
        self._rules = RuleBook() if rules is None else rules
        self._store = store
        self.sets = base
        self.rules = self._rules
        self.refresh()

    def refresh(self) -> None:
        """Read the lists of all states anew."""
        with self._store.read() as reader:
            self.sets = with_editions(self._base, issued(reader))
        self.rules = rules_with(self._rules, self.sets)

    def hear(self, published: Published) -> None:
        """A listener of the engine."""
        if is_about_lists(published):
            self.refresh()

    def at(self, now: str, node: str) -> Reference:
        """The set that counts at an instant, by the day there, with the node's lists of codes."""
        sets = self.sets
        return sets if sets.editions is None else sets.on(day_at(now, node)).of(node)
