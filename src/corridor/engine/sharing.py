"""What every node has to have, given to peers that came after it was said."""

import msgspec

from corridor.domain.kind import TO_ALL
from corridor.engine.unit import Unit


class ShareWithAll(msgspec.Struct, frozen=True):
    """Also what was said while the node was stopped, when no peer was known."""

    def run(self, unit: Unit) -> None:
        """Each subject that is for all; who has it is sent nothing."""
        for subject in unit.tx.find(TO_ALL):
            unit.share(subject)
