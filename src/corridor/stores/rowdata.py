"""How a work list row's data become bytes: one way in every store."""

from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode


def row_data(data: dict[str, Any]) -> bytes:
    """JSON, keys in the order in which the room gave them."""
    return _encode(data)
