"""Open movements of the node that name codes which a new list leaves out. Decides nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Final

import msgspec

from corridor.domain.movement.codes_named import codes_in
from corridor.domain.movement.state import Movement
from corridor.domain.refdata.judging import OPEN_LANES
from corridor.domain.refdata.rows import ListName
from corridor.engine.ports import Reader, Store
from corridor.engine.subjects import load

LOOKED_MAX: Final = 2_000
"""Movements of one look: a page has to be there in time."""


class InUse(msgspec.Struct, frozen=True):
    """Code → open movements that name it; of offices `office:part`, and those open there. `all`:
    whether every open movement was looked at.
    """

    counts: dict[str, int] = {}
    all: bool = True


def in_use(store: Store, node: str, name: ListName, codes: frozenset[str]) -> InUse:
    """Of the movements on the desks of the node's offices."""
    if not codes:
        return InUse()
    counts: Counter[str] = Counter()
    with store.read() as reader:
        at: dict[str, set[str]] = defaultdict(set)
        for office, subject in islice(_open(reader, node), LOOKED_MAX + 1):
            at[subject].add(office)
        for subject in tuple(at)[:LOOKED_MAX]:
            state = load(reader, subject).state
            if isinstance(state, Movement):
                named = codes & codes_in(state.dossier, name)
                counts.update(one for one in named if name != "offices" or one[:8] in at[subject])
    return InUse(dict(sorted(counts.items())), len(at) <= LOOKED_MAX)


def _open(reader: Reader, node: str) -> Iterator[tuple[str, str]]:
    """Office and movement, for each list that it stands on."""
    for name in sorted(reader.counts(f"customs:{node}")):
        _, office, lane = name.split(":", 2)
        if lane in OPEN_LANES:
            for row in reader.rows(name, "name", None, LOOKED_MAX + 1, False):
                yield office, row.subject
