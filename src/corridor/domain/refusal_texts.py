"""The texts of all refusal codes of the domain, gathered from its rooms."""

from collections import ChainMap
from collections.abc import Mapping

from corridor.domain.checkpoints.texts import TEXTS as CHECKPOINTS
from corridor.domain.guarantees.texts import TEXTS as GUARANTEES
from corridor.domain.movement.rules.texts import TEXTS as RULES
from corridor.domain.movement.texts import TEXTS as MOVEMENT
from corridor.domain.permits.texts import TEXTS as PERMITS
from corridor.domain.refusals import RefusalText

REFUSAL_TEXTS: Mapping[str, RefusalText] = ChainMap(
    MOVEMENT, RULES, PERMITS, GUARANTEES, CHECKPOINTS
)
