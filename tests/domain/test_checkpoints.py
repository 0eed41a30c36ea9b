"""Visits of vehicles at a checkpoint: order, one at a time, and who may speak of them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.checkpoints.arriving import RegisterArrival, VehicleArrived
from corridor.domain.checkpoints.gate import GateLeft, GateOpened, LeaveGate, OpenGate
from corridor.domain.checkpoints.kind import VISITS
from corridor.domain.checkpoints.listings import keys, listings, visit_key
from corridor.domain.checkpoints.measures import wait_minutes
from corridor.domain.checkpoints.scanning import PermitScanned, ScanPermit
from corridor.domain.checkpoints.state import Visit
from corridor.domain.checkpoints.turning_back import LeaveQueue, QueueLeft
from corridor.domain.checkpoints.weighing import VehicleWeighed, WeighVehicle
from corridor.domain.context import Context
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.refusals import Refused
from tests.domain.known import Known, decide
from tests.domain.permit_cases import REFERENCE

SUBJECT = "cp-UZ-1"
OFFICE = "UZDUST01"
GATE = Actor(office=OFFICE, org="UZ", person="g", role="checkpoint")
NOW = "2026-11-21T10:30:00.000Z"
ARRIVE = RegisterArrival(OFFICE, "01KG123ABC", "entry", "mv-KG-1")
ARRIVED = VehicleArrived(OFFICE, "01KG123ABC", "entry", "mv-KG-1", "2026-11-21T09:00:30Z")
OPENED = GateOpened(OFFICE, "2026-11-21T09:45:29Z")
SCANNED = PermitScanned(OFFICE, "UZ-KG-2026-2-1", "valid")
LEFT = GateLeft(OFFICE, "2026-11-21T10:15:30Z")
TURNED = QueueLeft(OFFICE, "2026-11-21T09:50:00Z", "Broke down.")


def said(payload: Payload, number: int, node: str = "UZ", actor: Actor = GATE) -> Fact[Any]:
    at = f"2026-11-21T09:{number:02d}:00.000Z"
    return Fact(payload, node, number, f"{at}-0000", at, actor)


def folded(*payloads: Payload) -> Visit:
    visit = VISITS.fold(SUBJECT, [said(payload, n) for n, payload in enumerate(payloads, 1)])
    assert visit is not None
    return visit


def context(node: str = "UZ", actor: Actor = GATE) -> Context:
    return Context(
        now=NOW,
        node=node,
        subject=SUBJECT,
        actor=actor,
        reference=REFERENCE,
        token="AB12CD34EF56",
    )


def codes(outcome: object) -> list[str]:
    assert isinstance(outcome, Refused), outcome
    found = [refusal.code for refusal in outcome.refusals]
    assert set(found) <= {*VISITS.refusal_texts, "time_in_future", "expected_impossible"}
    return found


WAITING, INSIDE = folded(ARRIVED), folded(ARRIVED, OPENED)
GONE, BACK = folded(ARRIVED, OPENED, LEFT), folded(ARRIVED, TURNED)


def test_a_visit_goes_from_arrival_through_the_gate_and_out() -> None:
    assert [visit.status for visit in (WAITING, INSIDE, GONE, BACK)] == [
        "waiting",
        "inside",
        "left",
        "left",
    ]
    assert BACK.reason == "Broke down."


def test_a_vehicle_is_weighed_while_it_is_there_and_the_last_mass_counts() -> None:
    weighed = decide(VISITS, INSIDE, WeighVehicle("38450.5"), context())
    assert weighed == (VehicleWeighed(OFFICE, "38450.5", NOW),)
    first, second = (VehicleWeighed(OFFICE, mass, NOW) for mass in ("1", "2"))
    again = folded(ARRIVED, OPENED, first, second)
    assert (again.weighed_kg, again.weighed_at) == ("2", NOW)
    for mass in ("0", "heavy", ""):
        assert codes(decide(VISITS, WAITING, WeighVehicle(mass), context())) == ["mass_unread"]
    assert codes(decide(VISITS, GONE, WeighVehicle("1"), context())) == ["visit_wrong_order"]


def test_an_arrival_may_be_noted_later_and_not_before_it_was() -> None:
    now = decide(VISITS, None, ARRIVE, context())
    assert now == (replace(ARRIVED, arrived_at=NOW),)
    earlier = decide(VISITS, None, replace(ARRIVE, arrived_at=ARRIVED.arrived_at), context())
    assert earlier == (ARRIVED,)
    later = replace(ARRIVE, arrived_at="2026-11-21T10:31:00Z")
    assert codes(decide(VISITS, None, later, context())) == ["time_in_future"]
    for never in ("2026-02-31T10:00:00Z", "0001-01-01T00:00:00Z"):
        said = replace(ARRIVE, arrived_at=never)
        assert codes(decide(VISITS, None, said, context())) == ["expected_impossible"]


def test_one_live_visit_per_vehicle_and_checkpoint() -> None:
    taken = Known({visit_key(OFFICE, "01 kg 123-ABC"): ("cp-UZ-0",)})
    assert codes(decide(VISITS, None, ARRIVE, context(), taken)) == ["visit_live"]
    own = Known({visit_key(OFFICE, "01KG123ABC"): (SUBJECT,)})
    assert isinstance(decide(VISITS, None, ARRIVE, context(), own), tuple)
    assert codes(decide(VISITS, WAITING, ARRIVE, context())) == ["visit_already_registered"]


STEPS: list[tuple[Visit, Any, Any]] = [
    (WAITING, OpenGate(), GateOpened(OFFICE, NOW)),
    (WAITING, LeaveQueue("Broke down."), QueueLeft(OFFICE, NOW, "Broke down.")),
    (WAITING, ScanPermit("UZ-KG-2026-2-1", "valid"), SCANNED),
    (INSIDE, ScanPermit("UZ-KG-2026-2-1", "valid"), SCANNED),
    (INSIDE, LeaveGate(), GateLeft(OFFICE, NOW)),
]


@pytest.mark.parametrize(("state", "command", "event"), STEPS)
def test_each_step_in_its_order(state: Visit, command: Any, event: Any) -> None:
    assert decide(VISITS, state, command, context()) == (event,)


DISORDER: list[tuple[Visit, Any]] = [
    (WAITING, LeaveGate()),
    (INSIDE, OpenGate()),
    (INSIDE, LeaveQueue()),
    (GONE, OpenGate()),
    (GONE, LeaveGate()),
    (GONE, ScanPermit("UZ-KG-2026-2-1", "valid")),
    (BACK, OpenGate()),
]


@pytest.mark.parametrize(("state", "command"), DISORDER)
def test_a_step_out_of_order_is_refused(state: Visit, command: Any) -> None:
    assert codes(decide(VISITS, state, command, context())) == ["visit_wrong_order"]


def test_only_the_checkpoint_itself_decides() -> None:
    elsewhere = context(actor=replace(GATE, office="UZALAT01"))
    assert codes(decide(VISITS, None, ARRIVE, elsewhere)) == ["visit_not_your_office"]
    assert codes(decide(VISITS, WAITING, OpenGate(), elsewhere)) == ["visit_not_your_office"]
    assert codes(decide(VISITS, None, ARRIVE, context("KG"))) == ["visit_not_your_office"]
    assert codes(decide(VISITS, None, OpenGate(), context())) == ["visit_unknown"]


CLASHES: list[tuple[tuple[Payload, ...], str]] = [
    ((ARRIVED, ARRIVED), "arrived_while_waiting"),
    ((ARRIVED, LEFT), "gate_out_while_waiting"),
    ((ARRIVED, OPENED, OPENED), "gate_in_while_inside"),
    ((ARRIVED, OPENED, TURNED), "queue_left_while_inside"),
    ((ARRIVED, TURNED, OPENED), "gate_in_while_left"),
    ((ARRIVED, OPENED, LEFT, SCANNED), "permit_scanned_while_left"),
]


@pytest.mark.parametrize(("story", "clash"), CLASHES)
def test_an_impossible_order_is_noted_and_changes_nothing_else(
    story: tuple[Payload, ...], clash: str
) -> None:
    before, after = folded(*story[:-1]), folded(*story)
    assert after.discrepancies == (clash,)
    assert replace(after, discrepancies=(), updated_at=before.updated_at) == before


FOREIGN: list[tuple[Payload, str, Actor]] = [
    (OPENED, "KG", GATE),
    (OPENED, "UZ", replace(GATE, office="UZALAT01")),
    (replace(OPENED, office="UZALAT01"), "UZ", replace(GATE, office="UZALAT01")),
]


@pytest.mark.parametrize(("payload", "node", "actor"), FOREIGN)
def test_no_other_checkpoint_is_heard(payload: Payload, node: str, actor: Actor) -> None:
    after = VISITS.evolve(WAITING, said(payload, 7, node, actor), SUBJECT)
    assert after == replace(WAITING, unheard=(f"{node}:7",))
    assert VISITS.evolve(None, said(ARRIVED, 1, "KG"), SUBJECT) is None
    assert VISITS.evolve(None, said(OPENED, 1), SUBJECT) is None


def test_a_foreign_payload_is_not_heard() -> None:
    class Odd(Payload, frozen=True, tag="odd/1"):
        pass

    assert VISITS.evolve(WAITING, said(Odd(), 7), SUBJECT) == replace(WAITING, unheard=("UZ:7",))


def test_an_arrival_without_a_time_is_at_the_time_of_its_event() -> None:
    visit = folded(replace(ARRIVED, arrived_at=""))
    assert visit.arrived_at == "2026-11-21T09:01:00.000Z"


PAYLOADS = st.sampled_from([ARRIVED, OPENED, SCANNED, LEFT, TURNED])


@given(
    st.lists(st.tuples(PAYLOADS, st.sampled_from(["UZ", "UZ", "KG"])), max_size=7),
    st.randoms(use_true_random=False),
)
def test_any_order_of_arrival_gives_the_same_visit(
    story: list[tuple[Payload, str]], chance: Any
) -> None:
    history = [said(payload, n, node) for n, (payload, node) in enumerate(story, 2)]
    history.append(said(ARRIVED, 1))
    shuffled = list(history)
    chance.shuffle(shuffled)
    assert VISITS.fold(SUBJECT, shuffled) == VISITS.fold(SUBJECT, history)
    ours = [fact for fact in history if fact.node == "UZ"]
    mixed, alone = VISITS.fold(SUBJECT, history), VISITS.fold(SUBJECT, ours)
    assert mixed is not None
    assert replace(mixed, unheard=()) == alone


def test_the_wait_is_counted_in_whole_minutes() -> None:
    assert [wait_minutes(visit) for visit in (WAITING, INSIDE, GONE, BACK)] == [None, 44, 44, None]


LISTS: list[tuple[Visit, list[str], bool]] = [
    (WAITING, ["checkpoint:UZDUST01:waiting"], True),
    (INSIDE, ["checkpoint:UZDUST01:inside"], True),
    (GONE, ["checkpoint:UZDUST01:left"], False),
    (BACK, ["checkpoint:UZDUST01:left"], False),
]


@pytest.mark.parametrize(("visit", "expected", "live"), LISTS)
def test_a_visit_stands_in_one_list_and_holds_its_key_while_live(
    visit: Visit, expected: list[str], live: bool
) -> None:
    assert [row.list for row in listings(visit, "UZ")] == expected
    assert listings(visit, "KG") == ()
    assert (visit_key(OFFICE, "01KG123ABC") in keys(visit, "UZ")) is live
    assert keys(visit, "KG") == ("plate:01KG123ABC", "movement-visits:mv-KG-1")


def test_a_row_shows_plate_wait_and_the_last_scan() -> None:
    (row,) = listings(folded(ARRIVED, SCANNED, OPENED), "UZ")
    assert (row.due, row.name) == ("2026-11-21T09:00:30Z", "01KG123ABC")
    assert (row.data["wait_minutes"], row.data["permit"], row.data["verdict"]) == (
        44,
        "UZ-KG-2026-2-1",
        "valid",
    )
    stray = folded(replace(ARRIVED, movement=""))
    assert keys(stray, "KG") == ("plate:01KG123ABC",)
