"""What pages say in English, as the node sends them: a window shows it no better.

Of the language of a page its layout alone needs a browser. Everything that may be read is read
here, be it folded, in a dialog or shown in another width.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
from lxml import html

from corridor.node.demo.client import plainly
from corridor.web.i18n import COOKIE
from tests.browser.looking import data_texts, is_foreign
from tests.browser.person import PATIENCE_MS, TYPED, Person

LANG = "en"
# As the browser's `TEXTS` has it, but for what is not shown: that is read too.
DATA = """ancestor::*[self::script or self::style or self::textarea or self::kbd or self::code
    or (@lang and not(self::html)) or contains(concat(" ", @class, " "), " mono ")
    or (self::text and ancestor::svg)]"""
TEXTS = f"//text()[normalize-space() and not({DATA})]"
NAMED = "string(//head/title)"


class Reader:
    """The same person as in the browser, who reads English."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.http = httpx.Client(base_url=person.url, timeout=PATIENCE_MS / 1000, **plainly())
        kept: Any = person.context.cookies(person.url)
        for one in kept:
            self.http.cookies.set(one["name"], one["value"], domain=self.http.base_url.host)
        self.http.cookies.set(COOKIE, LANG, domain=self.http.base_url.host)

    def close(self) -> None:
        self.http.close()

    def faults(self, address: str) -> Iterator[str]:
        """What is not English of the page that is open, and whether it has a title of its own."""
        answer = self.http.get(address.replace("lang=ru", f"lang={LANG}"), follow_redirects=True)
        if answer.status_code != httpx.codes.OK:
            yield f"{address} in English: {answer.status_code}"
        page = html.document_fromstring(answer.text)
        if (path := urlsplit(self.person.page.url).path) != answer.url.path:
            yield f"{address} in English: it is {answer.url.path}, not {path}"
        if page.get("lang") != LANG:
            yield f"{address} in English: it says it is {page.get('lang')}"
        if not str(page.xpath(NAMED)).partition(" — ")[0].strip():
            yield f"{address} in English: it has no title"
        texts: Any = page.xpath(TEXTS)
        own = data_texts() | TYPED
        for text in dict.fromkeys(str(text).strip() for text in texts):
            if is_foreign(text, LANG, own):
                yield f"{address} in English: {text!r}"
