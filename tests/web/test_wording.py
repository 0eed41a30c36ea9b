"""One thing has one name: tabs, states and the words of the glossary."""

import pytest

from corridor.domain.movement.kind import MOVEMENTS
from corridor.web.i18n import LANGUAGES, words_in
from corridor.web.labels import MOVEMENT_STATUSES
from corridor.web.pages.carrier.home import LANES as CARRIER
from corridor.web.pages.customs.worklist import LANES as CUSTOMS
from tests.domain.movement_world import LIFE, after

DESKS = {"carrier": CARRIER, "customs": CUSTOMS}
NODES = ("KG", "UZ", "TM", "AZ", "GE")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("steps", range(1, len(LIFE) + 1))
def test_a_tab_named_as_a_state_holds_nothing_in_another(steps: int, lang: str) -> None:
    """Under "In transit" stands nothing that was merely sent."""
    say, state = words_in(lang), after(steps).now()
    states = {say(text) for text in MOVEMENT_STATUSES.values()}
    for row in (row for node in NODES for row in MOVEMENTS.listings(state, node)):
        desk, _, lane = row.list.partition(":")
        label = say(DESKS[desk][lane.rpartition(":")[2]]) if desk in DESKS else ""
        assert label not in states or label == say(MOVEMENT_STATUSES[state.status]), row.list
