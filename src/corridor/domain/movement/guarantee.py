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
from corridor.domain.guarantees.goods import hs_of, traits_of
from corridor.domain.guarantees.reserving import AmountReserved, ReservationRefused, ReserveAmount
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.types import WAIVED, WAIVED_MINOR
from corridor.domain.movement.departing import paper_of
from corridor.domain.movement.entrusting import lender_of
from corridor.domain.movement.hearing import at_departure
from corridor.domain.movement.moments import ACCEPTED, during
from corridor.domain.movement.offices import departure_office, destination_office, node_of
from corridor.domain.movement.parts import NO_GUARANTEE, GuaranteeState
from corridor.domain.movement.secured import keep_named, shares_called, with_guarantee
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.movement.voices import DEPARTURE, GUARANTOR
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.routes import countries_of
from corridor.domain.values import Country, Currency, Office, Whole

DEFAULT_AMOUNT_MINOR = 1_000_000
"""10,000.00 per movement where neither amount nor value is declared (the usual flat amount)."""
ANSWERABLE = ACCEPTED | frozenset({"cancelled", "not_released"})
"""The ledger's answer may cross the end on its way: that is in order, and the end frees it."""


class RequestGuarantee(Command, frozen=True, tag="movement.request_guarantee"):
    """Ask the guarantor to reserve the amount."""


class AskGuarantorsAgain(Command, frozen=True, tag="movement.ask_guarantors_again"):
    """The same by itself, once the carrier has named other guarantees after a refusal."""

    office: Office


class AnswerGuarantee(Command, frozen=True, tag="movement.answer_guarantee"):
    """The guarantor's answer, given by its ledger and by nobody's hand."""

    grn: str
    amount_minor: int
    currency: str
    refusal: str = ""
    available_minor: int | None = None
    excluded_countries: tuple[Country, ...] = ()
    guarantor: str = ""


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
    guarantor: str = ""
    """The organisation that answers for it."""


class GuaranteeRefused(Payload, frozen=True, tag="movement.guarantee_refused/1"):
    """CC055C: the guarantor did not."""

    grn: str
    code: str
    available_minor: Whole | None = None


class GuaranteePaperSeen(Payload, frozen=True, tag="movement.guarantee_paper_seen/1"):
    """Departure looked at a guarantee that reserves nothing: a waiver, a deposit, a decision."""

    kind: str
    reference: str = ""


def _request(state: Movement, command: Command, context: Context) -> Decision:
    return request_of(state, context)


def request_of(state: Movement, context: Context) -> Decision:
    """What is asked of the guarantors, or why nothing is."""
    dossier = state.dossier
    if under_tir(dossier):
        return refuse("guarantee_by_carnet", carnet=dossier.tir_carnet)
    if not dossier.guarantees:
        return refuse("guarantee_not_declared", "/dossier/guarantees")
    found = tuple(_refusals(state, context))
    if found:
        return Refused(found)
    said = tuple(_asked(state))
    return said or refuse("guarantee_already", status=state.guarantee_status)


def _refusals(state: Movement, context: Context) -> Iterator[Refusal]:
    for index, use in enumerate(state.dossier.guarantees):
        at = f"/dossier/guarantees/{index}"
        if use.grn and guarantor_of(use.grn) not in context.nodes:
            yield Refusal("guarantor_not_connected", f"{at}/grn", "", {"grn": use.grn})
        if use.kind == WAIVED and (use.amount_minor or 0) > WAIVED_MINOR:
            yield Refusal("guarantee_waived_exceeded", f"{at}/amount_minor")


def _asked(state: Movement) -> Iterator[Payload]:
    """A question for each ledger that holds too little, a look at each paper not looked at yet."""
    held = {one.grn: one for one in state.guarantees}
    for use in state.dossier.guarantees:
        if not use.grn:
            if paper_of(use) not in state.papers_seen:
                yield GuaranteePaperSeen(use.kind, use.other_reference)
            continue
        known = held.get(use.grn, NO_GUARANTEE)
        is_held = known.status == "reserved" and known.amount_minor >= amount_of(use)
        if known.status != "requested" and not is_held:
            yield GuaranteeRequested(use.grn, amount_of(use), use.currency or "EUR")


def _answer(state: Movement, command: AnswerGuarantee, context: Context) -> Decision:
    asked = next((one for one in state.guarantees if one.grn == command.grn), NO_GUARANTEE)
    if asked.status != "requested":
        return refuse("guarantee_not_asked", grn=command.grn)
    if command.refusal:
        return (GuaranteeRefused(command.grn, command.refusal, command.available_minor),)
    said = (command.amount_minor, command.currency, command.excluded_countries, command.guarantor)
    return (GuaranteeReserved(command.grn, *said),)


