"""Takes every page of every person as a picture in six forms, and says what a machine sees of them.

`make demo ARGS=--quiet` in one terminal, `python -m tests.browser.six_forms --out pictures` in
another: it leads some movements into the states that are worth seeing, signs in as everybody, goes
through all that links lead to, and takes each kind of page 1280, 800 and 360 wide, dark, as on
paper and without scripts. Beside the pictures lies `seen.json`, a line for each page.
"""

import argparse
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from corridor.node.demo.actors import Actors
from corridor.node.demo.network import DEMO_NODES, read_demo
from corridor.node.demo.supervisor import Supervisor
from system_tools import CHROMIUM, find
from tests.browser import looking
from tests.browser.person import HEIGHT, NARROW, TYPED, WIDE, Person
from tests.browser.rounds import further_pages, pages_of
from tests.browser.scenes import addresses, desks_of, scenes, sent_empty
from tests.support.real_nodes import RealNetwork

MIDDLE, SHEET, WIDE_SHEET = 800, 720, 1040
PAGES_MAX, SENT_FROM = 200, 900
SEATS = (
    ("KG", "alatoo", "/carrier"),
    ("KG", "sulaiman", "/carrier"),
    ("KG", "customs-kgosh001", "/customs"),
    ("KG", "customs-kgdost01", "/customs"),
    ("UZ", "customs-uzdust01", "/customs"),
    ("TM", "customs-tmfara01", "/customs"),
    ("AZ", "customs-azalat01", "/customs"),
    ("GE", "customs-getsit01", "/customs"),
    ("GE", "customs-gepoti01", "/customs"),
    ("KZ", "customs-kzalma01", "/customs"),
    ("AZ", "permit-az-road", "/permits"),
    ("UZ", "permit-uz-plant", "/permits"),
    ("UZ", "gate-uzdust01", "/checkpoint"),
    ("AZ", "gate-azalat01", "/checkpoint"),
    ("KG", "guarantor", "/guarantor"),
    ("KG", "operator", "/operator"),
    ("TM", "operator", "/operator"),
    ("KZ", "", "/"),
)
"""Node, login and first page of everybody who is asked for when nobody is named."""
CUT = """() => [...document.querySelectorAll('main *')].filter(e => {
    const style = getComputedStyle(e);
    return e.checkVisibility() && e.clientWidth > 1 && style.textOverflow !== 'ellipsis'
      && !e.closest('.visually-hidden, svg, select, [data-code-list]')
      && !['input', 'textarea'].includes(e.localName)
      && style.overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1;
  }).slice(0, 4).map(e => `${e.localName}.${e.className} ${e.scrollWidth} in ${e.clientWidth}`)"""
"""What has more in it than it shows, whether or not it can be moved."""
SENT = " (sent)"
SEND = """() => {
  const forms = [...document.querySelectorAll('main form')];
  const form = forms.sort((a, b) => b.elements.length - a.elements.length)[0];
  form.noValidate = true;
  form.requestSubmit();
}"""
WHOLE = "Math.max(document.documentElement.scrollHeight, innerHeight)"
UNSAID = """() => document.body.innerText.split('\\n').filter(
    line => /%\\(|\\{\\{|undefined|None\\b|NaN|: ?\\)|\\(\\)|…\\)/.test(line)).slice(0, 4)"""
"""Lines in which a value is missing."""


def running(folder: Path) -> RealNetwork:
    """The demonstration that runs in this folder."""
    demo, asked = read_demo(folder), threading.Event()
    if demo is None:
        raise SystemExit(f"{folder} holds no demonstration: start one with `make demo`")
    there = Supervisor(folder, demo, lambda event, facts: None, asked)
    urls = {node: there.url(node) for node in DEMO_NODES}
    return RealNetwork(folder, there, Actors.of_demo(folder, urls, asked))


def kept_scenes(network: RealNetwork) -> dict[str, str]:
    """As led before in this folder, else led now."""
    kept = network.folder / "scenes.json"
    if not kept.exists():
        kept.write_bytes(msgspec.json.encode(scenes(network)))
    return msgspec.json.decode(kept.read_bytes(), type=dict[str, str])


