"""A node that does not run: its core over its own store, for what is done while it is stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from corridor.domain.permits.rulebook import load_requirement_rules
from corridor.domain.reference import load_reference
from corridor.engine.core import Core
from corridor.engine.settings import Settings
from corridor.evidence.errors import EvidenceError
from corridor.node.rights import RightsTooWide, keep_to_owner
from corridor.node.settings import NodeSettings, SettingsInvalid, read_settings, read_signer
from corridor.node.system import SystemClock, SystemTokens
from corridor.stores.errors import StoreError, StoreLocked
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


@contextmanager
def opened_for_command(folder: Path) -> Iterator[Core]:
    """The same for a command: whatever keeps the node from being opened is said in words."""
    try:
        with stopped_node(folder) as core:
            yield core
    except StoreLocked as error:
        raise click.ClickException(
            f"the node of {folder} is running ({error.detail})\n"
            "Stop it, repeat this, and start it again."
        ) from None
    except (SettingsInvalid, RightsTooWide, StoreError, EvidenceError) as error:
        raise click.ClickException(f"{error}\n{error.diagnostics()}") from None


def _core_settings(folder: Path, settings: NodeSettings) -> Settings:
    return Settings(
        node=settings.node,
        clock=SystemClock(),
        tokens=SystemTokens(),
        signer=read_signer(folder, settings),
        reference=load_reference(),
        requirement_rules=load_requirement_rules(),
    )
