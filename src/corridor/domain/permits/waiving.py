"""Waiving a fee, or a part of it: the authority asks for less than it did, and says why."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Follow, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.automatic import DECISION_RULES, look_again
from corridor.domain.permits.paying import Minor
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import AUTHORITY
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Currency, LongText, Words


class WaiveFee(Command, frozen=True, tag="permit.waive_fee"):
    """Ask for so much less of the fee."""

    amount_minor: Minor
    reason: Words


class FeeWaived(Payload, frozen=True, tag="permit.fee_waived/1"):
    """So much less of the fee is asked for."""

    amount_minor: Minor
    currency: Currency
    reason: LongText


def _waive(state: Permit, command: WaiveFee, context: Context) -> Decision:
    if state.fee is None or not state.owed_minor:
        return refuse("permit_nothing_owed")
    if command.amount_minor > state.owed_minor:
        return refuse("permit_owed_less", "/amount_minor", owed=state.owed_minor)
    return (FeeWaived(command.amount_minor, state.fee.currency, command.reason),)


def _waived(s: Permit, p: FeeWaived, f: Fact[Any]) -> Permit:
    return replace(s, waived_minor=s.waived_minor + p.amount_minor)


WAIVING: Final = Act[Permit](
    "waiving",
    asked=(Asked(WaiveFee, "permit", _waive, AUTHORITY),),
    told=(
        Told(
            FeeWaived,
            AUTHORITY,
            frozenset(),
            _waived,
            fits=lambda state, said, fact: state.fee is not None,
            heard=TO_CARRIER,
        ),
    ),
    follows=(
        Follow(FeeWaived, lambda said, state: state.request.country, look_again, (DECISION_RULES,)),
    ),
    texts={
        "permit_nothing_owed": RefusalText(
            N_("Nothing of a fee is owed for this application."),
            N_("What was paid is sent back as a refund."),
        ),
        "permit_owed_less": RefusalText(
            N_("Less than that is owed."),
            N_("Waive no more than is still owed."),
        ),
    },
)
