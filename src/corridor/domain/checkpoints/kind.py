"""The visit of a vehicle at a checkpoint, from the queue to the way out."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Told
from corridor.domain.checkpoints.arriving import ARRIVING
from corridor.domain.checkpoints.gate import GATE
from corridor.domain.checkpoints.listings import found_by, keys, listings
from corridor.domain.checkpoints.scanning import SCANNING
from corridor.domain.checkpoints.state import Visit
from corridor.domain.checkpoints.texts import TEXTS
from corridor.domain.checkpoints.turning_back import TURNING_BACK
from corridor.domain.checkpoints.weighing import WEIGHING
from corridor.domain.facts import Actor, Fact
from corridor.domain.kind import Kind, clash_of, stamped
from corridor.domain.refusals import Refused, refuse

ACTS: Final[tuple[Act[Visit], ...]] = (ARRIVING, GATE, SCANNING, WEIGHING, TURNING_BACK)


def _unknown(subject: str) -> Refused:
    return refuse("visit_unknown")


def _clash(state: Visit, told: Told[Visit], fact: Fact[Any]) -> Visit:
    """What comes in an impossible order changes nothing but `discrepancies`."""
    clash = clash_of(fact, state.status)
    return stamped(replace(state, discrepancies=(*state.discrepancies, clash)), fact)


def _sees(actor: Actor, state: Visit) -> bool:
    return actor.role in ("checkpoint", "customs") and actor.office == state.office


VISITS: Final = Kind(
    prefix="cp",
    title="Checkpoint visit",
    state=Visit,
    acts=ACTS,
    unknown=_unknown,
    expects=lambda visit, told, fact: visit.status in told.states,
    clash=_clash,
    listings=listings,
    keys=keys,
    found_by=found_by,
    sees=_sees,
    spread="Stay on the checkpoint's node.",
    texts=TEXTS,
)
