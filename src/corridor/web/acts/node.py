"""The node's own records, as they read on its log."""

from typing import Final

from corridor.domain.refusals import N_
from corridor.engine.records import (
    CommandRefused,
    EventRefused,
    NodeStarted,
    PeerMisbehaved,
    ReceiptGiven,
    ReceiptTaken,
    RequestDenied,
    TrustChanged,
)
from corridor.web.acts.act import Reading, Shown

NODE: Final = Shown[None](
    reads=(
        Reading(NodeStarted, N_("Node started")),
        Reading(CommandRefused, N_("Request refused by a rule"), "attention"),
        Reading(RequestDenied, N_("Access denied"), "attention"),
        Reading(ReceiptGiven, N_("Receipt given to a peer")),
        Reading(ReceiptTaken, N_("Receipt taken from a peer")),
        Reading(EventRefused, N_("Event of a peer without effect"), "attention"),
        Reading(PeerMisbehaved, N_("Peer sent what cannot be honest"), "stopped"),
        Reading(TrustChanged, N_("Trust list changed")),
    ),
)
