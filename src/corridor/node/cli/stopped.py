"""A node that does not run, for a command: what keeps it from being opened is said in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from corridor.engine.core import Core
from corridor.evidence.errors import EvidenceError
from corridor.node.rights import RightsTooWide
from corridor.node.settings import SettingsInvalid
from corridor.node.stopped_node import stopped_node
from corridor.stores.errors import StoreError, StoreLocked


@contextmanager
def opened_for_command(folder: Path) -> Iterator[Core]:
    """The core of a node's folder, closed afterwards; a ClickException where it does not open."""
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
