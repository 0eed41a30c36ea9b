"""Every message can be said, in each language: with its values, for each number."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from jinja2 import Environment, nodes

import catalogues
from corridor.web.i18n import LANGUAGES, Words, words_in
from corridor.web.refusal_words import _Values
from tests.support import sources

NUMBERS = (0, 1, 2, 5, 11, 21)
VALUE = re.compile(r"%\((\w+)\)[sd]")
FIELD = re.compile(r"\{(\w*)\}")
UNFILLED = re.compile(r"%\(|[{}]|%[sd]")
SAYING = {"_", "say", "words", "gettext", "gettext_of", "ngettext", "pgettext"}
PROJECT = """
[tool.corridor.messages]
domain = "corridor"
locale = "locale"
languages = ["ru"]
international = ["LRN %(lrn)s"]
keywords = ["_:1", "ngettext:1,2"]
sources = [{ pattern = "*.py", method = "python" }]
"""
SOURCE = """
_("Route"), _("Choose a country."), _("LRN %(lrn)s"), _("%(a)s, %(b)s")
ngettext("%(num)s earlier event", "%(num)s earlier events", 2)
"""
TRANSLATED = """
msgid ""
msgstr "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);"

msgid "Route"
msgstr "{}"

msgid "Choose a country."
msgstr "{}"

msgid "LRN %(lrn)s"
msgstr "LRN %(lrn)s"

msgid "%(a)s, %(b)s"
msgstr "%(a)s, %(b)s"

msgid "%(num)s earlier event"
msgid_plural "%(num)s earlier events"
msgstr[0] "%(num)s раннее событие"
msgstr[1] "{}"
msgstr[2] "%(num)s ранних событий"
"""
GOOD = ("Маршрут", "Выберите страну.", "%(num)s ранних события")


def _project(root: Path, *said: str) -> Path:
    folder = root / "locale" / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (root / "pyproject.toml").write_text(PROJECT)
    (root / "said.py").write_text(SOURCE)
    text = TRANSLATED
    for one in said:
        text = text.replace("{}", one, 1)
    (folder / "corridor.po").write_text(text, "utf-8")
    return root


def test_a_catalogue_in_its_own_language_is_complete(tmp_path: Path) -> None:
    assert not list(catalogues.shortcomings(_project(tmp_path, *GOOD)))


@pytest.mark.parametrize(
    ("place", "copy"),
    [
        (0, "Route"),
        (1, "Choose a country."),
        (0, "Choose a country."),
        (2, "%(num)s earlier events"),
        (2, "%(num)s earlier event"),
    ],
)
def test_english_in_another_language_is_found(tmp_path: Path, place: int, copy: str) -> None:
    said = (*GOOD[:place], copy, *GOOD[place + 1 :])
    (found,) = catalogues.shortcomings(_project(tmp_path, *said))
    assert found.startswith(f"ru: still English: {copy!r}")


@cache
def _messages() -> list[Message]:
    """All that are said anywhere: `make check` holds that the catalogues have them."""
    return [message for message in catalogues.read_catalogue("ru") if message.id]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_can_be_said_with_all_its_values(lang: str) -> None:
    words = words_in(lang)

    def unfilled() -> Iterator[str]:
        for message in _messages():
            for text, values in _said(words, message):
                if UNFILLED.search(text) or not all(value in text for value in values):
                    yield f"{message.id!r}: {text!r}"

    assert not (found := "\n".join(unfilled())), found


def _said(words: Words, message: Message) -> Iterator[tuple[str, list[str]]]:
    """Each text of the message, filled in; and the values that must be found in it."""
    if isinstance(message.id, str):
        values = {name: f"«{name}»" for name in VALUE.findall(message.id)}
        text = words.gettext(message.id, **values)
        fields = _Values({name: f"«{name}»" for name in FIELD.findall(text)})
        yield text.format_map(fields) if fields else text, list(values.values())
        return
    one, many = message.id
    values = {name: f"«{name}»" for name in VALUE.findall(many) if name != "num"}
    for number in NUMBERS:
        yield words.ngettext(one, many, number, **values), list(values.values())


def test_russian_numbers_take_three_forms() -> None:
    """One message for all: which form a number takes stands in the head of the catalogue."""
    say = words_in("ru").ngettext
    said = [say("%(num)s day", "%(num)s days", number) for number in NUMBERS]
    assert said == ["0 дней", "1 день", "2 дня", "5 дней", "11 дней", "21 день"]


def test_whoever_says_a_message_gives_all_its_values() -> None:
    def lacking() -> Iterator[str]:
        for place, texts, given in (*_said_in_python(), *_said_in_templates()):
            wanted = {name for text in texts for name in VALUE.findall(text)}
            if len(texts) > 1:
                wanted.discard("num")
            if wanted != given:
                yield f"{place}: {texts[0]!r} takes {sorted(wanted)}, is given {sorted(given)}"

    assert not (found := "\n".join(lacking())), found


def test_what_is_said_is_found_by_the_catalogues() -> None:
    """Some places are translated, yet nobody who makes the catalogues finds them.

    So `gettext_of(request)("…")`, and a text within an f-string.
    """
    known = {one for message in _messages() for one in _ids(message)}
    said = (*_said_in_python(), *_said_in_templates())
    hidden = [f"{place}: {texts[0]!r}" for place, texts, _given in said if texts[0] not in known]
    assert not hidden, "\n".join(hidden)


def _ids(message: Message) -> Iterable[str]:
    return (message.id,) if isinstance(message.id, str) else message.id


def _said_in_python() -> Iterator[tuple[str, list[str], set[str]]]:
    for path in sources.files(sources.SOURCE / "web", ".py"):
        module = sources.tree(path)
        later = {id(node.left) for node in ast.walk(module) if isinstance(node, ast.BinOp)}
        for node in ast.walk(module):
            if not isinstance(node, ast.Call) or id(node) in later:
                continue  # filled in by `%`
            name = ast.unparse(node.func).partition("(")[0].rpartition(".")[2]
            texts = _texts(argument for argument in node.args if isinstance(argument, ast.Constant))
            given = {keyword.arg or "**" for keyword in node.keywords}
            if name in SAYING and texts and "**" not in given:
                yield f"{sources.name(path)}:{node.lineno}", texts, given


def _said_in_templates() -> Iterator[tuple[str, list[str], set[str]]]:
    reading = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    for path in sources.files(sources.SOURCE, ".html"):
        for node in reading.parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(node.node, nodes.Name) and node.node.name in SAYING:
                texts = _texts(given for given in node.args if isinstance(given, nodes.Const))
                if texts:
                    given = {keyword.key for keyword in node.kwargs}
                    yield f"{sources.name(path)}:{node.lineno}", texts, given


def _texts(constants: Iterable[ast.Constant | nodes.Const]) -> list[str]:
    return [constant.value for constant in constants if isinstance(constant.value, str)]
