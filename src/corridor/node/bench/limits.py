"""The limits that our figures are measured against."""

import sqlite3
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import uvicorn
from litestar import Litestar, Request, Response, post

from corridor.domain.movement.commands import LodgeDeclaration

DECODER = msgspec.json.Decoder(LodgeDeclaration)


def bare_commits(
    rows: list[bytes], batch: int, seconds: float, folder: Path | None = None
) -> float:
    """Rows a second that the bare driver commits durably, in batches, for so long.

    WAL and synchronous=FULL as ours; one table, one statement, nothing else.
    """
    with TemporaryDirectory(dir=folder) as name:
        connection = sqlite3.connect(Path(name) / "bare.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")
        written, start = 0, time.perf_counter()
        while (passed := time.perf_counter() - start) < seconds:
            connection.execute("BEGIN IMMEDIATE")
            chosen = ((rows[(written + n) % len(rows)],) for n in range(batch))
            connection.executemany("INSERT INTO log (data) VALUES (?)", chosen)
            connection.execute("COMMIT")
            written += batch
        connection.close()
    return written / passed


@post("/", media_type="application/json", status_code=201)
async def decode_only(request: Request[object, object, object]) -> Response[bytes]:
    """Decode the body into the same structs, and do nothing with it."""
    DECODER.decode(await request.body())
    return Response(b'{"subject":"","version":1}', media_type="application/json")


def serve_decode_only(port: int) -> None:
    """An endpoint that only decodes, on the same server and framework."""
    app = Litestar([decode_only], openapi_config=None, logging_config=None)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    serve_decode_only(int(sys.argv[1]))
