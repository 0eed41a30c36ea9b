"""Hostile XML through the command line: `ncts check` with no node, `ncts submit` to a real one."""

import json
import os
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest

from corridor.node.demo.dossiers import STORY_CARRIER
from tests.acceptance.conftest import World
from tests.support.untouched import untouched

SAMPLE = files("corridor.node.demo").joinpath("sample.xml").read_bytes()
LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(10)
)
CALL_S = 60


def _with_doctype(doctype: bytes, text: bytes = b"&x;") -> bytes:
    head, _, rest = SAMPLE.partition(b"?>")
    body = rest.replace(b"<LRN>", b"<LRN>" + text, 1)
    return head + b"?>" + doctype + body


HOSTILE = {
    "entity": (_with_doctype(b'<!DOCTYPE a [<!ENTITY x "y">]>'), "xml.doctype"),
    "file": (
        _with_doctype(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "xml.doctype",
    ),
    "network": (
        _with_doctype(b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">', b""),
        "xml.doctype",
    ),
    "parameter entity": (
        _with_doctype(b'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>', b""),
        "xml.doctype",
    ),
    "billion laughs": (_with_doctype(b"<!DOCTYPE a [" + LAUGHS + b"]>", b"&l9;"), "xml.doctype"),
    "undeclared entity": (_with_doctype(b""), "xml.malformed"),
    "nested": (b"<a>" * 50_000 + b"</a>" * 50_000, "xml.too_deep"),
    "oversized": (SAMPLE.replace(b"</", b" " * 6_000_000 + b"</", 1), "xml.too_large"),
    "many elements": (b"<a>" + b"<b/>" * 400_000 + b"</a>", "xml.too_many_elements"),
    "cut off": (SAMPLE[:-20], "xml.malformed"),
    "bad UTF-8": (SAMPLE.replace(b"<LRN>", b"<LRN>\xff\xfe", 1), "xml.malformed"),
    "zero bytes": (SAMPLE.replace(b"<LRN>", b"<LRN>\x00", 1), "xml.malformed"),
    "empty": (b"", "xml.malformed"),
    "JSON": (b'{"a": 1}', "xml.malformed"),
}


def corridor(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The program, as a person calls it, with no proxies and no tokens in its environment."""
    quiet = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return subprocess.run(
        [Path(sys.executable).with_name("corridor"), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=CALL_S,
        env=quiet,
        check=False,
    )


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("messages")
    found = {}
    for number, (name, (data, _)) in enumerate(HOSTILE.items()):
        found[name] = folder / f"{number}.xml"
        found[name].write_bytes(data)
    return found


def test_every_hostile_file_is_refused_with_its_reason(messages: dict[str, Path]) -> None:
    """All in one call: none stops the next, none takes long."""
    begun = time.monotonic()
    done = corridor("ncts", "check", "--json", *messages.values())
    assert time.monotonic() - begun < CALL_S
    assert done.returncode == 1, done.stderr
    told = {row["file"]: row for row in map(json.loads, done.stdout.splitlines())}
    for name, (_, code) in HOSTILE.items():
        row = told[str(messages[name])]
        assert not row["accepted"]
        codes = [refusal["code"] for refusal in row["refusals"]]
        assert codes == [code], f"{name}: {codes}"
        assert row["refusals"][0]["text"]
    assert "root:" not in done.stdout
    assert not done.stderr


def test_the_same_in_words(messages: dict[str, Path]) -> None:
    done = corridor("ncts", "check", messages["billion laughs"])
    assert done.returncode == 1
    assert "REFUSED" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["file", "billion laughs", "nested", "oversized", "cut off"])
def test_nothing_of_it_reaches_a_node(settled: World, messages: dict[str, Path], name: str) -> None:
    token = settled.network.token("KG", "carrier", STORY_CARRIER)
    url = settled.network.url("KG")
    with untouched(settled.network):
        done = corridor(
            "ncts",
            "submit",
            messages[name],
            "--node",
            url,
            "--token",
            token,
            "--route",
            "osh-poti",
            "--json",
        )
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert HOSTILE[name][1] in done.stdout + done.stderr


def test_an_unknown_route_is_wrong_usage(settled: World, tmp_path: Path) -> None:
    file = tmp_path / "unknown-route.xml"
    file.write_bytes(SAMPLE)
    token = settled.network.token("KG", "carrier", STORY_CARRIER)
    url = settled.network.url("KG")
    with untouched(settled.network):
        done = corridor(
            "ncts", "submit", file, "--node", url, "--token", token, "--route", "no-such-route"
        )
    assert done.returncode == 2
    assert "no-such-route" in done.stderr
