"""Discrepancies: what destination or the fold found, departure solves, and says what came of it."""

from typing import Annotated, Any, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.consignment import under_tir
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.parts import Discrepancy
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.routes import countries_of
from corridor.domain.values import MinorUnits, Reason, Reference, Text, is_blank

Outcome = Literal["explained", "debt", "transferred"]
Settled = Literal["called", "paid"]
Found = Annotated[tuple[str, ...], Meta(max_length=2_000)]


class SolveDiscrepancy(Command, frozen=True, tag="movement.solve_discrepancy"):
    """Solve open discrepancies of one kind, one by one or together, or say which state is to
    recover its debt.

    `explained`: all was found, as a document shows. `debt`: a customs debt stands, in the currency
    of the guarantee, and was called from it or paid by the holder. `transferred`: another state of
    the route brings it in; the discrepancy stays open until its debt is settled.
    """

    code: Reference
    text: Reason
    outcome: Outcome | None = None
    document: Text = ""
    amount_minor: MinorUnits = 0
    settled: Settled | None = None
    transferred_to: Text = ""
    about: Text = ""
    """The office it is about, where there may be one for each; all of the kind without it."""
    found: Found = ()
    """What was found, word for word, of those that are solved so; all of the kind without it."""


class DiscrepancySolved(Payload, frozen=True, tag="movement.discrepancy_solved/1"):
    """CC020/CD049C: departure solved what destination or the fold found."""

    code: str
    text: Text
    outcome: Literal["", "explained", "debt", "transferred"] = ""
    document: Text = ""
    amount_minor: MinorUnits = 0
    currency: Text = ""
    settled: Literal["", "called", "paid"] = ""
    transferred_to: Text = ""
    about: Text = ""
    found: Found = ()


def _is_meant(found: Discrepancy, said: SolveDiscrepancy | DiscrepancySolved) -> bool:
    is_so = found.is_open and found.code == said.code and said.about in ("", found.about)
    return is_so and (not said.found or found.text in said.found)


def _solve(state: Movement, command: SolveDiscrepancy, context: Context) -> Decision:
    meant = {found.text for found in state.discrepancies if _is_meant(found, command)}
    if not meant or not meant.issuperset(command.found):
        return refuse("discrepancy_unknown", "/code", discrepancy=command.code)
    wrong = _wrong(state, command)
    return wrong or (_solved_as(state, command),)


def _wrong(state: Movement, command: SolveDiscrepancy) -> Refused | None:
    if command.outcome is None:
        return refuse("outcome_missing", "/outcome")
    if command.outcome == "debt":
        return _wrong_debt(state, command)
    if is_blank(command.document):
        return refuse("document_missing", "/document")
    abroad = set(countries_of(state.dossier.route)) - {state.dossier.route.points[0].country}
    if command.outcome == "transferred" and command.transferred_to not in abroad:
        return refuse("transfer_off_route", "/transferred_to", country=command.transferred_to)
    return None


def _wrong_debt(state: Movement, command: SolveDiscrepancy) -> Refused | None:
    """An amount, and where it comes from: what the guarantee holds, or a receipt."""
    if not command.amount_minor:
        return refuse("debt_amount_missing", "/amount_minor")
    if command.settled is None:
        return refuse("debt_not_settled", "/settled")
    if command.settled == "paid":
        return refuse("document_missing", "/document") if is_blank(command.document) else None
    held = _left_to_call(state)
    if command.amount_minor > held:
        return refuse("debt_above_guarantee", "/amount_minor", held_minor=held)
    return None


def _left_to_call(state: Movement) -> int:
    """Minor units that its guarantee still holds; a carnet's association is not called here."""
    if state.status not in UNDERWAY or under_tir(state.dossier):
        return 0
    return max(0, state.reserved_minor - state.called_minor)


def _solved_as(state: Movement, command: SolveDiscrepancy) -> DiscrepancySolved:
    """The event, without what does not belong to the outcome."""
    said = DiscrepancySolved(
        command.code,
        command.text,
        command.outcome or "",
        command.document,
        about=command.about,
        found=command.found,
    )
    if command.outcome == "transferred":
        return replace(said, transferred_to=command.transferred_to)
    if command.outcome != "debt":
        return said
    currency = state.guarantee.currency or "EUR"
    settled = command.settled or ""
    return replace(said, amount_minor=command.amount_minor, currency=currency, settled=settled)


def _solved(s: Movement, p: DiscrepancySolved, f: Fact[Any]) -> Movement:
    """The amount stands once, with the first of several that are solved as one."""
    found, amount = [], p.amount_minor
    for one in s.discrepancies:
        if _is_meant(one, p):
            found.append(_with(one, p, amount))
            amount = 0
        else:
            found.append(one)
    return replace(s, discrepancies=tuple(found))


def _with(one: Discrepancy, p: DiscrepancySolved, amount_minor: int) -> Discrepancy:
    return replace(
        one,
        solution=p.text,
        outcome=p.outcome,
        document=p.document,
        amount_minor=amount_minor,
        currency=p.currency,
        settled=p.settled,
        transferred_to=p.transferred_to,
    )


DISCREPANCIES: Final = Act[Movement](
    "discrepancies",
    asked=(Asked(SolveDiscrepancy, "customs", _solve, DEPARTURE),),
    told=(
        Told(
            DiscrepancySolved,
            DEPARTURE,
            frozenset({"released", "arrived", "cancelled"}),
            _solved,
            heard=TO_CARRIER,
        ),
    ),
    texts={
        "discrepancy_unknown": RefusalText(
            N_("There is no such open discrepancy."), N_("Reload the page.")
        ),
        "outcome_missing": RefusalText(
            N_("It is not said what came of it: a text alone solves nothing."),
            N_("Choose the outcome: explained, a debt, or transferred."),
        ),
        "document_missing": RefusalText(
            N_("The document that shows it is not named."),
            N_("Give the kind, number and date of the document."),
        ),
        "debt_amount_missing": RefusalText(
            N_("The amount of the debt is not stated."), N_("State the amount that is due.")
        ),
        "debt_not_settled": RefusalText(
            N_("It is not said how the debt is settled."),
            N_("Choose: called from the guarantee, or paid by the holder."),
        ),
        "debt_above_guarantee": RefusalText(
            N_("The guarantee of this movement does not hold so much."),
            N_(
                "Call what it holds at most, or choose another way: paid by the holder, or "
                "transferred for recovery."
            ),
        ),
        "transfer_off_route": RefusalText(
            N_("Recovery cannot be transferred there: “{country}”."),
            N_("Choose another state of the route."),
        ),
    },
)
