"""What a guarantor still answers for: one row for each of its movements, on its node alone."""

from msgspec.structs import replace

from corridor.domain.codes import make_grn
from corridor.domain.movement.crossing import RefuseCrossing
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.parts import GuaranteeState
from corridor.domain.movement.pursuit import Pursuit, Reopening
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.state import Movement
from corridor.domain.movement.undischarged import stage_of, undischarged
from tests.domain.movement_world import DUSTLIK, GRN, POTI, after

SECOND, UZBEK = make_grn("26", "KG", "000001000002"), make_grn("26", "UZ", "000001000001")
EARLY, LATE = "2026-11-20T08:00:00.000Z", "2026-11-21T08:00:00.000Z"
ASKED, RELEASED, REMARKED = 4, 7, 15


def held(grn: str, guarantor: str, since: str = LATE, currency: str = "EUR") -> GuaranteeState:
    return GuaranteeState("reserved", grn, 100, currency, guarantor=guarantor, since=since)


def movement(*guarantees: GuaranteeState) -> Movement:
    first, *further = guarantees
    return replace(after(ASKED).now(), guarantee=first, further=tuple(further))


def test_one_row_for_each_guarantor_over_all_its_guarantees() -> None:
    state = movement(
        held(GRN, "bank"), held(SECOND, "bank", EARLY, "USD"), held(UZBEK, "tashkent", EARLY)
    )
    (row,) = undischarged(state, "KG")
    assert (row.list, row.since, row.name) == ("guarantor:bank:undischarged", EARLY, state.mrn)
    assert row.data["held"] == [[GRN, 100, "EUR"], [SECOND, 100, "USD"]]
    assert {f"grn={GRN}", f"grn={SECOND}", "currency=USD"} <= set(row.marks)
    assert "goods" not in row.data
    assert [one.list for one in undischarged(state, "UZ")] == ["guarantor:tashkent:undischarged"]
    assert not list(undischarged(state, "KZ"))
    assert row in MOVEMENTS.listings(state, "KG")


def test_only_what_is_held_and_has_not_ended() -> None:
    asked = replace(held(GRN, "bank"), status="requested")
    assert not list(undischarged(movement(asked), "KG"))
    assert not list(undischarged(movement(replace(asked, status="none")), "KG"))
    assert not list(undischarged(movement(replace(held(GRN, "bank"), guarantor="")), "KG"))
    for ended in ("written_off", "closed", "cancelled", "not_released"):
        over = replace(movement(held(GRN, "bank")), status=ended)
        assert not list(undischarged(over, "KG"))


def test_the_worst_that_is_true_of_it_is_told_to_its_guarantor() -> None:
    """A truck that was stopped is not simply on its way, and goods may be held at destination."""
    world = after(RELEASED)
    world.tell(RefuseCrossing("UZDUST01", "Broken axle."), DUSTLIK)
    assert stage_of(world.now()) == {"status": "released", "stage": "expected", "worst": "stopped"}
    held_there = after(REMARKED)
    held_there.tell(RecordResults("B1", "Five boxes are missing."), POTI)
    stage = {"status": "arrived", "stage": "results_known", "worst": "held"}
    assert stage_of(held_there.now()) == stage


def test_what_an_end_freed_is_held_no_more_when_it_is_taken_up_again() -> None:
    again = Pursuit(reopened=(Reopening("2026-11-20T09:00:00.000Z", "Found.", "written_off"),))
    state = replace(movement(held(GRN, "bank", EARLY), held(SECOND, "bank", LATE)), pursuit=again)
    (row,) = undischarged(state, "KG")
    assert row.data["held"] == [[SECOND, 100, "EUR"]]
    assert row.since == LATE
    assert not list(undischarged(replace(movement(held(GRN, "bank", EARLY)), pursuit=again), "KG"))
