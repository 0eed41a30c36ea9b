"""`corridor verify`, on files made by the evidence room's own test world."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corridor.evidence import canonical
from corridor.evidence.trust import Roots
from corridor.node.cli import group
from tests.evidence import case_world, world


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["verify", *map(str, arguments)])


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    file = tmp_path / "case.zip"
    file.write_bytes(case_world.case())
    return file


@pytest.fixture
def roots_file(tmp_path: Path) -> Path:
    file = tmp_path / "roots.json"
    file.write_bytes(canonical.encode(world.ROOTS))
    return file


def test_a_good_file_is_verified_and_tells_who_said_what(case_file: Path) -> None:
    result = run(case_file)
    assert result.exit_code == 0, result.output
    assert "VERIFIED: " in result.output
    assert "compare them with ones you know" in result.output
    assert "received by" in result.output
    assert "logged by KZ as its event 7" in result.output


def test_given_roots_are_named_as_such(case_file: Path, roots_file: Path) -> None:
    result = run(case_file, "--roots", roots_file)
    assert result.exit_code == 0
    assert "signed under the roots given" in result.output


def test_other_roots_do_not_vouch(case_file: Path, tmp_path: Path) -> None:
    strangers = tuple(
        Roots(1, (type(key)(key.id, key.algorithm, world.signer("stranger").public.data),))
        for key in world.ROOTS.keys[:1]
    )
    file = tmp_path / "strangers.json"
    file.write_bytes(canonical.encode(strangers[0]))
    result = run(case_file, "--roots", file)
    assert result.exit_code == 1
    assert "(trust-list) failed" in result.output


def test_json_says_the_same(case_file: Path) -> None:
    result = run(case_file, "--json")
    report: dict[str, Any] = json.loads(result.output)
    assert report["ok"] is True
    assert [check["ok"] for check in report["checks"]] == [True] * 10
    assert {event["node"] for event in report["events"]} == {"KG", "KZ"}


def test_one_flipped_byte_fails_and_names_the_check(case_file: Path) -> None:
    data = bytearray(case_file.read_bytes())
    data[len(data) // 2] ^= 1
    case_file.write_bytes(data)
    result = run(case_file)
    assert result.exit_code == 1
    assert "NOT VERIFIED: check " in result.output
    assert "said by" not in result.output


def test_something_else_is_not_evidence(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("not a zip file")
    result = run(file)
    assert result.exit_code == 1
    assert "check 1 (container) failed" in result.output


def test_an_absent_file_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "nothing.zip").exit_code == 2


def test_roots_that_cannot_be_read_are_wrong_usage(case_file: Path) -> None:
    assert run(case_file, "--roots", case_file).exit_code == 2
