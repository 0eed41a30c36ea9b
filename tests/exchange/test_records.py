"""A truck that nobody announced: its record is asked for, answered, and comes as any other does."""

from typing import Any

import pytest

from corridor.domain.movement.diverting import DecideDiversion, ReportDiversion
from corridor.domain.movement.state import Movement
from corridor.domain.records.answering import AnswerRequest
from corridor.domain.records.asking import AskForRecord
from corridor.domain.records.state import RecordRequest
from corridor.engine.queries import Queries
from tests.exchange.network import Node, Wires, settle
from tests.support.engines import MOVEMENT, customs, do, lodge, register_guarantee
from tests.web.desk_world import OSH, STEPS_TO_RELEASE

TAZHEN = customs("KZTAZH01")
REQUEST = "rr-KZ-00000000000000000001"
PLATE = "01KG777ABC"


class Two:
    """Departure in KG, and KZ, through which the movement does not lead."""

    def __init__(self) -> None:
        wires = Wires()
        self.kg, self.kz = Node("KG", wires), Node("KZ", wires)
        register_guarantee(self.kg.core)
        lodge(self.kg.core)
        for step in STEPS_TO_RELEASE:
            assert not do(self.kg.core, step, OSH).refusals

    async def ask(self, number: str = PLATE, by: Any = "plate", purpose: Any = "transit") -> None:
        """The office at Tazhen asks, and what was said goes both ways."""
        asked = AskForRecord("KZTAZH01", by, number, purpose, "It stands at the gate.", "KG")
        assert not do(self.kz.core, asked, TAZHEN, REQUEST).refusals
        await settle(self.kg, self.kz)

    def request(self, node: Node) -> RecordRequest:
        """As it stands on a node."""
        state = Queries(node.core).get(REQUEST).state
        assert isinstance(state, RecordRequest)
        return state


def movement(node: Node) -> Movement | None:
    state = Queries(node.core).get(MOVEMENT).state
    return state if isinstance(state, Movement) else None


@pytest.mark.anyio
async def test_the_record_comes_whole_and_is_the_same_on_both_nodes() -> None:
    two = Two()
    await settle(two.kg, two.kz)
    assert movement(two.kz) is None
    await two.ask()
    assert two.request(two.kz) == two.request(two.kg)
    assert (two.request(two.kz).status, two.request(two.kz).by_rule) == ("granted", True)
    known = movement(two.kz)
    assert known == movement(two.kg)
    assert known is not None
    assert [share.request for share in known.shares] == [REQUEST]
    rows = Queries(two.kz.core).rows("customs:KZTAZH01:expected").rows
    assert [row.subject for row in rows] == [MOVEMENT]
    with two.kg.core.store.read() as reader:
        logged = [e.tag for e in reader.log(0, reader.size()) if e.subject == REQUEST]
    assert logged == ["record.requested/1", "record.granted/1"]


@pytest.mark.anyio
async def test_the_office_then_reports_it_and_acts_on_it() -> None:
    two = Two()
    await two.ask()
    turned_up = ReportDiversion("KZTAZH01", "The ferry does not sail.")
    assert not do(two.kz.core, turned_up, TAZHEN).refusals
    await settle(two.kg, two.kz)
    assert not do(two.kg.core, DecideDiversion("KZTAZH01", allowed=True), OSH).refusals
    await settle(two.kg, two.kz)
    known = movement(two.kz)
    assert known is not None
    assert known.is_on_route("KZTAZH01")
    assert known == movement(two.kg)


@pytest.mark.anyio
async def test_a_person_of_departure_refuses_and_nothing_goes_out() -> None:
    two = Two()
    await two.ask(purpose="control")
    assert two.request(two.kg).status == "referred"
    waiting = Queries(two.kg.core).counts("customs:KGOSH001:answer")
    assert waiting == {"customs:KGOSH001:answer": 1}
    refused = AnswerRequest(granted=False, reason="Write to the ministry.")
    assert not do(two.kg.core, refused, OSH, REQUEST).refusals
    await settle(two.kg, two.kz)
    assert (two.request(two.kz).status, two.request(two.kz).answer) == (
        "refused",
        "Write to the ministry.",
    )
    assert movement(two.kz) is None


@pytest.mark.anyio
async def test_a_number_that_nothing_under_way_has_is_refused_by_rule() -> None:
    two = Two()
    await two.ask("01KG000XYZ")
    assert (two.request(two.kz).status, two.request(two.kz).why) == ("refused", "unknown")
