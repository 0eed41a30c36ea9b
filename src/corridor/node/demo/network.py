"""The demo's folder: six node folders with keys, and a trust list signed by two of three roots.

demo.json        that this is a demo, and its first port
roots/           private keys of the invented national roots
KG/ KZ/ …        one node each, as `corridor serve` wants it
tokens.json      with what the simulated actors come to the API
"""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec.structs import replace

from corridor.engine.hlc import instant
from corridor.evidence import canonical
from corridor.evidence.keys import Ed25519Signer
from corridor.evidence.trust import (
    ExchangePair,
    KeyUse,
    NodeEntry,
    NodeKey,
    RootKey,
    Roots,
    TrustList,
    seal_trust_list,
)
from corridor.node.demo.world import load_world
from corridor.node.rights import FOLDER_MODE
from corridor.node.settings import NodeSettings, write_secret, write_settings

DEMO_NODES = ("KG", "KZ", "UZ", "TM", "AZ", "GE")
DEFAULT_FOLDER = "demo-data"
DEFAULT_PORT_BASE = 8700
AREAS = ("movement", "permit")
"""What any node may show any other. Guarantees and checkpoint visits stay at home."""
ROOT_NAMES = ("root-demo-1", "root-demo-2", "root-demo-3")
ROOTS_NEEDED = 2
LOCK = "demo.lock"
"""Held by the demo that runs in the folder."""
LIFE_DAYS = 730


class DemoSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`demo.json`: the mark of a demo's folder. `ports` in the order of `DEMO_NODES`.

    `made`: instant from which its keys are valid. `version`: of its trust list.
    """

    demo: bool
    ports: tuple[int, ...]
    made: str
    version: int = 1


class DemoFolderRefused(Exception):
    """The folder cannot be used for a demo."""

    code = "demo-folder-refused"

    def diagnostics(self) -> str:
        """What to do."""
        return "Choose an empty folder with --dir; a demo never touches a folder it did not make."


def ports_from(base: int) -> tuple[int, ...]:
    """The nodes' ports: base + 1 for KG, base + 2 for KZ, and so on."""
    return tuple(base + 1 + index for index in range(len(DEMO_NODES)))


def read_demo(folder: Path) -> DemoSettings | None:
    """The demo in a folder, None where there is none yet; refused where it holds something else."""
    mark = folder / "demo.json"
    if not mark.exists():
        if not _is_empty(folder):
            raise DemoFolderRefused(f"{folder} is there and is not a demo's folder")
        return None
    try:
        return msgspec.json.decode(mark.read_bytes(), type=DemoSettings)
    except (OSError, msgspec.MsgspecError) as error:
        raise DemoFolderRefused(f"{mark}: {error}") from None


def remove_demo(folder: Path) -> None:
    """Empty a demo's folder but for its lock; one that is not a demo's is refused, left alone."""
    if read_demo(folder) is None:
        return
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


def forget_nodes(folder: Path) -> None:
    """Delete nodes, keys and tokens of a demo that is over; evidence and public roots stay."""
    for path in (*(folder / node for node in DEMO_NODES), folder / "roots"):
        shutil.rmtree(path)
    for name in ("tokens.json", "demo.json", LOCK):
        (folder / name).unlink()


def _is_empty(folder: Path) -> bool:
    if not folder.exists():
        return True
    return folder.is_dir() and all(path.name == LOCK for path in folder.iterdir())


def make_network(folder: Path, ports: Sequence[int]) -> DemoSettings:
    """The demo in this folder: as it is when it is there, else new. The ports may change."""
    earlier, now = read_demo(folder), datetime.now(UTC)
    if earlier is None:
        _make_keys(folder)
        demo = DemoSettings(True, tuple(ports), _instant(now - timedelta(days=1)))
    elif earlier.ports == tuple(ports):
        return earlier
    else:
        demo = replace(earlier, ports=tuple(ports), version=earlier.version + 1)
    _write_nodes(folder, demo, now)
    (folder / "demo.json").write_bytes(msgspec.json.encode(demo) + b"\n")
    return demo


def _make_keys(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for node in DEMO_NODES:
        (folder / node).mkdir(FOLDER_MODE, exist_ok=True)
        signer = Ed25519Signer.generate(key_id(node))
        write_secret(folder / node / "key.pem", signer.to_pem())
    (folder / "roots").mkdir(exist_ok=True)
    for name in ROOT_NAMES:
        write_secret(folder / "roots" / f"{name}.pem", Ed25519Signer.generate(name).to_pem())


def key_id(node: str) -> str:
    """The id of a demo node's only key."""
    return f"{node.lower()}-demo-1"


def _write_nodes(folder: Path, demo: DemoSettings, now: datetime) -> None:
    """Settings and trust list of every node; the list's version grows with each change."""
    signers = [_signer(folder / "roots" / f"{name}.pem", name) for name in ROOT_NAMES]
    keys = tuple(RootKey(root.name, root.algorithm, root.public.data) for root in signers)
    trust = _trust_list(folder, demo, now)
    sealed = seal_trust_list(trust, tuple(signers[:ROOTS_NEEDED]))
    roots = canonical.encode(Roots(ROOTS_NEEDED, keys))
    (folder / "roots.json").write_bytes(roots)
    for node, port in zip(DEMO_NODES, demo.ports, strict=True):
        write_settings(folder / node, _settings(node, port))
        write_secret(folder / node / "trust.json", sealed)
        write_secret(folder / node / "roots.json", roots)


def _settings(node: str, port: int) -> NodeSettings:
    name = load_world().nodes[node].name
    return NodeSettings(
        node=node, name=name, port=port, key_id=key_id(node), demo=True, secure_cookies=False
    )


def _trust_list(folder: Path, demo: DemoSettings, now: datetime) -> TrustList:
    end = _instant(now + timedelta(days=LIFE_DAYS))
    return TrustList(
        version=demo.version,
        issued=_instant(now),
        expires=end,
        nodes=tuple(
            _entry(folder, node, port, demo.made, end)
            for node, port in zip(DEMO_NODES, demo.ports, strict=True)
        ),
        exchange=tuple(
            ExchangePair(publisher, follower, AREAS)
            for publisher in DEMO_NODES
            for follower in DEMO_NODES
            if publisher != follower
        ),
    )


def _entry(folder: Path, node: str, port: int, begin: str, end: str) -> NodeEntry:
    signer = _signer(folder / node / "key.pem", key_id(node))
    key = NodeKey(signer.name, signer.algorithm, signer.public.data, tuple(KeyUse), begin, end)
    settings = _settings(node, port)
    return NodeEntry(node, settings.name, settings.url, (key,), (node,))


def _signer(path: Path, name: str) -> Ed25519Signer:
    return Ed25519Signer.from_pem(name, path.read_bytes())


def _instant(moment: datetime) -> str:
    return instant(int(moment.timestamp()) * 1000)
