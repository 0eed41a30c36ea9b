"""Evidence from each node of the route, verified where there is no node and no network."""

import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import World
from tests.acceptance.test_bad_xml import corridor
from tests.support.journeys import Journey
from tests.support.ledgers import read_ledgers

ROUTE = {
    "KG": "KGOSH001",
    "UZ": "UZDUST01",
    "TM": "TMFARA01",
    "AZ": "AZALAT01",
    "GE": "GEPOTI01",
}
NO_SOCKETS = """
import socket, sys
def refuse(*arguments, **options):
    raise OSError("no network here")
socket.socket = socket.create_connection = socket.getaddrinfo = refuse
from corridor.node.cli import main
sys.argv = ["corridor", *sys.argv[1:]]
main()
"""
"""The program where nothing can be reached."""


def verify(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`corridor verify` in an empty folder, without network, sockets or environment."""
    return subprocess.run(
        [sys.executable, "-c", NO_SOCKETS, "verify", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={"PATH": "", "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def discharged(world: World) -> Journey:
    """A movement from Osh to Poti, led to its end, with all receipts back."""
    journey = Journey(world.people).file()
    journey.lead("written_off")
    world.network.settle()
    return journey


@pytest.fixture(scope="module")
def cases(
    world: World, discharged: Journey, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The evidence files that the command line fetches, one from each node of the route."""
    folder = tmp_path_factory.mktemp("evidence")
    mrn = discharged.state().mrn
    found = {}
    for node, office in ROUTE.items():
        found[node] = folder / f"{node}.zip"
        done = corridor(
            "evidence",
            mrn,
            "-o",
            found[node],
            "--node",
            world.network.url(node),
            "--token",
            world.network.token(node, "customs", office),
        )
        assert done.returncode == 0, done.stderr
    return found


@pytest.mark.parametrize("node", ROUTE)
def test_it_verifies_without_node_and_network(
    world: World, discharged: Journey, cases: dict[str, Path], node: str, tmp_path: Path
) -> None:
    roots = world.network.folder / "roots.json"
    done = verify(cases[node], "--json", "--roots", roots, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["ok"]
    assert report["roots_given"]
    assert (report["reference"], report["node"]) == (discharged.state().mrn, node)
    _says_who_when_and_who_received(world, discharged, report)


def _says_who_when_and_who_received(world: World, journey: Journey, report: dict[str, Any]) -> None:
    """Each event that the exporter holds is there, with its speaker, instant and deliveries."""
    node = report["node"]
    ledger = read_ledgers(world.network)[node]
    held = {(e.node, e.number) for e in ledger.log if e.subject == journey.subject}
    told = {(e["node"], e["number"]): e for e in report["events"]}
    assert held <= told.keys()
    speakers = {e["node"] for e in report["events"]}
    assert speakers == set(ROUTE)
    for event in report["events"]:
        assert event["at"]
        assert event["role"]
        assert event["org"]
        if event["node"] == node and event["subject"] == journey.subject and event["received"]:
            assert {one["follower"] for one in event["received"]} <= set(ROUTE) - {node}
    last = next(e for e in report["events"] if e["tag"] == "movement.written_off/1")
    assert (last["office"], last["node"]) == ("KGOSH001", "KG")
    if node == "KG":
        assert {one["follower"] for one in last["received"]} == {"UZ", "TM", "AZ", "GE"}


def test_in_words_it_names_who_said_what(cases: dict[str, Path], tmp_path: Path) -> None:
    done = verify(cases["AZ"], cwd=tmp_path)
    assert done.returncode == 0
    for word in ("VERIFIED", "movement.lodged/1", "customs KGOSH001", "received by", "logged by"):
        assert word in done.stdout, word


def test_it_is_a_zip_file_of_readable_parts(cases: dict[str, Path]) -> None:
    with zipfile.ZipFile(cases["GE"]) as case:
        assert case.testzip() is None
        assert {"manifest.txt", "case.json", "checkpoint.txt"} <= set(case.namelist())


def regions(data: bytes) -> Iterator[tuple[str, int]]:
    """A few places of every part of the file: headers, names, contents, directory, end."""
    chance = random.Random(1)
    with zipfile.ZipFile(BytesIO(data)) as case:
        entries = case.infolist()
        start = case.start_dir
    for entry in chance.sample(entries, min(12, len(entries))):
        header, content = entry.header_offset, entry.header_offset + 30 + len(entry.filename)
        yield f"header of {entry.filename}", chance.randrange(header, header + 30)
        yield f"name of {entry.filename}", chance.randrange(header + 30, content)
        yield entry.filename, chance.randrange(content, content + entry.file_size)
    for part in ("manifest.txt", "case.json", "checkpoint.txt", "trust-list.json"):
        entry = next(e for e in entries if e.filename == part)
        content = entry.header_offset + 30 + len(entry.filename)
        yield part, chance.randrange(content, content + entry.file_size)
    for _ in range(6):
        yield "directory", chance.randrange(start, len(data) - 22)
    for at in range(len(data) - 22, len(data), 3):
        yield "end", at


def test_one_changed_byte_anywhere_fails_and_is_named(
    world: World, cases: dict[str, Path], tmp_path: Path
) -> None:
    """In this process, for so many bytes; the exit code of a few is looked at below."""
    from corridor.evidence import canonical
    from corridor.evidence.trust import Roots
    from corridor.evidence.verify import verify_case

    roots = canonical.decode((world.network.folder / "roots.json").read_bytes(), Roots)
    for node in ("KG", "AZ"):
        data = cases[node].read_bytes()
        for where, at in regions(data):
            for bit in (1, 128):
                changed = bytearray(data)
                changed[at] ^= bit
                report = verify_case(bytes(changed), roots)
                assert report.failed is not None, f"byte {at} in {where}"
                assert report.failed.name
                assert report.failed.code
                assert report.failed.remedy
                assert not report.events


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.8, 1.0])
def test_the_exit_code_of_a_changed_file_is_one(
    cases: dict[str, Path], share: float, tmp_path: Path
) -> None:
    data = bytearray(cases["UZ"].read_bytes())
    data[int((len(data) - 1) * share)] ^= 1
    file = tmp_path / "case.zip"
    file.write_bytes(data)
    done = verify(file, cwd=tmp_path)
    assert done.returncode == 1
    assert "NOT VERIFIED: check" in done.stdout
    assert "Traceback" not in done.stderr


