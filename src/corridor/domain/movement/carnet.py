"""A TIR carnet covers one journey: it is used, unless the movement under it ended in vain."""

from typing import Final

from corridor.domain.consignment import carnet_of
from corridor.domain.movement.state import Movement
from corridor.domain.needs import Ask, StatesUnder
from corridor.domain.refusals import N_, Refusal, RefusalText

_IN_VAIN: Final = frozenset({"rejected", "cancelled", "not_released"})


def carnet_key(number: str) -> str:
    """By what movements under a carnet are found."""
    return f"carnet:{number}"


def _key(ask: Ask) -> str:
    number = carnet_of(ask.said.dossier)
    return carnet_key(number) if number else ""


def _counts(state: Movement, ask: Ask) -> bool:
    return state.id != ask.subject and state.status not in _IN_VAIN


USED_BY: Final = StatesUnder(Movement, _key, _counts)
"""Other movements that this node knows under the same carnet."""


def carnet_refusals(others: tuple[Movement, ...], number: str) -> tuple[Refusal, ...]:
    """The refusal of a carnet that another movement uses; it is not named to whoever asks."""
    if not others:
        return ()
    return (Refusal("carnet_used", "/dossier/tir_carnet", "", {"carnet": number}),)


TEXTS: Final = {
    "carnet_used": RefusalText(
        N_("TIR carnet {carnet} has been used for another movement."),
        N_("Check the number; a carnet covers one journey."),
    ),
}
