"""Which column holds what: by its heading, in any language, and as the firm said before."""

import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Final, Literal, get_args
from unicodedata import combining, normalize

import msgspec

from corridor.domain.typed import plain
from corridor.web.tables.values import LISTS

Purpose = Literal[
    "goods",
    "dossiers",
    "book-trucks",
    "book-trailers",
    "book-drivers",
    "book-parties",
    "book-goods",
]
BOOKS: Final[tuple[Purpose, ...]] = get_args(Purpose)[2:]
"""The books of a firm among the purposes."""
HEAD_LOOKED_AT: Final = 20
"""A heading stands among the first rows; above it may stand a title, or an address."""
_HEADINGS: Final = msgspec.json.decode(
    files(__package__).joinpath("headings.json").read_bytes(),
    type=dict[Purpose, dict[str, tuple[str, ...]]],
)
FIELDS: Final[Mapping[Purpose, tuple[str, ...]]] = {
    purpose: tuple(fields) for purpose, fields in _HEADINGS.items()
}
_NO_WORD: Final = re.compile(r"[\W_]+")


def heading_of(text: str) -> str:
    """A heading as it is compared: its words alone, without marks on letters."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    bare = (c for c in normalize("NFKD", plain(text).casefold()) if not combining(c))
    return _NO_WORD.sub(" ", "".join(bare)).split()


_KNOWN: Final[Mapping[Purpose, Mapping[str, str]]] = {
    purpose: {heading_of(head): field for field, heads in fields.items() for head in heads}
    for purpose, fields in _HEADINGS.items()
}


def matched(purpose: Purpose, heads: Sequence[str], learned: Mapping[str, str]) -> tuple[str, ...]:
    """The field of each column, empty where none is known. No field is given twice, but to columns
    that are counted: “Trailer 1”, “Trailer 2”.

    What the firm said before comes first, then headings that are known whole, then those that
    hold one that is known.
    """
    known = _KNOWN[purpose]
    found = [""] * len(heads)
    for rank in (0, 1, 2):
        for index, head in enumerate(heads):
            if not found[index]:
                field = _field(head, rank, known, learned)
                is_free = field not in found or (field in LISTS and _is_counted(head))
                found[index] = field if is_free else ""
    return tuple(found)


def _is_counted(head: str) -> bool:
    return heading_of(head)[-1:].isdecimal()


def _field(head: str, rank: int, known: Mapping[str, str], learned: Mapping[str, str]) -> str:
    whole = heading_of(head)
    if rank == 0 or whole in learned:
        return learned.get(whole, "") if rank == 0 else ""
    parts = [whole, *map(heading_of, re.split(r"[/|\n()]", head))]
    if rank == 1:
        return next((known[part] for part in parts if part in known), "")
    words = frozenset(_words(head))
    held = [one for one in known if words.issuperset(one.split())]
    return known[max(held, key=lambda one: (len(one.split()), len(one)))] if held else ""


def head_row(purpose: Purpose, rows: Sequence[Sequence[str]], learned: Mapping[str, str]) -> int:
    """The row, counted from 0, in which the columns are named; -1 where none is."""
    scores = [sum(map(bool, matched(purpose, row, learned))) for row in rows[:HEAD_LOOKED_AT]]
    best = max(scores, default=0)
    return scores.index(best) if best >= min(2, len(rows[0]) if rows else 2) else -1
