"""`corridor risk try`: a trial is begun, waited for and told; what comes of it is the exit code."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corridor.node.cli import group, risk
from corridor.node.demo.client import ApiRefused

DONE: dict[str, Any] = {
    "id": "rt-1",
    "code": "KG-A",
    "state": "done",
    "total": 4,
    "looked": 4,
    "matched": 1,
    "controlled": 1,
    "found": 1,
    "rate": 100,
    "is_broad": False,
    "before": {"green": 4},
    "after": {"green": 3, "red": 1},
    "examples": ["26KG1"],
}


class FakeNode:
    """Answers as a node does, at the second look."""

    asked: Any = None
    answer: Any = DONE

    def __init__(self, *given: Any) -> None:
        pass

    def post(self, path: str, body: Any) -> Any:
        type(self).asked = body
        if isinstance(self.answer, ApiRefused):
            raise self.answer
        return self.answer | {"state": "waiting"}

    def get(self, path: str) -> bytes:
        return json.dumps(self.answer).encode()

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def node(monkeypatch: pytest.MonkeyPatch) -> type[FakeNode]:
    fake = type("Node", (FakeNode,), {})
    monkeypatch.setattr(risk, "Api", fake)
    monkeypatch.setattr(risk, "LOOK_S", 0)
    return fake


def run(*arguments: str) -> Result:
    known = ["--node", "http://127.0.0.1:1", "--token", "t"]
    return CliRunner().invoke(group, ["risk", "try", *arguments, *known])


def test_what_it_would_match_is_told(node: type[FakeNode]) -> None:
    result = run("kg-a", "--limit", "4")
    assert result.exit_code == 0
    assert node.asked == {"code": "KG-A", "limit": 4}
    assert "KG-A: matches 1 of 4 movements" in result.output
    assert "hit rate 100 %" in result.output
    assert "red         0 -> 1" in result.output
    assert json.loads(run("kg-a", "--json").output) == DONE


@pytest.mark.parametrize(
    "changed", [{"is_broad": True}, {"matched": 0, "rate": None, "controlled": 0, "found": 0}]
)
def test_what_picks_nobody_in_particular_exits_1(
    node: type[FakeNode], changed: dict[str, Any]
) -> None:
    node.answer = DONE | changed
    assert run("KG-A").exit_code == 1


def test_a_file_is_sent_and_all_that_is_wrong_with_it_is_told(
    node: type[FakeNode], tmp_path: Path
) -> None:
    file = tmp_path / "profile.json"
    file.write_text('{"code": "KG-B"}')
    refused = {"pointer": "/profile/goods", "text": "No code.", "remedy": "Write one."}
    node.answer = ApiRefused(422, {"code": "risk_unknown_goods", "refusals": [refused]})
    result = run(str(file))
    assert (result.exit_code, node.asked["profile"]) == (1, {"code": "KG-B"})
    assert "/profile/goods: No code. Write one." in result.output
    for content, why in (("{", "truncated"), (" ", "the file is empty")):
        file.write_text(content)
        result = run(str(file))
        assert (result.exit_code, why in result.output) == (1, True)
    assert run(str(tmp_path)).exit_code == 2


def test_a_profile_that_nobody_knows_and_wrong_usage(node: type[FakeNode]) -> None:
    node.answer = ApiRefused(404, {"code": "404", "title": "There is no such thing here."})
    result = run("NONE")
    assert result.exit_code == 1
    assert "NONE: there is no such profile" in result.output
    assert run("KG-A", "--limit", "0").exit_code == 2
