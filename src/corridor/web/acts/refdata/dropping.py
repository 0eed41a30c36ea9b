"""Dropping a list that waits to be confirmed."""

from typing import Final

from corridor.domain.refdata.dropping import DropReference, ReferenceDropped
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.refusals import N_
from corridor.web.act import Act, Deed, Reading, Shown, when_at


def _command(deed: Deed[ReferenceList]) -> DropReference:
    return DropReference(deed.state.pending.at if deed.state.pending else deed.state.updated_at)


DROP: Final = Act[ReferenceList](
    name="drop",
    desk="operator",
    label=N_("Drop the proposal"),
    title=N_("Drop the proposal"),
    consequence=lambda deed: deed.reader.words(
        "It never counts. That it was there stays in the log."
    ),
    command=_command,
    done=N_("The proposal was dropped"),
    offered=lambda state, actor: when_at(state.pending is not None),
    kind="stop",
)
DROPPING: Final = Shown[ReferenceList](
    acts=(DROP,), reads=(Reading(ReferenceDropped, N_("Proposal dropped"), "attention"),)
)
