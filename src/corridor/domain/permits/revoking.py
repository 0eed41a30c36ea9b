"""Revoking: the authority takes a granted permit back; a used one cannot be.

It takes as many officers as granting it took: of a type with two, one proposes it (`proposing.py`).
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told, never
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import AUTHORITY, during
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import LongText, Words

GRANTED: Final = ("granted", "exhausted")


class RevokePermit(Command, frozen=True, tag="permit.revoke"):
    """Take a granted one back."""

    reason: Words
    attachments: SentFiles = ()


class PermitRevoked(Payload, frozen=True, tag="permit.revoked/1"):
    """Taken back by the authority; a used one cannot be."""

    reason: LongText
    attachments: SentFiles = ()


def revoke_now(state: Permit, command: RevokePermit) -> Decision:
    """Taken back, or what stands against it."""
    return revoked_for(state, command.reason, command.attachments)


def revoked_for(state: Permit, reason: str, attachments: SentFiles = ()) -> Decision:
    """The same, whoever says it: a person at the desk, or the system that the permit came from."""
    if state.uses:
        return refuse("permit_used_stays", number=state.number)
    return (PermitRevoked(reason, attachments),)


def _revoke(state: Permit, command: RevokePermit, context: Context) -> Decision:
    if state.four_eyes:
        return refuse("permit_takes_two", kind=state.request.kind)
    return revoke_now(state, command)


def _revoked(s: Permit, p: PermitRevoked, f: Fact[Any]) -> Permit:
    return replace(s, status="revoked", reason=p.reason, change=None, review="", proposal=None)


def _at_posts(s: Permit, p: PermitRevoked) -> Iterator[tuple[str, str]]:
    """All posts of the way, for the vehicle may be anywhere on it: customs and the gate."""
    for office in dict.fromkeys((s.request.entry_office, s.request.leave_office, *s.request.posts)):
        if office:
            yield from ((f"{desk}:{office}", "") for desk in ("customs", "checkpoint"))


REVOKING: Final = Act[Permit](
    "revoking",
    asked=(Asked(RevokePermit, "permit", _revoke, AUTHORITY, during(*GRANTED)),),
    told=(
        Told(
            PermitRevoked,
            AUTHORITY,
            frozenset({"granted"}),
            _revoked,
            heard=Heard({"carrier": never}, urgent=True, offices=_at_posts),
        ),
    ),
    texts={
        "permit_used_stays": RefusalText(
            N_("Permit {number} has been used and cannot be revoked."),
            N_("Nothing can be undone; note what happened in the case."),
        ),
    },
)
