"""The rounds of a person through all that links lead to, each kind of page once."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from tests.browser import looking
from tests.browser.desks import Desks
from tests.browser.person import Person
from tests.browser.walk import CARRIER

ONE_OF_MANY = re.compile(r"[^/]*\d[^/]*")
ONE_OF_LIST = re.compile(r"((?:^|&)(?:at|q|corridor|month|role)=)[^&]*")
PAGES_MAX = 48
PUBLIC = (
    "/verify",
    "/requirements",
    "/about",
    "/contacts",
    "/calculator",
    "/goods-codes",
    "/reference",
    "/observatory",
    "/commitments",
    "/commitments?view=timeline",
    "/barriers",
    "/code-lists",
    "/indicators",
    "/meetings",
    "/developers",
    "/styleguide",
    "/sign-in",
    "/help",
)
ASKED = "/requirements?goods=080929&from=KG-OSH&to=GE-POTI&mode=road"
SORTED = re.compile(r"[?&](sort|dir|after|before|first|last|lang)=")


def pattern(address: str) -> str:
    """Of pages that differ in a number or a name alone, one is looked at."""
    path, _, query = address.partition("?")
    query = ONE_OF_LIST.sub(r"\1#", query)
    return ONE_OF_MANY.sub("#", path) + (f"?{query}" if query else "")


def is_everybodys(address: str) -> bool:
    """Whether it is the same for everybody: looked at once, by somebody who has not signed in."""
    return address.partition("?")[0] in PUBLIC or address.startswith(("/help/", "/observatory/"))


def pages_of(
    person: Person, start: str, further: Iterable[str] = (), most: int = PAGES_MAX
) -> Iterator[str]:
    """Open these, and pages that links lead to, each kind once, and at most so many."""
    waiting = [start, *further]
    seen = {pattern(address) for address in waiting}
    opened = 0
    while waiting and opened < most:
        address, opened = waiting.pop(0), opened + 1
        person.open(address)
        yield address
        for link in looking.links(person.page):
            if start != "/" and (link == "/" or is_everybodys(link)):
                continue
            if (kind := pattern(link)) not in seen and not SORTED.search(link):
                seen.add(kind)
                waiting.append(link)


def further_pages(person: Person, login: str, desks: Desks) -> list[str]:
    """Pages of this desk that differ in more than the name of what they show."""
    if not login:
        return [ASKED]
    if login == CARRIER:
        person.open("/carrier/new")
        person.press("Copy")
        return [f"/carrier/dossiers/{desks.closed.subject}", _page_of_a_driver(person, desks)]
    if login.startswith("gate-"):
        return [_visit_at_the_gate(person)]
    shown = {
        "customs-kgosh001": (desks.accepted, ("", "/channel", "/seals", "/release")),
        "customs-azalat01": (desks.released, ("", "/cross", "/stop", "/incident")),
        "customs-gepoti01": (desks.arrived, ("", "/permit-unloading", "/unloading", "/results")),
    }
    if login not in shown:
        return []
    journey, acts = shown[login]
    return [f"/customs/{journey.subject}{act}" for act in acts]


def _page_of_a_driver(person: Person, desks: Desks) -> str:
    """What the driver on the way sees, by the link that the carrier sends."""
    person.open(f"/carrier/dossiers/{desks.released.subject}/driver")
    links = person.page.locator('main a[href*="/trip/"]')
    if not links.count():
        person.press("Make the driver's page")
    return f"{urlsplit(str(links.first.get_attribute('href'))).path}?lang={person.lang}"


def _visit_at_the_gate(person: Person) -> str:
    """A vehicle at the gate: the one that is there, else the first that is expected."""
    person.open("/checkpoint")
    there = person.page.locator(".gate-card__plate a")
    if there.count():
        return str(there.first.get_attribute("href"))
    person.press("Has come")
    return urlsplit(person.page.url).path
