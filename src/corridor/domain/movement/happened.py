"""What each kind of incident needs to be said with it: codes 1 to 6 of CL019 (UCC IA Article 305).

1 another way than prescribed; 2 seals broken or tampered with; 3 goods moved to another means of
transport under the eyes of customs; 4 unloaded at once, in danger; 5 another event that hinders;
6 a part of the means changes (a wagon is taken out, another tractor).
"""

from collections.abc import Iterator
from typing import Any, Final, Literal

from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.domain.values import is_blank

What = Literal["1", "2", "3", "4", "5", "6"]
OTHER_MEANS: Final = frozenset({"3", "6"})
OPENED: Final = frozenset({"3", "4"})
"""Whoever moves or unloads goods opens their seals."""


def lacking(state: Movement, said: Any) -> Iterator[Refusal]:
    """What an office that records it has not said, and has to for this kind."""
    has_seals = bool(known_seals(state))
    if said.code == "2" and has_seals and not said.broken_seals:
        yield Refusal("broken_seals_missing", "/broken_seals")
    if said.code in OPENED and has_seals and not (said.broken_seals or said.new_seals):
        yield Refusal("incident_seals_missing", "/new_seals")
    if said.code in OTHER_MEANS and not (said.means or said.new_vehicle or said.new_container):
        yield Refusal("incident_means_missing", "/new_vehicle")


def untold(said: Any) -> Iterator[Refusal]:
    """What a carrier that tells of it has to say: where, and which vehicle it is now."""
    if is_blank(said.place):
        yield Refusal("incident_place_missing", "/place")
    if said.code in OTHER_MEANS and not (said.new_vehicle or said.new_container):
        yield Refusal("incident_means_missing", "/new_vehicle")


TEXTS: Final = {
    "incident_seals_missing": RefusalText(
        N_("Goods were moved or unloaded, so seals were opened; nothing is said of them."),
        N_("Mark the seals that were opened, and give the new ones."),
    ),
    "incident_means_missing": RefusalText(
        N_("It is not said on which vehicle, wagon or in which container the goods are now."),
        N_("Give its number."),
    ),
    "incident_place_missing": RefusalText(
        N_("It is not said where it happened."),
        N_("Name a kilometre, a town, or a place that everybody finds."),
    ),
}
