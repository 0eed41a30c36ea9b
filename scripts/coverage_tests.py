"""Which test holds what: found in the text of the tests and in their approved answers."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

TESTS: Final = Path(__file__).parent.parent / "tests"
ROOMS: Final = ("domain", "engine", "web", "exchange", "gateways", "node", "simulation")
"""Where to look first: the law, then the edges."""
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_WORD: Final = re.compile(r"[a-z]+\.[a-z_]+/\d+|[A-Za-z_]\w+|[a-z]+\.[a-z_]+")


class Held(NamedTuple):
    """A test, its file below `tests`, and all that it names."""

    file: str
    test: str
    names: frozenset[str]


def test_of(*names: str) -> str:
    """The test that names most of these, the first of several; nothing where there is none."""
    wanted = frozenset(names)
    best = max(_held(), key=lambda held: len(wanted & held.names))
    if not wanted & best.names:
        return ""
    return f"[`{best.test}`](../tests/{best.file})"


def test_called(name: str) -> str:
    """The test of this very name; nothing where there is none."""
    found = (held for held in _held() if held.test == name)
    return next((f"[`{held.test}`](../tests/{held.file})" for held in found), "")


@cache
def case_of(code: str) -> str:
    """The case of a cross-field rule: what it lets pass and what it stops."""
    for path in sorted((TESTS / "domain").glob("rule_cases*.py")):
        if f'"{code}": ' in path.read_text("utf-8"):
            return f"[case {code}](../tests/domain/{path.name})"
    return ""


@cache
def _held() -> tuple[Held, ...]:
    return tuple(held for room in ROOMS for held in _of_room(TESTS / room))


def _of_room(room: Path) -> Iterator[Held]:
    for path in sorted(room.rglob("test_*.py")):
        approved = _approved(room / "__snapshots__" / f"{path.stem}.ambr")
        text = path.read_text("utf-8")
        lines, body = text.splitlines(), ast.parse(text).body
        tables = {name: _words(told) for name, told in _tables(body, lines)}
        for node in body:
            if isinstance(node, FUNCTIONS) and node.name.startswith("test_"):
                own = _words(_source(node, lines))
                used = (tables[name] for name in own & tables.keys())
                names = own.union(approved.get(node.name, frozenset()), *used)
                yield Held(path.relative_to(TESTS).as_posix(), node.name, names)


def _source(node: ast.stmt, lines: list[str]) -> str:
    """With what decorates it."""
    above = [one.lineno for one in getattr(node, "decorator_list", ())]
    return "\n".join(lines[min([*above, node.lineno]) - 1 : node.end_lineno])


def _tables(body: list[ast.stmt], lines: list[str]) -> Iterator[tuple[str, str]]:
    """What stands in the tables that the tests of a file are run over."""
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id, _source(node, lines)


def _approved(path: Path) -> dict[str, frozenset[str]]:
    """By test, what its approved answer names."""
    if not path.exists():
        return {}
    found: dict[str, frozenset[str]] = {}
    for part in path.read_text("utf-8").split("# name: ")[1:]:
        name, _, text = part.partition("\n")
        test = name.partition("[")[0].strip()
        found[test] = found.get(test, frozenset()) | _words(text)
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def named(texts: Iterable[str]) -> str:
    """Each once, in the order given."""
    return "<br>".join(dict.fromkeys(text for text in texts if text))