class Eye:
    """One person's two browsers, with scripts and without, and the folder of the pictures."""

    def __init__(self, browser: Browser, url: str, login: str, who: str, out: Path) -> None:
        self.person = Person(browser, url, login)
        self.plain = Person(browser, url, java_script_enabled=False)
        self.plain.context.add_cookies(self.person.context.cookies())  # type: ignore[arg-type]
        self._out, self._who = out, who

    def look(self, address: str, number: int) -> dict[str, Any]:
        """Take the page that is open in six forms; what is to be said of it."""
        page, name = self.person.page, f"{self._who}-{number:02d}"
        seen: dict[str, Any] = {"name": name, "address": address, "title": page.title()}
        for width in (MIDDLE, NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            seen[str(width)] = self._measured(page)
            self._take(page, f"{name}.{width}")
        seen["foreign"] = looking.foreign_texts(page, "ru", looking.data_texts() | TYPED)
        seen["unsaid"] = page.evaluate(UNSAID)
        page.emulate_media(color_scheme="dark")
        self._take(page, f"{name}.dark")
        sheet = WIDE_SHEET if page.locator(".table--list").count() else SHEET
        page.set_viewport_size({"width": sheet, "height": HEIGHT})
        page.emulate_media(color_scheme="light", media="print")
        seen["print"] = {"over": looking.overflow(page)}
        self._take(page, f"{name}.print")
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        if not address.endswith(SENT):
            self.plain.open(address)
        self._take(self.plain.page, f"{name}.plain")
        seen["console"], self.person.complaints = self.person.complaints, []
        return {key: value for key, value in seen.items() if value}

    def send(self, address: str) -> None:
        """Send the form of a page as it comes, with scripts and without."""
        for page in (self.person.page, self.plain.page):
            page.goto(self.person.url + address)
            with page.expect_navigation():
                page.evaluate(SEND)

    def _measured(self, page: Page) -> dict[str, Any]:
        height = page.evaluate("document.documentElement.scrollHeight")
        found = {"height": height, "over": looking.overflow(page), "cut": page.evaluate(CUT)}
        found["long"] = looking.too_long(page) if page.viewport_size["width"] != MIDDLE else []  # type: ignore[index]
        return {key: value for key, value in found.items() if value}

    def _take(self, page: Page, name: str) -> None:
        """In a window as high as the page: what stays at the foot of one is at its own place."""
        width, height = page.viewport_size["width"], page.evaluate(WHOLE)  # type: ignore[index]
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=self._out / f"{name}.jpg", type="jpeg", quality=70)
        page.set_viewport_size({"width": width, "height": HEIGHT})


def rounds(eye: Eye, start: str, further: list[str], known: set[int]) -> Iterator[dict[str, Any]]:
    """Every page of a person; one that is made of the same as one seen before is left out."""
    for number, address in enumerate(pages_of(eye.person, start, further, PAGES_MAX)):
        if (made := looking.made_of(eye.person.page)) in known:
            continue
        known.add(made)
        with suppress(BrowserError):
            yield eye.look(address, number)


def refusals(eye: Eye, addresses: list[str]) -> Iterator[dict[str, Any]]:
    """What forms say that are sent as they come."""
    for number, address in enumerate(addresses):
        with suppress(BrowserError):
            eye.send(address)
            yield eye.look(address + SENT, SENT_FROM + number)


def main() -> None:
    """Look at all of it, or at what those who are named see."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--dir", type=Path, default=Path("demo-data"), help="the demo's folder")
    asked.add_argument("--out", type=Path, default=Path("pictures"), help="where pictures go")
    asked.add_argument("logins", nargs="*", help="who looks; everybody when nobody is named")
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    network = running(given.dir)
    found, known = kept_scenes(network), set[int]()
    with sync_playwright() as driver, (given.out / "seen.json").open("ab") as seen:
        browser = driver.chromium.launch(executable_path=find(CHROMIUM), args=["--no-sandbox"])
        for node, login, start in SEATS:
            if given.logins and (login or "public") not in given.logins:
                continue
            who = f"{node.lower()}-{login or 'public'}"
            eye = Eye(browser, network.url(node), login, who, given.out)
            further = further_pages(eye.person, login, desks_of(network, found))
            further += addresses(login, found)
            sent = sent_empty(login, found)
            for line in chain(rounds(eye, start, further, known), refusals(eye, sent)):
                seen.write(msgspec.json.encode(line) + b"\n")
                seen.flush()
                sys.stdout.write(f"{line['name']} {line['address']}\n")
        browser.close()


if __name__ == "__main__":
    main()
