"""A command whose output nobody reads on, and what a machine refuses: said without a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from corridor.node import cli
from corridor.node.cli.pipes import bear_closed_pipes
from corridor.stores.errors import StoreUnavailable
from corridor.stores.sqlite import inspected

SAYS_MUCH = """
import sys
from corridor.node.cli.pipes import bear_closed_pipes
bear_closed_pipes()
for line in range(20_000):
    print("a line that nobody reads")
print("on another pipe", file=sys.stderr)
sys.exit(3)
"""


def test_who_stops_reading_changes_neither_the_answer_nor_what_else_is_said() -> None:
    said = subprocess.Popen(
        [sys.executable, "-c", SAYS_MUCH], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert said.stdout is not None
    assert said.stderr is not None
    assert said.stdout.readline() == b"a line that nobody reads\n"
    said.stdout.close()
    assert said.stderr.read() == b"on another pipe\n"
    assert said.wait(30) == 3
    said.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_full_disk_is_said_once_and_not_again_at_the_end() -> None:
    with Path("/dev/full").open("w") as full:
        code = "from corridor.node.cli import main; main()"
        said = subprocess.run(
            [sys.executable, "-c", code, "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert said.returncode == 1
    assert "not all could be written" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (PermissionError(13, "", "node.json"), "node.json: this account may not use it"),
        (OSError(28, "No space left"), "not all could be written: No space left"),
        (StoreUnavailable("no disk"), "store.unavailable: no disk\nMend the disk;"),
    ],
)
def test_what_the_machine_refuses_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    trouble: Exception,
    words: str,
) -> None:
    def fails(**_: object) -> None:
        raise trouble

    monkeypatch.setattr(cli, "group", fails)
    monkeypatch.setattr(cli, "bear_closed_pipes", lambda: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert words in capsys.readouterr().err


def test_a_mistake_of_the_program_is_none_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(cli, "group", fails)
    monkeypatch.setattr(cli, "bear_closed_pipes", lambda: None)
    with pytest.raises(KeyError):
        cli.main()


def test_a_database_that_cannot_be_opened_is_a_store_that_is_away(tmp_path: Path) -> None:
    """Whatever the account may do: what is there is no database but another folder's."""
    (tmp_path / "store.db").symlink_to(tmp_path / "nowhere" / "store.db")
    with pytest.raises(StoreUnavailable), inspected(tmp_path / "store.db"):
        pass


def test_streams_without_a_file_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    bear_closed_pipes()
    assert (sys.stdout, sys.stderr) == (None, None)
