"""`corridor channel`: what was stopped is listed, and followed again only on purpose."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corridor.evidence.keys import Ed25519Signer
from corridor.evidence.trust import BilingualName
from corridor.exchange.convict import Convict
from corridor.node.cli import group
from corridor.node.cli.stopped import stopped_node
from corridor.node.settings import NodeSettings, write_secret, write_settings


@pytest.fixture
def node(tmp_path: Path) -> Path:
    """The folder of a node that has convicted KG."""
    folder = tmp_path / "node-UZ"
    folder.mkdir()
    names = BilingualName(ru="Узбекистан", en="Uzbekistan")
    write_settings(folder, NodeSettings(node="UZ", name=names, key_id="uz-2026-1"))
    write_secret(folder / "key.pem", Ed25519Signer.generate("uz-2026-1").to_pem())
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
