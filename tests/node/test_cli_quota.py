"""`corridor quota`: ministries propose and agree while their nodes are stopped."""

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from corridor.engine.jobs import PutDocument
from corridor.node.cli import group
from corridor.node.settings import write_secret
from corridor.node.stopped_node import stopped_node
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from tests.exchange.network import ROOTS, sealed, trust_list
from tests.support.engines import START
from tests.support.folders import node_folder
from tests.web.desk_world import Hear

DESKS = {"road": "ROAD", "plant": "PLANT"}


def folder_of(tmp_path: Path, name: str) -> Path:
    folder = node_folder(tmp_path, name)
    with stopped_node(folder) as core:
        for login, desk in DESKS.items():
            account = Account(login, login, name, "permit", f"{name}-{desk}")
            core.run_one(PutDocument(ACCOUNT, account_document(account, START)))
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["quota", *map(str, arguments)])


def proposed(
    folder: Path,
    by: str = "road",
    tranche: str = "{year}-01-01:40",
    holder: str = "KG",
    valid_to: str = "",
) -> Result:
    with stopped_node(folder) as core:
        year = int(core.settings.clock.now_ms() / 1000 / 31_556_952) + 1970
    pair = ("--giver", "UZ", "--holder", holder, "--year", year, "--type", "2")
    last = ("--valid-to", valid_to or f"{year + 1}-01-31", "--by", by)
    return run("propose", folder, *pair, "--tranche", tranche.format(year=year), *last)


def test_one_proposes_and_the_other_agrees(tmp_path: Path) -> None:
    kg, uz = folder_of(tmp_path, "KG"), folder_of(tmp_path, "UZ")
    result = proposed(uz)
    assert result.exit_code == 0, result.output
    subject = result.output.partition(":")[0]
    assert run("list", uz).output == (f"{subject}  left 0, delivered 0 of 0  waits for an answer\n")
    with stopped_node(uz) as there, there.store.read() as reader:
        said = [e for e in reader.log(0, reader.size()) if e.subject == subject]
    with stopped_node(kg) as here:
        here.run_one(Hear(said))
    assert "plant" not in run("agree", kg, subject, "--by", "road").output
    (line,) = run("list", kg, "--json").output.splitlines()
    assert json.loads(line)["terms"]["total"] == 40
    assert run("agree", kg, subject, "--by", "road").exit_code == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by": "plant"}, "quota_not_yours"),
        ({"by": "nobody"}, "no such officer"),
        ({"tranche": "{year}-13-01:40"}, "write a day and a number"),
        ({"tranche": "{year}-01-01:0"}, "write a day and a number"),
        ({"valid_to": "2020-01-31"}, "Name a day from 20"),
        ({"holder": "XX"}, "XX is not connected"),
        ({"tranche": "soon"}, "write a day and a number"),
    ],
)
def test_what_cannot_be_says_why(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    folder = folder_of(tmp_path, "UZ")
    write_secret(folder / "trust.json", sealed(trust_list()))
    write_secret(folder / "roots.json", msgspec.json.encode(ROOTS))
    result = proposed(folder, **changes)
    assert result.exit_code != 0
    assert said in result.output + str(result.exception)
