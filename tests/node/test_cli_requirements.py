"""`corridor requirements` and `corridor permit-rules`: what is needed, and lists of rules tried."""

import json
from importlib import resources
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from corridor.domain.refdata.base import rows_on
from corridor.node.cli import group
from corridor.web.refdata.writing import as_csv
from tests.domain.permit_cases import REFERENCE, dossier, item, route
from tests.support.folders import node_folder

SAMPLE = str(resources.files("corridor.node.demo").joinpath("sample.xml"))
LINE = {"country", "requirement", "rule", "matched", "authority", "instrument", "apply_by", "state"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, [*map(str, arguments)])


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    file = tmp_path / "rules.csv"
    file.write_bytes(as_csv("permit_rules", rows_on("permit_rules", "UZ", REFERENCE)))
    return file


def test_a_message_is_answered_state_by_state() -> None:
    done = run("requirements", SAMPLE, "--route", "osh-poti", "--on", "2026-12-01", "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.output)
    assert said["on"] == "2026-12-01"
    assert all(set(one) >= LINE for one in said["requirements"])
    states = list(dict.fromkeys(one["country"] for one in said["requirements"]))
    assert states == ["KG", "UZ", "TM", "AZ", "GE"]
    assert {"country", "rule", "why"} <= set(said["not_needed"][0])
    russian = run("requirements", SAMPLE, "--route", "osh-poti", "--lang", "ru").output
    assert "Разрешение на проезд" in russian
    assert "Not needed:" in russian


def test_a_list_of_rules_stands_in_place_of_its_states(tmp_path: Path, rules: Path) -> None:
    file = tmp_path / "dossier.json"
    file.write_bytes(
        msgspec.json.encode(dossier(item(1, "080929"), over=route("KG-OSH", "UZ-TASH")))
    )
    text = rules.read_text("utf-8-sig")
    head, *lines = text.splitlines()
    fewer = "\r\n".join([head, *(line for line in lines if not line.startswith("R021,"))])
    (tmp_path / "fewer.csv").write_bytes(fewer.encode())
    asked = json.loads(run("requirements", file, "--rules", rules, "--json").output)
    assert "R021" in {one["rule"] for one in asked["requirements"]}
    without = json.loads(
        run("requirements", file, "--rules", tmp_path / "fewer.csv", "--json").output
    )
    assert "R021" not in {one["rule"] for one in without["requirements"]}
    tried = run("permit-rules", "try", tmp_path / "fewer.csv", file)
    assert tried.exit_code == 0, tried.output
    assert "1 dossiers tried, 1 would be asked for something else" in tried.output
    assert "UZ R021 phytosanitary: 1 -> 0" in tried.output
    assert "- UZ R021" in tried.output
    node = node_folder(tmp_path, "UZ")
    none = json.loads(run("permit-rules", "try", rules, "--dir", node, "--json").output)
    assert (none["tried"], none["changed"]) == (0, 0)
    assert run("permit-rules", "try", rules).exit_code == 2


def test_a_broken_row_is_named_and_nothing_counts(tmp_path: Path, rules: Path) -> None:
    good = run("permit-rules", "check", rules)
    assert (good.exit_code, good.output) == (0, "28 rules, no fault\n")
    text = rules.read_text("utf-8-sig").replace("R021,UZ,phytosanitary", "R021,UZ,Phyto")
    broken = tmp_path / "broken.csv"
    broken.write_bytes(text.encode())
    told = run("permit-rules", "check", broken, "--json")
    assert told.exit_code == 1
    (fault,) = json.loads(told.output)["faults"]
    assert (fault["column"], fault["row"] > 1) == ("kind", True)
    odd = rules.read_text("utf-8-sig").replace(",border,", ",vodka,", 1)
    (tmp_path / "odd.csv").write_text(odd, "utf-8")
    assert run("permit-rules", "check", tmp_path / "odd.csv").output.endswith(
        "column at: “vodka” is none of the codes of this column. Write one of: departure, border.\n"
    )
    asked = run("requirements", SAMPLE, "--route", "osh-poti", "--rules", broken)
    assert asked.exit_code == 1
    assert "column kind" in asked.output
    other = run("permit-rules", "check", rules, "--state", "KZ")
    assert "column state" in other.output
    (tmp_path / "empty").write_bytes(b"\x00\x01")
    assert run("permit-rules", "check", tmp_path / "empty").exit_code == 1
