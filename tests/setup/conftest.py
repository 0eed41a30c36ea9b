"""What a fresh machine has: an interpreter, its pip, make, and an index of packages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

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


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Makes a fresh virtual environment with the interpreter's own pip; gives its `bin`.

    Python's `venv` takes seconds, so it makes one, and each is a copy: all in it is relative.
    """
    first = tmp_path_factory.mktemp("fresh") / "environment"
    run(BASE, "-m", "venv", first, cwd=first.parent)

    def make(folder: Path) -> Path:
        return Path(shutil.copytree(first, folder, symlinks=True)) / "bin"

    return make


class Built(NamedTuple):
    """What a release is given out as."""

    wheel: Path
    bundle: Path


@pytest.fixture(scope="session")
def built(root: Path) -> Built:
    """What `make bundle` builds: the wheel of `make package`, and the bundle around it."""
    *_, wheel, bundle, _, _ = run("make", "--silent", "bundle", OWN, cwd=root).split()
    return Built(root / wheel, root / bundle)
