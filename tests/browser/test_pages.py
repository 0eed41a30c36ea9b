"""Every page of every desk, looked at: wide and narrow, light and dark, in both languages.

In Russian, whose words are the longest, in a window; what the same pages say in English, to the
same person, is read as it is sent. Only pages that English makes larger are looked at in it. A
second desk of a role walks what its own movement brings, and few pages more: the rest is the first
one's.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.conftest import Seat
from tests.browser.desks import DESKS, Desks, axe_source
from tests.browser.in_english import Reader
from tests.browser.person import HEIGHT, NARROW, TYPED, WIDE, Person
from tests.browser.rounds import PAGES_MAX, further_pages, pages_of
from tests.browser.scenes import asked
from tests.browser.walk import CARRIER

LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((WIDE, "light"), (NARROW, "dark"))
AUDITED_TWICE = {CARRIER, "customs-kgosh001", ""}
"""Desks through which axe-core goes in both looks: the others are made of the same parts."""
LARGER_IN_ENGLISH = (
    ("KG", CARRIER, "/carrier?list=sent"),
    ("KG", "customs-kgosh001", "/office-acts"),
    ("KG", "customs-kgosh001", "/customs?lane=underway"),
    ("AZ", "permit-az-road", "/permits?lane=open"),
    ("GE", "customs-gepoti01", "/customs/{arrived}"),
)
"""Of some three hundred pages the few that English makes longer or their tables wider."""
FIRST_OF_ROLE = {desk[1] for desk in DESKS} - {"customs-azalat01", "customs-gepoti01"}
SECOND_MAX = 16
"""Kinds of pages of a desk that is not the first of its role."""
LONG_READS = ("/help/codes", "/help/glossary", "/developers", "/styleguide", "/about")
"""Texts that are read from end to end, or looked things up in."""
AUDITED: dict[object, set[int]] = {look: set() for look in LOOKS}
"""The kinds of elements that axe-core went through in each look."""


@pytest.fixture(scope="module")
def axe(root: Path) -> str:
    """Its program: half a megabyte, read once."""
    return axe_source(root).read_text("utf-8")


def faults(person: Person, address: str, number: int, twice: bool = False) -> Iterator[str]:
    """What is wrong with the open page, each with its circumstances.

    Every second page is looked at the other way round, as the one before left the window. In one
    look axe-core goes through it, which takes longest, or `twice`: in either. A page made of
    nothing but what it has seen, at whatever desk, is not gone through again, nor is what stands
    around each page of a desk.
    """
    page = person.page
    audited = LOOKS[number % len(LOOKS)]
    for look in LOOKS if number % 2 == 0 else tuple(reversed(LOOKS)):
        width, scheme = look
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        found = looking.overflow(page)
        if not address.startswith(LONG_READS) and not address.endswith("/print"):
            found += looking.too_long(page)
        if width == NARROW:
            found += looking.high_head(page) + looking.small_targets(page)
            own = looking.data_texts() | TYPED
            found += map(repr, looking.foreign_texts(page, person.lang, own))
        is_audited = twice or look == audited
        if is_audited and (fresh := looking.fresh_parts(page, AUDITED[look])):
            found += looking.axe_violations(page, fresh, whole=number < len(LOOKS))
        yield from (f"{address} at {width}, {scheme}, {person.lang}: {one}" for one in found)


def test_words_of_the_other_language_are_seen_beside_data() -> None:
    own = looking.data_texts() | TYPED
    for lang, foreign in (("ru", "Skip to the main content"), ("en", "Перейти к содержанию")):
        assert looking.is_foreign(foreign, lang, own)
        assert not any(looking.is_foreign(data, lang, own) for data in own)


@pytest.mark.parametrize(("node", "login", "start"), DESKS)
def test_every_page_of_a_desk(
    desks: Desks, seat: Seat, axe: str, node: str, login: str, start: str
) -> None:
    person = seat(node, login, lang="ru")
    looking.give_axe(person.context, axe)
    further = further_pages(person, login, desks)
    titles: dict[str, str] = {}
    found: list[str] = []
    most = PAGES_MAX if login in FIRST_OF_ROLE else SECOND_MAX + len(further)
    with closing(Reader(person)) as english:
        for number, address in enumerate(pages_of(person, start, further, most)):
            titles[address] = person.page.title()
            found += faults(person, address, number, twice=login in AUDITED_TWICE)
            found += english.faults(address)
    assert not found, "\n".join(found)
    assert all(title.partition(" — ")[0].strip() for title in titles.values()), titles


@pytest.mark.parametrize(("node", "login", "path"), LARGER_IN_ENGLISH)
def test_a_page_that_is_larger_in_english(
    desks: Desks, seat: Seat, axe: str, node: str, login: str, path: str
) -> None:
    person = seat(node, login, lang="en")
    looking.give_axe(person.context, axe)
    address = path.format(arrived=desks.arrived.subject)
    person.open(address)
    AUDITED.update((look, set()) for look in LOOKS)
    assert not list(faults(person, address, number=0, twice=True))


FAT_ACTS = ("", "/note", "/channel", "/seals", "/release", "/control", "/give", "/message")
FAT_PARTS = ("", "/legs", "/guarantees", "/write", "/answers")


def too_long(person: Person, addresses: Iterable[str]) -> Iterator[str]:
    """What is longer than three screens, wide and narrow."""
    for address in addresses:
        person.open(address)
        for width in (WIDE, NARROW):
            person.page.set_viewport_size({"width": width, "height": HEIGHT})
            yield from (f"{address} at {width}: {one}" for one in looking.too_long(person.page))


def test_a_dossier_with_all_that_may_stand_in_it_is_three_screens(desks: Desks, seat: Seat) -> None:
    """Nine permits, risk and a note at customs; a refusal and a question at the carrier."""
    questioned = asked(desks.people)
    desks.people.network.settle()
    officer, carrier = seat("KG", "customs-kgosh001", lang="ru"), seat("KG", CARRIER, lang="ru")
    fat = desks.accepted.subject
    officer.open(f"/customs/{fat}/note")
    officer.main.locator("textarea").first.fill("Позвонить брокеру: номер пломбы неясен. " * 6)
    with officer.page.expect_navigation():
        officer.main.locator(".confirm button").last.click()
    found = list(too_long(officer, (f"/customs/{fat}{act}" for act in FAT_ACTS)))
    parts = [f"/carrier/dossiers/{one}{part}" for one in (fat, questioned) for part in FAT_PARTS]
    found += too_long(carrier, parts)
    assert not found, "\n".join(found)


OPACITIES = (
    "() => [...document.querySelectorAll('.map__way')].map(e => getComputedStyle(e).opacity)"
)


def test_one_corridor_stands_out_while_it_is_pointed_at_or_in_focus(seat: Seat) -> None:
    person = seat("KZ", lang="ru")
    person.open("/")
    links = person.page.locator(".map-ways a")
    count = links.count()
    assert count > 1
    assert set(person.page.evaluate(OPACITIES)) == {"1"}

    def only(chosen: int) -> None:
        person.page.wait_for_function(
            "n => [...document.querySelectorAll('.map__way')].every("
            "(e, i) => (getComputedStyle(e).opacity === '1') === (i === n))",
            arg=chosen,
        )

    for number in range(count):
        links.nth(number).hover()
        only(number)
    person.page.mouse.move(0, 0)
    person.page.keyboard.press("Tab")
    links.nth(0).focus()
    only(0)


TYPED_ON_PAPER = """() => [
  ...document.querySelectorAll('main :is(input, select, textarea, button)')]
  .filter(e => e.checkVisibility()).map(e => e.outerHTML)"""
PRESSED_ON_PAPER = TYPED_ON_PAPER.replace("input, select, textarea, button", "button, [type=file]")


def test_what_is_folded_stays_as_it_was_left_and_is_open_on_paper(desks: Desks, seat: Seat) -> None:
    person = seat("KG", "customs-kgosh001", lang="ru")
    address = f"/customs/{desks.accepted.subject}"
    person.open(address)
    bodies = person.page.locator("main .fold:not(.screen-only .fold) .fold__body")
    parties = person.page.locator("#declared-parties")
    assert bodies.count() > 3
    expect(parties.locator(".fold__body")).to_be_hidden()
    parties.locator("summary").click()
    person.open(address)
    expect(parties.locator(".fold__body")).to_be_visible()
    parties.locator("summary").click()
    person.open(address)
    expect(parties.locator(".fold__body")).to_be_hidden()
    person.page.emulate_media(media="print")
    for number in range(bodies.count()):
        expect(bodies.nth(number)).to_be_visible()
    assert not person.page.evaluate(TYPED_ON_PAPER)
    person.open("/requirements")
    assert not person.page.evaluate(TYPED_ON_PAPER)
    person.open(f"{address}/channel")  # a form that is its page: what was chosen, or may be
    expect(person.main.get_by_role("radio").first).to_be_visible()
    assert not person.page.evaluate(PRESSED_ON_PAPER)


def test_a_telephone_folds_what_is_open_where_there_is_room(desks: Desks, seat: Seat) -> None:
    person = seat("KG", "customs-kgosh001", lang="ru")
    person.open(f"/customs/{desks.accepted.subject}")
    main = person.main
    folded = [main.locator(one) for one in (".strip", "#goods table", ".decide__more a")]
    for part in folded[:2]:
        expect(part.first).to_be_visible()
    expect(folded[2].first).to_be_hidden()  # many acts are folded where there is room as well
    person.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    for part, fold in zip(folded, ("#strip-fold", "#goods", "#more-acts"), strict=True):
        expect(part.first).to_be_hidden()
        main.locator(f"{fold} > summary").click()
        expect(part.first).to_be_visible()
