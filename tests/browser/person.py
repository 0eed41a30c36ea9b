"""Somebody before a browser: signs in with one click, presses what is written on the screen."""

import re
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from corridor.domain.reference import load_reference
from corridor.web.i18n import words_in
from corridor.web.labels.labels import TABLES
from tests.browser.looking import data_texts, foreign_texts
from tests.browser.said import SAID

PATIENCE_MS = 40_000
"""Another state answers over the exchange, and the machine may be busy."""
WIDE, NARROW = 1280, 360
HEIGHT = 900
Fields = dict[str, str]
QUESTION = "Какой номер свидетельства?"
TYPED = frozenset(
    {
        "Черешня свежая",
        "Виноград свежий",
        "Пряжа хлопчатобумажная",
        "Части насосов",
        "ОсОО «Фергана Экспорт»",
        "ул. Ленина",
        "Ош",
        QUESTION,
        *(text for said in SAID.values() for text in said),
    }
)
"""What people type in the tests: data, which keep their language."""


class Person:
    """One person at one node. Texts are named in English and found in the page's language."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        login: str = "",
        lang: str = "ru",
        width: int = WIDE,
        watches_language: bool = False,
        **context: Any,
    ) -> None:
        self._watches_language = watches_language
        self.url, self.lang, self.words = url, lang, words_in(lang)
        self.complaints: list[str] = []
        viewport: Any = {"width": width, "height": HEIGHT}
        self.context = browser.new_context(viewport=viewport, locale=lang, **context)
        self.page = self._new_page()
        if login:
            self._sign_in(login)

    def _new_page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _hear(self, kind: str, text: str) -> None:
        # An answer of 422 is a form that came back with its errors: the browser calls it a failure.
        if kind in ("error", "warning") and "status of 422" not in text:
            self.complaints.append(f"{self.page.url}: {text}")

    def _sign_in(self, login: str) -> None:
        self.open("/sign-in")
        form = self.page.locator("form", has=self.page.locator(f'input[value="{login}"]'))
        with self.page.expect_navigation():
            form.get_by_role("button").click()

    def open(self, path: str) -> None:
        """Go to an address of the node."""
        self.page.goto(self.url + path)

    @property
    def main(self) -> Locator:
        """The page's own part."""
        return self.page.locator("main")

    def label(self, table: str, code: str) -> str:
        """A code as the page says it."""
        return self.words(TABLES[table][code])

    def country(self, code: str) -> str:
        """A state as the page names it."""
        return load_reference().countries[code].name(self.lang)

    def pressed(self, text: str, **values: str) -> Locator:
        """The button or link with this text, which is English here."""
        name = re.compile("^" + re.escape(self.words(text, **values)))
        button = self.main.get_by_role("button", name=name)
        return button.or_(self.main.get_by_role("link", name=name)).first

    def press(self, text: str, **values: str) -> None:
        """Press it and wait for the page behind it."""
        self.watch_language()
        with self.page.expect_navigation():
            self.pressed(text, **values).click()

    def fill(self, fields: Fields, within: Locator | None = None) -> None:
        """Type, choose and tick by the names of the fields."""
        root = within or self.main
        for name, value in fields.items():
            self._put(root.locator(f'[name="{name}"]'), value)

    def _put(self, field: Locator, value: str) -> None:
        kind = field.first.get_attribute("type") or field.first.evaluate("e => e.localName")
        if kind in ("radio", "checkbox"):
            field.and_(self.page.locator(f'[value="{value}"]')).check()
        elif kind == "select" and field.is_hidden():  # a list that is chosen from by typing
            id = field.get_attribute("id") or ""
            typed = self.page.locator(f"#{id.removesuffix('-value')}")
            typed.fill(value)
            typed.blur()
            expect(field).to_have_value(value)
        elif kind == "select":
            field.select_option(value)
        else:
            field.fill(value)

    def act(self, text: str, /, **fields: str) -> None:
        """An officer's act: its button, then its dialog or page with the consequence."""
        button = self.pressed(text)
        expect(button).to_be_visible(timeout=PATIENCE_MS)  # the page before may still be leaving
        self.watch_language()
        button.click()
        block = self.page.locator("dialog[open] [data-confirm], main [data-confirm]").last
        expect(block.locator(".confirm__consequence")).to_be_visible()
        self.watch_language()
        self.fill(fields, block)
        with self.page.expect_navigation():
            block.get_by_role("button", name=self.words(text), exact=True).click()

    def watch_language(self) -> None:
        """Note down what the page, or a dialog on it, says in the other language."""
        if self._watches_language:
            found = foreign_texts(self.page, self.lang, data_texts() | TYPED)
            self.complaints += [f"{self.page.url}: {text!r}" for text in found]

    def sees(self, text: str, **values: str) -> None:
        """Wait until the page says it, in the reader's language."""
        expect(self.main).to_contain_text(self.words(text, **values), timeout=PATIENCE_MS)
        self.watch_language()

    def sees_data(self, text: str) -> None:
        """Wait until the page shows it; data have one language."""
        expect(self.main).to_contain_text(text, timeout=PATIENCE_MS)

    def stay(self) -> None:
        """Mark the page that is open, to know later that it never was loaded again."""
        self.page.evaluate("window.stays = true")

    def stayed(self) -> bool:
        """Whether the marked page is still the one that is open."""
        return bool(self.page.evaluate("window.stays === true"))

    def leave(self) -> None:
        """Close the browser's window."""
        self.context.close()
