"""Set-up on a machine that has nothing: the wheel, the offline bundle, and an index of tomorrow."""

import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.setup.conftest import BASE, Built, run
from tests.setup.demo import demo, looks_whole

pytestmark = pytest.mark.processes

Environment = Callable[[Path], Path]

OLDEST_PIP = {11: "22.3", 12: "23.2.1", 13: "24.2"}[sys.version_info.minor]
"""The pip that came with the first Python of this kind."""
PRINTS = """
import asyncio
from corridor.web.papers.press import Press
from corridor.web.papers.sheet import Sheet
assert asyncio.run(Press().set([Sheet(("Проба", "喀什"), "1")])).startswith(b"%PDF")
"""
"""Sets a paper: with the layout, fonts and compiler that came along."""
UNCOMPILED = {"PIP_NO_COMPILE": "0"}
"""For pip, which reads this one as no to what its name says. What runs compiles itself."""
NOWHERE = "http://127.0.0.1:9/simple"


def versions(python: Path, folder: Path) -> dict[str, str]:
    """What is installed, by normalised name."""
    listed = json.loads(run(python, "-m", "pip", "list", "--format=json", cwd=folder))
    return {normal(found["name"]): found["version"] for found in listed}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(lock: Path) -> dict[str, str]:
    """What a lock file names for this Python on this machine."""
    lines = re.findall(r"^[\w.-]+==[^\\\n]+", lock.read_text(), re.MULTILINE)
    wanted = [one for one in map(Requirement, lines) if not one.marker or one.marker.evaluate()]
    return {normal(one.name): str(one.specifier).removeprefix("==") for one in wanted}


def newer_wheels(lock: Path, folder: Path) -> None:
    """A release 9999 of everything that is pinned, as somebody may publish one tomorrow."""
    folder.mkdir()
    for name in pinned(lock):
        file = name.replace("-", "_")
        info = f"{file}-9999.dist-info"
        with zipfile.ZipFile(folder / f"{file}-9999-py3-none-any.whl", "w") as wheel:
            metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 9999\n"
            wheel.writestr(f"{info}/METADATA", metadata)
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")


def test_the_wheel_alone_runs_the_demo_in_an_empty_folder(
    built: Built, environment: Environment, tmp_path: Path
) -> None:
    programs = environment(tmp_path / "environment")
    pip = (programs / "python", "-m", "pip", "install", "-q", built.wheel)
    run(*pip, cwd=tmp_path, **UNCOMPILED)
    empty = tmp_path / "Пустая папка"
    empty.mkdir()
    with demo(programs / "corridor", empty) as url:
        looks_whole(url)
    run(programs / "python", "-c", PRINTS, cwd=empty)


def test_the_bundle_installs_without_a_network(
    root: Path, built: Built, environment: Environment, tmp_path: Path
) -> None:
    with zipfile.ZipFile(built.bundle) as packed:
        packed.extractall(tmp_path)
    told = (tmp_path / "README.txt").read_text()
    (command,) = re.findall(r"-m (pip install .*?requirements\.txt)", told, re.DOTALL)
    programs = environment(tmp_path / "corridor")
    words = command.replace("\\\n", " ").split()
    offline = {"PIP_INDEX_URL": NOWHERE, "PIP_CONFIG_FILE": "/dev/null", "PIP_FIND_LINKS": ""}
    run(programs / "python", "-m", *words, cwd=tmp_path, **offline, **UNCOMPILED)
    assert run(programs / "corridor", "--version", cwd=tmp_path).startswith("corridor, version ")
    run(programs / "python", "-c", PRINTS, cwd=tmp_path)
    found = versions(programs / "python", tmp_path)
    locked = pinned(root / "lock" / "run.txt")
    assert {name: found[name] for name in locked if name in found}.items() <= locked.items()
    assert found.keys() - locked.keys() <= {"corridor", "pip", "setuptools"}


def test_a_newer_release_of_everything_changes_nothing(
    root: Path, environment: Environment, tmp_path: Path
) -> None:
    base = environment(tmp_path / "base")
    pip = (base / "python", "-m", "pip", "install", "-q", f"pip=={OLDEST_PIP}")
    run(*pip, cwd=tmp_path, **UNCOMPILED)
    lock, tomorrow = root / "lock" / "run.txt", tmp_path / "tomorrow"
    newer_wheels(lock, tomorrow)
    view = {"PIP_FIND_LINKS": str(tomorrow), "UV_FIND_LINKS": str(tomorrow)}
    python = base / "python"
    would = run(
        python, "-m", "pip", "install", "--dry-run", "--no-deps", "click", cwd=tmp_path, **view
    )
    assert "click-9999" in would, "the index of tomorrow is not seen at all"
    made = tmp_path / "made"
    set_up = ["make", "--silent", f"VENV={made}", f"PYTHON={python}", f"{made}/.run"]
    run(*set_up, cwd=root, **view)
    uv = made / "tools" / "bin" / "uv"
    listed = json.loads(run(uv, "pip", "list", "--format=json", "-p", made, cwd=tmp_path))
    found = {normal(one["name"]): one["version"] for one in listed}
    wanted = {**pinned(lock), **pinned(root / "lock" / "setup.txt")}
    assert {name: wanted[name] for name in found if name != "corridor"}.items() <= found.items()
    assert "corridor" in found
    assert BASE.exists()
