"""Behind a figure of the invented years: which invented movements it counts, and their events."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from corridor.domain.refusals import N_
from corridor.engine.hlc import instant
from corridor.engine.observed_invented import InventedEvent, InventedMonth, InventedMovement
from corridor.web.observed import words
from corridor.web.templating import Reader

LETS_GO: Final = {"carried": "released"}
"""Goods are carried by a release: these years have no events of their goods."""
KNOWN: Final[Mapping[str, Callable[[InventedMovement, InventedEvent], str]]] = {
    "corridor": lambda movement, event: movement.corridor,
    "mode": lambda movement, event: movement.mode,
    "bound": lambda movement, event: movement.bound,
    "office": lambda movement, event: event.office,
    "country": lambda movement, event: event.country,
    "side": lambda movement, event: event.side,
    "stage": lambda movement, event: event.kind,
    "what": lambda movement, event: event.what,
}
"""By what they can be chosen."""
HAPPENED: Final = {
    "lodged": N_("Declaration lodged"),
    "accepted": N_("Declaration accepted, MRN given"),
    "rejected": N_("Declaration not accepted"),
    "channel": N_("Control channel decided"),
    "controlled": N_("Control at departure"),
    "not_released": N_("Release refused"),
    "released": N_("Released for transit"),
    "crossed": N_("Entered a state"),
    "left": N_("Left a state"),
    "refused_crossing": N_("Not let over the border"),
    "incident": N_("Incident on the way"),
    "arrived": N_("Arrived at destination"),
    "results": N_("Control results at destination"),
    "goods_released": N_("Goods released from transit"),
    "discharged": N_("Movement discharged"),
    "queued": N_("Joined the queue of a checkpoint"),
    "gate_in": N_("Let into a checkpoint"),
    "gate_out": N_("Left the zone of a checkpoint"),
    "paid": N_("Cost stated by the carrier"),
    "section_paid": N_("Cost of a stretch, as the carrier states it"),
    "permit_asked": N_("Permit applied for"),
    "permit_granted": N_("Permit granted"),
    "permit_refused": N_("Permit refused"),
    "discrepancy": N_("Discrepancy found"),
}
"""Everything that the invented years have."""


def behind(
    found: InventedMonth, kinds: Iterable[str], where: Mapping[str, str]
) -> Iterator[tuple[InventedMovement, InventedEvent]]:
    """The movements that a figure of this month is taken of, each with the first event that is:
    of these kinds, which its measure counts.
    """
    counted = {LETS_GO.get(one, one) for one in kinds}
    for movement in found.movements:
        fitting = (
            one
            for one in movement.events
            if one.kind in counted and one.month == found.month and _fits(movement, one, where)
        )
        if (event := next(fitting, None)) is not None:
            yield movement, event


def _fits(movement: InventedMovement, event: InventedEvent, where: Mapping[str, str]) -> bool:
    """As far as the rows of those years know what was chosen: see `untold`."""
    return all(KNOWN[key](movement, event) == value for key, value in where.items() if key in KNOWN)


def untold(reader: Reader, where: Mapping[str, str]) -> list[str]:
    """The names of what was chosen and is not known of these movements."""
    return [reader.words.gettext(words.COLUMNS[key]) for key in where if key not in KNOWN]


def told(reader: Reader, movement: InventedMovement) -> list[dict[str, Any]]:
    """Its events as a page shows them."""
    return [
        {
            "at": instant(one.at),
            "where": one.office or one.country,
            "what": reader.words.gettext(HAPPENED.get(one.kind, one.kind)),
            "place": words.value(reader, "office", one.office)
            if one.office
            else reader.names.country(one.country),
        }
        for one in movement.events
    ]