def test_files_that_are_none_fail_too(cases: dict[str, Path], tmp_path: Path) -> None:
    whole = cases["KG"].read_bytes()
    others = {
        "cut": whole[:-1],
        "longer": whole + b"\0",
        "before": b"\0" + whole,
        "empty": b"",
        "text": b"not evidence",
        "twice": whole + whole,
    }
    for name, data in others.items():
        file = tmp_path / f"{name}.zip"
        file.write_bytes(data)
        done = verify(file, "--json", cwd=tmp_path)
        assert done.returncode == 1, name
        assert not json.loads(done.stdout)["ok"]


def test_other_roots_do_not_vouch_for_it(
    cases: dict[str, Path], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from corridor.node.demo.network import make_network

    stranger = tmp_path_factory.mktemp("stranger") / "nodes"
    make_network(stranger, range(2_001, 2_007))
    done = verify(cases["KG"], "--roots", stranger / "roots.json", cwd=tmp_path)
    assert done.returncode == 1
    assert "NOT VERIFIED" in done.stdout


def test_a_node_off_the_route_has_no_evidence(
    world: World, discharged: Journey, tmp_path: Path
) -> None:
    file = tmp_path / "case.zip"
    url, token = world.network.url("KZ"), world.network.token("KZ", "customs", "KZKURY01")
    done = corridor("evidence", discharged.state().mrn, "-o", file, "--node", url, "--token", token)
    assert done.returncode == 1
    assert not file.exists()
    assert "not_found" in done.stderr
