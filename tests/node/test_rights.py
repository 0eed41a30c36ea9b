"""A node's folder is its owner's alone: as the system says, not as the program meant."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from corridor.evidence.keys import Ed25519Signer
from corridor.evidence.trust import BilingualName
from corridor.node.cli import group
from corridor.node.demo.network import DEMO_NODES, make_network
from corridor.node.node import Node
from corridor.node.rights import RightsTooWide
from corridor.node.settings import NodeSettings, read_settings, write_secret, write_settings
from corridor.node.stopped_node import stopped_node


@pytest.fixture(autouse=True)
def _generous_umask() -> Iterator[None]:
    """As on most machines: what is made without a thought can be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A node of the demonstration, never started."""
    make_network(tmp_path / "demo", tuple(range(9001, 9001 + len(DEMO_NODES))))
    return tmp_path / "demo" / "KG"


def modes(folder: Path, of: Callable[[Path], bool] = Path.is_file) -> dict[str, str]:
    """The rights of the folder and of all in it, as the system tells them."""
    found = {path.name: path for path in (folder, *folder.rglob("*")) if of(path)}
    return {name: oct(stat.S_IMODE(path.stat().st_mode)) for name, path in found.items()}


def test_all_that_a_node_writes_is_its_owners(folder: Path) -> None:
    node = Node.open(folder)
    found, folders = modes(folder), modes(folder, Path.is_dir)
    node.store.close()
    assert {"store.db", "store.db-wal", "store.db-shm", "key.pem", "trust.json"} <= found.keys()
    assert "KG" in folders
    assert set(folders.values()) == {"0o700"}, folders
    assert set(found.values()) == {"0o600"}, found


def test_a_demonstration_mends_what_is_too_wide(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / "node.log").write_text("who filed what\n")
    (folder / "trust.json").chmod(0o644)
    Node.open(folder).store.close()
    found, folders = modes(folder), modes(folder, Path.is_dir)
    assert "KG" in folders
    assert set(folders.values()) == {"0o700"}, folders
    assert set(found.values()) == {"0o600"}, found


def test_a_real_node_refuses_to_start_and_names_what_is_too_wide(tmp_path: Path) -> None:
    names = BilingualName(ru="Кыргызстан", en="Kyrgyzstan")
    write_settings(tmp_path, NodeSettings(node="KG", name=names, key_id="kg-2026-1"))
    write_secret(tmp_path / "key.pem", Ed25519Signer.generate("kg-2026-1").to_pem())
    assert not read_settings(tmp_path).demo
    with stopped_node(tmp_path):
        pass
    (tmp_path / "store.db").chmod(0o640)
    with pytest.raises(RightsTooWide, match=r"store\.db is -rw-r-----"):
        Node.open(tmp_path)
    said = CliRunner().invoke(group, ["account", "list", str(tmp_path)])
    assert said.exit_code
    assert f"chmod -R go-rwx {tmp_path}" in said.output
    served = CliRunner().invoke(group, ["serve", str(tmp_path)])
    assert served.exit_code
    assert "store.db" in served.output
    assert modes(tmp_path)["store.db"] == "0o640"
