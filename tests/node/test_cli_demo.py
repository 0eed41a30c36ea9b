"""The demo on real processes: the whole story, a node killed in its middle, no orphan left."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from corridor.node.cli import group
from corridor.node.demo.network import DEMO_NODES, make_network
from corridor.node.demo.ports import check_free, free_ports

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]
PATIENCE_S = 60.0


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "corridor", "demo", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Demos of these tests are not announced to whoever works at this machine."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    running: list[subprocess.Popen[str]] = []

    def run(*arguments: object) -> subprocess.Popen[str]:
        running.append(start(*arguments))
        return running[-1]

    yield run
    for process in running:
        with process:
            process.terminate()


def lines(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    """What it prints, as long as it is JSON; other lines are for people."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{"):
            yield json.loads(line)


def until(process: subprocess.Popen[str], **wanted: Any) -> dict[str, Any]:
    """The first object that says this."""
    for told in lines(process):
        if wanted.items() <= told.items():
            return told
    raise AssertionError(f"ended with {process.wait()} and never said {wanted}")


def pid_of(folder: Path, node: str) -> int:
    return int((folder / node / "store.db.lock").read_text())


def wait_for(what: str, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def is_alive(pid: int) -> bool:
    """Whether the process still runs; one that nobody has waited for yet does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_nodes_killed_in_the_middle_come_back_and_the_story_ends_with_evidence_that_verifies(
    started: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    process = started("--once", "--json", "--dir", folder, "--port-base", free_base())
    killed_after = {"permits-applied-for": "AZ", "declaration-accepted": "KG"}
    told: list[dict[str, Any]] = []
    for said in lines(process):
        told.append(said)
        if node := killed_after.pop(said.get("name", ""), ""):
            os.kill(pid_of(folder, node), signal.SIGKILL)
    *_, summary = told
    assert process.wait() == 0, told[-2:-1]
    assert not killed_after
    assert all(step["ok"] for step in told if "name" in step)
    assert set(summary) == {"mrn", "nodes", "events", "seconds", "evidence", "verified"}
    assert summary["verified"] is True
    assert summary["nodes"] == len(DEMO_NODES)
    verified_by_itself(folder, summary)


def verified_by_itself(folder: Path, summary: dict[str, Any]) -> None:
    """The evidence is a file that a command of its own finds true as well."""
    file = Path(summary["evidence"])
    assert file.is_absolute()
    verified = CliRunner().invoke(
        group, ["verify", str(file), "--roots", str(folder / "roots.json"), "--json"]
    )
    assert verified.exit_code == 0
    assert json.loads(verified.output)["reference"] == summary["mrn"]


def test_nobody_outlives_a_supervisor_that_was_killed(
    started: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    folder, base = tmp_path / "demo", free_base()
    process = started("--json", "--quiet", "--dir", folder, "--port-base", base)
    urls = until(process, event="running")["urls"]
    assert all(httpx.get(f"{url}/healthz").is_success for url in urls.values())
    pids = [pid_of(folder, node) for node in DEMO_NODES]
    process.kill()
    process.wait()
    wait_for("the nodes end", lambda: not any(map(is_alive, pids)))


def test_a_demo_outlives_a_second_start_a_dead_node_and_what_forked_them(
    started: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    folder, base = tmp_path / "demo", free_base()
    process = started("--json", "--quiet", "--dir", folder, "--port-base", base)
    urls = until(process, event="running")["urls"]
    assert urls["UZ"] == f"http://127.0.0.1:{base + 3}"
    is_not_started_twice(folder)
    a_dead_node_is_started_again(process, folder, urls["UZ"])
    all_are_started_again_with_what_forks_them(process, folder, urls)
    process.terminate()
    assert until(process, event="stopped")
    assert process.wait() == 0
    check_free(range(base + 1, base + 7))


def is_not_started_twice(folder: Path) -> None:
    second = CliRunner().invoke(group, ["demo", "--dir", str(folder)])
    assert second.exit_code == 1
    assert "a demo runs in" in second.output


def a_dead_node_is_started_again(process: subprocess.Popen[str], folder: Path, url: str) -> None:
    os.kill(pid_of(folder, "UZ"), signal.SIGKILL)
    assert until(process, event="restarted")["node"] == "UZ"
    wait_for("UZ answers again", lambda: answers(f"{url}/healthz"))


def all_are_started_again_with_what_forks_them(
    process: subprocess.Popen[str], folder: Path, urls: dict[str, str]
) -> None:
    before = {node: pid_of(folder, node) for node in DEMO_NODES}
    (forked_by,) = {parent_of(pid) for pid in before.values()}
    assert forked_by != process.pid
    os.kill(forked_by, signal.SIGKILL)
    told = {until(process, event="restarted")["node"] for _ in DEMO_NODES}
    assert told == set(DEMO_NODES)
    wait_for("all answer again", lambda: all(answers(f"{url}/healthz") for url in urls.values()))
    assert not any(map(is_alive, before.values()))


def answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


def free_base() -> int:
    """A port below six free ones."""
    return free_ports(6)[0] - 1


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    base = free_base()
    with listener_at(base + 2):
        result = CliRunner().invoke(
            group, ["demo", "--dir", str(tmp_path / "demo"), "--port-base", str(base)]
        )
    assert result.exit_code == 1
    assert f"port {base + 2}" in result.output
    assert "--port-base" in result.output


def listener_at(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))


def test_a_folder_that_cannot_be_made_is_named() -> None:
    result = CliRunner().invoke(group, ["demo", "--dir", "/proc/here"])
    assert result.exit_code == 1
    assert "/proc/here" in result.output
    assert "--dir" in result.output


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    for switch in ([], ["--reset"]):
        result = CliRunner().invoke(group, ["demo", "--dir", str(folder), *switch])
        assert result.exit_code == 1
        assert "never touches a folder it did not make" in result.output
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]


def test_no_demo_is_found_where_none_runs(tmp_path: Path) -> None:
    make_network(tmp_path / "demo", free_ports(6))
    for arguments in (
        ["evidence", "26KG3ECOFK1A991JJ0", "-o", str(tmp_path / "case.zip")],
        ["ncts", "submit", __file__, "--node", "http://127.0.0.1:1", "--route", "osh-poti"],
    ):
        result = CliRunner().invoke(group, [*arguments, "--dir", str(tmp_path / "demo")])
        assert result.exit_code == 2
        assert "--token" in result.output
