"""By what the work of a desk is measured: its decisions, and since when each was waited for."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from corridor.domain.facts import Payload
from corridor.domain.movement.accepting import DeclarationAccepted, DeclarationRejected
from corridor.domain.movement.arriving import GoodsArrived
from corridor.domain.movement.crossing import CrossingRefused, FrontierCrossed
from corridor.domain.movement.goods_release import GoodsReleased
from corridor.domain.movement.releasing import MovementReleased, ReleaseRefused
from corridor.domain.movement.writing_off import MovementWrittenOff
from corridor.domain.permits.granting import PermitGranted
from corridor.domain.permits.refusing import PermitRefused

Since = Callable[[Any], str]


def _nothing(state: Any) -> str:
    return ""


_SINCE: Final[Mapping[type[Payload], Since]] = {
    DeclarationAccepted: lambda state: state.presented_at or state.lodged_at,
    DeclarationRejected: lambda state: state.presented_at or state.lodged_at,
    MovementReleased: lambda state: state.accepted_at,
    ReleaseRefused: lambda state: state.accepted_at,
    FrontierCrossed: _nothing,
    CrossingRefused: _nothing,
    GoodsArrived: _nothing,
    GoodsReleased: lambda state: state.destination.arrived_at,
    MovementWrittenOff: lambda state: state.destination.released_at,
    PermitGranted: lambda state: state.applied_at,
    PermitRefused: lambda state: state.applied_at,
}
"""(state before) → the instant; of what happens at a barrier there is none."""
_BY_TAG: Final = {str(event.__struct_config__.tag): since for event, since in _SINCE.items()}


def waited_since(tag: str, before: Any) -> str | None:
    """Since when a decision was waited for; None of what is no decision."""
    since = _BY_TAG.get(tag)
    return since(before) if since is not None else None
