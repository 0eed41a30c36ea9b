"""An amendment by NCTS message: what the message has no place for stays as it was declared."""

from msgspec.structs import replace

from corridor.domain.consignment import AtTheWheel, Dossier, Equipment, LegPlan, Means, Vehicle
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.state import Movement
from corridor.domain.rail import RailNote, Wagon
from corridor.gateways.ncts.incoming.asking import Asking, read_incoming
from corridor.node.demo import messages
from tests.domain.movement_world import DOSSIER, REFERENCE, after

AT = "2026-11-21T08:00:00.000Z"
BOXES = (
    Equipment(1, "MSKU1234565", 2, ("KG-778201", "KG-778202"), (1,), "52387768", "22G1"),
    Equipment(2, seal_count=0, goods=(), wagon="218124712173"),
)
TRUCK = DOSSIER.consignment.means[0]
WAGON = Means("departure", "20", "52387768", "KZ", wagon=Wagon("KTZ", 4, "24000", "62000.5", 620))
START = DOSSIER.route.points[0].place
OLD = replace(
    DOSSIER,
    vehicle=Vehicle("38000", "9500"),
    driver=AtTheWheel("Nurlan"),
    rail=RailNote("SMGS-4411", train="2405"),
    legs=(LegPlan(START, "ALA-TOO", "cmr", "CMR-1"), LegPlan("KZ-ALMA", "KTZ")),
    consignment=replace(DOSSIER.consignment, equipment=BOXES, means=(TRUCK, WAGON)),
)


def amended(said: Dossier, old: Dossier = OLD) -> Dossier:
    asking = Asking(REFERENCE, AT, lambda way: way)
    incoming = read_incoming(messages.declaration(said, "T-13", "CC013C"), asking)
    movement: Movement = replace(after(1).now(), dossier=old)
    commands = incoming.commands(movement, "carrier")  # type: ignore[union-attr]
    assert isinstance(commands, tuple), commands
    (command,) = commands
    assert isinstance(command, AmendDeclaration)
    return command.dossier


def test_what_a_message_cannot_say_survives_one_that_changes_something_else() -> None:
    new = amended(replace(OLD, limit_date="2026-12-05"))
    assert new.limit_date == "2026-12-05"
    for name in ("vehicle", "driver", "rail", "answers", "attachments"):
        assert getattr(new, name) == getattr(OLD, name)
    load = new.consignment
    assert [(one.size_type, one.wagon) for one in load.equipment] == [
        ("22G1", "52387768"),
        ("", "218124712173"),
    ]
    assert [one.wagon for one in load.means] == [None, WAGON.wagon]
    assert new.legs == OLD.legs[:1], "a leg from a place that is not on the way is none"


def test_what_is_said_of_another_box_or_wagon_is_not_taken_over() -> None:
    box = replace(BOXES[0], container="TCLU4265879", wagon="", size_type="")
    wagon = replace(WAGON, id="63215004", wagon=None)
    load = replace(OLD.consignment, equipment=(box,), means=(TRUCK, wagon))
    found = amended(replace(OLD, consignment=load)).consignment
    assert [(one.container, one.size_type, one.wagon) for one in found.equipment] == [
        ("TCLU4265879", "", "")
    ]
    assert [one.wagon for one in found.means] == [None, None]
