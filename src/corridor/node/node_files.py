"""A node's files: where they lie, who scans them, who gets them, how long they are kept."""

import asyncio
from pathlib import Path
from typing import Final, Literal, Protocol

from msgspec.structs import replace

from corridor.engine.core import Engine
from corridor.engine.file_keeping import FileKeeper
from corridor.engine.file_ports import ScannerAway
from corridor.engine.gate import Gate
from corridor.engine.queries import Queries
from corridor.exchange.file_ask import FileAsker
from corridor.exchange.file_serve import FileDesk
from corridor.exchange.http import HttpTransport
from corridor.exchange.trust import TrustInForce
from corridor.node.clamav import ClamAV
from corridor.node.disk import DiskRoom
from corridor.node.file_fetch import FileFetch
from corridor.node.file_sweep import FileSweep
from corridor.node.settings import NodeSettings
from corridor.node.system import SystemClock
from corridor.stores.files import FileStore
from corridor.web.services import FileServices, Health

ASKED_S: Final = 30.0
ScannerState = Literal["", "none", "answers", "away"]


class Host(Protocol):
    """What of a node its files rest on."""

    folder: Path
    settings: NodeSettings
    room: DiskRoom
    engine: Engine
    gate: Gate
    queries: Queries
    trust: TrustInForce
    transport: HttpTransport
    clock: SystemClock


class NodeFiles:
    """Its parts, put together."""

    def __init__(self, node: Host) -> None:
        settings, room = node.settings, node.room
        store = FileStore(node.folder, lambda size: room.free_bytes - size >= room.low_bytes)
        self.keeper = FileKeeper(store, node.gate)
        self.scanner = ClamAV(settings.scanner) if settings.scanner else None
        self.scanner_state: ScannerState = "" if self.scanner else "none"
        self.scanner_version = ""
        self.takes_unscanned = settings.unscanned_files == "take"
        asker = FileAsker(node.engine, node.trust, node.transport)
        self.fetch = FileFetch(
            asker,
            self.keeper,
            self.scanner,
            node.clock,
            takes_unscanned=self.takes_unscanned,
        )
        self.desk = FileDesk(node.engine, node.gate.run, node.trust, store)
        self.sweep = FileSweep(
            self.keeper, node.gate, node.queries, node.clock, settings.files_kept
        )

    async def watch(self) -> None:
        """Ask the scanner now and then whether it is there; the operator's page tells."""
        while self.scanner is not None:
            try:
                self.scanner_version = await self.scanner.version()
                self.scanner_state = "answers"
            except ScannerAway:
                self.scanner_state = "away"
            await asyncio.sleep(ASKED_S)

    def told(self, health: Health) -> Health:
        """How the node is, with its scanner."""
        return replace(
            health,
            scanner=self.scanner_state,
            scanner_version=self.scanner_version,
            takes_unscanned=self.takes_unscanned,
        )

    def services(self) -> FileServices:
        """What the web is given."""
        return FileServices(
            store=self.keeper.store,
            keeper=self.keeper,
            fetch=self.fetch.fetch,
            scanner=self.scanner,
            takes_unscanned=self.takes_unscanned,
        )
