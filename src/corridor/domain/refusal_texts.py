"""The texts of all refusal codes of the domain, gathered from its kinds, its books and profiles."""

from collections import ChainMap
from collections.abc import Mapping

from corridor.domain.books.papers import TEXTS as OF_BOOKS
from corridor.domain.kinds import KINDS
from corridor.domain.refusals import RefusalText
from corridor.domain.risk.texts import TEXTS as OF_RISK

REFUSAL_TEXTS: Mapping[str, RefusalText] = ChainMap(
    *(dict(kind.refusal_texts) for kind in KINDS), dict(OF_BOOKS), dict(OF_RISK)
)
