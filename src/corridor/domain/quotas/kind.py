"""A quota: its acts in the order of a year. Known to the two states that agree on it, and to nobody
else.
"""

from typing import Final

from corridor.domain.acts import Act
from corridor.domain.facts import Actor
from corridor.domain.kind import TO_ALL, Kind
from corridor.domain.quota import Quota
from corridor.domain.quotas.answering import ANSWERING
from corridor.domain.quotas.delivering import DELIVERING
from corridor.domain.quotas.giving_back import GIVING_BACK
from corridor.domain.quotas.issuing import ISSUING
from corridor.domain.quotas.judging import TEXTS
from corridor.domain.quotas.listings import found_by, listings
from corridor.domain.quotas.proposing import PROPOSING
from corridor.domain.quotas.relaying import RELAYING
from corridor.domain.quotas.replacing import REPLACING
from corridor.domain.quotas.ruling import RULING
from corridor.domain.quotas.settling import SETTLING
from corridor.domain.quotas.verifying import VERIFYING
from corridor.domain.quotas.warning import WARNING
from corridor.domain.refusals import N_, RefusalText, Refused, refuse

ACTS: Final[tuple[Act[Quota], ...]] = (
    PROPOSING,
    ANSWERING,
    DELIVERING,
    RELAYING,
    RULING,
    ISSUING,
    WARNING,
    VERIFYING,
    SETTLING,
    REPLACING,
    GIVING_BACK,
)


def _unknown(subject: str) -> Refused:
    return refuse("quota_unknown")


def _sees(actor: Actor, state: Quota) -> bool:
    """Whoever signed in: carriers reckon with what is left and by which rule it is given out."""
    return bool(actor.role)


QUOTAS: Final = Kind(
    prefix="qt",
    title="Quota of road permits",
    state=Quota,
    acts=ACTS,
    unknown=_unknown,
    listings=listings,
    keys=lambda state, node: (TO_ALL,) if node in state.parties else (),
    found_by=found_by,
    sees=_sees,
    audience=lambda state: state.parties,
    spread="To the two states that agree on it.",
    texts={
        **TEXTS,
        "quota_not_yours": RefusalText(
            N_("Only {authority} may do this, on the node of its own state."),
            N_("Leave it to that ministry."),
        ),
        "quota_unknown": RefusalText(
            N_("There is no such quota here."), N_("Open it from the list of quotas.")
        ),
    },
)
