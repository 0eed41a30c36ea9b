"""Packs the built wheel with everything it needs, for a machine without a network.

`python scripts/bundle.py DIST` takes the newest wheel of DIST and writes one zip beside it: wheels,
their hashes, and how to install them. It is for the Python and the platform it was made with.
"""

import hashlib
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

LOCK = Path(__file__).parent.parent / "lock" / "run.txt"
README = """\
Digital Transit Corridor, offline bundle / Цифровой транзитный коридор, комплект для установки
==============================================================================================

For / для: {platform}, Python {python}

    python{python} -m venv corridor
    corridor/bin/python -m pip install --no-index --no-deps --require-hashes \\
        --find-links wheels -r requirements.txt
    corridor/bin/corridor demo

No network is needed. Each wheel is checked against its hash in requirements.txt; whoever gave you
this file gives you its SHA-256 by another way.
Сеть не требуется. Каждый пакет проверяется по хешу из requirements.txt; контрольную сумму SHA-256
самого файла получите у передавшего его другим путём.
"""


def main(dist: Path) -> Path:
    """Write the bundle; its path."""
    wheel = max(dist.glob("corridor-*.whl"), key=lambda path: path.stat().st_mtime)
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    platform = sysconfig.get_platform()
    bundle = dist / f"{wheel.name.split('-py3')[0]}-py{python}-{platform}.zip"
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder)
        _download(wheels)
        pinned = f"{_name(wheel)} --hash=sha256:{_digest(wheel)}\n"
        with zipfile.ZipFile(bundle, "w") as packed:  # wheels are compressed already
            for path in sorted(wheels.iterdir()):
                packed.write(path, f"wheels/{path.name}")
            packed.write(wheel, f"wheels/{wheel.name}")
            packed.writestr("requirements.txt", LOCK.read_text() + pinned)
            packed.writestr("README.txt", README.format(platform=platform, python=python))
    sys.stdout.write(f"{bundle}\nSHA-256 {_digest(bundle)}\n")
    return bundle


def _download(into: Path) -> None:
    """The pinned wheels, with pip's own check of their hashes; nothing is resolved."""
    pip = [_python_with_pip(), "-m", "pip", "--disable-pip-version-check", "-q", "download"]
    pinned = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(LOCK)]
    subprocess.run([*pip, *pinned, "-d", str(into)], check=True)


def _python_with_pip() -> str:
    """The interpreter beneath the environment, if it has a pip; else the environment gets one."""
    base = (
        Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    )
    asked = [str(base), "-m", "pip", "--version"]
    if base.exists() and not subprocess.run(asked, capture_output=True, check=False).returncode:
        return str(base)
    subprocess.run([sys.executable, "-m", "ensurepip"], stdout=sys.stderr, check=True)
    return sys.executable


def _name(wheel: Path) -> str:
    name, version = wheel.name.split("-")[:2]
    return f"{name}=={version}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
