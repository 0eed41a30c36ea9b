"""Rows of work lists: what a state puts on which list, computed and never stored by hand.

A room says, for a state, all rows it stands in right now; the engine writes the difference. A list
is named by its desk (`customs:KGOSH001:decide`), and is read in one index scan however many
movements there are.
"""

from typing import Any

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One line of a work list. `due`, `name` and `updated` are its three sort orders."""

    list: str
    due: str
    name: str
    updated: str
    data: dict[str, Any] = {}
