"""A node that does not run: its core over its own store, for what is done while it is stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corridor.domain.permits.rulebook import load_requirement_rules
from corridor.domain.reference import load_reference
from corridor.engine.core import Core
from corridor.engine.settings import Settings
from corridor.node.rights import keep_to_owner
from corridor.node.settings import NodeSettings, read_settings, read_signer
from corridor.node.system import SystemClock, SystemTokens
from corridor.stores.sqlite import SqliteStore


@contextmanager
def stopped_node(folder: Path) -> Iterator[Core]:
    """The core of a node's folder, closed afterwards.

    Raises SettingsInvalid for what is no node's folder, RightsTooWide for one that is open to
    others, and StoreError: StoreLocked while the node runs, for a database serves one process.
    """
    read = read_settings(folder)
    keep_to_owner(folder, mends=read.demo)
    settings = _core_settings(folder, read)
    store = SqliteStore.open(folder / "store.db")
    try:
        yield Core(settings, store)
    finally:
        store.close()


def _core_settings(folder: Path, settings: NodeSettings) -> Settings:
    return Settings(
        node=settings.node,
        clock=SystemClock(),
        tokens=SystemTokens(),
        signer=read_signer(folder, settings),
        reference=load_reference(),
        requirement_rules=load_requirement_rules(),
    )
