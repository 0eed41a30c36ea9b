"""`corridor preflight`: each state's verdict on a file, in words and as JSON."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from corridor.node.cli import group
from tests.domain.permit_cases import dossier

SAMPLE = str(resources.files("corridor.node.demo").joinpath("sample.xml"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["preflight", *arguments])


def told(result: Result) -> dict[str, dict[str, Any]]:
    return {one["country"]: one for one in map(json.loads, result.output.splitlines())}


def test_a_message_is_checked_on_a_route_of_the_demo() -> None:
    result = run(SAMPLE, "--route", "osh-poti", "--json")
    assert result.exit_code == 1
    found = told(result)
    assert list(found) == ["KG", "UZ", "TM", "AZ", "GE"]
    assert found["UZ"]["verdict"] == "stops"
    refusal = found["UZ"]["refusals"][0]
    assert {"code", "rule", "pointer", "text", "remedy", "by"} == set(refusal)
    assert "Uzbekistan" in refusal["text"]
    assert refusal["by"]
    russian = run(SAMPLE, "--route", "osh-poti", "--lang", "ru")
    assert "Узбекистан" in russian.output
    assert "UZ: STOPS (UZ-DUST on" in russian.output


@pytest.mark.parametrize("whole", [True, False])
def test_a_dossier_in_json_brings_its_route(tmp_path: Path, whole: bool) -> None:
    file = tmp_path / "dossier.json"
    file.write_bytes(msgspec.json.encode({"dossier": dossier()} if whole else dossier()))
    assert list(told(run(str(file), "--json"))) == ["KG", "UZ", "TM", "AZ", "GE"]


def test_what_is_no_dossier_is_said(tmp_path: Path) -> None:
    file = tmp_path / "a"
    for data, said in (
        (b"", "the file is empty"),
        (b"{}", "no dossier"),
        (b"[1", "no dossier"),
        (b"<a/>", "a is not an NCTS message"),
        ("<a/>".encode("utf-16"), "a is not an NCTS message"),
        (b"\xef\xbb\xbf<!DOCTYPE a><a/>", "document type"),
    ):
        file.write_bytes(data)
        result = run(str(file))
        assert result.exit_code == 1
        assert said in result.output
    kind = b"<additionalDeclarationType>"
    file.write_bytes(Path(SAMPLE).read_bytes().replace(kind + b"A<", kind + b"F<"))
    unfit = run(str(file), "--route", "osh-poti")
    assert unfit.exit_code == 1
    assert "additionalDeclarationType: “F” does not fit this field of a dossier" in unfit.output
    assert "STOPS" not in unfit.output
    assert run(SAMPLE).exit_code == 2
    assert run(str(tmp_path / "nothing")).exit_code == 2
