"""A line between two real nodes with somebody on it, who can alter what passes."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

import httpx
from msgspec.structs import replace

from corridor.engine.hlc import instant
from corridor.evidence import canonical
from corridor.evidence.keys import Ed25519Signer
from corridor.evidence.trust import Roots, TrustList, open_trust_list, seal_trust_list
from corridor.node.demo.client import plainly
from corridor.node.demo.network import ROOT_NAMES, ROOTS_NEEDED
from tests.support.ledgers import Entry, read_ledger
from tests.support.real_nodes import RealNetwork

Alter = Callable[[bytes], bytes]
HEADERS = ("content-type", "content-digest", "signature", "signature-input", "host")
WAIT_S = 60.0


class Line:
    """Inside, `follower` reaches `publisher` only through here: its trust list says so."""

    def __init__(self, network: RealNetwork, publisher: str, follower: str) -> None:
        self.network = network
        self.publisher = publisher
        self.follower = follower
        self.altered = 0
        self._next: list[Alter] = []
        self._last = b""
        self._lock = threading.Lock()
        self._begun = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._client = httpx.Client(timeout=WAIT_S, **plainly())

    def __enter__(self) -> Self:
        self._begun = len(read_ledger(self.network, self.follower).log)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._lead_to(f"http://127.0.0.1:{self._server.server_address[1]}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lead_to(self.network.url(self.publisher))
        self._server.shutdown()
        self._server.server_close()
        self._client.close()

    @property
    def is_idle(self) -> bool:
        """Whether everything that was to be altered has been."""
        return not self._next

    def alter_next(self, alter: Alter) -> None:
        """Alter the next page that has events in it."""
        with self._lock:
            self._next.append(alter)

    def replay_next(self) -> None:
        """Send the last page with events once more, instead of the next."""
        self.alter_next(lambda page: self._last)

    def noted(self) -> list[Entry]:
        """What the follower has logged of its own since the line was taken."""
        log = read_ledger(self.network, self.follower).log[self._begun :]
        return [entry for entry in log if entry.node == self.follower]

    def _pass_on(self, path: str, headers: dict[str, str], body: bytes) -> httpx.Response:
        url = self.network.url(self.publisher) + path
        return self._client.post(url, content=body, headers=headers)

    def _on_the_way(self, page: bytes) -> bytes:
        if len(page.split(b"\n")) < 4:  # no events in it
            return page
        with self._lock:
            alter = self._next.pop() if self._next else None
            if alter is None:
                self._last = page
                return page
            self.altered += 1
            return alter(page)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name: self.headers[name] for name in HEADERS if name in self.headers}
                answer = line._pass_on(self.path, headers, body)
                page = answer.content if answer.is_error else line._on_the_way(answer.content)
                self.send_response(answer.status_code)
                self.send_header("content-type", answer.headers["content-type"])
                self.send_header("content-length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        return Handler

    def _lead_to(self, url: str) -> None:
        """A newer trust list for the follower, by which the publisher has this address."""
        folder = self.network.folder / self.follower
        roots = canonical.decode((folder / "roots.json").read_bytes(), Roots)
        old = open_trust_list((folder / "trust.json").read_bytes(), roots)
        part = folder / "trust.json.part"
        part.write_bytes(seal_trust_list(self._moved(old, url), self._roots()))
        part.replace(folder / "trust.json")
        self.network.until("the list is in force", lambda: self._version() > old.version)

    def _moved(self, old: TrustList, url: str) -> TrustList:
        nodes = tuple(
            replace(entry, url=url) if entry.node == self.publisher else entry
            for entry in old.nodes
        )
        now = instant(int(datetime.now(UTC).timestamp()) * 1000)
        return replace(old, version=old.version + 1, issued=now, nodes=nodes)

    def _roots(self) -> tuple[Ed25519Signer, ...]:
        folder = self.network.folder / "roots"
        found = [Ed25519Signer.from_pem(n, (folder / f"{n}.pem").read_bytes()) for n in ROOT_NAMES]
        return tuple(found[:ROOTS_NEEDED])

    def _version(self) -> int:
        log = read_ledger(self.network, self.follower).log
        said = [entry.said() for entry in log if entry.tag == "trust.changed/1"]
        return int(max((one["version"] for one in said), default=0))
