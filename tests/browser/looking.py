"""Looks at a page as a person would: is it whole, readable, of one language, within the window."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from msgspec import to_builtins
from playwright.sync_api import BrowserContext, Page

from corridor.node.demo import world
from corridor.node.demo.dossiers import CONSIGNEE, CONSIGNOR, story_items
from corridor.node.demo.happenings import VESSEL
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.quotas import NOTE
from corridor.node.demo.world import people_of
from corridor.web import i18n

LOCALE = Path(i18n.__file__).parent / "locale"
DEMO = Path(world.__file__).parent
IN_DEMO = ("world.json", "profiles.json")
WORD = re.compile(r"[A-Za-z]{3,}")
CYRILLIC = re.compile(r"[А-Яа-яЁё]{2,}")
IN_LATIN = re.compile(r" \[[^\[\]]+\]|\S+@\S+")
"""What stands beside a name in other letters, and addresses of mail."""
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
NOT_PAGES = ("/language/", "/api/", "/static/")
FILES = (".zip", ".json", "/evidence")
HREFS = """() => [...document.querySelectorAll('a[href]:not([download])')]
  .map(e => e.getAttribute('href'))"""
AXE = """async ([besides, parts]) => {
  if (!window.axe) window.auditBegins();
  const all = document.querySelectorAll('main, main *');
  const context = parts.length ? {include: parts.map(number => all[number])}
    : {exclude: besides.map(part => [part])};
  const found = await axe.run(context, {
    resultTypes: ['violations'], preload: document.querySelector('[autoplay]') !== null});
  return found.violations.map(
    v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '));
}"""
"""Of its rules only the one on what plays by itself asks for files beforehand."""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .slice(0, 5).map(e => e.localName + '.' + e.className);
}"""
KINDS = """() => {
  const telling =
    /^(class|type|role|scope|autocomplete|tabindex|data-scale|aria-(current|hidden))$/;
  const kindOf = element => element.localName + [...element.attributes]
    .map(({name, value}) => `[${name}=${telling.test(name) ? value : value !== ''}]`)
    .sort().join('') + (element.textContent.trim() !== '');
  const elements = [...document.querySelectorAll('main, main *')];
  const numbers = new Map(elements.map((element, number) => [element, number]));
  const kinds = new Map();
  const own = elements.map(kindOf).map(
    kind => (kinds.has(kind) || kinds.set(kind, kinds.size)) && kinds.get(kind));
  const above = elements.map(element => numbers.get(element.parentElement) ?? null);
  return JSON.stringify([[...kinds.keys()], own, above]);
}"""
"""What each element of a page's own part is, texts left out, and which element it stands in.

As one text: a list is handed from the browser to the test value by value.
"""
AROUND = ["body > header", "body > footer"]
HEAD_PX_MAX = 96
TARGET_PX_MIN = 44
TARGETS = """least => [...document.querySelectorAll(`main a.button, main button, main input,
    main select, main textarea, main summary:not(.term > summary), main nav a, header a,
    header button, header summary`)]
  .filter(e => !['hidden', 'checkbox', 'radio', 'file'].includes(e.type)
      && e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width > 1 && box.height > 1 && Math.round(box.height) < least)
  .slice(0, 5).map(([e, box]) => `${e.localName} ${e.innerText.slice(0, 20)}: ${box.height} px`)"""
"""What stands alone and is pressed; links within a text are as high as its lines."""
HEAD = "() => document.querySelector('main').getBoundingClientRect().top + window.scrollY"
LONG = """() => innerWidth < 640 && document.querySelector('.table--list')
  ? 0 : document.documentElement.scrollHeight"""
"""A list on a telephone is as long as its reader chose."""
LONGEST_PX = {1280: 2400, 360: 5500}
"""Three screens of a desk; on a telephone all that is not folded is one column."""
TEXTS = """() => {
  const walker = document.createTreeWalker(
    document.querySelector('dialog[open]') ?? document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, text = node.textContent.trim();
    const parent = node.parentElement;
    const isData = parent.closest(
      '[lang]:not(html), script, style, textarea, .mono, kbd, code, svg text');
    if (text && !isData && parent.checkVisibility()) found.push(text);
  }
  return JSON.stringify(found);
}"""


AXE_AT_HAND = """window.auditBegins = () => {{
  {program}
}};"""
"""The program is handed over once, and made ready on a page that is gone through."""


def give_axe(context: BrowserContext, program: str) -> None:
    """Every page of the context can be gone through from now on; it is half a megabyte."""
    context.add_init_script(AXE_AT_HAND.format(program=program))


def axe_violations(page: Page, parts: list[int], whole: bool) -> list[str]:
    """What axe-core has against these elements of a page's own part and all inside them.

    With `whole`, against the page as it is now; without parts, what is above and below every page
    of a desk is left out.
    """
    return list(page.evaluate(AXE, [[] if whole else AROUND, [] if whole else parts]))


def fresh_parts(page: Page, known: set[int]) -> list[int]:
    """Elements of a kind that is not known, by their numbers; it is known from now on.

    Nothing is named that stands in another.
    """
    fresh, named = list[int](), set[int]()
    for number, (kind, above) in enumerate(kinds := list(_kinds(page))):
        if above in named:
            named.add(number)
        elif kind not in known:
            named.add(number)
            fresh.append(number)
    known.update(kind for kind, _ in kinds)
    return fresh


def made_of(page: Page) -> int:
    """Alike for pages that are made of elements of the same kinds."""
    return hash(frozenset(kind for kind, _ in _kinds(page)))


def _kinds(page: Page) -> Iterator[tuple[int, int | None]]:
    """Of each element its kind, and the number of the one that it stands in.

    A kind is what an element is and all that it stands in: alike for elements that differ in
    their texts, and for each row of a list.
    """
    names, own, parents = json.loads(page.evaluate(KINDS))
    kinds = list[int]()
    for name, above in zip(own, parents, strict=True):
        kinds.append(hash((names[name], None if above is None else kinds[above])))
        yield kinds[-1], above


def overflow(page: Page) -> list[str]:
    """Elements that stand out of the window, where the page can be scrolled sideways."""
    return list(page.evaluate(OVERFLOW))


def high_head(page: Page) -> list[str]:
    """Whether what stands above a telephone's page takes more than a row and a note."""
    height = round(page.evaluate(HEAD))
    return [f"the head is {height} px high"] if height > HEAD_PX_MAX else []


def too_long(page: Page) -> list[str]:
    """Whether there is more to read than anybody takes in, without opening what is folded."""
    height, most = page.evaluate(LONG), LONGEST_PX[page.evaluate("() => window.innerWidth")]
    return [f"the page is {height} px long"] if height > most else []


def small_targets(page: Page) -> list[str]:
    """What a finger would miss."""
    return [f"too small to press: {one}" for one in page.evaluate(TARGETS, TARGET_PX_MIN)]


def links(page: Page) -> Iterator[str]:
    """Pages of this node that the page leads to, files left out."""
    for href in page.evaluate(HREFS):
        address = str(href).partition("#")[0]
        is_page = address.startswith("/") and not address.startswith(NOT_PAGES)
        if is_page and not address.endswith(FILES):
            yield address


def foreign_texts(page: Page, lang: str, own: frozenset[str]) -> list[str]:
    """Texts of the page in the other language. `own`: data, which keep the language they have."""
    texts: list[str] = json.loads(page.evaluate(TEXTS))
    return [text for text in texts if is_foreign(text, lang, own)]


def is_foreign(text: str, lang: str, own: frozenset[str]) -> bool:
    """Whether the words of a text, data taken out, are the interface's in the other language."""
    text = IN_LATIN.sub(" ", text)
    if not _speaks_other(text, lang):
        return False
    for known in sorted(own, key=len, reverse=True):
        text = text.replace(known, " ")
    return _speaks_other(text, lang)


def _speaks_other(text: str, lang: str) -> bool:
    if lang == "en":
        return bool(CYRILLIC.search(text))
    words = [word for word in WORD.findall(text) if not word.isupper()]
    return any(word.lower() in _english_words() for word in words)


@cache
def data_texts() -> frozenset[str]:
    """What the demo's world, its story's dossier, its risk profiles and its people say."""
    story = to_builtins((story_items(), CONSIGNOR, CONSIGNEE))
    written = [json.loads((DEMO / file).read_text("utf-8")) for file in IN_DEMO]
    logins = {one.login for node in DEMO_NODES for one in people_of(node)}
    numbered = {login for login in logins if login[-1].isdigit()}
    found = frozenset((*_strings(written), *_strings(story), VESSEL, NOTE, *numbered))
    return found - {""}  # which stands between any two letters


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _strings(one)


@cache
def _english_words() -> frozenset[str]:
    """Words of the interface in English that its Russian does not use as well."""
    english, russian = set[str](), set[str]()
    for message in _catalogue("ru"):
        for text, words in ((message.id, english), (message.string, russian)):
            for form in text if isinstance(text, (list, tuple)) else [text]:
                plain = PLACEHOLDER.sub(" ", str(form))
                words.update(word.lower() for word in WORD.findall(plain))
    return frozenset(english - russian)


def _catalogue(lang: str) -> Catalog:
    with (LOCALE / lang / "LC_MESSAGES" / "corridor.po").open("rb") as file:
        return read_po(file, locale=lang)
