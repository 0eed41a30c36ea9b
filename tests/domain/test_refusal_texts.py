"""Whatever the domain refuses it can explain, with the arguments that it gives along."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from corridor.domain.kinds import KINDS
from corridor.domain.refusal_texts import REFUSAL_TEXTS


def parsed(folder: Path, said: str) -> Iterator[tuple[Path, ast.Module]]:
    """The sources in which this is said at all."""
    for file in sorted(folder.rglob("*.py")):
        if said in (text := file.read_text()):
            yield file, ast.parse(text)


def refused(root: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    """(place, code, names of arguments) of every `refuse("code", …)` in the domain."""
    for file, tree in parsed(root / "src/corridor/domain", "refuse("):
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name("refuse"), args=[ast.Constant(str(code)), *_]):
                    given = frozenset(keyword.arg or "" for keyword in node.keywords)
                    yield f"{file.name}:{node.lineno}", code, given


def built(root: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The same of every `Refusal("code", …, args)`, where the arguments can be read."""
    for file, tree in parsed(root / "src/corridor", "Refusal("):
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            named = list(_dicts_in(function))
            for node in ast.walk(function):
                match node:
                    case ast.Call(func=ast.Name("Refusal"), args=[ast.Constant(str(code)), *more]):
                        given = _keys(more[2], named) if len(more) > 2 else frozenset()
                        if given is not None:
                            yield f"{file.name}:{node.lineno}", code, given


def _dicts_in(function: ast.FunctionDef) -> Iterator[tuple[int, str, ast.expr]]:
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(name)], value=ast.Dict() as value):
                yield node.lineno, name, value


def _keys(given: ast.expr, named: list[tuple[int, str, ast.expr]]) -> frozenset[str] | None:
    """Of a dict where it stands, or of the last one of that name above."""
    found: ast.expr | None = given
    if isinstance(given, ast.Name):
        above = [row for row in named if row[0] < given.lineno and row[1] == given.id]
        found = max(above, key=lambda row: row[0])[2] if above else None
    if not isinstance(found, ast.Dict):
        return None
    return frozenset(str(key.value) for key in found.keys if isinstance(key, ast.Constant))


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_each_refusal_has_its_text_and_what_the_text_needs(root: Path) -> None:
    found = list(refused(root))
    assert len(found) > 50
    for place, code, given in found:
        assert code in REFUSAL_TEXTS, (place, code)
        said = REFUSAL_TEXTS[code]
        assert fields_of(said.text) | fields_of(said.remedy) <= given, (place, code)


def test_each_refusal_that_is_built_brings_what_its_text_needs(root: Path) -> None:
    found = list(built(root))
    assert len(found) > 40
    for place, code, given in found:
        said = REFUSAL_TEXTS.get(code)
        if said is not None:
            assert fields_of(said.text) | fields_of(said.remedy) <= given, (place, code)


def test_each_text_says_what_is_wrong_and_what_to_do() -> None:
    whole = (".", "?")
    cut = [
        code
        for code, said in REFUSAL_TEXTS.items()
        if not (said.text.endswith(whole) and said.remedy.endswith(whole))
    ]
    assert not cut


def test_no_code_means_two_things() -> None:
    own = [code for kind in KINDS for code in kind.texts]
    of_acts = [code for kind in KINDS for act in kind.acts for code in act.texts]
    assert sorted({*own, *of_acts}) == sorted([*own, *of_acts])
