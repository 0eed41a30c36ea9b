"""Reserving: an amount is taken for a movement, or not.

Σ reserved ≤ reference amount, and one reservation per movement.
"""

from typing import Any, Final

from msgspec.structs import asdict, replace

from corridor.domain.acts import SYSTEM, TO_GUARANTOR, Act, Asked, Decision, Heard, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.asked import Wanted
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.tables import is_low
from corridor.domain.guarantees.types import VOUCHER
from corridor.domain.guarantees.voices import ALWAYS, LEDGER
from corridor.domain.refusals import N_, RefusalText
from corridor.domain.values import Whole


class ReserveAmount(Wanted, Command, frozen=True, tag="guarantee.reserve"):
    """Asked by a movement at its office of departure."""


class AmountReserved(Payload, frozen=True, tag="guarantee.reserved/1"):
    """The amount is taken by this movement."""

    movement: str
    amount_minor: Whole


class ReservationRefused(Payload, frozen=True, tag="guarantee.reservation_refused/1"):
    """The movement's request was refused, with the code of the reason."""

    movement: str
    amount_minor: Whole
    code: str
    freed_minor: Whole = 0
    """Another amount that was held for it before, and is free again."""


class ReservationAwaitsCode(Payload, frozen=True, tag="guarantee.awaits_code/1"):
    """The request is here, and the access code that was shown in another state is not yet."""

    asked: Wanted


def _reserve(state: Guarantee, command: ReserveAmount, context: Context) -> Decision:
    if state.reserved.get(command.movement) == command.amount_minor:
        return ()
    if _awaits_code(state, command):
        wanted = Wanted(**asdict(command))
        is_known = state.awaiting.get(command.movement) == wanted
        return () if is_known else (ReservationAwaitsCode(wanted),)
    return answered(state, command, context.day_at(context.node))


def _awaits_code(state: Guarantee, command: ReserveAmount) -> bool:
    is_shown = command.movement in state.shown
    is_coming = command.codes_shown > state.missed.get(command.movement, 0)
    return _is_from_abroad(state, command) and is_coming and not is_shown


def _is_from_abroad(state: Guarantee, command: Wanted) -> bool:
    return command.home not in ("", state.node)


def answered(state: Guarantee, command: Wanted, today: str) -> tuple[Payload, ...]:
    """The ledger's answer. Where another amount was held for the movement, it takes its place; a
    refusal holds nothing.
    """
    movement, asked = command.movement, command.amount_minor
    code = reason_against(_without_held(state, movement), command, today)
    if not code:
        return (AmountReserved(movement, asked),)
    return (refused_for(movement, asked, code, state.reserved.get(movement, 0)),)


def refused_for(movement: str, asked_minor: int, code: str, freed_minor: int = 0) -> Payload:
    """The refusal of a request, for an act that answers it in this one's place."""
    return ReservationRefused(movement, asked_minor, code, freed_minor)


def _without_held(s: Guarantee, movement: str) -> Guarantee:
    if movement not in s.reserved:
        return s
    return replace(s, reserved={key: value for key, value in s.reserved.items() if key != movement})


def reason_against(state: Guarantee, command: Wanted, today: str) -> str:
    """The code of why the amount would not be reserved now; nothing where it would be."""
    is_shown = command.movement in state.shown
    if _is_from_abroad(state, command) and not is_shown:
        return "guarantee_access_code"
    declared = command.declared or (command.named if is_shown else "")
    if today < state.valid_from:
        return "guarantee_not_yet_valid"
    if today > state.valid_to:
        return "guarantee_not_valid"
    if not state.is_held_by(command.holder, declared):
        return "guarantee_other_holder"
    if state.used_by(command.movement):
        is_voucher = state.kind == VOUCHER
        return "guarantee_voucher_used" if is_voucher else "guarantee_individual_used"
    return _reason_in_terms(state, command)


