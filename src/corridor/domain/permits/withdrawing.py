"""Withdrawing: the carrier takes an application back before a decision."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import APPLICANT, UNDECIDED, during


class WithdrawPermit(Command, frozen=True, tag="permit.withdraw"):
    """Take the application back."""


class PermitWithdrawn(Payload, frozen=True, tag="permit.withdrawn/1"):
    """The carrier took the application back before a decision."""


def _withdraw(state: Permit, command: WithdrawPermit, context: Context) -> Decision:
    return (PermitWithdrawn(),)


def _withdrawn(s: Permit, p: PermitWithdrawn, f: Fact[Any]) -> Permit:
    return replace(s, status="withdrawn", proposal=None)


WITHDRAWING: Final = Act[Permit](
    "withdrawing",
    asked=(Asked(WithdrawPermit, "carrier", _withdraw, APPLICANT, during(*UNDECIDED)),),
    told=(Told(PermitWithdrawn, APPLICANT, UNDECIDED, _withdrawn, heard=Heard(ends=True)),),
)
