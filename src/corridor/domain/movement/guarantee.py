"""The guarantee of a movement: departure asks, the guarantor's ledger answers, discharge frees it.

The ledger itself is the room `guarantees`; it does not know who asks.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Follow, Heard, Reaction, Told, never
from corridor.domain.codes import guarantor_of
from corridor.domain.commands import Command
from corridor.domain.consignment import GuaranteeUse, under_tir
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.freeing import ReleaseReservation
from corridor.domain.guarantees.reserving import AmountReserved, ReservationRefused, ReserveAmount
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.entrusting import lender_of, named_in
from corridor.domain.movement.hearing import at_departure
from corridor.domain.movement.moments import ACCEPTED, during
from corridor.domain.movement.parts import GuaranteeState
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.movement.voices import DEPARTURE, GUARANTOR
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.routes import countries_of
from corridor.domain.values import Country, Currency, Whole

DEFAULT_AMOUNT_MINOR = 1_000_000
"""10,000.00 per movement where neither amount nor value is declared (the usual flat amount)."""
ANSWERABLE = ACCEPTED | frozenset({"cancelled", "not_released"})
"""The ledger's answer may cross the end on its way: that is in order, and the end frees it."""


class RequestGuarantee(Command, frozen=True, tag="movement.request_guarantee"):
    """Ask the guarantor to reserve the amount."""


class AnswerGuarantee(Command, frozen=True, tag="movement.answer_guarantee"):
    """The guarantor's answer, given by its ledger and by nobody's hand."""

    grn: str
    amount_minor: int
    currency: str
    refusal: str = ""
    available_minor: int | None = None
    excluded_countries: tuple[Country, ...] = ()


class GuaranteeRequested(Payload, frozen=True, tag="movement.guarantee_requested/1"):
    """CD200C/CD203C: departure asks the guarantor to reserve the amount at risk."""

    grn: str
    amount_minor: Whole
    currency: Currency


class GuaranteeReserved(Payload, frozen=True, tag="movement.guarantee_reserved/1"):
    """CD201C/CD205C: the guarantor reserved it, and says where it is not valid."""

    grn: str
    amount_minor: Whole
    currency: Currency
    excluded_countries: tuple[Country, ...] = ()


class GuaranteeRefused(Payload, frozen=True, tag="movement.guarantee_refused/1"):
    """CC055C: the guarantor did not."""

    grn: str
    code: str
    available_minor: Whole | None = None


def _request(state: Movement, command: RequestGuarantee, context: Context) -> Decision:
    return request_of(state, context)


def request_of(state: Movement, context: Context) -> Decision:
    """What is asked of the guarantor, or why nothing is."""
    if under_tir(state.dossier):
        return refuse("guarantee_by_carnet", carnet=state.dossier.tir_carnet)
    if state.guarantee.status in ("requested", "reserved"):
        return refuse("guarantee_already", status=state.guarantee.status)
    use = named_in(state.dossier)
    if use is None:
        return refuse("guarantee_not_declared", "/dossier/guarantees")
    if guarantor_of(use.grn) not in context.nodes:
        return refuse("guarantor_not_connected", "/dossier/guarantees/0/grn", grn=use.grn)
    return (GuaranteeRequested(use.grn, amount_of(use), use.currency or "EUR"),)


def _answer(state: Movement, command: AnswerGuarantee, context: Context) -> Decision:
    asked = state.guarantee
    if asked.status != "requested" or asked.grn != command.grn:
        return refuse("guarantee_not_asked", grn=command.grn)
    if command.refusal:
        return (GuaranteeRefused(command.grn, command.refusal, command.available_minor),)
    excluded = command.excluded_countries
    return (GuaranteeReserved(command.grn, command.amount_minor, command.currency, excluded),)


def amount_of(use: GuaranteeUse) -> int:
    """What is asked to be reserved."""
    return DEFAULT_AMOUNT_MINOR if use.amount_minor is None else use.amount_minor


def _requested(s: Movement, p: GuaranteeRequested, f: Fact[Any]) -> Movement:
    asked = GuaranteeState("requested", p.grn, p.amount_minor, p.currency)
    return replace(s, status="guarantee_registering", guarantee=asked)


def _reserved(s: Movement, p: GuaranteeReserved, f: Fact[Any]) -> Movement:
    held = GuaranteeState("reserved", p.grn, p.amount_minor, p.currency, "", p.excluded_countries)
    return replace(s, guarantee=held)


