"""The same documents through AS2 and AS4, one by one: what message exchanges of today would do.

Each library lives in an environment of its own, made at first use in the user's cache and kept
there. One that cannot be installed or run is reported as not measured; nothing fails.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from corridor.node.bench.result import Result

SCRIPT = Path(__file__).with_name("partner_script.py")
SECONDS_MOST = 10.0
INSTALL_WITHIN_S = 300.0
RUN_WITHIN_S = 60.0
WORDS_OF_FAILURE = 300
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "-q", "install")


class Partner(msgspec.Struct, frozen=True):
    """A library to compare with, by name and version, and what it does with a document."""

    kind: str
    requirement: str
    does: str


PARTNERS = (
    Partner("as2", "pyas2lib==1.4.4", "pyas2lib (AS2): signed, with a signed receipt, over HTTP"),
    Partner("as4", "as4==0.2.0", "as4: signed and encrypted, with a signed receipt, over HTTP"),
)


class _Measured(msgspec.Struct):
    documents: int
    seconds: float


class _NotMeasured(Exception):
    """Why a partner has no figure."""


def compare_partners(ours: float, document: bytes, seconds: float) -> Iterator[Result]:
    """Our events a second beside each partner's documents a second."""
    for partner in PARTNERS:
        try:
            measured = _measure(partner, document, min(seconds, SECONDS_MOST))
        except (_NotMeasured, OSError, subprocess.SubprocessError) as error:
            yield _result(partner, ours, 0.0, {"not_measured": str(error)})
        else:
            theirs = measured.documents / measured.seconds
            yield _result(partner, ours, theirs, {"documents": measured.documents})


def _result(partner: Partner, ours: float, theirs: float, detail: dict[str, object]) -> Result:
    ratio = ours / theirs if theirs else 0.0
    name = f"follow-{partner.kind}"
    return Result(name, ours, theirs, ratio, "events/s", partner.does, detail)


def _measure(partner: Partner, document: bytes, seconds: float) -> _Measured:
    python = _environment(partner)
    with tempfile.NamedTemporaryFile(prefix="corridor-bench-") as file:
        file.write(document)
        file.flush()
        arguments = [str(python), str(SCRIPT), partner.kind, file.name, str(seconds)]
        return msgspec.json.decode(_run(arguments, seconds + RUN_WITHIN_S), type=_Measured)


def _environment(partner: Partner) -> Path:
    """Its Python, installed now if it is not there yet."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "corridor-bench" / partner.requirement
    python, made = folder / "bin" / "python", folder / "made"
    if not made.exists():
        _run([sys.executable, "-m", "venv", "--clear", str(folder)], INSTALL_WITHIN_S)
        _run([str(python), *PIP, partner.requirement, "cryptography"], INSTALL_WITHIN_S)
        made.touch()
    return python


def _run(arguments: list[str], within_s: float) -> bytes:
    """What a program says; _NotMeasured with its last words when it fails."""
    done = subprocess.run(  # noqa: S603 - programs of our own choice
        arguments,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=within_s,
        check=False,
    )
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()[-WORDS_OF_FAILURE:]
        raise _NotMeasured(words or f"ended with {done.returncode}")
    return done.stdout
