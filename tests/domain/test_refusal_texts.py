"""Whatever the domain refuses it can explain, with the arguments that it gives along."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.domain.kinds import KINDS
from corridor.domain.refusal_texts import REFUSAL_TEXTS


def refused(root: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    """(place, code, names of arguments) of every `refuse("code", …)` in the domain."""
    for file in sorted((root / "src/corridor/domain").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(func=ast.Name("refuse"), args=[ast.Constant(str(code)), *_]):
                    given = frozenset(keyword.arg or "" for keyword in node.keywords)
                    yield f"{file.name}:{node.lineno}", code, given


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_each_refusal_has_its_text_and_what_the_text_needs(root: Path) -> None:
    found = list(refused(root))
    assert len(found) > 50
    for place, code, given in found:
        assert code in REFUSAL_TEXTS, (place, code)
        said = REFUSAL_TEXTS[code]
        assert fields_of(said.text) | fields_of(said.remedy) <= given, (place, code)


@pytest.mark.parametrize("code", sorted(REFUSAL_TEXTS))
def test_each_text_says_what_is_wrong_and_what_to_do(code: str) -> None:
    assert REFUSAL_TEXTS[code].text.endswith((".", "?"))
    assert REFUSAL_TEXTS[code].remedy.endswith((".", "?"))


def test_no_code_means_two_things() -> None:
    own = [code for kind in KINDS for code in kind.texts]
    of_acts = [code for kind in KINDS for act in kind.acts for code in act.texts]
    assert sorted({*own, *of_acts}) == sorted([*own, *of_acts])
