"""The real scanner, with a signature of the test pattern of its own: no network, no database."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import system_tools
from corridor.engine.file_ports import ScannerAway
from corridor.node.clamav import ClamAV
from tests.support.samples import EICAR, PDF, pdf_with, workbook

SIGNATURE = "Test-Pattern:0:*:" + EICAR.hex()
STARTS_S = 30.0


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClamAV]:
    """A daemon of this test's own."""
    program = system_tools.find(system_tools.CLAMD)
    if program is None:
        pytest.fail(system_tools.CLAMD.advice)
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "db").mkdir()
    (folder / "db" / "test.ndb").write_text(SIGNATURE + "\n")
    settings = {
        "DatabaseDirectory": folder / "db",
        "LocalSocket": folder / "socket",
        "Foreground": "yes",
        "StreamMaxLength": "1M",
        "LogFile": folder / "log",
    }
    conf = folder / "clamd.conf"
    conf.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    daemon = subprocess.Popen([program, "-c", str(conf)], stdout=subprocess.DEVNULL)
    scanner = ClamAV(str(folder / "socket"))
    try:
        _until_it_answers(scanner, daemon)
        yield scanner
    finally:
        daemon.terminate()
        daemon.wait(STARTS_S)


def _until_it_answers(scanner: ClamAV, daemon: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTS_S
    while True:
        try:
            assert asyncio.run(scanner.version()).startswith("ClamAV ")
        except ScannerAway:
            assert daemon.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


def scanned(scanner: ClamAV, folder: Path, data: bytes) -> str:
    """What the scanner says of these bytes."""
    path = folder / "file"
    path.write_bytes(data)
    return asyncio.run(scanner.scan(path))


def test_the_test_pattern_is_found_wherever_it_hides(clamd: ClamAV, tmp_path: Path) -> None:
    assert scanned(clamd, tmp_path, PDF) == ""
    for infected in (EICAR, pdf_with(EICAR), workbook({"note": EICAR})):
        assert scanned(clamd, tmp_path, infected).startswith("Test-Pattern")


def test_more_than_it_takes_is_not_called_clean(clamd: ClamAV, tmp_path: Path) -> None:
    with pytest.raises(ScannerAway):
        scanned(clamd, tmp_path, bytes(2 << 20))


def test_a_scanner_that_is_not_there_is_away(tmp_path: Path) -> None:
    for address in (str(tmp_path / "nobody"), "127.0.0.1:9"):
        with pytest.raises(ScannerAway):
            scanned(ClamAV(address), tmp_path, PDF)


def test_a_scanner_that_never_answers_is_away(tmp_path: Path) -> None:
    async def ask() -> None:
        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        address = str(tmp_path / "silent")
        async with await asyncio.start_unix_server(silent, address):
            with pytest.raises(ScannerAway):
                await ClamAV(address, 0.2).version()

    asyncio.run(ask())