def amount_of(use: GuaranteeUse) -> int:
    """What is asked to be reserved."""
    return DEFAULT_AMOUNT_MINOR if use.amount_minor is None else use.amount_minor


def _requested(s: Movement, p: GuaranteeRequested, f: Fact[Any]) -> Movement:
    asked = GuaranteeState("requested", p.grn, p.amount_minor, p.currency)
    s = keep_named(s, s.dossier.guarantees) if s.guarantees else s
    return with_guarantee(replace(s, status="guarantee_registering"), asked)


def _seen(s: Movement, p: GuaranteePaperSeen, f: Fact[Any]) -> Movement:
    seen = (*s.papers_seen, f"{p.kind}:{p.reference}")
    return replace(s, status="guarantee_registering", papers_seen=seen)


def _reserved(s: Movement, p: GuaranteeReserved, f: Fact[Any]) -> Movement:
    held = GuaranteeState("reserved", p.grn, p.amount_minor, p.currency, "", p.excluded_countries)
    if p.guarantor:
        held = replace(held, guarantor=p.guarantor, since=f.at)
    return with_guarantee(s, held)


def _refused(s: Movement, p: GuaranteeRefused, f: Fact[Any]) -> Movement:
    asked = next(one for one in s.guarantees if one.grn == p.grn)
    return with_guarantee(s, replace(asked, status="refused", refusal=p.code))


def _ask_ledger(said: GuaranteeRequested, state: Movement, context: Context) -> Iterator[Reaction]:
    """The guarantor's ledger is asked to reserve it; that there is no such one is an answer too.

    Not for a movement that came to an end meanwhile, or names it no more: nothing would free the
    amount.
    """
    is_waited_for = any(
        (one.grn, one.status) == (said.grn, "requested") for one in state.guarantees
    )
    if state.status not in OPEN or not is_waited_for:
        return
    dossier, entrusted = state.dossier, (state.entrusted, *state.also_entrusted)
    ask = ReserveAmount(
        movement=state.id,
        amount_minor=said.amount_minor,
        currency=said.currency,
        holder=state.owner,
        countries=countries_of(dossier.route),
        declared=lender_of(dossier, said.grn, entrusted),
        named=dossier.holder.id,
        home=state.home,
        codes_shown=state.shown.count(said.grn),
        offices=(departure_office(dossier), destination_office(dossier)),
        goods=hs_of(dossier),
        traits=traits_of(dossier, state.rules_on),
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
        guarantor=state.guarantor,
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
    """All its reservations are given back when this is said of the movement."""
    return Follow(event, lambda said, state: state.guarantors, _free)


def _free(said: Payload, state: Movement, context: Context) -> Iterator[Reaction]:
    """The ledgers here are told that the reservation is free again, but for what is called."""
    for one, called_minor in shares_called(state):
        if guarantor_of(one.grn) == context.node:
            free = ReleaseReservation(state.id, called_minor, bool(state.released_at))
            yield Reaction(f"gr-{one.grn}", free)


def frees_dropped(event: type[Payload]) -> Follow:
    """What guarantees hold that this leaves out is given back."""
    return Follow(event, lambda said, state: set(map(guarantor_of, state.dropped)), _free_dropped)


def _free_dropped(said: Payload, state: Movement, context: Context) -> Iterator[Reaction]:
    """The ledgers here hear that the movement names their guarantees no more."""
    for grn in state.dropped:
        if guarantor_of(grn) == context.node:
            yield Reaction(f"gr-{grn}", ReleaseReservation(state.id))


def asks_again(event: type[Payload]) -> Follow:
    """With what this names anew the guarantors are asked once more."""
    return Follow(event, lambda said, state: node_of(departure_office(state.dossier)), _ask_again)


def _ask_again(said: Payload, state: Movement, context: Context) -> Iterator[Reaction]:
    """Where the office had asked already, nobody has to come back for it."""
    if state.status == "guarantee_registering":
        yield Reaction(state.id, AskGuarantorsAgain(departure_office(state.dossier)))


def _is_unsecured(s: Movement) -> bool:
    return s.guarantee_status == "refused" and s.status in OPEN


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
        Asked(AskGuarantorsAgain, by=SYSTEM, decide=_request, when=during("guarantee_registering")),
        Asked(AnswerGuarantee, by=SYSTEM, decide=_answer),
    ),
    told=(
        Told(GuaranteeRequested, DEPARTURE, ACCEPTED, _requested),
        Told(GuaranteePaperSeen, DEPARTURE, ACCEPTED, _seen),
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
        "guarantee_waived_exceeded": RefusalText(
            N_("Type 5 waives 500.00 at most, and more is declared."),
            N_("Name a guarantee of another type."),
        ),
        "guarantee_not_asked": RefusalText(
            N_("Nobody asked for guarantee {grn}."), N_("Nothing needs to be done.")
        ),
    },
)
