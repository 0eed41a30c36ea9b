"""Carriers of the simulation that complain of one measure, so that what it cost has a sum.

The vehicles are those that the port has let through; how long each waited there is invented, as the
measure is, and the words of each complaint say so.
"""

from typing import Final

from corridor.domain.checkpoints.arriving import RegisterArrival
from corridor.domain.checkpoints.gate import LeaveGate, OpenGate
from corridor.domain.complaints.complaining import FileComplaint
from corridor.domain.consignment import plates_of
from corridor.domain.days import minutes_later
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.offices import node_of
from corridor.domain.movement.state import Movement
from corridor.node.demo.actors import Actors
from corridor.node.demo.client import ApiRefused
from corridor.node.demo.troubles import Act

MEASURE: Final = "ba-AZ-B2"
OFFICE: Final = "AZALAT01"
WHAT: Final = "Вымышленная жалоба демонстрации: машину взвесили второй раз, хотя вес уже указан."
WAITED_MIN: Final = (95, 140, 210, 260, 320, 405, 75, 180, 235, 150, 290, 120)
"""How long each of them waited, by the gate, in their order; no more of them complain."""


def complains(actors: Actors, movement: Movement, act: Act, minutes: int, now: str) -> bool:
    """After the office let a lorry in: its visit, and its carrier's complaint; whether it did.

    Not where the measure is not known yet, or the vehicle stands at the gate.
    """
    command, plates = act.command, plates_of(movement.dossier)
    if not (isinstance(command, RecordCrossing) and command.office == OFFICE and plates):
        return False
    said = FileComplaint(node_of(OFFICE), "transport", WHAT, movement.id, barrier=MEASURE)
    try:
        _visit(actors, movement, minutes, now)
        actors.do(movement.home, "carrier", movement.owner, "new", said)
    except ApiRefused:
        return False
    return True


def _visit(actors: Actors, movement: Movement, minutes: int, now: str) -> None:
    node, plate = node_of(OFFICE), plates_of(movement.dossier)[0]
    came = minutes_later(now, -minutes)
    visit = actors.visit(node, OFFICE, RegisterArrival(OFFICE, plate, "entry", movement.mrn, came))
    for command in (OpenGate(), LeaveGate()):
        actors.do(node, "checkpoint", OFFICE, visit, command)
