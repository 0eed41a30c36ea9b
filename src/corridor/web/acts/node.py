"""The node's own records, as they read on its log."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.refusals import N_
from corridor.engine.records import (
    AccountChanged,
    AccountChangeDeclined,
    AccountChangeProposed,
    CommandRefused,
    EventRefused,
    NewsTold,
    NodeStarted,
    PeerMisbehaved,
    ReceiptGiven,
    ReceiptTaken,
    RequestDenied,
    TrustChanged,
)
from corridor.web.acts.act import Reading, Shown, Tale


def _about(said: Any, tale: Tale) -> Iterable[str]:
    """Whose account, and how."""
    return [f"{said.login}: {tale.reader.labels(said.what, 'account_change')}"]


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
        Reading(AccountChanged, N_("Account changed"), note=_about),
        Reading(AccountChangeProposed, N_("Change of an account proposed"), note=_about),
        Reading(AccountChangeDeclined, N_("Change of an account declined"), note=_about),
        Reading(NewsTold, N_("People were told of what is no event")),
    ),
)
