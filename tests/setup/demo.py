"""The demonstration as somebody starts it who has only installed it."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from corridor.node.demo.ports import free_ports
from tests.setup.conftest import plain

NODES = 6
READY_WITHIN_S = 90.0


@contextmanager
def demo(program: Path, folder: Path) -> Iterator[str]:
    """Run `corridor demo` in a folder until the block ends; the address of the first node."""
    base = free_ports(NODES)[0] - 1
    command = [str(program), "demo", "--quiet", "--port-base", str(base)]
    log = folder.parent / "demo.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=folder, env=dict(plain()), stdout=said, stderr=subprocess.STDOUT
        )
    try:
        url = f"http://127.0.0.1:{base + 1}"
        _wait(url, process, log)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(30)
    assert code == 0, log.read_text()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while "Ctrl-C" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)


def looks_whole(url: str) -> None:
    """Pages in Russian, with styles, scripts, fonts and the map that they name."""
    with httpx.Client(base_url=url, trust_env=False, follow_redirects=True) as client:
        client.headers["accept-language"] = "ru"
        start = client.get("/")
        assert start.status_code == httpx.codes.OK
        assert "Цифровой транзитный коридор" in start.text
        assert "<svg" in start.text
        assert "Вы заполняете" in client.get("/help/carrier").text
        manifest = client.get("/sign-in").text
        named = {part.split('"')[0] for part in manifest.split('="/static/')[1:]}
        assert {name.rsplit(".", 1)[-1].split("?")[0] for name in named} >= {"css", "js"}
        for name in named:
            assert client.get(f"/static/{name}").status_code == httpx.codes.OK, name
