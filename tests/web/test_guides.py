"""Help: every guide in both languages, and every link of theirs leads somewhere."""

import gzip
import re
from pathlib import Path

import pytest

from corridor.domain.movement.rules.registry import RULES, WARNINGS
from corridor.domain.refusal_texts import REFUSAL_TEXTS
from corridor.web.labels.labels import CONTROL_RESULTS
from corridor.web.views.guides import DESKS, GUIDES, WORDS, guide
from tests.support.pages import attributes, check_page
from tests.support.web import sign_in
from tests.web.conftest import World

LANGS = ("ru", "en")


def say(world: World, lang: str) -> None:
    world.client.headers["accept-language"] = lang


@pytest.mark.parametrize("lang", LANGS)
def test_every_guide_is_a_page(world: World, lang: str) -> None:
    say(world, lang)
    check_page(world.client.get("/help"), lang)
    for name in GUIDES:
        page = check_page(world.client.get(f"/help/{name}"), lang)
        assert not re.search(r"\.md\b", str(page.query("article a")))


@pytest.mark.parametrize("lang", LANGS)
def test_its_links_lead_to_pages_and_places(lang: str) -> None:
    for name in GUIDES:
        html = str(guide(name, lang).html)
        for target, _, place in re.findall(r'href="/help/([a-z]+)(#([^"]*))?"', html):
            if target == "codes":
                assert place.removeprefix("result-") in CONTROL_RESULTS, (name, place)
                continue
            assert target in GUIDES, (name, target)
            assert not place or f'id="{place}"' in str(guide(target, "en").html), (name, place)


def test_desks_and_words_are_explained_in_russian() -> None:
    assert {guide(name, "ru").lang for name in (*DESKS, WORDS)} == {"ru"}
    assert guide("api", "ru").lang == "en"


def test_each_word_stands_at_one_place_in_both_languages() -> None:
    places = [set(re.findall(r'<tr id="([^"]+)"', str(guide(WORDS, lang).html))) for lang in LANGS]
    assert places[0] == places[1]
    assert {"mrn", "access-code", "hs-code", "seal"} <= places[0]


@pytest.mark.parametrize("lang", LANGS)
def test_a_field_leads_to_its_word(lang: str) -> None:
    form = Path("src/corridor/web/templates/macros/forms.html").read_text("utf-8")
    led = set(re.findall(r'"f-\w+": "([\w-]+)"', form))
    assert led
    for place in led:
        assert f'<tr id="{place}"' in str(guide(WORDS, lang).html), place


def test_the_readers_own_guide_is_first(world: World) -> None:
    say(world, "ru")
    sign_in(world.client, "road")
    page = check_page(world.client.get("/help"), "ru")
    first = page.query("ul.guides a")[0]
    assert attributes(first)["href"] == "/help/permits"
    assert "ваше рабочее место" in page.query("ul.guides li")[0].to_text()


def test_no_other_file_is_shown(world: World) -> None:
    for name in ("architecture", "..%2Farchitecture", "ru", "glossary.md", "adr"):
        assert world.client.get(f"/help/{name}").status_code == 404


@pytest.mark.parametrize("lang", LANGS)
def test_each_code_has_its_meaning_at_one_place(world: World, lang: str) -> None:
    """Of every table there is one, of every rule and refusal, in the reader's language."""
    say(world, lang)
    answers = [world.client.get(f"/help/codes{part}") for part in ("", "/package", "/refusal")]
    pages = [check_page(answer, lang) for answer in answers]
    rows = [one for page in pages for one in page.query("dl.summary > div")]
    placed = {attributes(one)["id"]: one.to_text() for one in rows}
    for place in ("result-A2", "result-B1", "incident-2", "guarantee_kind-1", "package-CS"):
        assert placed[place], place
    assert {f"rule-{rule.code}" for rule in (*RULES, *WARNINGS)} <= placed.keys()
    refusals = {code for code in REFUSAL_TEXTS if not code.startswith("rule.")}
    assert {f"refusal-{code}" for code in refusals} <= placed.keys()
    assert not [text for text in placed.values() if "{" in text or "%(" in text]
    assert max(len(gzip.compress(answer.content)) for answer in answers) < 36_000
    assert world.client.get("/help/codes/rule").status_code == 404
