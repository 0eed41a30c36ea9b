"""By what the work of a desk is measured: its decisions, and since when each was waited for."""

from typing import Any, Final

from corridor.domain.kinds import KINDS

_BY_TAG: Final = {
    str(told.event.__struct_config__.tag): told.since
    for kind in KINDS
    for told in kind.told.values()
    if told.since is not None
}


def waited_since(tag: str, before: Any) -> str | None:
    """Since when a decision was waited for; None of what is no decision."""
    since = _BY_TAG.get(tag)
    return since(before) if since is not None else None