def _refused(s: Movement, p: GuaranteeRefused, f: Fact[Any]) -> Movement:
    return replace(s, guarantee=replace(s.guarantee, status="refused", refusal=p.code))


def _ask_ledger(said: GuaranteeRequested, state: Movement, context: Context) -> Iterator[Reaction]:
    """The guarantor's ledger is asked to reserve it; that there is no such one is an answer too.

    Not for a movement that came to an end meanwhile: nothing would free the amount any more.
    """
    if state.status not in OPEN:
        return
    ask = ReserveAmount(
        movement=state.id,
        amount_minor=said.amount_minor,
        currency=said.currency,
        holder=state.owner,
        countries=countries_of(state.dossier.route),
        declared=lender_of(state.dossier, said.grn, state.entrusted),
    )
    unknown = AnswerGuarantee(
        said.grn, said.amount_minor, said.currency, refusal="guarantee_unknown"
    )
    yield Reaction(f"gr-{said.grn}", ask, on_refusal=Reaction(state.id, unknown))


def _told_reserved(said: AmountReserved, state: Guarantee, context: Context) -> Iterator[Reaction]:
    """The movement hears that the amount is reserved for it."""
    answer = AnswerGuarantee(
        state.grn,
        said.amount_minor,
        state.currency,
        excluded_countries=state.excluded_countries,
    )
    yield Reaction(said.movement, answer)


def _told_refused(
    said: ReservationRefused, state: Guarantee, context: Context
) -> Iterator[Reaction]:
    """The movement hears why not, and what is left."""
    answer = AnswerGuarantee(
        state.grn, said.amount_minor, state.currency, said.code, state.available_minor()
    )
    yield Reaction(said.movement, answer)


def frees_guarantee(event: type[Payload]) -> Follow:
    """The reservation is given back when this is said of the movement."""
    return Follow(event, lambda said, state: guarantor_of(state.guarantee.grn), _free)


def _free(said: Payload, state: Movement, context: Context) -> Iterator[Reaction]:
    """The guarantor's ledger is told that the reservation is free again, but for what is called."""
    if state.guarantee.status == "reserved":
        free = ReleaseReservation(state.id, state.called_minor)
        yield Reaction(f"gr-{state.guarantee.grn}", free)


def _is_unsecured(s: Movement) -> bool:
    return s.guarantee.status == "refused" and s.status in OPEN


GUARANTEE: Final = Act[Movement](
    "guarantee",
    asked=(
        Asked(
            RequestGuarantee,
            by="customs",
            decide=_request,
            voice=DEPARTURE,
            when=during("accepted", "guarantee_registering"),
        ),
        Asked(AnswerGuarantee, by=SYSTEM, decide=_answer),
    ),
    told=(
        Told(GuaranteeRequested, DEPARTURE, ACCEPTED, _requested),
        Told(
            GuaranteeReserved,
            GUARANTOR,
            ANSWERABLE,
            _reserved,
            heard=Heard({"carrier": never}, offices=at_departure),
        ),
        Told(
            GuaranteeRefused,
            GUARANTOR,
            ANSWERABLE,
            _refused,
            heard=Heard({"carrier": _is_unsecured}, urgent=True, offices=at_departure),
        ),
    ),
    follows=(
        Follow(GuaranteeRequested, lambda said, state: guarantor_of(said.grn), _ask_ledger),
        Follow(AmountReserved, lambda said, state: str(state.node), _told_reserved),
        Follow(ReservationRefused, lambda said, state: str(state.node), _told_refused),
    ),
    texts={
        "guarantee_already": RefusalText(
            N_("The guarantor has already been asked."), N_("Wait for the answer.")
        ),
        "guarantee_by_carnet": RefusalText(
            N_("The TIR carnet {carnet} is the guarantee of this movement."),
            N_("Go on without a reservation."),
        ),
        "guarantee_not_declared": RefusalText(
            N_("The dossier names no guarantee."), N_("The carrier has to add one.")
        ),
        "guarantor_not_connected": RefusalText(
            N_("The guarantor of {grn} is not connected to the corridor."),
            N_("The carrier has to name a guarantee of a connected guarantor."),
        ),
        "guarantee_not_asked": RefusalText(
            N_("Nobody asked for guarantee {grn}."), N_("Nothing needs to be done.")
        ),
    },
)
