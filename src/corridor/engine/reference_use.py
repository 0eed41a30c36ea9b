"""Open movements of the node that name codes which a new list leaves out. Decides nothing."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

import msgspec

from corridor.domain.movement.state import Movement
from corridor.domain.refdata.judging import OPEN_LANES
from corridor.domain.refdata.rows import ListName
from corridor.domain.refdata.usage import codes_in
from corridor.engine.ports import Reader, Store
from corridor.engine.subjects import load

LOOKED_MAX: Final = 2_000
"""Movements of one look: a page has to be there in time."""


class InUse(msgspec.Struct, frozen=True):
    """Code → open movements that name it. `all`: whether every open movement was looked at."""

    counts: dict[str, int] = {}
    all: bool = True


def in_use(store: Store, node: str, name: ListName, codes: frozenset[str]) -> InUse:
    """Of the movements on the desks of the node's offices."""
    if not codes:
        return InUse()
    counts: Counter[str] = Counter()
    with store.read() as reader:
        subjects = tuple(dict.fromkeys(islice(_open(reader, node), LOOKED_MAX + 1)))
        for subject in subjects[:LOOKED_MAX]:
            state = load(reader, subject).state
            if isinstance(state, Movement):
                counts.update(codes & codes_in(state.dossier, name))
    return InUse(dict(sorted(counts.items())), len(subjects) <= LOOKED_MAX)


def _open(reader: Reader, node: str) -> Iterator[str]:
    for name in sorted(reader.counts(f"customs:{node}")):
        if name.rpartition(":")[2] in OPEN_LANES:
            for row in reader.rows(name, "name", None, LOOKED_MAX + 1, False):
                yield row.subject
