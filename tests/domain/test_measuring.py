"""What counts as a decision of a desk, and how long it was waited for."""

from corridor.domain.measuring import waited_since
from tests.domain.movement_world import after


def test_a_decision_is_measured_from_when_it_could_be_taken() -> None:
    filed, accepted = after(1).now(), after(2).now()
    assert waited_since("movement.accepted/1", filed) == filed.lodged_at != ""
    assert waited_since("movement.released/1", accepted) == accepted.accepted_at != ""


def test_what_happens_at_a_barrier_has_no_waiting_time_and_other_events_do_not_count() -> None:
    state = after(7).now()
    assert waited_since("movement.crossed/1", state) == ""
    assert waited_since("movement.lodged/1", state) is None
