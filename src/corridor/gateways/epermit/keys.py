"""The private halves of the node's keys for partners: files of its folder, for its owner alone."""

import re
from pathlib import Path
from typing import Final

from corridor.engine.epermit import OwnKey
from corridor.gateways.epermit.signing import new_key

FOLDER: Final = "epermit-keys"
_SAFE: Final = re.compile(r"\A[A-Za-z0-9-]{1,60}\Z")


class OwnKeys:
    """Makes and reads them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._read: dict[str, bytes] = {}

    def make(self, kid: str) -> OwnKey:
        """A new key; its private half is written before anybody hears of it."""
        key, pem = new_key(kid)
        path = self._path(kid)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(pem)
        return key

    def pem(self, kid: str) -> bytes | None:
        """The private half of one; None where its file is gone."""
        if kid not in self._read:
            try:
                self._read[kid] = self._path(kid).read_bytes()
            except OSError:
                return None
        return self._read[kid]

    def _path(self, kid: str) -> Path:
        if _SAFE.match(kid) is None:
            raise ValueError(kid)
        return self._folder / f"{kid}.pem"
