"""Reading our own documents: headings, links, code blocks, tables."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.support.sources import ROOT

DOCS = ROOT / "docs"
_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_ROW = re.compile(r"^ *\|(.+)\|$", re.MULTILINE)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


class Block(NamedTuple):
    """A fenced block: its language and its text."""

    language: str
    text: str


def documents() -> list[Path]:
    """Every document of the project."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def blocks(path: Path, language: str = "") -> list[Block]:
    """The fenced blocks, all or those of one language."""
    found = (Block(*match) for match in _FENCE.findall(path.read_text("utf-8")))
    return [block for block in found if language in ("", block.language)]


def prose(path: Path) -> str:
    """The text without its fenced blocks."""
    return _FENCE.sub("", path.read_text("utf-8"))


def headings(path: Path) -> list[tuple[int, str]]:
    """(level, text) of each heading."""
    return [(len(level), text) for level, text in _HEADING.findall(prose(path))]


def anchors(path: Path) -> set[str]:
    """What a link may name after `#`."""
    texts = (text.replace("`", "").lower() for _, text in headings(path))
    return {_NOT_IN_ANCHOR.sub("", text).replace(" ", "-") for text in texts}


def links(path: Path) -> list[str]:
    """Targets of links and pictures that point into the project."""
    return [to for to in _LINK.findall(prose(path)) if "://" not in to]


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of each row of each table; heads and rules too."""
    for row in _ROW.findall(prose(path)):
        yield [cell.strip() for cell in row.split("|")]


def commands(path: Path) -> Iterator[str]:
    """Each command line of the blocks meant for a shell, without its comment."""
    for block in blocks(path, "sh"):
        for line in block.text.replace("\\\n", " ").splitlines():
            if command := re.sub(r"(^|\s)#.*$", "", line).strip():
                yield command
