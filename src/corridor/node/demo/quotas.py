"""Quotas of the demonstration: invented, proposed by each state to all others outside its union.

They wait for the second click, which is made on the other state's node.
"""

from collections.abc import Iterator
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.quota import Terms, Tranche, quota_id
from corridor.domain.quotas.proposing import ProposeQuota
from corridor.domain.reference.authorities import ministry_of
from corridor.domain.territories import territory_of
from corridor.engine.jobs import Execute
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.world import people_of

TRANSIT: Final = "2"
QUARTER: Final = 60
NOTE: Final = "Вымышленная квота демонстрации"


def quotas_of(node: str, today: str) -> Iterator[Execute]:
    """Permits for transit this year, in four tranches, for the carriers of each other state."""
    ministry = ministry_of(node)
    officer = next((one for one in people_of(node) if one.office == ministry), None)
    if officer is None:
        return
    actor = Actor(ministry, officer.org, officer.login, "permit")
    year = int(today[: len("2026")])
    days = [f"{year}-{month:02d}-01" for month in (1, 4, 7, 10)]
    terms = Terms(4 * QUARTER, tuple(Tranche(day, QUARTER) for day in days), f"{year + 1}-01-31")
    for holder in DEMO_NODES:
        if territory_of(holder) != territory_of(node):
            said = ProposeQuota(node, holder, year, TRANSIT, terms, NOTE)
            yield Execute(said, actor, quota_id(node, holder, year, TRANSIT))
