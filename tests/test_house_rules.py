"""The habits of this house, as tests: each failure names every place that breaks the rule."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.domain.kinds import KINDS
from tests.support import sources

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70

PURE_ROOMS = ("domain", "evidence")
# Modules of clocks and chance are kept out by the import rules; dates are needed, their clock not.
CLOCK_READ = re.compile(r"(?:\w+\.)*(?:datetime|date)\.(?:now|utcnow|today)")
CYRILLIC_PROSE = re.compile(r"[А-Яа-яЁё]*[а-яё][А-Яа-яЁё]*")
# Data speak their own language; so does the name of a language.
SPEAKS_ITS_OWN_LANGUAGE = {"demo", "reference", "data", "locale", "credentials"}
NAMES_OF_LANGUAGES = {"Русский"}

LATIN_PROSE = re.compile(r"\b(?=\w*[a-z])[A-Za-z]{3,}\b")
NOT_GATHERED = re.compile(r'gettext_of\(\w+\)\(\s*"[^"]*"')
"""A text that the catalogues never get: whoever gathers them knows names that are called."""
SPOKEN_ATTRIBUTE = re.compile(
    r"""\b(?:title|alt|placeholder|aria-(?:label|description|roledescription|valuetext))
        \s*=\s*(?:"[^"]*[^\W\d_]{3}[^"]*"|'[^']*[^\W\d_]{3}[^']*')""",
    re.VERBOSE,
)
INLINE_CODE = {
    "a script without a source": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"']application/(?:ld\+)?json)[^>]*>",
        re.IGNORECASE,
    ),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=[^>]*>", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[\w:.-]*)\s*=[^>]*>", re.IGNORECASE),
    "a script address": re.compile(r"[\"']\s*(?:javascript|js):", re.IGNORECASE),
}
TOKEN_USED = re.compile(r"var\(\s*(--[\w-]+)")
TOKEN_DECLARED = re.compile(r"(?<![\w(-])(--[\w-]+)\s*:|setProperty\(\s*[\"'](--[\w-]+)")
# Written in pieces, so that this file does not break its own rule.
NOT_TO_BE_NAMED = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb.debian" + ".org",
    "/work" + "/main",
    "/work" + "/shared",
    "-----BEGIN PRIVATE " + "KEY-----",
)


def listed(found: Iterator[str]) -> str:
    """One line per finding, for the message of a failed test."""
    return "\n".join(found)


def test_no_file_outgrows_a_reader() -> None:
    def long_files() -> Iterator[str]:
        for path in sources.files(sources.SOURCE, ".py", ".html", ".css", ".ts", ".sql"):
            if sources.SOURCE / "web" / "static" in path.parents:
                continue  # built, not written
            count = len(path.read_text("utf-8").splitlines())
            if count > FILE_LINES_MAX:
                yield f"{sources.name(path)}: {count} lines, split by meaning"

    assert not (found := listed(long_files())), found


def test_no_function_outgrows_a_reader() -> None:
    def long_functions() -> Iterator[str]:
        for path in sources.files(sources.SOURCE, ".py"):
            for function in sources.functions(sources.tree(path)):
                count = (function.end_lineno or function.lineno) - function.lineno + 1
                if count > FUNCTION_LINES_MAX:
                    yield f"{sources.name(path)}:{function.lineno}: {function.name}, {count} lines"

    assert not (found := listed(long_functions())), found


def test_no_pattern_ends_before_a_line_feed() -> None:
    """`$` lets a trailing line feed through; `\\Z` does not."""

    def loose_patterns() -> Iterator[str]:
        for path in sources.files(sources.SOURCE, ".py"):
            for node in ast.walk(sources.tree(path)):
                if isinstance(node, ast.Call):
                    for text in _patterns_given(node):
                        if text.endswith("$") and not text.endswith(r"\$"):
                            yield f"{sources.name(path)}:{node.lineno}: {text}"

    assert not (found := listed(loose_patterns())), found


def _patterns_given(call: ast.Call) -> Iterator[str]:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "pattern"]
    if ast.unparse(call.func).startswith("re."):
        given += call.args[:1]
    for value in given:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_pure_rooms_are_told_the_time(room: str) -> None:
    def impurities() -> Iterator[str]:
        for path in sources.files(sources.SOURCE / room, ".py"):
            for node in ast.walk(sources.tree(path)):
                if isinstance(node, ast.Attribute) and CLOCK_READ.fullmatch(ast.unparse(node)):
                    yield f"{sources.name(path)}:{node.lineno}: {ast.unparse(node)}"

    assert not (found := listed(impurities())), found


# An instant becomes a day in one place, and there with the place where the day is judged.
DAYS = sources.SOURCE / "domain" / "days.py"
DAY_TAKEN = re.compile(r"(?:\.date\(\)|\.today\(\)|\btoday\(\)|\[:10\]|\bZoneInfo\b|\bzoneinfo\b)")
NOT_OF_AN_INSTANT = re.compile(r"\bd\{4\}|check_digit\(text\[:10\]\)")


def test_an_instant_becomes_a_day_in_one_place_alone() -> None:
    """No `.date()`, no `today()`, no first ten letters, no zone but by `domain.days`."""

    def days() -> Iterator[str]:
        for path in sources.files(sources.SOURCE, ".py", ".html"):
            if path == DAYS:
                continue
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if DAY_TAKEN.search(line) and not NOT_OF_AN_INSTANT.search(line):
                    yield f"{sources.name(path)}:{number}: {line.strip()}"

    assert not (found := listed(days())), found


def test_the_law_keeps_no_floating_point() -> None:
    """Masses and money are decimal texts or whole minor units, wherever they are kept."""

    def floats() -> Iterator[str]:
        for path in sources.files(sources.SOURCE / "domain", ".py"):
            for node in ast.walk(sources.tree(path)):
                if isinstance(node, ast.Constant) and isinstance(node.value, float):
                    yield f"{sources.name(path)}:{node.lineno}: {node.value}"
                if isinstance(node, ast.AnnAssign) and "float" in _names(node.annotation):
                    yield f"{sources.name(path)}:{node.lineno}: {ast.unparse(node)}"

    assert not (found := listed(floats())), found


def _names(node: ast.expr) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def test_files_name_no_registry_no_machine_and_hold_no_key(tracked_files: tuple[Path, ...]) -> None:
    def named() -> Iterator[str]:
        for path in tracked_files:
            content = path.read_bytes()
            for word in NOT_TO_BE_NAMED:
                if word.encode() in content:
                    yield f"{sources.name(path)}: {word}"

    assert not (found := listed(named())), found


@pytest.mark.parametrize("what", INLINE_CODE)
def test_templates_hold_no_inline_code(what: str) -> None:
    def inline() -> Iterator[str]:
        for path in sources.files(sources.SOURCE, ".html"):
            template = sources.without_template_code(path.read_text("utf-8"))
            for line, text in sources.lines_matching(INLINE_CODE[what], template):
                yield f"{sources.name(path)}:{line}: {what}: {text}"

    assert not (found := listed(inline())), found


def test_templates_say_nothing_that_cannot_be_translated() -> None:
    def untranslated() -> Iterator[str]:
        for path in sources.files(sources.SOURCE, ".html"):
            template = path.read_text("utf-8")
            for pattern in (LATIN_PROSE, CYRILLIC_PROSE):
                for line, text in sources.lines_matching(pattern, sources.prose(template)):
                    if text not in NAMES_OF_LANGUAGES:
                        yield f"{sources.name(path)}:{line}: {text}"
            attributes = sources.without_template_code(template)
            for line, text in sources.lines_matching(SPOKEN_ATTRIBUTE, attributes):
                yield f"{sources.name(path)}:{line}: {text}"

    assert not (found := listed(untranslated())), found


def test_texts_are_said_so_that_the_catalogues_get_them() -> None:
    found = (
        f"{sources.name(path)}:{line}: {text}"
        for path in sources.files(sources.SOURCE, ".py")
        for line, text in sources.lines_matching(NOT_GATHERED, path.read_text("utf-8"))
    )
    assert not (wrong := listed(found)), wrong


def test_russian_is_said_by_the_catalogue_alone() -> None:
    def spoken() -> Iterator[str]:
        for path in sources.files(sources.SOURCE, ".py"):
            if SPEAKS_ITS_OWN_LANGUAGE & {*path.parts, path.stem}:
                continue
            for line, text in sources.texts(sources.tree(path)):
                if CYRILLIC_PROSE.search(text) and text not in NAMES_OF_LANGUAGES:
                    yield f"{sources.name(path)}:{line}: {text}"

    assert not (found := listed(spoken())), found


def test_style_tokens_are_declared_and_used() -> None:
    styles = sources.files(sources.SOURCE / "web" / "static_src", ".css", ".ts", ".svg")
    builders = sorted((sources.ROOT / "frontend").glob("*.mjs"))
    text = "\n".join(path.read_text("utf-8") for path in [*styles, *builders])
    declared = {first or second for first, second in TOKEN_DECLARED.findall(text)}
    used = set(TOKEN_USED.findall(text))
    assert not used - declared, f"used and nowhere declared: {sorted(used - declared)}"
    assert not declared - used, f"declared and nowhere used: {sorted(declared - used)}"


# Whatever the rest has to know of an act, the act declares (ADR 22): nobody asks which one it is.
MAY_ASK_WHICH = {
    "domain/guarantees/statement.py": "a statement of account reads each of its entries",
    "web/pages/guarantor.py": "a note names the amount, which not every entry holds",
}
MAY_NAME = MAY_ASK_WHICH | {
    "domain/barriers/counting.py": "what complaints show is summed up for the measure",
    "domain/complaints/timing.py": "a complaint that comes in is timed by the own events",
    "domain/watches/matching.py": "a measure that comes or goes is told to who watches",
    "domain/movement/amending.py": "whoever decided on permits for it hears of an amendment",
    "domain/movement/crossing.py": "a crossing writes off permits",
    "domain/movement/following_parts.py": "the first vehicle seen is the movement's own record",
    "domain/movement/guarantee.py": "a movement asks the ledger, and hears its answer",
    "domain/permits/automatic.py": "a rule grants what was applied for, and what was paid at last",
    "domain/permits/escalating.py": "silence grants where the type says so",
    "domain/permits/proposing.py": "what a second officer confirms is granted or refused",
    "domain/permits/receiving.py": "an application is taken in where it is decided",
    "domain/permits/superseding.py": "a certificate ends the one in whose place it was issued",
    "domain/quotas/delivering.py": "what is due is delivered once both have agreed",
    "domain/quotas/issuing.py": "a number that is taken becomes a permit, one that comes is issued",
    "domain/quotas/replacing.py": "a permit that comes back leaves room for another",
    "domain/quotas/warning.py": "the desk is warned when a number is taken",
    "domain/quotas/verifying.py": "the state where a permit holds checks its number",
    "domain/movement/wagons.py": "the last wagon is the movement's own record",
}
OF_ACTS = {one.__name__: one.__module__ for kind in KINDS for one in (*kind.asked, *kind.told)}


def _types_asked_for(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("isinstance", "issubclass"):
            yield from node.args[1:]
        elif isinstance(node, ast.Compare):
            yield from node.comparators
        elif isinstance(node, ast.MatchClass):
            yield node.cls


def _is_own(path: Path, act: str) -> bool:
    """The act's file in its room, or the one of the same name at the desks."""
    room, name = act.split(".")[-2:]
    return path.parts[-2:] == (room, f"{name}.py") or path.parts[-3:-1] == ("acts", room)


