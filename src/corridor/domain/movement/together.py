"""What a split load asks of other acts: each vehicle by itself, and none forgotten at the end."""

from typing import Final

from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_, RefusalText, Refused, refuse


def by_parts(state: Movement) -> Refused | None:
    """Why nothing is recorded of it as a whole: its vehicles come one by one."""
    return refuse("split_by_parts", parts=str(len(state.parts))) if state.parts else None


def parts_awaited(state: Movement) -> tuple[int, ...]:
    """Vehicles that have neither arrived nor are said to be missing."""
    waits = (part for part in state.parts if not part.has_arrived and not part.missing)
    return tuple(part.number for part in waits)


def not_all_there(state: Movement) -> Refused | None:
    """Why the unloading is not complete yet."""
    numbers = ", ".join(map(str, parts_awaited(state)))
    return refuse("parts_awaited", "/complete", parts=numbers) if numbers else None


TEXTS: Final = {
    "split_by_parts": RefusalText(
        N_("The load is split over {parts} vehicles: they are recorded one by one."),
        N_("Record the vehicle that is here as a part of the load."),
    ),
    "parts_awaited": RefusalText(
        N_("Vehicles of the split load that have not arrived: {parts}."),
        N_(
            "Say that the unloading goes on later; or record that they arrived, or that they are "
            "missing."
        ),
    ),
}
