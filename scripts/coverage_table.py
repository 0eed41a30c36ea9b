"""docs/coverage.md: each thing a transit system does × event, page, API call, exchange, test.

Rows and their events stand in `coverage_rows.py`; all else is found in the code. A cell that stays
empty is a hole, and a test fails.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, Final, NamedTuple

from corridor.domain.acts import Act, Asked, Told
from corridor.domain.guarantees.reasons import REASON_OF, REASONS
from corridor.domain.kind import Kind
from corridor.domain.kinds import KINDS
from corridor.domain.movement.rules import FIRST, RULES, WARNINGS
from corridor.domain.movement.rules.held import FORTY, HELD
from corridor.web.acts.readings import reading_of
from corridor.web.acts.registry import SHOWN
from coverage_rows import BAD_INPUT, BY_MESSAGE, PARTS
from coverage_tests import case_of, named, test_called, test_of

CODE: Final = Path(__file__).parent.parent / "src" / "corridor"
LAW: Final = "corridor.domain.movement"
HEAD: Final = """# What a transit system does, and where it is here

{made}
Each row is something that a transit system has to do. Beside it: the event that says it, where
people do it and how it reads, the command of the API, who gets it, and a test that holds it. Rows
and events are named in `scripts/coverage_rows.py`, everything else is found in the code, and a
test fails where a cell is empty. Commands go to `POST /api/v1/subjects/REF/commands`, and what
became of them is read from the feed of events ([the API](api.md)). How other systems say the same
is in [compared.md](compared.md).
"""


class Row(NamedTuple):
    """One row; a cell without anything in it is a hole."""

    what: str
    event: str
    page: str
    call: str
    exchange: str
    test: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return all(self)


class _Said(NamedTuple):
    kind: Kind[Any]
    act: Act[Any]
    told: Told[Any]

    @property
    def asked(self) -> tuple[Asked[Any], ...]:
        """The commands that become this event: those whose decision names it, or the whole act."""
        event = self.told.event.__name__
        own = tuple(a for a in self.act.asked if event in _reaches(a.decide))
        return own or self.act.asked


def coverage(made: str) -> str:
    """The document."""
    parts = [HEAD.format(made=made)]
    for title, rows in coverage_rows().items():
        parts.append(f"## {title}\n\n| what | event | page | API | who gets it | test |")
        parts.append("|" + "---|" * len(Row._fields))
        parts += [f"| {' | '.join(row)} |" for row in rows]
        parts.append("")
    return "\n".join(
        [
            *parts,
            *_of_tests("Reasons to refuse a guarantee", reason_rows()),
            *_of_tests("The forty rules of NCTS", rule_rows()),
            "## What comes wrong\n\n| what | test |\n|---|---|",
            *(f"| {' | '.join(row)} |" for row in bad_input_rows()),
            "",
        ]
    )


def coverage_rows() -> dict[str, list[Row]]:
    """By part, its rows."""
    return {
        title: [_row(what, tags) for what, tags in rows.items()] for title, rows in PARTS.items()
    }


def bad_input_rows() -> list[tuple[str, str]]:
    """(what comes wrong or at the wrong moment, the test that sends it)."""
    return [(what, test_called(name)) for what, name in BAD_INPUT.items()]


def reason_rows() -> list[tuple[str, str, str]]:
    """(reason, code of the refusal, test) for all that this system looks up."""
    return [
        (f"{reason} {REASONS[reason]}", f"`{code}`", test_of(code))
        for code, reason in REASON_OF.items()
    ]


def rule_rows() -> list[tuple[str, str, str]]:
    """(rule, what holds it, test); what is said not to be held needs no test."""
    own = {rule.code for rule in (*FIRST, *RULES, *WARNINGS)}
    return [_rule(code, own) for code in dict.fromkeys(c for group in FORTY for c in group)]


def _rule(code: str, own: set[str]) -> tuple[str, str, str]:
    if code in own:
        return code, f"[{code}](rules.md#{code.lower()})", case_of(code)
    held = HELD[code]
    if held.where == "not":
        return code, f"not held: {held.says}", "—"
    by = re.findall(r"[A-Z]{1,3}\d{3,4}|(?<=`)[a-z_.]+(?=`)", held.says)
    tests = (case_of(one) or test_of(one.rpartition(".")[2]) for one in by)
    return code, held.says, next(filter(None, tests), "") or test_of(BY_MESSAGE.get(code, ""))


def _of_tests(title: str, rows: list[tuple[str, str, str]]) -> Iterator[str]:
    yield f"## {title}\n\n| what | held by | test |\n|---|---|---|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _row(what: str, tags: tuple[str, ...]) -> Row:
    said = [_said()[tag] for tag in tags]
    return Row(
        what,
        named(_event(one) for one in said),
        named(page for one in said for page in _pages(one)),
        named(call for one in said for call in _calls(one)),
        named(_exchange(one) for one in said),
        named(_test(one) for one in said),
    )


@cache
def _said() -> dict[str, _Said]:
    return {
        _tag(told.event): _Said(kind, act, told)
        for kind in KINDS
        for act in kind.acts
        for told in act.told
    }


def _event(one: _Said) -> str:
    tag = _tag(one.told.event)
    return f"[`{tag}`](events.md#{re.sub(r'[./]', '', tag)})"


def _pages(one: _Said) -> Iterator[str]:
    """Where people do it, and how it reads on the page of its subject."""
    for asked in one.asked:
        yield from _desks(asked.command.__name__)
        if asked.by in ("seals", "system"):
            continue
        if not list(_desks(asked.command.__name__)):
            yield from _files(asked.command.__name__)
    reading = reading_of(_tag(one.told.event))
    if reading is not None:
        yield f"reads “{reading.label}”"


def _desks(command: str) -> Iterator[str]:
    for shown in SHOWN:
        for act in shown.acts:
            if command in _names(act.command):
                yield f"{act.desk}: {act.label}"


def _files(command: str) -> Iterator[str]:
    """Pages of their own, as a link to the code that gives the command."""
    for room in ("pages", "acts"):
        for path in sorted((CODE / "web" / room).rglob("*.py")):
            if re.search(rf"\b{command}\(", path.read_text("utf-8")):
                yield f"[{path.stem}](../src/corridor/{path.relative_to(CODE).as_posix()})"
                return


def _calls(one: _Said) -> Iterator[str]:
    for asked in one.asked:
        tag = _tag(asked.command)
        if asked.by != "system":
            yield f"[`{tag}`](commands.md#{tag.replace('.', '')})"
        elif _is_given(asked.command.__name__):
            yield f"by itself: `{tag}`"


@cache
def _is_given(command: str) -> bool:
    """Whether anything of the law or the engine gives it: a timer, or what follows elsewhere."""
    rooms = (path for room in ("domain", "engine") for path in (CODE / room).rglob("*.py"))
    return any(
        re.search(rf"(?<!class ){command}(\(|,|\))", path.read_text("utf-8")) for path in rooms
    )


def _exchange(one: _Said) -> str:
    withheld = ", ".join(f"`{name}`" for name in one.told.withheld)
    return one.kind.spread + (f" Offices alone: {withheld}." if withheld else "")


def _test(one: _Said) -> str:
    commands = (asked.command.__name__ for asked in one.asked)
    return test_of(_tag(one.told.event), one.told.event.__name__, *commands)


def _names(function: Callable[..., Any]) -> frozenset[str]:
    code = getattr(function, "__code__", None)
    return frozenset(code.co_names) if code is not None else frozenset()


def _reaches(decide: Callable[..., Any]) -> frozenset[str]:
    """What a decision names, also by the functions of the law that it calls."""
    found: set[str] = set()
    left = [decide]
    while left:
        one = left.pop()
        around = getattr(one, "__globals__", {})
        for name in _names(one) - found:
            found.add(name)
            called = around.get(name)
            if isinstance(called, FunctionType) and called.__module__.startswith(LAW):
                left.append(called)
    return frozenset(found)


def _tag(kind: Any) -> str:
    return str(kind.__struct_config__.tag)
