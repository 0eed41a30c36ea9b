"""Dossiers of past movements, on which a list of permit rules is tried. Decides nothing."""

from collections.abc import Iterator
from typing import Final

from corridor.domain.consignment import Dossier
from corridor.domain.movement.state import Movement
from corridor.engine.ports import Store
from corridor.engine.subjects import load

LISTED_MAX: Final = 1_000
"""Of one list of an office."""


def past_dossiers(store: Store, node: str) -> Iterator[tuple[str, Dossier]]:
    """(reference, dossier) of movements on the desks of the node's offices, each once, by list."""
    seen = set[str]()
    with store.read() as reader:
        for name in sorted(reader.counts(f"customs:{node}")):
            for row in reader.rows(name, "since", None, LISTED_MAX, False):
                if row.subject in seen:
                    continue
                seen.add(row.subject)
                state = load(reader, row.subject).state
                if isinstance(state, Movement):
                    yield state.reference or state.id, state.dossier
