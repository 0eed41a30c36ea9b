"""The limits that our figures are measured against."""

import sqlite3
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import msgspec
import uvicorn
from litestar import Litestar, Request, Response, post

from corridor.domain.movement.lodging import LodgeDeclaration

DECODER = msgspec.json.Decoder(LodgeDeclaration)


class BareDriver:
    """The driver alone: WAL and synchronous=FULL as ours; one table, one statement, nothing else.

    Its database lies in a folder of its own inside the given one, and goes with it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = TemporaryDirectory(dir=folder)
        path = Path(self._folder.name) / "bare.db"
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._folder.cleanup()

    def commit(self, rows: Iterable[bytes]) -> None:
        """Insert the rows and commit them durably."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO log (data) VALUES (?)", ((row,) for row in rows))
        self._connection.execute("COMMIT")


def bare_commits(
    rows: list[bytes], batch: int, seconds: float, folder: Path | None = None
) -> float:
    """Rows a second that the bare driver commits durably, in batches, for so long."""
    written = 0
    with BareDriver(folder) as driver:
        start = time.perf_counter()
        while (passed := time.perf_counter() - start) < seconds:
            driver.commit(rows[(written + n) % len(rows)] for n in range(batch))
            written += batch
    return written / passed


@post("/", media_type="application/json", status_code=201)
async def decode_only(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Decode the body into the same structs, and do nothing with it."""
    DECODER.decode(await request.body())
    return Response(b'{"subject":"","version":1}', media_type="application/json")


def serve_decode_only(port: int) -> None:
    """An endpoint that only decodes, on the same server and framework."""
    app = Litestar([decode_only], openapi_config=None, logging_config=None)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    serve_decode_only(int(sys.argv[1]))
