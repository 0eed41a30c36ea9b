"""The texts of all refusal codes of the domain, gathered from its rooms."""

from collections import ChainMap
from collections.abc import Mapping

from corridor.domain.checkpoints.texts import TEXTS as CHECKPOINTS
from corridor.domain.guarantees.texts import TEXTS as GUARANTEES
from corridor.domain.movement.rules.texts import TEXTS as RULES
from corridor.domain.movement.texts import TEXTS as MOVEMENT
from corridor.domain.permits.texts import TEXTS as PERMITS
from corridor.domain.refusals import RefusalText
from corridor.domain.routes.texts import TEXTS as ROUTES

REFUSAL_TEXTS: Mapping[str, RefusalText] = ChainMap(
    MOVEMENT, ROUTES, RULES, PERMITS, GUARANTEES, CHECKPOINTS
)
