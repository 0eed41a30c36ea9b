"""Vehicles at checkpoints: who waits before a gate, who is inside, who has left.

Only for the look of the checkpoint's pages; no decision about a movement hangs on it.
"""

from corridor.domain.checkpoints.arriving import RegisterArrival
from corridor.domain.checkpoints.gate import LeaveGate, OpenGate
from corridor.domain.consignment import plates_of
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.offices import node_of
from corridor.domain.movement.state import Movement
from corridor.node.demo.actors import Actors
from corridor.node.demo.client import ApiRefused
from corridor.node.demo.troubles import Act
from corridor.node.demo.world import load_world


class Gates:
    """Remembers the visits that the traffic itself began, by movement and office."""

    def __init__(self, actors: Actors) -> None:
        self._actors = actors
        self._visits: dict[tuple[str, str], tuple[str, bool]] = {}

    def holds_up(self, movement: Movement, act: Act) -> bool:
        """Before a crossing: the vehicle comes to the gate, then is let in; both take their time.

        True while the crossing has to wait for that.
        """
        office = self._gate_of(movement, act)
        if not office:
            return False
        visit, is_inside = self._visits.get((movement.id, office), ("", False))
        if is_inside:
            return False
        if not visit:
            self._visits[movement.id, office] = (self._arrive(movement, office), False)
        else:
            self._do(office, visit, OpenGate())
            self._visits[movement.id, office] = (visit, True)
        return True

    def let_go(self, movement: Movement, act: Act) -> None:
        """After a crossing: the vehicle leaves the zone."""
        office = self._gate_of(movement, act)
        visit, _ = self._visits.pop((movement.id, office), ("", False))
        if visit:
            self._do(office, visit, LeaveGate())

    def _gate_of(self, movement: Movement, act: Act) -> str:
        """The office of the checkpoint that an act leads through, or nothing."""
        if not isinstance(act.command, RecordCrossing) or not plates_of(movement.dossier):
            return ""
        staffed = load_world().nodes[act.node].checkpoints
        return act.command.office if act.command.office in staffed else ""

    def _arrive(self, movement: Movement, office: str) -> str:
        plate = plates_of(movement.dossier)[0]
        arrival = RegisterArrival(office, plate, "entry", movement.mrn)
        try:
            return self._actors.visit(node_of(office), office, arrival)
        except ApiRefused as refused:
            if refused.code != "visit_live":
                raise
            return self._live(office, plate)

    def _live(self, office: str, plate: str) -> str:
        """The visit that an earlier run began."""
        for lane in ("waiting", "inside"):
            name = f"checkpoint:{office}:{lane}"
            for row in self._actors.rows(node_of(office), "checkpoint", office, name):
                if row.data["plate"] == plate:
                    return row.subject
        return ""

    def _do(self, office: str, visit: str, command: OpenGate | LeaveGate) -> None:
        """As far as it goes: a person at the gate may have been quicker."""
        try:
            self._actors.do(node_of(office), "checkpoint", office, visit, command)
        except ApiRefused as refused:
            if refused.code not in ("visit_wrong_order", "visit_unknown", "not_found"):
                raise
