"""Registration numbers that are unlike any: told to whoever declares them, and never in the way.

A truck that no officer finds by its plate waits at every gate. What the numbers of all states look
like nobody knows, so a doubtful one may be sent all the same.
"""

from collections.abc import Iterator

from corridor.domain.codes import is_hardly_a_plate
from corridor.domain.consignment import ROAD, Dossier
from corridor.domain.refusals import N_, Refusal, RefusalText

TEXTS: dict[str, RefusalText] = {
    "hardly_a_plate": RefusalText(
        N_("{plate} is unlike the number of a vehicle."),
        N_("Compare it with the plate; where it is written so there, it may be sent so."),
    ),
}


def plate_doubts(dossier: Dossier) -> Iterator[Refusal]:
    """One for each road vehicle whose number may be cut or mistyped."""
    for index, means in enumerate(dossier.consignment.means):
        if means.kind in ROAD and means.id and is_hardly_a_plate(means.id):
            at = f"/dossier/consignment/means/{index}/id"
            yield Refusal("hardly_a_plate", at, "", {"plate": means.id})
