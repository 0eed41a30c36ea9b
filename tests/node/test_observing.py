"""The observatory of a node: read by a process of its own; asked at the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from corridor.engine.observed import OVERVIEW
from corridor.node.cli import group
from corridor.node.observing import Observing
from corridor.stores.sqlite import SqliteStore
from tests.support.folders import node_folder

pytestmark = pytest.mark.processes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """That of a node which has said nothing yet."""
    made = node_folder(tmp_path, "KG")
    SqliteStore.open(made / "store.db").close()
    return made


async def test_a_process_reads_on_when_the_log_has_grown(folder: Path) -> None:
    size = 0
    observing = Observing(folder, lambda: size)
    assert observing.overview() is None
    await observing.read_on()
    found = observing.overview()
    assert found is not None
    assert (found.node, found.entries) == ("KG", 0)
    (folder / OVERVIEW).write_bytes(b"{")
    assert observing.overview() is None
    await observing.read_on()  # nothing new: no process
    assert (folder / OVERVIEW).read_bytes() == b"{"
    size = 1
    await observing.read_on()
    assert observing.overview() is not None


async def test_why_it_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="does not exist"):
        await Observing(tmp_path / "nowhere", lambda: 1).read_on()


def test_the_command_line(folder: Path, tmp_path: Path) -> None:
    def said(*arguments: object) -> tuple[int, str]:
        found = CliRunner().invoke(group, [*map(str, arguments)], standalone_mode=False)
        code = found.return_value if found.exception is None else 2
        text = found.output or str(getattr(found.exception, "message", ""))
        return int(code or 0), text

    code, text = said("measures", "list", "--json")
    assert code == 0
    assert {"tfi1", "tonnes"} <= {json.loads(line)["name"] for line in text.splitlines()}
    show = ("measures", "show", "--dir", folder)
    assert said(*show, "tonnes")[0] == 1  # nothing to tell
    for form in ((), ("--json",), ("--csv",)):
        assert "fewer than 5" in said(*show, "tonnes", *form)[1]
    for wrong, why in (
        (("nothing",), "there is no measure"),
        (("tonnes", "--by", "movement"), "not told by movement"),
        (("tonnes", "--where", "office"), "COLUMN=VALUE"),
        (("value",), "--by currency"),
        (("tonnes", "--json", "--csv"), "choose one"),
        (("tonnes", "--from", "2026-02-01", "--to", "2026-01-01"), "before --from"),
    ):
        assert said(*show, *wrong)[0] == 2
        assert why in said(*show, *wrong)[1], wrong
    code, text = said("observatory", "rebuild", folder)
    assert (code, text.partition(", in ")[0]) == (0, "0 entries read, 0 rows")
    assert text.endswith(" a second\n")
    assert json.loads(said("observatory", "status", folder, "--json")[1])["lag"] == 0
    out = ("-o", tmp_path / "out")
    code, text = said("export", folder, "--from", "2026-01", "--to", "2026-12", *out)
    assert (code, text) == (1, "nothing happened from 2026-01 to 2026-12\n")
    for month in ("2026-13", "٢٠٢٦-01"):
        assert said("export", folder, "--from", month, "--to", "2026-12", *out)[0] == 2
    assert said("export", folder, "--from", "2026-12", "--to", "2026-01", *out)[0] == 2