def test_nobody_asks_which_act_it_is_but_the_act() -> None:
    def askers() -> Iterator[str]:
        for room in ("domain", "engine", "web"):
            for path in sources.files(sources.SOURCE / room, ".py"):
                place = path.relative_to(sources.SOURCE).as_posix()
                for asked in _types_asked_for(sources.tree(path)):
                    for name in sorted(_names(asked) & OF_ACTS.keys()):
                        if place not in MAY_ASK_WHICH and not _is_own(path, OF_ACTS[name]):
                            yield f"{place}:{asked.lineno}: {name}"

    assert not (found := listed(askers())), found


def test_the_law_and_the_engine_know_no_act_by_name() -> None:
    """Tables by events stand in no other file either: they are derived from the acts."""

    def names() -> Iterator[str]:
        for room in ("domain", "engine"):
            for path in sources.files(sources.SOURCE / room, ".py"):
                place = path.relative_to(sources.SOURCE).as_posix()
                for node in ast.walk(sources.tree(path)):
                    if not isinstance(node, ast.ImportFrom) or place in MAY_NAME:
                        continue
                    for one in node.names:
                        if OF_ACTS.get(one.name) == node.module:
                            yield f"{place}:{node.lineno}: {one.name}"

    assert not (found := listed(names())), found
