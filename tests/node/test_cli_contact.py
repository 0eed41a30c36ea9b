"""`corridor contact`: an operator states how offices are reached while the node is stopped."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corridor.engine.jobs import PutDocument
from corridor.node.cli import group
from corridor.node.stopped_node import stopped_node
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from tests.support.engines import START
from tests.support.folders import node_folder


@pytest.fixture
def node(tmp_path: Path) -> Path:
    folder = node_folder(tmp_path, "UZ")
    with stopped_node(folder) as core:
        for login, role in (("uz-op", "operator"), ("olim", "carrier")):
            account = Account(login, login, "uz", role)  # type: ignore[arg-type]
            core.run_one(PutDocument(ACCOUNT, account_document(account, START)))
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["contact", *map(str, arguments)])


def test_it_is_stated_listed_and_withdrawn(node: Path) -> None:
    said = ("--phone", "+998 71 202 00 00", "--mail", "road@example.uz", "--language", "uz")
    hours = ("--days", "workdays", "--opens", "09:00", "--closes", "18:00")
    result = run("set", node, "UZ-ROAD", *said, *hours, "--by", "uz-op")
    assert result.exit_code == 0, result.output
    line = run("list", node).output
    assert line.startswith(
        "UZ-ROAD  +998 71 202 00 00  road@example.uz  workdays 09:00-18:00  uz  ("
    )
    assert json.loads(run("list", node, "--json").output)["ways"]["phone"] == "+998712020000"
    assert run("withdraw", node, "UZ-ROAD", "--by", "uz-op").exit_code == 0
    assert run("list", node).output == ""


@pytest.mark.parametrize(
    ("place", "said", "why"),
    [
        ("UZ-ROAD", ("--phone", "71 202", "--by", "uz-op"), "no telephone number"),
        ("UZ-ROAD", ("--mail", "road", "--by", "uz-op"), "ways.mail"),
        ("UZ-ROAD", ("--by", "uz-op"), "Nothing says how it is reached. Give a telephone"),
        ("UZ-NONE", ("--phone", "+998712020000", "--by", "uz-op"), "no authority UZ-NONE."),
        ("KG-ROAD", ("--mail", "road@example.kg", "--by", "uz-op"), "[contact_other_state]"),
        ("UZ-ROAD", ("--mail", "road@example.uz", "--by", "olim"), "no such operator"),
    ],
)
def test_what_does_not_fit_is_refused(
    node: Path, place: str, said: tuple[str, ...], why: str
) -> None:
    result = run("set", node, place, *said)
    assert result.exit_code == 1
    assert why in result.output
    assert run("list", node).output == ""
