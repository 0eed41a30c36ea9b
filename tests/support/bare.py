"""Codes that stand on a page without their word: a reader would have to know them by heart."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from justhtml import JustHTML

_LINES = {"li", "tr", "p", "option", "label", "summary", "figcaption", "h1", "h2", "h3", "h4"}
_LINES |= {"legend", "button", "caption"}
"""What a reader takes in at once: beside the code, its word is looked for here. What is typed at a
command line (`pre`) is read by a program.
"""
_CODE = re.compile(r"(?<![\w/#-])[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w-])")


def bare_codes(page: JustHTML, meant: Mapping[str, str]) -> list[tuple[str, str]]:
    """(code, line) of each code of `meant` whose line has neither its word nor a link to it."""
    return [found for line in _lines(page.root) for found in _bare_in(line, meant)]


def _bare_in(line: Any, meant: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    text = " ".join(line.to_text().split())
    for code in dict.fromkeys(_CODE.findall(text)):
        if code in meant and not _is_explained(line, text, code, meant[code]):
            yield code, text[:200]


def _lines(node: Any) -> Iterator[Any]:
    for child in node.children or ():
        if child.name in ("#text", "head", "pre") or child.name.startswith("!"):
            continue
        if child.name in _LINES or (child.name == "div" and not _has_lines(child)):
            yield child
        else:
            yield from _lines(child)


def _has_lines(node: Any) -> bool:
    return any(
        not child.name.startswith(("#", "!"))
        and (child.name in _LINES or child.name == "div" or _has_lines(child))
        for child in node.children or ()
    )


def _is_explained(line: Any, text: str, code: str, word: str) -> bool:
    known = word.casefold() in text.casefold()
    return known or bool(
        line.query(f'a[href*="/help/codes#"][href$="-{code}"]')
        or line.query(f'a[href="/rules/{code}"]')
    )
