"""`corridor ncts check`, on published samples and on what is no message at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corridor.node.cli import group


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["ncts", "check", *map(str, arguments)])


@pytest.fixture
def samples(shared: Path) -> Path:
    return shared / "ncts" / "samples"


def test_one_object_per_file_in_their_order(samples: Path) -> None:
    files = [samples / "CC015C-valid-0226f622dc.xml", samples / "CC015C-invalid-102b33f848.xml"]
    result = run("--json", *files)
    told: list[dict[str, Any]] = [json.loads(line) for line in result.output.splitlines()]
    assert [item["file"] for item in told] == [str(file) for file in files]
    assert [item["accepted"] for item in told] == [True, False]
    assert set(told[1]["refusals"][0]) == {"code", "rule", "pointer", "text"}
    assert told[0]["aside"]
    assert result.exit_code == 1


def test_good_messages_exit_with_zero(samples: Path) -> None:
    result = run(samples / "CC015C-valid-0226f622dc.xml")
    assert result.exit_code == 0
    assert "accepted (CC015C phase 5)" in result.output
    assert "set aside" in result.output


def test_the_official_schemas_are_used_as_well(samples: Path, shared: Path) -> None:
    file = samples / "CC015C-valid-0226f622dc.xml"
    assert run("--schemas", shared / "ncts", file).exit_code == 0


def test_a_useless_folder_of_schemas_is_wrong_usage(samples: Path, tmp_path: Path) -> None:
    result = run("--schemas", tmp_path, samples / "CC015C-valid-0226f622dc.xml")
    assert result.exit_code == 2


@pytest.mark.parametrize("content", [b"", b"not xml", b"<a/>", b"\xff\xfe\x00", b"<CC015C>"])
def test_what_is_no_message_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "message.xml"
    file.write_bytes(content)
    result = run("--json", file)
    assert result.exit_code == 1
    assert json.loads(result.output)["refusals"]


def test_an_absent_file_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "nothing.xml").exit_code == 2


def test_a_round_trip_is_said_message_by_message(samples: Path) -> None:
    files = (samples / "CC007C-valid-0db70db253.xml", samples / "CC015C-invalid-102b33f848.xml")
    arguments = ("ncts", "roundtrip", "--json", *map(str, files))
    result = CliRunner().invoke(group, arguments)
    told: list[dict[str, Any]] = [json.loads(line) for line in result.output.splitlines()]
    assert [(one["equal"], one["valid"], one["differences"]) for one in told] == [
        (True, True, []),
        (False, False, []),
    ]
    assert told[1]["refusals"][0]["text"]
    assert result.exit_code == 1
    good = CliRunner().invoke(group, ["ncts", "roundtrip", str(files[0])])
    assert good.exit_code == 0
    assert "equal, valid (CC007C phase 5)" in good.output
