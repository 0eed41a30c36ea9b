"""The load as CC029C and CC043C repeat it: what was declared, as it stands now."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from corridor.domain.consignment import (
    Aside,
    Consignment,
    Dossier,
    Equipment,
    GuaranteeUse,
    carnet_of,
    declared_seals,
)
from corridor.domain.movement.state import Movement
from corridor.domain.routes import countries_of

_BY_CARNET: Final = "B"
"""CL251: the guarantee is a TIR carnet."""
_KEPT: Final = ("Consignment", "TransitOperation")
_ROUTING: Final = "CountryOfRoutingOfConsignment"


def load_of(movement: Movement) -> Consignment:
    """With the seals that are on it, and the countries that it goes through."""
    load = movement.dossier.consignment
    routing = load.countries_of_routing or countries_of(movement.dossier.route)
    return replace(load, equipment=_sealed(movement), countries_of_routing=routing)


def _sealed(movement: Movement) -> tuple[Equipment, ...]:
    """Seals that were noted at departure and not declared: which box has them nobody said, so they
    stand at the first.
    """
    boxes = movement.dossier.consignment.equipment
    declared = declared_seals(movement.dossier)
    noted = tuple(seal for seal in movement.seals if seal not in declared)
    if not noted:
        return boxes
    first = boxes[0] if boxes else Equipment(number=1)
    seals = (*first.seals, *noted)
    return (replace(first, seals=seals, seal_count=len(seals)), *boxes[1:])


def guarantees_of(movement: Movement) -> tuple[GuaranteeUse, ...]:
    """With the amount that is reserved, where none was declared."""
    dossier, held = movement.dossier, movement.guarantee
    if not dossier.guarantees and carnet_of(dossier):
        return (GuaranteeUse(kind=_BY_CARNET, other_reference=carnet_of(dossier)),)
    return tuple(
        replace(use, amount_minor=held.amount_minor, currency=held.currency)
        if use.amount_minor is None and use.grn and use.grn == held.grn and held.currency
        else use
        for use in dossier.guarantees
    )


def beside(dossier: Dossier, name: str) -> Iterator[Aside]:
    """What came with the declaration and has no field of its own, where the answer has it too."""
    for one in dossier.aside:
        _, _, group, *below = (*one.pointer.split("/"), "", "")
        if group in _KEPT and _ROUTING not in below and below[0] != "MRN":
            rest = "/".join(step for step in (group, *below) if step)
            yield Aside(f"/{name}/{rest}", one.value)
