"""Who may read a node's folder: its owner, and nobody else on the machine."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISDIR, filemode

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_OTHERS = 0o077
_NAMED_MAX = 5


class RightsTooWide(Exception):
    """Other users of the machine may read or change something in the node's folder."""

    code = "rights-too-wide"

    def __init__(self, folder: Path, wide: list[str]) -> None:
        self.folder = folder
        more = f" and {len(wide) - _NAMED_MAX} more" if len(wide) > _NAMED_MAX else ""
        super().__init__(f"{self.code}: {', '.join(wide[:_NAMED_MAX])}{more}")

    def diagnostics(self) -> str:
        """What to do."""
        return (
            "Other users of this machine may open what is the node's alone: its key, people's data."
            f" Take their rights away, then start again: chmod -R go-rwx {self.folder}"
        )


def keep_to_owner(folder: Path, mends: bool) -> None:
    """See that the folder is the owner's alone: mend it, or raise `RightsTooWide` naming what."""
    wide = dict(_wide(folder))
    if not mends and wide:
        raise RightsTooWide(folder, [f"{path} is {filemode(mode)}" for path, mode in wide.items()])
    for path, mode in wide.items():
        with suppress(FileNotFoundError):
            path.chmod(FOLDER_MODE if S_ISDIR(mode) else FILE_MODE)


def _wide(folder: Path) -> Iterator[tuple[Path, int]]:
    """(path, mode) of the folder and of all in it that others have any right to."""
    for path in (folder, *sorted(folder.rglob("*"))):
        with suppress(FileNotFoundError):  # a node that runs removes files of its database
            mode = path.stat().st_mode
            if S_IMODE(mode) & _OTHERS:
                yield path, mode
