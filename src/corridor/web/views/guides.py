"""The guides of `docs/` as the pages show them: read once, in the product's look.

A guide that has no translation is shown in English and marked so. Links to another guide lead to
its page; those to a file that no page shows become plain text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from corridor.web.labels.labels import CONTROL_RESULTS

FOLDER: Final = Path(__file__).parent.parent / "guides"
DESKS: Final = ("carrier", "customs", "permits", "checkpoint", "guarantor", "operator", "registrar")
"""In each language, named like the desks they are for."""
WORDS: Final = "glossary"
GUIDES: Final = (*DESKS, WORDS, "told", "document", "api", "node")
_LINK: Final = re.compile(r"(?:\.\./|ru/)*([a-z]+)\.md(#.*)?")
_RESULT: Final = re.compile(rf"\b({'|'.join(CONTROL_RESULTS)})\b")
_NOT_SLUG: Final = re.compile(r"[^\w-]+")


class Heading(NamedTuple):
    """A heading of the second level as HTML, and where it stands."""

    anchor: str
    text: Markup


class Guide(NamedTuple):
    """A guide: `html` has the title as its only h1. Both are our own, and may hold elements."""

    name: str
    lang: str
    title: str
    headings: tuple[Heading, ...]
    html: Markup


class Part(NamedTuple):
    """What stands below a heading of the second level, without it."""

    heading: Heading
    html: Markup


def in_parts(guide: Guide) -> tuple[Markup, tuple[Part, ...]]:
    """What stands above the first heading, and what below each of them."""
    first, *further = re.split(r"(?=<h2 )", guide.html)
    bodies = (text.partition("</h2>")[2] for text in further)
    parts = zip(guide.headings, bodies, strict=True)
    return Markup(first), tuple(Part(head, Markup(body)) for head, body in parts)  # noqa: S704


@cache
def guide(name: str, lang: str) -> Guide:
    """One of `GUIDES` in a language, else in English."""
    path = FOLDER / lang / f"{name}.md"
    if lang == "en" or not path.is_file():
        path, lang = FOLDER / f"{name}.md", "en"
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = _without_other_language(parser.parse(path.read_text("utf-8")))
    if name == WORDS:
        tokens = _words(tokens, lang)
    headings = tuple(_anchored(parser, tokens))
    _led(tokens)
    _explained(tokens)
    html = Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - our own file
    return Guide(name, lang, headings[0].text.striptags(), headings[1:], html)


def slug(text: str) -> str:
    """Where a heading or a word of the glossary stands: `office-of-departure`."""
    return _NOT_SLUG.sub("-", text.casefold()).strip("-")


def _without_other_language(tokens: list[Token]) -> list[Token]:
    """The line below the title leads to the other language; the page's head does so already."""
    return tokens[:3] + tokens[6:] if tokens[4].content.startswith("*[") else tokens


def _anchored(parser: MarkdownIt, tokens: Sequence[Token]) -> list[Heading]:
    found = []
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag in ("h1", "h2"):
            text = parser.renderer.render([words], parser.options, {})
            found.append(Heading(slug(words.content), Markup(text)))  # noqa: S704 - our own file
            opening.attrSet("id", found[-1].anchor)
    return found


def _words(tokens: list[Token], lang: str) -> list[Token]:
    """The glossary without its advice to writers, below the first heading after the title.

    Each row can be led to by its first word in English, in either language; the word that is in
    the other language says so.
    """
    further = (place for place, token in enumerate(tokens) if token.tag == "h2")
    tokens = tokens[: next(further, None)]
    for place, row in enumerate(tokens):
        if row.type == "tr_open" and tokens[place + 1].type == "td_open":
            for opening in (place + 1, place + 4):
                _say_language(row, tokens[opening], tokens[opening + 1].content, lang)
    return tokens


def _say_language(row: Token, cell: Token, word: str, lang: str) -> None:
    spoken = "en" if word.isascii() else "ru"
    if spoken == "en":
        row.attrSet("id", slug(word.partition(",")[0]))
    if spoken != lang:
        cell.attrSet("lang", spoken)


def _led(tokens: Sequence[Token]) -> None:
    """Where links go on a page; what no page shows is not led to."""
    tag = ""
    for token in tokens:
        _led(token.children or ())
        if token.type == "link_open":
            href = _place(str(token.attrGet("href")))
            token.attrs = {"href": href} if href else {}
            tag = token.tag = "a" if href else "span"
        elif token.type == "link_close":
            token.tag = tag


def _explained(tokens: Sequence[Token]) -> None:
    """Results of a control lead to their meaning; nothing inside a link or a heading does."""
    for before, token in pairwise(tokens):
        if token.type == "inline" and token.children and before.type != "heading_open":
            token.children = [one for child in token.children for one in _parts(child)]


def _parts(token: Token) -> Iterator[Token]:
    if token.type != "text":
        yield token
        return
    for number, part in enumerate(_RESULT.split(token.content)):
        link = f'<a href="/help/codes#result-{part}">{part}</a>'
        kind, content = ("html_inline", link) if number % 2 else ("text", part)
        yield Token(kind, "", 0, content=content)


def _place(href: str) -> str:
    """The page's own address of what a guide leads to, or nothing.

    The parser writes letters of other scripts in percents; places are named by the letters.
    """
    if href.startswith(("http://", "https://")):
        return href
    href = unquote(href)
    known = _LINK.fullmatch(href)
    if known and known[1] in GUIDES:
        return f"/help/{known[1]}{known[2] or ''}"
    return href if href.startswith("#") else ""
