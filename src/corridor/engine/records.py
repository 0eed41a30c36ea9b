"""What a node notes about itself in its own log: refusals, denials, receipts, trust.

These are events like any other, so they have a number, a proof and a place in the log; but they
belong to no movement. All but `EventRefused` stay at home.
"""

from corridor.domain.facts import Payload
from corridor.domain.values import Whole


class NodeStarted(Payload, frozen=True, tag="node.started/1"):
    """The engine opened this log."""

    size: Whole


class CommandRefused(Payload, frozen=True, tag="command.refused/1"):
    """A command was refused: its name, and the codes and pointers of the reasons."""

    command: str
    about: str
    codes: tuple[str, ...]
    pointers: tuple[str, ...] = ()


class RequestDenied(Payload, frozen=True, tag="access.denied/1"):
    """Somebody asked for what they may not know."""

    what: str
    reason: str


class ReceiptGiven(Payload, frozen=True, tag="receipt.given/1"):
    """We have durably received the peer's channel up to this position."""

    publisher: str
    upto: Whole
    receipt: str


class ReceiptTaken(Payload, frozen=True, tag="receipt.taken/1"):
    """The peer has told us, signed, what it holds of our channel to it."""

    follower: str
    upto: Whole
    receipt: str


class EventRefused(Payload, frozen=True, tag="event.refused/1"):
    """We hold this event of a peer but give it no effect: it was not the peer's to say."""

    node: str
    number: Whole
    code: str


class EventSetAside(Payload, frozen=True, tag="event.set_aside/1"):
    """We hold this event of a peer, and this program failed at its effect: that waits.

    `stage`: fold | follow | tell, which an event of our own may be too. `fault`: the name of what
    was raised; empty where it was not tried yet.
    """

    node: str
    number: Whole
    stage: str
    fault: str = ""


class EventTakenUp(Payload, frozen=True, tag="event.taken_up/1"):
    """What was set aside of this event has been done."""

    node: str
    number: Whole


class PeerMisbehaved(Payload, frozen=True, tag="peer.misbehaved/1"):
    """A peer sent what cannot be honest: a fork, a rewritten past, a wrong signature."""

    node: str
    code: str
    detail: str


class TrustChanged(Payload, frozen=True, tag="trust.changed/1"):
    """Another version of the trust list is in force here."""

    version: Whole
    digest: str


class AccountChanged(Payload, frozen=True, tag="account.changed/1"):
    """An account of this node was changed: whose, how, and to what. No secret is ever in it.

    `what`: added | changed | closed | reopened | limited | link | password | second_factor |
    second_factor_off | passkey | passkey_off | token | token_off. `proposed_by`: where one proposed
    and another confirmed.
    """

    login: str
    what: str
    role: str = ""
    office: str = ""
    org: str = ""
    proposed_by: str = ""


class AccountChangeProposed(Payload, frozen=True, tag="account.proposed/1"):
    """Somebody asked for a change that takes another one's word."""

    login: str
    what: str
    role: str = ""
    office: str = ""
    org: str = ""


class AccountChangeDeclined(Payload, frozen=True, tag="account.declined/1"):
    """The change that was asked for is not made."""

    login: str
    what: str
    proposed_by: str = ""


class SettingChanged(Payload, frozen=True, tag="setting.changed/1"):
    """A setting of this node was changed while it ran; without a value, as its file says again.

    `proposed_by`: where one proposed and another confirmed.
    """

    name: str
    value: str | None = None
    proposed_by: str = ""


class SettingProposed(Payload, frozen=True, tag="setting.proposed/1"):
    """Somebody asked for a setting that takes another one's word."""

    name: str
    value: str | None = None


class SettingDeclined(Payload, frozen=True, tag="setting.declined/1"):
    """The setting that was asked for stays as it is."""

    name: str
    value: str | None = None
    proposed_by: str = ""


class RiskBookChanged(Payload, frozen=True, tag="risk.changed/1"):
    """A risk profile, or the terms, was drafted, proposed, switched or declined: SHA-256 of the
    step as the node keeps it. Not a word of a profile is ever in the log.
    """

    digest: str


class NewsTold(Payload, frozen=True, tag="news.told/1"):
    """People were told of what is no event of a subject: of what kind, and what it is about."""

    kind: str
    about: str


class EpermitMessage(Payload, frozen=True, tag="epermit.message/1"):
    """A message of the e-permit protocol was taken from a partner, or is on its way to one.

    `digest`: SHA-256 of the signed text, which the node keeps.
    """

    partner: str
    direction: str
    kind: str
    event_id: str
    digest: str


class EpermitLineChanged(Payload, frozen=True, tag="epermit.line/1"):
    """A line to a partner was proposed, opened, stopped, or a key of ours was made or revoked.

    `what`: proposed | declined | opened | stopped | key_asked | key_dropped | key_made |
    key_revoked. `detail`: an address, or a key; `new` for one that is to be made.
    """

    partner: str
    what: str
    detail: str = ""


NodeRecord = (
    NodeStarted
    | CommandRefused
    | RequestDenied
    | ReceiptGiven
    | ReceiptTaken
    | EventRefused
    | EventSetAside
    | EventTakenUp
    | PeerMisbehaved
    | TrustChanged
    | AccountChanged
    | AccountChangeProposed
    | AccountChangeDeclined
    | SettingChanged
    | SettingProposed
    | SettingDeclined
    | NewsTold
    | RiskBookChanged
    | EpermitMessage
    | EpermitLineChanged
)
