"""The node's own records, as they read on its log."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.refusals import N_
from corridor.engine.records import (
    AccountChanged,
    AccountChangeDeclined,
    AccountChangeProposed,
    CommandRefused,
    EpermitLineChanged,
    EpermitMessage,
    EventRefused,
    EventSetAside,
    EventTakenUp,
    NewsTold,
    NodeStarted,
    PeerMisbehaved,
    ReceiptGiven,
    ReceiptTaken,
    RequestDenied,
    RiskBookChanged,
    SettingChanged,
    SettingDeclined,
    SettingProposed,
    TrustChanged,
)
from corridor.web.act import Reading, Shown, Tale
from corridor.web.settings.known import BY_NAME
from corridor.web.views.setting_words import value_words


def _about(said: Any, tale: Tale) -> Iterable[str]:
    """Whose account, and how."""
    return [f"{said.login}: {tale.reader.labels(said.what, 'account_change')}"]


def _setting(said: Any, tale: Tale) -> Iterable[str]:
    """Which, and to what."""
    known, _ = BY_NAME.get(said.name), tale.reader.words
    value = value_words(tale.reader, known, said.value) if known else said.value
    return [f"{_(known.label) if known else said.name}: {value or _('as node.json says')}"]


def _message(said: EpermitMessage, tale: Tale) -> Iterable[str]:
    """With whom, and which."""
    return [f"{tale.reader.names.country(said.partner)}: {said.kind} {said.event_id}"]


def _line(said: EpermitLineChanged, tale: Tale) -> Iterable[str]:
    """Of whom, and how."""
    words = tale.reader.labels(said.what, "epermit_change")
    whose = tale.reader.names.country(said.partner) if said.partner else ""
    return [f"{whose}: {words} {said.detail}".strip(": ")]


NODE: Final = Shown[None](
    reads=(
        Reading(NodeStarted, N_("Node started")),
        Reading(CommandRefused, N_("Request refused by a rule"), "attention"),
        Reading(RequestDenied, N_("Access denied"), "attention"),
        Reading(ReceiptGiven, N_("Receipt given to a peer")),
        Reading(ReceiptTaken, N_("Receipt taken from a peer")),
        Reading(EventRefused, N_("Event of a peer without effect"), "attention"),
        Reading(EventSetAside, N_("Effect of a peer's event set aside"), "stopped"),
        Reading(EventTakenUp, N_("Effect of a peer's event made good")),
        Reading(PeerMisbehaved, N_("Peer sent what cannot be honest"), "stopped"),
        Reading(TrustChanged, N_("Trust list changed")),
        Reading(AccountChanged, N_("Account changed"), note=_about),
        Reading(AccountChangeProposed, N_("Change of an account proposed"), note=_about),
        Reading(AccountChangeDeclined, N_("Change of an account declined"), note=_about),
        Reading(SettingChanged, N_("Setting changed"), note=_setting),
        Reading(SettingProposed, N_("Change of a setting proposed"), note=_setting),
        Reading(SettingDeclined, N_("Change of a setting declined"), note=_setting),
        Reading(NewsTold, N_("People were told of what is no event")),
        Reading(RiskBookChanged, N_("A step in the book of risk profiles")),
        Reading(EpermitMessage, N_("Message of an e-permit partner"), note=_message),
        Reading(EpermitLineChanged, N_("Line to an e-permit partner changed"), note=_line),
    ),
)
