"""What is said of many rows of a batch in the same words: once, above them, with their numbers."""

from collections.abc import Sequence
from typing import Any, Final

from corridor.web.templating import Reader
from corridor.web.views.desk_declaration import spans_of

View = dict[str, Any]
SAME_LEAST: Final = 3
"""Of so many rows a text is said once."""
_KINDS: Final = (("others", "stop"), ("doubts", "wait"))
"""What no cell of a row can show, and how grave it is."""


def said_once(rows: Sequence[View], reader: Reader) -> tuple[list[View], list[View]]:
    """What stands above the rows, the gravest first; and the rows without it."""
    above: list[View] = []
    for name, kind in _KINDS:
        same = _same(rows, name)
        above += [
            {
                "kind": kind,
                "text": text,
                "rows": reader.words("Rows %(rows)s", rows=spans_of(found)),
            }
            for text, found in same.items()
        ]
        rows = [row | {name: [text for text in row[name] if text not in same]} for row in rows]
    return above, list(rows)


def _same(rows: Sequence[View], name: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        for text in row[name]:
            found.setdefault(text, []).append(row["number"])
    return {text: numbers for text, numbers in found.items() if len(numbers) >= SAME_LEAST}
