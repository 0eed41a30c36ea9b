"""`corridor channel`: what was stopped is listed, and followed again only on purpose."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corridor.engine.queries import Queries
from corridor.exchange.convict import Convict
from corridor.exchange.trust import TrustInForce
from corridor.node.cli import group
from corridor.node.demo.network import DEMO_NODES, make_network
from corridor.node.demo.ports import free_ports
from corridor.node.settings import read_roots
from corridor.node.stopped_node import stopped_node
from tests.exchange.steps import accepted_movement
from tests.support.engines import MOVEMENT
from tests.support.folders import node_folder


@pytest.fixture
def node(tmp_path: Path) -> Path:
    """The folder of a node that has convicted KG."""
    folder = node_folder(tmp_path, "UZ")
    with stopped_node(folder) as core:
        core.run_one(Convict("KG", "page.chain", "another head", b"proof"))
    return folder


def run(*arguments: object, given: str = "") -> Result:
    return CliRunner().invoke(group, ["channel", *map(str, arguments)], input=given)


def peers(node: Path) -> list[str]:
    lines = run("list", node, "--json").output.splitlines()
    return [json.loads(line)["peer"] for line in lines]


def test_what_stopped_it_is_listed(node: Path) -> None:
    result = run("list", node)
    assert result.exit_code == 0
    assert result.output.startswith("KG  page.chain  2")
    assert peers(node) == ["KG"]


def test_it_is_reopened_after_a_question(node: Path) -> None:
    refused = run("reopen", node, "KG", given="n\n")
    assert refused.exit_code == 1
    assert "nothing was changed" in refused.output
    assert peers(node) == ["KG"]
    agreed = run("reopen", node, "KG", given="y\n")
    assert agreed.exit_code == 0, agreed.output
    assert peers(node) == []


def test_a_channel_that_goes_on_is_not_reopened(node: Path) -> None:
    result = run("reopen", node, "AZ", "--yes")
    assert result.exit_code == 1
    assert "AZ: its channel is not stopped" in result.output


def test_a_folder_without_a_node_is_refused_in_words(tmp_path: Path) -> None:
    result = run("list", tmp_path)
    assert result.exit_code == 1
    assert "node.json" in result.output


@pytest.fixture
def post(tmp_path: Path) -> tuple[Path, Path]:
    """KG, with an accepted movement, and UZ: two real nodes without a line."""
    folder = tmp_path / "nodes"
    make_network(folder, free_ports(len(DEMO_NODES)))
    with stopped_node(folder / "KG") as core:
        trust = TrustInForce(core, read_roots(folder / "KG"))
        trust.adopt_at_start((folder / "KG" / "trust.json").read_bytes())
        accepted_movement(core)
    return folder / "KG", folder / "UZ"


def test_an_errand_goes_there_and_back(post: tuple[Path, Path], tmp_path: Path) -> None:
    kg, uz = post
    asks, answers = tmp_path / "asks.zip", tmp_path / "answers.zip"
    asked = run("export", uz, "KG", asks)
    assert (asked.exit_code, "asks on from 0" in asked.output) == (0, True), asked.output
    assert run("import", kg, asks).exit_code == 0
    written = run("export", kg, "UZ", answers, "--answering", asks)
    assert "1 pages" in written.output, written.output
    taken = run("import", uz, answers)
    assert "KG: 2 new events; all up to 2 are here" in taken.output
    again = run("import", uz, answers)
    assert "KG: 0 new events; all up to 2 are here" in again.output
    back = tmp_path / "back.zip"
    assert "asks on from 2" in run("export", uz, "KG", back).output
    assert run("import", kg, back).exit_code == 0
    with stopped_node(kg) as core:
        core.set_peers(frozenset({"UZ"}))
        assert Queries(core).timeline(MOVEMENT)[0].confirmed == ("UZ",)


def test_a_foreign_or_damaged_errand_is_refused_in_words(
    post: tuple[Path, Path], tmp_path: Path
) -> None:
    kg, uz = post
    asks = tmp_path / "asks.zip"
    assert run("export", uz, "AZ", asks).exit_code == 0
    refused = run("import", kg, asks)
    assert refused.exit_code == 1
    assert "request.addressee: from UZ to AZ" in refused.output
    asks.write_bytes(asks.read_bytes()[:40])
    assert "request.malformed" in run("import", kg, asks).output
    kept = run("export", uz, "KG", asks)
    assert (kept.exit_code, "is there already" in kept.output) == (1, True)
    assert run("export", uz, "KG", asks, "--force").exit_code == 0
