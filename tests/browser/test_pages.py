"""Every page of every desk, looked at: wide and narrow, light and dark, in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import looking
from tests.browser.conftest import Seat
from tests.browser.desks import DESKS, Desks, axe_source, led
from tests.browser.person import HEIGHT, NARROW, WIDE, Person
from tests.browser.walk import CARRIER
from tests.support.real_nodes import RealNetwork

ONE_OF_MANY = re.compile(r"[^/]*\d[^/]*")
PAGES_MAX = 50
PUBLIC = ("/verify", "/requirements", "/about", "/developers", "/styleguide", "/sign-in")
"""The same for everybody: looked at once, by somebody who has not signed in."""
SORTED = re.compile(r"[?&](sort|dir|after)=")
TYPED = frozenset({"Черешня свежая", "Профиль риска 26-11"})


@pytest.fixture(scope="module")
def desks(network: RealNetwork) -> Iterator[Desks]:
    desks = led(network)
    yield desks
    desks.people.close()


def pattern(address: str) -> str:
    """Of pages that differ in a number or a name alone, one is looked at."""
    path, _, query = address.partition("?")
    return ONE_OF_MANY.sub("#", path) + (f"?{query}" if query else "")


def pages_of(person: Person, start: str) -> Iterator[str]:
    """Open every page that links lead to, each kind once."""
    seen, waiting = {pattern(start)}, [start]
    if start != "/":
        seen |= {"/", *PUBLIC}
    while waiting and len(seen) <= PAGES_MAX:
        address = waiting.pop(0)
        person.open(address)
        yield address
        for link in looking.links(person.page):
            if (kind := pattern(link)) not in seen and not SORTED.search(link):
                seen.add(kind)
                waiting.append(link)


def draft_of(carrier: Person) -> None:
    """A draft to be looked at: the copy of an earlier dossier."""
    carrier.open("/carrier/new")
    carrier.press("Copy")


def faults(person: Person, address: str) -> Iterator[str]:
    """What is wrong with the open page, each with its circumstances."""
    page = person.page
    for width, scheme in ((WIDE, "light"), (NARROW, "dark")):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found = [*looking.axe_violations(page), *looking.overflow(page)]
        yield from (f"{address} at {width}, {scheme}: {one}" for one in found)
    own = looking.data_texts() | TYPED
    for text in looking.foreign_texts(page, person.lang, own):
        yield f"{address} in {person.lang}: {text!r}"


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(("node", "login", "start"), DESKS)
def test_every_page_of_a_desk(
    desks: Desks, seat: Seat, root: Path, node: str, login: str, start: str, lang: str
) -> None:
    person = seat(node, login, lang=lang)
    person.context.add_init_script(path=axe_source(root))
    if login == CARRIER:
        draft_of(person)
    titles: dict[str, str] = {}
    found: list[str] = []
    for address in pages_of(person, start):
        titles[address] = person.page.title()
        found += faults(person, address)
    assert not found
    assert len(titles) >= 3
    assert all(title.partition(" — ")[0].strip() for title in titles.values()), titles
