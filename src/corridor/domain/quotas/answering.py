"""Agreeing on a proposal of the other state, declining it, taking an own one back.

An agreement always counts: the other state may have taken its offer back, unheard of here, but it
had made it. So a node may rely upon what it agreed to, whatever is on its way.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.quota import Offer, OfferStanding, Quota
from corridor.domain.quotas.judging import wrong_total
from corridor.domain.quotas.listings import desk_at
from corridor.domain.quotas.voices import EITHER
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Reason, Short, Text


class AgreeQuota(Command, frozen=True, tag="quota.agree"):
    """Agree on the terms that the other state proposed. `offer`: which proposal was read."""

    offer: Short


class DeclineQuota(Command, frozen=True, tag="quota.decline"):
    """Do not agree on the terms that the other state proposed."""

    offer: Short
    reason: Reason


class WithdrawQuotaOffer(Command, frozen=True, tag="quota.withdraw"):
    """Take an own proposal back, as long as the other state has not agreed."""

    offer: Short


class QuotaAgreed(Payload, frozen=True, tag="quota.agreed/1"):
    """Both states agree on these terms: they hold from now on."""

    offer: Short


class QuotaDeclined(Payload, frozen=True, tag="quota.declined/1"):
    """The other state does not agree."""

    offer: Short
    reason: Text


class QuotaOfferWithdrawn(Payload, frozen=True, tag="quota.withdrawn/1"):
    """The state that proposed it does not want it any more."""

    offer: Short


def _open(state: Quota, id: str, node: str) -> Offer | Refused:
    """The offer, if it is of that node and waits for an answer."""
    offer = state.offer(id)
    if offer is None or offer.node != node or offer.standing != "open":
        return refuse("quota_offer_gone")
    return offer


def _agree(state: Quota, command: AgreeQuota, context: Context) -> Decision:
    offer = _open(state, command.offer, state.other(context.node))
    if isinstance(offer, Refused):
        return offer
    wrong = wrong_total(state, offer.terms, context.node)
    return Refused((wrong,)) if wrong else (QuotaAgreed(command.offer),)


def _decline(state: Quota, command: DeclineQuota, context: Context) -> Decision:
    offer = _open(state, command.offer, state.other(context.node))
    if isinstance(offer, Refused):
        return offer
    return (QuotaDeclined(command.offer, command.reason),)


def _withdraw(state: Quota, command: WithdrawQuotaOffer, context: Context) -> Decision:
    offer = _open(state, command.offer, context.node)
    return offer if isinstance(offer, Refused) else (QuotaOfferWithdrawn(command.offer),)


def _agreed(s: Quota, p: QuotaAgreed, f: Fact[Any]) -> Quota:
    """Each party says it of the other's terms. What comes too late to raise the total is marked."""
    offer = s.offer(p.offer)
    if offer is None or offer.node == f.node:
        return replace(s, discrepancies=(*s.discrepancies, "agreed_on_nothing"))
    s = _stands(s, offer, "agreed", "")
    if f.node == s.holder and offer.terms.total < s.total:
        return replace(s, discrepancies=(*s.discrepancies, "agreed_too_late"))
    return replace(s, terms=offer.terms, agreed_at=f.at)


def _stands(s: Quota, offer: Offer, standing: OfferStanding, reason: str) -> Quota:
    after = replace(offer, standing=standing, reason=reason)
    return replace(s, offers=tuple(after if one.id == offer.id else one for one in s.offers))


def _declined(s: Quota, p: QuotaDeclined, f: Fact[Any]) -> Quota:
    offer = s.offer(p.offer)
    is_theirs = offer is not None and offer.node != f.node and offer.standing == "open"
    return _stands(s, offer, "declined", p.reason) if offer and is_theirs else s


def _withdrawn(s: Quota, p: QuotaOfferWithdrawn, f: Fact[Any]) -> Quota:
    offer = s.offer(p.offer)
    is_own = offer is not None and offer.node == f.node and offer.standing == "open"
    return _stands(s, offer, "withdrawn", "") if offer and is_own else s


def _to_proposer(state: Quota, said: QuotaAgreed | QuotaDeclined) -> tuple[tuple[str, str], ...]:
    offer = state.offer(said.offer)
    return ((desk_at(offer.node), ""),) if offer is not None else ()


def _to_other(state: Quota, said: QuotaOfferWithdrawn) -> tuple[tuple[str, str], ...]:
    offer = state.offer(said.offer)
    return ((desk_at(state.other(offer.node)), ""),) if offer is not None else ()


ANSWERED: Final = Heard[Quota](offices=_to_proposer)
TAKEN_BACK: Final = Heard[Quota](offices=_to_other)
ANSWERING: Final = Act[Quota](
    "answering",
    asked=(
        Asked(AgreeQuota, by="permit", decide=_agree, voice=EITHER),
        Asked(DeclineQuota, by="permit", decide=_decline, voice=EITHER),
        Asked(WithdrawQuotaOffer, by="permit", decide=_withdraw, voice=EITHER),
    ),
    told=(
        Told(QuotaAgreed, EITHER, frozenset(), _agreed, heard=ANSWERED),
        Told(QuotaDeclined, EITHER, frozenset(), _declined, heard=ANSWERED),
        Told(QuotaOfferWithdrawn, EITHER, frozenset(), _withdrawn, heard=TAKEN_BACK),
    ),
    texts={
        "quota_offer_gone": RefusalText(
            N_("This proposal does not wait for your answer any more."),
            N_("Reload the page to see what has happened since."),
        ),
    },
)
