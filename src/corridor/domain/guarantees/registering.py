"""Registering: the guarantor enters a guarantee in its ledger."""

from typing import Annotated, Any, Final

from msgspec import Meta

from corridor.domain import codes
from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told, unchanged
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.goods import Trait
from corridor.domain.guarantees.state import WARN_PERCENT, Guarantee, access_digest
from corridor.domain.guarantees.types import VOUCHER, VOUCHER_LENGTH, WITH_LEDGER
from corridor.domain.guarantees.voices import ALWAYS, LEDGER
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Country, Currency, Date, MinorUnits, Office, Reference, Whole

HsPrefix = Annotated[str, Meta(pattern=r"\A\d{2,10}\Z")]


class RegisterGuarantee(Command, frozen=True, tag="guarantee.register"):
    """The guarantor registers a guarantee and gives its holder the access code."""

    grn: Reference
    holder: Reference
    kind: Annotated[str, Meta(pattern=r"\A[0-9A-J]\Z")]
    reference_minor: MinorUnits
    currency: Currency
    valid_from: Date
    valid_to: Date
    access_code: Annotated[str, Meta(pattern=r"\A[0-9A-Za-z]{4}\Z")]
    excluded_countries: tuple[Country, ...] = ()
    warn_percent: Annotated[int, Meta(ge=1, le=100)] = WARN_PERCENT
    offices: Annotated[tuple[Office, ...], Meta(max_length=200)] = ()
    goods: Annotated[tuple[HsPrefix, ...], Meta(max_length=200)] = ()
    excluded_goods: Annotated[tuple[HsPrefix, ...], Meta(max_length=200)] = ()
    excludes: Annotated[tuple[Trait, ...], Meta(max_length=2)] = ()


class GuaranteeRegistered(Payload, frozen=True, tag="guarantee.registered/1"):
    """The guarantor registered it. `access_digest` is a salted digest of the access code."""

    grn: str
    holder: str
    guarantor: str
    kind: str
    reference_minor: Whole
    currency: Currency
    valid_from: Date
    valid_to: Date
    access_digest: str
    excluded_countries: tuple[Country, ...] = ()
    warn_percent: Whole = WARN_PERCENT
    offices: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    excluded_goods: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


def _register(state: Guarantee | None, command: RegisterGuarantee, context: Context) -> Decision:
    if context.actor.role != "guarantor":
        return refuse("guarantor_only")
    if state is not None:
        return refuse("guarantee_exists", "/grn", grn=command.grn)
    verdict = codes.check_grn(command.grn)
    if not verdict.ok:
        return refuse("grn_check_digit", "/grn", "R0028", expected=verdict.expected or "")
    wrong = _wrong_type(command)
    if wrong is not None:
        return wrong
    if codes.guarantor_of(command.grn) != context.node:
        return refuse("grn_other_country", "/grn", grn=command.grn)
    wrong = _wrong_days(command, context)
    if wrong is not None:
        return wrong
    return (
        GuaranteeRegistered(
            grn=command.grn,
            holder=command.holder,
            guarantor=context.actor.org,
            kind=command.kind,
            reference_minor=command.reference_minor,
            currency=command.currency,
            valid_from=command.valid_from,
            valid_to=command.valid_to,
            access_digest=access_digest(context.token, command.access_code),
            excluded_countries=command.excluded_countries,
            warn_percent=command.warn_percent,
            offices=command.offices,
            goods=command.goods,
            excluded_goods=command.excluded_goods,
            excludes=command.excludes,
        ),
    )


def _wrong_days(command: RegisterGuarantee, context: Context) -> Refused | None:
    for pointer, day in (("/valid_from", command.valid_from), ("/valid_to", command.valid_to)):
        if not is_day(day):
            return refuse("day_impossible", pointer, given=day)
    if command.valid_to < max(command.valid_from, context.day_at(context.node)):
        return refuse("validity_order", "/valid_to")
    return None


def _wrong_type(command: RegisterGuarantee) -> Refused | None:
    """Only types with a ledger are kept here; vouchers, and they alone, have the long number."""
    if command.kind not in WITH_LEDGER:
        return refuse("guarantee_without_ledger", "/kind", kind=command.kind)
    is_long = len(command.grn) == VOUCHER_LENGTH
    if is_long != (command.kind == VOUCHER):
        return refuse("grn_of_other_type", "/grn", "R0318", kind=command.kind)
    return None


def _begin(fact: Fact[Any], subject: str) -> Guarantee | None:
    said = fact.payload
    if fact.node != subject.removeprefix("gr-")[2:4]:
        return None
    return Guarantee(
        grn=said.grn,
        node=fact.node,
        holder=said.holder,
        guarantor=said.guarantor,
        kind=said.kind,
        reference_minor=said.reference_minor,
        currency=said.currency,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        access_digest=said.access_digest,
        excluded_countries=said.excluded_countries,
        warn_percent=said.warn_percent,
        offices=said.offices,
        goods=said.goods,
        excluded_goods=said.excluded_goods,
        excludes=said.excludes,
    )


REGISTERING: Final = Act[Guarantee](
    "registering",
    asked=(
        Asked(
            RegisterGuarantee,
            by="guarantor",
            decide=_register,
            begins=True,
            names=lambda command, node: f"gr-{command.grn}",
        ),
    ),
    told=(Told(GuaranteeRegistered, LEDGER, ALWAYS, unchanged, begin=_begin, heard=TO_CARRIER),),
    texts={
        "guarantor_only": RefusalText(
            N_("Only a guarantor may register a guarantee."),
            N_("Sign in as a guarantor."),
        ),
        "guarantee_exists": RefusalText(
            N_("Guarantee {grn} is already registered."),
            N_("Use another reference number."),
        ),
        "grn_check_digit": RefusalText(
            N_(
                "The check digit of the guarantee reference number is wrong; {expected} is "
                "expected."
            ),
            N_("Copy the number from the guarantee document again."),
        ),
        "grn_other_country": RefusalText(
            N_("Guarantee {grn} belongs to the guarantor of another state."),
            N_("Register it on that state's node."),
        ),
        "guarantee_without_ledger": RefusalText(
            N_("Guarantees of type {kind} reserve nothing: no ledger is kept for them."),
            N_("Register types 0, 1, 2, 4 and 9; the others are declared alone."),
        ),
        "grn_of_other_type": RefusalText(
            N_("The length of the number does not fit guarantee type {kind}."),
            N_("Vouchers (type 4) have 24 characters, all others 17."),
        ),
        "validity_order": RefusalText(
            N_("The guarantee ends before it begins, or has already ended."),
            N_("Correct the dates of validity."),
        ),
    },
)
