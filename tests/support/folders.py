"""The folder of a node that was never started."""

from pathlib import Path

from corridor.evidence.keys import Ed25519Signer
from corridor.evidence.trust import BilingualName
from corridor.node.settings import NodeSettings, write_secret, write_settings

NAMES = {
    "KG": BilingualName(ru="Кыргызстан", en="Kyrgyzstan"),
    "UZ": BilingualName(ru="Узбекистан", en="Uzbekistan"),
}


def node_folder(above: Path, node: str) -> Path:
    """Made below a folder, with its settings and a key."""
    folder = above / f"node-{node}"
    folder.mkdir(0o700)
    key = f"{node.lower()}-2026-1"
    write_settings(folder, NodeSettings(node=node, name=NAMES[node], key_id=key))
    write_secret(folder / "key.pem", Ed25519Signer.generate(key).to_pem())
    return folder
