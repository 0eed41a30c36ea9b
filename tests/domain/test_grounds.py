"""What a carrier is told of a control: its channel, and never its grounds."""

from corridor.domain.facts import Actor
from corridor.domain.movement.control import ControlDecided, DecideControl
from corridor.domain.movement.grounds import holds_grounds, movement_for, without_grounds
from tests.domain.movement_world import CARRIER, OSH, after

RED, GREEN = ControlDecided("red", ("Tobacco",)), ControlDecided("green")


def test_an_event_with_grounds_is_withheld_and_told_without_them() -> None:
    assert (holds_grounds(RED), holds_grounds(GREEN), holds_grounds(None)) == (True, False, False)
    assert without_grounds(RED) == ControlDecided("red")
    assert without_grounds(GREEN) == GREEN


def test_a_movement_is_read_by_who_asks() -> None:
    world = after(2)
    assert world.tell(DecideControl("red", ("Tobacco",)), OSH) == ("movement.control_decided/1",)
    state = world.now()
    assert movement_for(CARRIER, state).channel_reasons == ()
    assert movement_for(OSH, state) is state
    assert movement_for(Actor(role="checkpoint"), state) is state
