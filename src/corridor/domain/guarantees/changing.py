"""Changing: the guarantor raises or lowers the amount, ends the guarantee, gives a new code."""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told, Voice
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.state import WARN_PERCENT, Guarantee, access_digest
from corridor.domain.guarantees.voices import ALWAYS, LEDGER
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Date, MinorUnits, Reason, Text, Whole

Percent = Annotated[int, Meta(ge=1, le=100)]
AccessCode = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z]{4}\Z")]


class ChangeTerms(Command, frozen=True, tag="guarantee.change_terms"):
    """Another reference amount, another last day, another ceiling to be warned at."""

    reference_minor: MinorUnits
    valid_to: Date
    reason: Reason
    warn_percent: Percent = WARN_PERCENT


class GiveNewCode(Command, frozen=True, tag="guarantee.new_code"):
    """Another access code: the old one opens nothing any more, and a lock is lifted."""

    access_code: AccessCode


class TermsChanged(Payload, frozen=True, tag="guarantee.terms_changed/1"):
    """The guarantor changed amount, last day or ceiling. What is reserved stays reserved."""

    reference_minor: Whole
    valid_to: Date
    reason: Text
    warn_percent: Whole = WARN_PERCENT


class AccessCodeChanged(Payload, frozen=True, tag="guarantee.code_changed/1"):
    """The guarantor gave its holder another code; of it a salted digest."""

    access_digest: str


def _is_guarantor(state: Guarantee, command: Any, context: Context) -> Refused | None:
    is_theirs = context.actor.role == "guarantor" and context.actor.org == state.guarantor
    return None if is_theirs else refuse("not_your_guarantee", grn=state.grn)


GUARANTOR: Final = Voice("guarantor", LEDGER.says, _is_guarantor)


def _change(state: Guarantee, command: ChangeTerms, context: Context) -> Decision:
    taken = state.reference_minor - state.available_minor()
    if command.reference_minor < taken:
        return refuse("reference_below_taken", "/reference_minor", taken_minor=taken)
    if not is_day(command.valid_to):
        return refuse("day_impossible", "/valid_to", given=command.valid_to)
    if command.valid_to < max(state.valid_from, context.day_at(context.node)):
        return refuse("validity_order", "/valid_to")
    said = (command.reference_minor, command.valid_to, command.reason, command.warn_percent)
    return (TermsChanged(*said),)


def _new_code(state: Guarantee, command: GiveNewCode, context: Context) -> Decision:
    return (AccessCodeChanged(access_digest(context.token, command.access_code)),)


def _changed(s: Guarantee, p: TermsChanged, f: Fact[Any]) -> Guarantee:
    return replace(
        s,
        reference_minor=p.reference_minor,
        valid_to=p.valid_to,
        warn_percent=p.warn_percent,
    )


def _recoded(s: Guarantee, p: AccessCodeChanged, f: Fact[Any]) -> Guarantee:
    return replace(s, access_digest=p.access_digest, wrong=(), locked_until="")


CHANGING: Final = Act[Guarantee](
    "changing",
    asked=(
        Asked(ChangeTerms, "guarantor", _change, GUARANTOR),
        Asked(GiveNewCode, "guarantor", _new_code, GUARANTOR),
    ),
    told=(
        Told(TermsChanged, GUARANTOR, ALWAYS, _changed, heard=TO_CARRIER),
        Told(AccessCodeChanged, GUARANTOR, ALWAYS, _recoded, heard=TO_CARRIER),
    ),
    texts={
        "not_your_guarantee": RefusalText(
            N_("Guarantee {grn} is another guarantor's."), N_("Open one of your own.")
        ),
        "reference_below_taken": RefusalText(
            N_("More than this amount is taken now."),
            N_("Give at least what is taken, or wait until movements are discharged."),
        ),
    },
)
