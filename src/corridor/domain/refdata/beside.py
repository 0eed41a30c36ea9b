"""Lists of codes of several states side by side, and which codes have no partner.

A code is the same where both states judge by it under one key. By the lists that each state issued,
else by those that came with the program. What a state says of codes of its own stands beside them.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from corridor.domain.refdata.base import codes_on
from corridor.domain.refdata.rows import CodeOf, ListName
from corridor.domain.reference.mapping_rows import MappingRow
from corridor.domain.reference.model import Reference

BESIDE: Final[tuple[ListName, ...]] = ("packages", "units", "currencies", "countries", "dangerous")
"""Lists that can be laid side by side; that of goods is too long to be read."""


class CodeBeside(msgspec.Struct, frozen=True):
    """One code, its row of whichever state has one, and the states that judge by it or not."""

    code: str
    row: CodeOf
    known: tuple[str, ...]
    unknown: tuple[str, ...]


def beside(name: ListName, states: Iterable[str], reference: Reference) -> tuple[CodeBeside, ...]:
    """Every code of any of the states, by its key. `reference`: that of the day."""
    wanted = tuple(states)
    lists: Mapping[str, dict[str, CodeOf]] = {
        state: {row.key: row for row in codes_on(name, state, reference)} for state in wanted
    }
    every = {key: row for found in reversed([*lists.values()]) for key, row in found.items()}
    return tuple(
        CodeBeside(
            key,
            every[key],
            tuple(state for state in wanted if key in lists[state]),
            tuple(state for state in wanted if key not in lists[state]),
        )
        for key in sorted(every)
    )


class OwnCode(msgspec.Struct, frozen=True):
    """A code of a state's own, and what the state says stands for it."""

    state: str
    row: MappingRow


def own_codes(name: str, states: Iterable[str], reference: Reference) -> tuple[OwnCode, ...]:
    """Of one list, by the codes of the corridor; those for which nothing stands at the end."""
    found = (
        OwnCode(state, row)
        for state in states
        for row in reference.mappings.get(state, ())
        if row.list == name
    )
    return tuple(sorted(found, key=lambda one: (not one.row.code, one.row.code, one.row.own)))