def _reason_in_terms(state: Guarantee, command: Wanted) -> str:
    """What of the goods, the way or the amount it is not good for."""
    if state.currency != command.currency:
        return "guarantee_currency"
    if set(command.countries) & set(state.excluded_countries):
        return "guarantee_country_excluded"
    if state.offices and not set(command.offices) <= set(state.offices):
        return "guarantee_other_offices"
    barred = next((one for one in state.excludes if one in command.traits), "")
    if barred:
        return _BARRED[barred]
    if not all(_covers(state, hs) for hs in command.goods):
        return "guarantee_goods_excluded"
    if command.amount_minor > state.available_minor():
        return "guarantee_insufficient"
    return ""


_BARRED: Final = {
    "suspension": "guarantee_not_for_suspension",
    "sensitive": "guarantee_not_for_sensitive",
}


def _covers(state: Guarantee, hs: str) -> bool:
    is_named = not state.goods or hs.startswith(state.goods)
    return is_named and not (state.excluded_goods and hs.startswith(state.excluded_goods))


def _reserved(s: Guarantee, p: AmountReserved, f: Fact[Any]) -> Guarantee:
    taken = {**s.reserved, p.movement: p.amount_minor}
    return replace(s, reserved=taken, awaiting=_without(s, p.movement))


def _refused(s: Guarantee, p: ReservationRefused, f: Fact[Any]) -> Guarantee:
    s = _without_held(s, p.movement)
    return replace(s, awaiting=_without(s, p.movement)) if p.movement in s.awaiting else s


def _awaited(s: Guarantee, p: ReservationAwaitsCode, f: Fact[Any]) -> Guarantee:
    return replace(s, awaiting={**s.awaiting, p.asked.movement: p.asked})


def _without(s: Guarantee, movement: str) -> dict[str, Wanted]:
    return {key: value for key, value in s.awaiting.items() if key != movement}


RESERVING: Final = Act[Guarantee](
    "reserving",
    asked=(Asked(ReserveAmount, SYSTEM, _reserve),),
    told=(
        Told(AmountReserved, LEDGER, ALWAYS, _reserved, heard=Heard({"guarantor": is_low})),
        Told(ReservationRefused, LEDGER, ALWAYS, _refused, heard=TO_GUARANTOR),
        Told(ReservationAwaitsCode, LEDGER, ALWAYS, _awaited),
    ),
    texts={
        "guarantee_not_yet_valid": RefusalText(
            N_("The guarantee is not valid yet."),
            N_("Wait for its first day, or name a guarantee that is in force."),
        ),
        "guarantee_not_valid": RefusalText(
            N_("The guarantee is not valid any more."),
            N_("Name a guarantee that is in force."),
        ),
        "guarantee_other_holder": RefusalText(
            N_("The guarantee belongs to another holder."),
            N_("Name a guarantee of your own organisation."),
        ),
        "guarantee_voucher_used": RefusalText(
            N_("The voucher has been used for another movement."),
            N_("Name another voucher: each covers one movement."),
        ),
        "guarantee_individual_used": RefusalText(
            N_("The individual guarantee has been used for another movement."),
            N_("Ask the guarantor for another one, or name a comprehensive guarantee."),
        ),
        "guarantee_currency": RefusalText(
            N_("The amount is in another currency than the guarantee."),
            N_("State the amount in the currency of the guarantee."),
        ),
        "guarantee_country_excluded": RefusalText(
            N_("The guarantee does not cover a country of the route."),
            N_("Name a guarantee that covers the whole route."),
        ),
        "guarantee_other_offices": RefusalText(
            N_("The guarantee is for other offices of departure or destination."),
            N_("Name a guarantee for these offices, or ask the guarantor to add them."),
        ),
        "guarantee_not_for_suspension": RefusalText(
            N_("The guarantee does not cover goods under suspension of excise duty."),
            N_("Name a guarantee that covers them."),
        ),
        "guarantee_not_for_sensitive": RefusalText(
            N_("The guarantee does not cover sensitive goods."),
            N_("Name a guarantee that covers them; which goods are meant is listed in the guide."),
        ),
        "guarantee_goods_excluded": RefusalText(
            N_("The guarantee is for goods of another code."),
            N_("Name a guarantee that covers all goods of the declaration."),
        ),
        "guarantee_insufficient": RefusalText(
            N_("The free part of the guarantee is smaller than the amount at risk."),
            N_(
                "Name another guarantee, add one for the part that lacks, or wait until another "
                "movement is discharged."
            ),
        ),
    },
)
