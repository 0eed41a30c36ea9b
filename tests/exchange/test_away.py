"""An authority whose node is down for days: nothing is lost, and it goes on by itself."""

import pytest
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.domain.permits.withdrawing import WithdrawPermit
from corridor.engine.queries import Queries
from tests.exchange.network import Node, Wires, settle
from tests.support.engines import CARRIER, DOSSIER, REFERENCE, RULES, START, do

DAY_MS = 86_400_000
ROAD = Actor("UZ-ROAD", "UZ-ROAD", "officer", "permit")
PERMIT, SECOND = (f"pm-KG-0000000000000000000{n}" for n in (1, 2))
NEED = next(
    one
    for one in requirements_of(DOSSIER, RULES, REFERENCE, START[:10])
    if one.authority == ROAD.office
)


def standing(node: Node, id: str = PERMIT) -> str:
    state = Queries(node.core).get(id).state
    return state.status if isinstance(state, Permit) else ""


@pytest.mark.anyio
async def test_what_was_applied_for_while_the_authority_was_down_is_decided_afterwards() -> None:
    """Five days: it is asked in vain, hears all of it in its order, and its answer comes home."""
    wires = Wires()
    kg, uz = Node("KG", wires), Node("UZ", wires)
    for node in (kg, uz):
        node.core.settings = replace(node.core.settings, requirement_rules=RULES)
    wires.down.add("UZ")
    for id in (PERMIT, SECOND):
        asked = ApplyForPermit(request_for(NEED, DOSSIER, id.replace("pm-", "mv-")))
        assert not do(kg.core, asked, CARRIER, id).refusals
    for _ in range(5):
        kg.clock.turn(DAY_MS)
        await kg.follow("UZ")
    assert (await kg.follow("UZ")).status.error == "line.unreachable"
    assert not do(kg.core, WithdrawPermit(), CARRIER, SECOND).refusals
    assert (standing(kg), standing(uz)) == ("applied", "")
    wires.down.clear()
    uz.clock.turn(5 * DAY_MS)
    await settle(kg, uz)
    assert [standing(uz, id) for id in (PERMIT, SECOND)] == ["applied", "withdrawn"]
    there = Queries(uz.core).get(PERMIT).state
    assert there.applied_at[:10] == START[:10], "the term runs from the application"
    granted = GrantPermit("2026-11-26", "2026-12-26")
    assert not do(uz.core, granted, ROAD, PERMIT).refusals
    await settle(kg, uz)
    assert (standing(kg), standing(kg, SECOND)) == ("granted", "withdrawn")
    assert Queries(kg.core).get(PERMIT).state == Queries(uz.core).get(PERMIT).state
