"""Stating a commitment: for the first time, or in place of what stood in its row before."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.commitments.state import Commitment, Measure, Promise, commitment_id
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, Refusal, RefusalText, refuse
from corridor.domain.registrars import REGISTRAR, is_registrar
from corridor.domain.reported import Ref, decided, wrong_day, wrong_said, wrong_source


class StateCommitment(Command, frozen=True, tag="commitment.state"):
    """State what was promised, as it was reported; in place of what this row said before."""

    number: Ref
    promise: Promise


class CommitmentStated(Payload, frozen=True, tag="commitment.stated/1"):
    """What was promised, as it was reported."""

    number: Ref
    promise: Promise


def _state(state: Commitment | None, command: StateCommitment, context: Context) -> Decision:
    if commitment_id(context.node, command.number) != context.subject:
        return refuse("register_row_other", "/number")
    promise = command.promise
    if state is not None and state.promise == promise:
        return refuse("commitment_same")
    return decided(_wrong(promise, context.node), CommitmentStated(command.number, promise))


def _wrong(promise: Promise, node: str) -> Iterator[Refusal]:
    if node not in promise.parties:
        yield Refusal("register_not_party", "/promise/parties")
    if promise.by and promise.by not in promise.parties:
        yield Refusal("commitment_by", "/promise/by")
    yield from wrong_said(promise.what, "/promise/what")
    yield from wrong_said(promise.status, "/promise/status")
    for name in ("bodies", "due", "belongs"):
        yield from wrong_said(getattr(promise, name), f"/promise/{name}", needed=False)
    yield from wrong_day(promise.due_last, "/promise/due_last")
    if promise.due_kind in ("day", "year", "span") and not promise.due_last:
        yield Refusal("commitment_due", "/promise/due_last")
    yield from wrong_source(promise.source, "/promise/source")
    if promise.measure is not None:
        yield from _wrong_measure(promise.measure)


def _wrong_measure(measure: Measure) -> Iterator[Refusal]:
    if measure.target_year <= measure.base_year:
        yield Refusal("commitment_years", "/promise/measure/target_year")
    if not Decimal(measure.base):
        yield Refusal("commitment_base", "/promise/measure/base")


def _begin(fact: Fact[Any], subject: str) -> Commitment | None:
    """Only in the register of the own state."""
    said = fact.payload
    if subject != commitment_id(fact.node, said.number) or not is_registrar(fact, fact.node):
        return None
    who = fact.actor.person
    return Commitment(
        subject, fact.node, said.number, said.promise, fact.at, who, updated_at=fact.at
    )


def _stated(s: Commitment, p: CommitmentStated, f: Fact[Any]) -> Commitment:
    if p.number != s.number:
        return s
    return replace(s, promise=p.promise, stated_at=f.at, stated_by=f.actor.person)


STATING: Final = Act[Commitment](
    "stating",
    asked=(
        Asked(
            StateCommitment,
            by="registrar",
            decide=_state,
            voice=REGISTRAR,
            begins=True,
            names=lambda command, node: commitment_id(node, command.number),
        ),
    ),
    told=(Told(CommitmentStated, REGISTRAR, frozenset(), _stated, begin=_begin),),
    texts={
        "commitment_same": RefusalText(
            N_("The row says this already."), N_("Nothing is left to do.")
        ),
        "commitment_by": RefusalText(
            N_("The side that offers it is none of the parties."),
            N_("Name it among the parties too."),
        ),
        "commitment_due": RefusalText(
            N_("The term has no last day."),
            N_("Give the last day by which it would be done, or say that there is none."),
        ),
        "commitment_years": RefusalText(
            N_("The target is not later than the year from which it is measured."),
            N_("Give a later year for the target."),
        ),
        "commitment_base": RefusalText(
            N_("From a base of zero no growth can be measured."),
            N_("Give the value from which it is measured, or no measure."),
        ),
    },
)
