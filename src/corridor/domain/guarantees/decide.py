"""The ledger's answers. Σ reserved ≤ reference amount, and one reservation per movement."""

from collections.abc import Callable
from typing import Any

from corridor.domain import codes
from corridor.domain.context import Context
from corridor.domain.guarantees import commands as c
from corridor.domain.guarantees import events as e
from corridor.domain.guarantees.state import Guarantee, access_digest
from corridor.domain.refusals import Refused, refuse

Decision = tuple[e.GuaranteeEvent, ...] | Refused


def decide(state: Guarantee | None, command: c.GuaranteeCommand, context: Context) -> Decision:
    """Events that follow from the command, or why not."""
    if isinstance(command, c.RegisterGuarantee):
        return _register(state, command, context)
    if state is None:
        return refuse("guarantee_unknown", "/grn", grn=context.subject.removeprefix("gr-"))
    return DECISIONS[type(command)](state, command, context)


def _register(state: Guarantee | None, command: c.RegisterGuarantee, context: Context) -> Decision:
    if context.actor.role != "guarantor":
        return refuse("guarantor_only")
    if state is not None:
        return refuse("guarantee_exists", "/grn", grn=command.grn)
    verdict = codes.check_grn(command.grn)
    if not verdict.ok:
        return refuse("grn_check_digit", "/grn", "R0028", expected=verdict.expected or "")
    if command.grn[2:4] != context.node:
        return refuse("grn_other_country", "/grn", grn=command.grn)
    if command.valid_to < max(command.valid_from, context.today):
        return refuse("validity_order", "/valid_to")
    return (
        e.GuaranteeRegistered(
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
        ),
    )


def _reserve(state: Guarantee, command: c.ReserveAmount, context: Context) -> Decision:
    if command.movement in state.reserved:
        return ()
    code = _reason_against(state, command, context)
    if code:
        return (e.ReservationRefused(command.movement, command.amount_minor, code),)
    return (e.AmountReserved(command.movement, command.amount_minor),)


def _reason_against(state: Guarantee, command: c.ReserveAmount, context: Context) -> str:
    if not state.valid_from <= context.today <= state.valid_to:
        return "guarantee_not_valid"
    if state.holder != command.holder:
        return "guarantee_other_holder"
    if state.currency != command.currency:
        return "guarantee_currency"
    if set(command.countries) & set(state.excluded_countries):
        return "guarantee_country_excluded"
    if command.amount_minor > state.available_minor():
        return "guarantee_insufficient"
    return ""


def _release(state: Guarantee, command: c.ReleaseReservation, context: Context) -> Decision:
    if command.movement not in state.reserved:
        return ()
    return (e.ReservationReleased(command.movement),)


DECISIONS: dict[type, Callable[[Guarantee, Any, Context], Decision]] = {
    c.ReserveAmount: _reserve,
    c.ReleaseReservation: _release,
}
