"""Applications at which authorities still work although the movement never set out."""

from collections.abc import Iterable

from corridor.domain.movement.state import NEVER_LEFT, Movement
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import UNDECIDED
from corridor.web.act import Banner
from corridor.web.templating import Reader


def left_open(state: Movement, permits: Iterable[Permit]) -> tuple[Permit, ...]:
    """Those of its own carrier."""
    if state.status not in NEVER_LEFT:
        return ()
    return tuple(one for one in permits if one.owner == state.owner and one.status in UNDECIDED)


def left_open_banner(state: Movement, permits: Iterable[Permit], reader: Reader) -> Banner | None:
    """For whoever asked for them: they go on until they are taken back, or decided on."""
    waiting = [permit.request for permit in left_open(state, permits)]
    if not waiting:
        return None
    named = (
        f"{reader.labels(one.kind, 'permit_kind')} ({reader.names.country(one.country)})"
        for one in waiting
    )
    text = reader.words(
        "%(permits)s. The authorities go on with them until you take them back.",
        permits="; ".join(named),
    )
    return Banner(reader.words("Applications are still open"), text, "wait")
