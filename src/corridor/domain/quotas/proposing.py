"""Proposing a quota, or other terms for one: it holds once the other state has agreed."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.quota import (
    OFFERS_MAX,
    Offer,
    Quota,
    QuotaType,
    Terms,
    Year,
    named,
    quota_id,
)
from corridor.domain.quotas.judging import wrong_parties, wrong_terms
from corridor.domain.quotas.voices import EITHER, not_yours
from corridor.domain.reference.authorities import ministry_of
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused
from corridor.domain.values import Country, Line


class ProposeQuota(Command, frozen=True, tag="quota.propose"):
    """Propose how many permits `giver` lets carriers of `holder` have for a year, or to change it.

    One of the two is the own state; the other has to agree.
    """

    giver: Country
    holder: Country
    year: Year
    type: QuotaType
    terms: Terms
    note: Line = ""


class QuotaProposed(Payload, frozen=True, tag="quota.proposed/1"):
    """Terms that one state proposes to the other."""

    terms: Terms
    note: Line = ""


def _propose(state: Quota | None, command: ProposeQuota, context: Context) -> Decision:
    if context.actor.office != ministry_of(context.node):
        return not_yours(context.node)
    about = named(quota_id(command.giver, command.holder, command.year, command.type))
    wrong = tuple(wrong_parties(about, context)) or tuple(wrong_terms(command.terms, command.year))
    if state is not None:
        wrong += tuple(_wrong_again(state, command.terms, context.node))
    return Refused(wrong) if wrong else (QuotaProposed(command.terms, command.note),)


def _wrong_again(state: Quota, terms: Terms, node: str) -> tuple[Refusal, ...]:
    """One offer of each state at a time: it is taken back, or answered, before the next."""
    mine = next((one for one in state.offers if one.node == node and one.standing == "open"), None)
    if mine is not None:
        return (Refusal("quota_offer_open", "", "", {"total": str(mine.terms.total)}),)
    if state.terms == terms:
        return (Refusal("quota_same", "/terms"),)
    if len(state.offers) >= OFFERS_MAX:
        return (Refusal("quota_offers_many", "", "", {"limit": str(OFFERS_MAX)}),)
    if node == state.giver and terms.total < state.total:
        args = {"total": str(state.total), "state": state.giver}
        return (Refusal("quota_less_by_holder", "/terms/total", "", args),)
    return ()


def _begin(fact: Fact[Any], subject: str) -> Quota | None:
    """It may be proposed by either of the two that its id names, and by nobody else."""
    about = named(subject)
    if about is None or fact.node not in (about.giver, about.holder):
        return None
    first = Quota(subject, about.giver, about.holder, about.year, about.type, updated_at=fact.at)
    return _proposed(first, fact.payload, fact)


def _proposed(s: Quota, p: QuotaProposed, f: Fact[Any]) -> Quota:
    id = f"{f.node}:{f.number}"
    offer = Offer(id, f.node, p.terms, f.at, f.actor.person, p.note)
    return replace(s, offers=(*s.offers, offer))


PROPOSING: Final = Act[Quota](
    "proposing",
    asked=(
        Asked(
            ProposeQuota,
            by="permit",
            decide=_propose,
            begins=True,
            names=lambda said, node: quota_id(said.giver, said.holder, said.year, said.type),
        ),
    ),
    told=(Told(QuotaProposed, EITHER, frozenset(), _proposed, begin=_begin),),
    texts={
        "quota_offer_open": RefusalText(
            N_("Your own proposal of {total} permits is not answered yet."),
            N_("Take it back first, or wait for the answer."),
        ),
        "quota_same": RefusalText(
            N_("These terms are agreed already."), N_("Nothing is left to do.")
        ),
        "quota_offers_many": RefusalText(
            N_("This quota was proposed {limit} times already."),
            N_("Agree on what is open."),
        ),
        "quota_less_by_holder": RefusalText(
            N_("Fewer permits than the {total} that were agreed on cannot be proposed by {state}."),
            N_("The state whose carriers use them has to propose it: they count on them."),
        ),
    },
)
