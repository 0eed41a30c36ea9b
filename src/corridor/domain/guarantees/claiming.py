"""Claiming: a debt of a movement is demanded of the guarantor, who has to pay it by a day."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, TO_GUARANTOR, Act, Asked, Decision, Reaction, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.state import Guarantee, GuaranteeClaim
from corridor.domain.guarantees.voices import ALWAYS, LEDGER
from corridor.domain.values import Date, MinorUnits, Reference, Text, Whole


class NoteClaim(Command, frozen=True, tag="guarantee.note_claim"):
    """An office demands a debt of the guarantor."""

    movement: Reference
    reference: Text
    office: Text
    amount_minor: MinorUnits
    pay_by: Date


class NoteClaimPaid(Command, frozen=True, tag="guarantee.note_claim_paid"):
    """The office has what the guarantor paid."""

    movement: Reference
    amount_minor: MinorUnits


class NoteClaimOver(Command, frozen=True, tag="guarantee.note_claim_over"):
    """The recovery is over: nothing more is demanded."""

    movement: Reference


class ClaimNoted(Payload, frozen=True, tag="guarantee.claimed/1"):
    """The guarantor has to pay so much to an office until a day; a later claim replaces it."""

    movement: str
    reference: str
    office: str
    amount_minor: Whole
    pay_by: Date


class ClaimPaid(Payload, frozen=True, tag="guarantee.claim_paid/1"):
    """So much of it was paid."""

    movement: str
    amount_minor: Whole


class ClaimOver(Payload, frozen=True, tag="guarantee.claim_over/1"):
    """Nothing is demanded any more."""

    movement: str


def _note(state: Guarantee, command: NoteClaim, context: Context) -> Decision:
    said = (command.movement, command.reference, command.office)
    return (ClaimNoted(*said, command.amount_minor, command.pay_by),)


def _pay(state: Guarantee, command: NoteClaimPaid, context: Context) -> Decision:
    is_claimed = command.movement in state.claims
    return (ClaimPaid(command.movement, command.amount_minor),) if is_claimed else ()


def _over(state: Guarantee, command: NoteClaimOver, context: Context) -> Decision:
    return (ClaimOver(command.movement),) if command.movement in state.claims else ()


def claim_at(grn: str, movement: str, claim: GuaranteeClaim) -> Reaction:
    """What follows at the guarantor's ledger where an office demands a debt of it."""
    said = (movement, claim.reference, claim.office, claim.amount_minor, claim.pay_by)
    return Reaction(f"gr-{grn}", NoteClaim(*said))


def claim_paid_at(grn: str, movement: str, amount_minor: int) -> Reaction:
    """What follows there once the office has what the guarantor paid."""
    return Reaction(f"gr-{grn}", NoteClaimPaid(movement, amount_minor))


def claim_over_at(grn: str, movement: str) -> Reaction:
    """What follows there when the recovery is over."""
    return Reaction(f"gr-{grn}", NoteClaimOver(movement))


def _noted(s: Guarantee, p: ClaimNoted, f: Fact[Any]) -> Guarantee:
    claim = GuaranteeClaim(p.reference, p.office, p.amount_minor, p.pay_by, f.at)
    return replace(s, claims={**s.claims, p.movement: claim})


def _paid(s: Guarantee, p: ClaimPaid, f: Fact[Any]) -> Guarantee:
    claim = s.claims[p.movement]
    paid = replace(claim, paid_minor=claim.paid_minor + p.amount_minor)
    return replace(s, claims={**s.claims, p.movement: paid})


def _gone(s: Guarantee, p: ClaimOver, f: Fact[Any]) -> Guarantee:
    return replace(s, claims={key: one for key, one in s.claims.items() if key != p.movement})


CLAIMING: Final = Act[Guarantee](
    "claiming",
    asked=(
        Asked(NoteClaim, SYSTEM, _note),
        Asked(NoteClaimPaid, SYSTEM, _pay),
        Asked(NoteClaimOver, SYSTEM, _over),
    ),
    told=(
        Told(ClaimNoted, LEDGER, ALWAYS, _noted, heard=TO_GUARANTOR),
        Told(ClaimPaid, LEDGER, ALWAYS, _paid, heard=TO_GUARANTOR),
        Told(ClaimOver, LEDGER, ALWAYS, _gone, heard=TO_GUARANTOR),
    ),
)
