"""Events in plain words, by their permanent tags."""

from typing import Final

from corridor.domain.refusals import N_

EVENTS: Final = {
    "movement.lodged/1": N_("Dossier sent to customs"),
    "movement.amended/1": N_("Declaration amended"),
    "movement.presented/1": N_("Goods presented at the office of departure"),
    "movement.cancelled/1": N_("Declaration cancelled by the carrier"),
    "movement.rejected/1": N_("Declaration not accepted"),
    "movement.accepted/1": N_("Declaration accepted, MRN given"),
    "movement.control_decided/1": N_("Control channel decided"),
    "movement.control_recorded/1": N_("Result of the control at departure"),
    "movement.guarantee_requested/1": N_("Guarantee requested"),
    "movement.guarantee_reserved/1": N_("Guarantee reserved"),
    "movement.guarantee_refused/1": N_("Guarantee refused by the guarantor"),
    "movement.sealed/1": N_("Seals affixed"),
    "movement.released/1": N_("Released for transit"),
    "movement.not_released/1": N_("Release for transit refused"),
    "movement.crossed/1": N_("Entered the customs territory"),
    "movement.crossing_refused/1": N_("Entry refused"),
    "movement.incident/1": N_("Incident on the way"),
    "movement.arrived/1": N_("Arrived at destination"),
    "movement.unloading_permitted/1": N_("Unloading permitted by customs"),
    "movement.unloading_remarks/1": N_("Unloading remarks"),
    "movement.control_results/1": N_("Control results at destination"),
    "movement.discrepancy_solved/1": N_("Discrepancy solved"),
    "movement.goods_released/1": N_("Goods released from transit"),
    "movement.written_off/1": N_("Procedure discharged"),
    "movement.overdue/1": N_("Limit date has passed"),
    "movement.withdrawn/1": N_("State no longer on the route"),
    "permit.applied/1": N_("Permit applied for"),
    "permit.information_requested/1": N_("Authority asked for information"),
    "permit.information_provided/1": N_("Carrier answered"),
    "permit.granted/1": N_("Permit granted"),
    "permit.refused/1": N_("Permit refused"),
    "permit.withdrawn/1": N_("Application taken back"),
    "permit.used/1": N_("Permit used"),
    "permit.revoked/1": N_("Permit revoked"),
    "guarantee.registered/1": N_("Guarantee registered"),
    "guarantee.reserved/1": N_("Amount reserved"),
    "guarantee.reservation_refused/1": N_("Reservation refused"),
    "guarantee.released/1": N_("Amount free again"),
    "checkpoint.arrived/1": N_("Vehicle arrived at the checkpoint"),
    "checkpoint.gate_in/1": N_("Vehicle let in"),
    "checkpoint.permit_scanned/1": N_("Permit read at the gate"),
    "checkpoint.gate_out/1": N_("Vehicle left the checkpoint"),
    "node.started/1": N_("Node started"),
    "command.refused/1": N_("Request refused by a rule"),
    "access.denied/1": N_("Access denied"),
    "receipt.given/1": N_("Receipt given to a peer"),
    "receipt.taken/1": N_("Receipt taken from a peer"),
    "event.refused/1": N_("Event of a peer without effect"),
    "peer.misbehaved/1": N_("Peer sent what cannot be honest"),
    "trust.changed/1": N_("Trust list changed"),
}
STOPS: Final = frozenset(
    {
        "movement.rejected/1",
        "movement.cancelled/1",
        "movement.not_released/1",
        "movement.crossing_refused/1",
        "movement.guarantee_refused/1",
        "permit.refused/1",
        "permit.revoked/1",
        "peer.misbehaved/1",
    }
)
NEEDS_SOMEONE: Final = frozenset(
    {
        "movement.incident/1",
        "movement.overdue/1",
        "permit.information_requested/1",
        "event.refused/1",
        "access.denied/1",
        "command.refused/1",
    }
)


def sign_of(tag: str) -> str:
    """The sign on a timeline: done | attention | stopped."""
    if tag in STOPS:
        return "stopped"
    return "attention" if tag in NEEDS_SOMEONE else "done"
