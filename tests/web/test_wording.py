"""One thing has one name: tabs, states and the words of the glossary."""

import re
from collections.abc import Iterator

import pytest

import catalogues
from corridor.domain.movement.guarantee import GuaranteeRefused, GuaranteeReserved
from corridor.domain.movement.kind import MOVEMENTS
from corridor.web.act import sentences
from corridor.web.acts.movement.guarantee import GUARANTEE
from corridor.web.i18n import LANGUAGES, words_in
from corridor.web.labels.labels import GUARANTEE_STATUSES, MOVEMENT_STATUSES
from corridor.web.pages.carrier.home import LANES as CARRIER
from corridor.web.pages.customs.worklist import LANES as CUSTOMS
from tests.domain.movement_world import LIFE, after
from tests.support import markdown, sources

DESKS = {"carrier": CARRIER, "customs": CUSTOMS}
NODES = ("KG", "UZ", "TM", "AZ", "GE")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("steps", range(1, len(LIFE) + 1))
def test_a_tab_named_as_a_state_holds_nothing_in_another(steps: int, lang: str) -> None:
    """Under "In transit" stands nothing that was merely sent."""
    say, state = words_in(lang), after(steps).now()
    states = {say(text) for text in MOVEMENT_STATUSES.values()}
    for row in (row for node in NODES for row in MOVEMENTS.listings(state, node)):
        desk, _, lane = row.list.partition(":")
        label = say(DESKS[desk][lane.rpartition(":")[2]]) if desk in DESKS else ""
        assert label not in states or label == say(MOVEMENT_STATUSES[state.status]), row.list


BRACKETS = re.compile(r"\([A-Z]+\)|`[^`]*`|%\(\w+\)s|\{\w+\}")


def _not_said() -> dict[str, re.Pattern[str]]:
    """The first column of the glossary's last table, each in whatever form."""
    rows = [row[0] for row in markdown.rows(markdown.DOCS / "glossary.md")]
    return {word: _in_any_form(word) for word in rows[rows.index("не пишем") + 1 :]}


def _in_any_form(words: str) -> re.Pattern[str]:
    stems = (word[:-2] if len(word) > 6 else word for word in words.split())
    return re.compile(
        r"\b" + r"\s+".join(rf"{re.escape(stem)}\w*" for stem in stems), re.IGNORECASE
    )


def _russian() -> Iterator[tuple[str, str]]:
    """Where it stands, and each text that Russian readers read."""
    for message in catalogues.read_catalogue("ru"):
        for text in catalogues.said(message) if message.id else ():
            yield "catalogue", text
    for path in (sources.ROOT / "README.ru.md", *sorted((markdown.DOCS / "ru").glob("*.md"))):
        for line in markdown.prose(path).splitlines():
            yield path.name, line


def test_one_thing_has_one_word_in_russian() -> None:
    words = _not_said()
    assert len(words) > 5

    def said() -> Iterator[str]:
        for where, text in _russian():
            if where == "glossary.md":  # it names the words of the other language
                continue
            plain = BRACKETS.sub("", text)
            yield from (
                f"{where}: {word!r} in {text!r}" for word in words if words[word].search(plain)
            )

    assert not (found := "\n".join(said())), found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_state_of_a_guarantee_is_said_by_one_table(lang: str) -> None:
    """Its tag, the step that waits for it and the event by which it got there."""
    say = words_in(lang)
    readings = {reading.event: say(reading.label) for reading in GUARANTEE.reads}
    assert readings[GuaranteeReserved] == say(GUARANTEE_STATUSES["reserved"])
    assert readings[GuaranteeRefused] == say(GUARANTEE_STATUSES["refused"])
    assert say(MOVEMENT_STATUSES["guarantee_registering"]) == say(GUARANTEE_STATUSES["requested"])


def test_what_was_typed_without_a_full_stop_ends_before_more_is_said() -> None:
    assert sentences(["Not here", "", "When: today.", "Items: 1"]) == (
        "Not here. When: today. Items: 1"
    )
    assert sentences([]) == ""
