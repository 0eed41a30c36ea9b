"""What a fresh machine has: an interpreter, its pip, make, and an index of packages."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

BASE = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"

OWN = f"VENV={Path(sys.prefix).name}"
"""For make: the environment in which these tests run, beside which there may be others."""


def run(*command: object, cwd: Path, **more: str) -> str:
    """What a command printed; it has to succeed. `more` is added to a plain environment."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**plain(), **more},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def plain() -> Mapping[str, str]:
    """The environment of a person who has never seen this project."""
    foreign = ("VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    return {name: value for name, value in os.environ.items() if name not in foreign}


def environment(folder: Path) -> Path:
    """A fresh virtual environment with the interpreter's own pip; its `bin`."""
    run(BASE, "-m", "venv", folder, cwd=folder.parent)
    return folder / "bin"


@pytest.fixture(scope="session")
def wheel(root: Path) -> Path:
    """What `make package` builds."""
    return root / run("make", "--silent", "package", OWN, cwd=root).split()[-1]
