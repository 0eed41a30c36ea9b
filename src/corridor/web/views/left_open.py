"""Applications at which authorities still work although the movement never set out."""

from collections.abc import Iterable

from corridor.domain.movement.state import NEVER_LEFT, Movement
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import UNDECIDED
from corridor.web.act import Banner
from corridor.web.templating import Reader


def left_open(state: Movement, permits: Iterable[Permit], reader: Reader) -> list[Banner]:
    """For whoever asked for them: they go on until they are taken back, or decided on."""
    if state.status not in NEVER_LEFT:
        return []
    waiting = [
        permit.request
        for permit in permits
        if permit.owner == state.owner and permit.status in UNDECIDED
    ]
    if not waiting:
        return []
    named = (
        f"{reader.labels(one.kind, 'permit_kind')} ({reader.names.country(one.country)})"
        for one in waiting
    )
    text = reader.words(
        "%(permits)s. The authorities go on with them until you take them back: open each among "
        "the permits below.",
        permits="; ".join(named),
    )
    return [Banner(reader.words("Applications are still open"), text, "wait")]
