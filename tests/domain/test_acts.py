"""Every act of the domain is whole: documented, spoken by somebody, explained, and tested."""

import ast
import inspect
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from corridor.domain.acts import ROLES, SYSTEM, Act
from corridor.domain.kind import Kind
from corridor.domain.kinds import KINDS
from corridor.domain.refusal_texts import REFUSAL_TEXTS

ACTS = [(kind, act) for kind in KINDS for act in kind.acts]
NAMES = [f"{kind.prefix}-{act.name}" for kind, act in ACTS]


def module_of(act: Act[Any]) -> ModuleType:
    return sys.modules[act.told[0].event.__module__]


@pytest.mark.parametrize(("kind", "act"), ACTS, ids=NAMES)
def test_an_act_is_one_documented_file(kind: Kind[Any], act: Act[Any]) -> None:
    home = module_of(act)
    assert home.__name__.rpartition(".")[2] == act.name
    assert inspect.getdoc(home)
    for said in (*(a.command for a in act.asked), *(t.event for t in act.told)):
        assert said.__module__ == home.__name__
        assert said.__doc__, said
    for follow in act.follows:
        assert inspect.getdoc(follow.then), follow.event


@pytest.mark.parametrize(("kind", "act"), ACTS, ids=NAMES)
def test_an_act_says_who_asks_and_who_is_believed(kind: Kind[Any], act: Act[Any]) -> None:
    for asked in act.asked:
        assert asked.by in (*ROLES, SYSTEM)
        by_hand = asked.by != SYSTEM and not asked.begins
        assert not by_hand or (asked.voice is not None and asked.voice.asks is not None)
    for told in act.told:
        assert told.voice.name
    for asked in act.asked:
        if asked.when is not None:
            assert asked.when.code in REFUSAL_TEXTS
    for timer in act.timers:
        assert type(timer.command()) in kind.asked


@pytest.mark.parametrize(("kind", "act"), ACTS, ids=NAMES)
def test_what_an_act_explains_is_what_it_refuses(kind: Kind[Any], act: Act[Any]) -> None:
    source = Path(inspect.getsourcefile(module_of(act)) or "").read_text()
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    codes = {
        node.args[0].value
        for node in calls
        if getattr(node.func, "id", "") in ("refuse", "Refusal")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert codes <= REFUSAL_TEXTS.keys()
    for code in act.texts:
        assert f'"{code}"' in source.replace(f'"{code}": RefusalText', ""), code


def test_everything_that_may_be_asked_is_tested(root: Path) -> None:
    """What is said follows from it, and that each change is reached is held by coverage."""
    tests = "".join(path.read_text() for path in (root / "tests/domain").glob("*.py"))
    for _, act in ACTS:
        for asked in act.asked:
            assert f"{asked.command.__name__}(" in tests, asked.command
