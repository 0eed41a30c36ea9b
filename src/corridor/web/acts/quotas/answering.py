"""Agreeing on what the other state proposed, declining it, taking an own proposal back."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.facts import Actor
from corridor.domain.quota import Offer, Quota
from corridor.domain.quotas.answering import (
    AgreeQuota,
    DeclineQuota,
    QuotaAgreed,
    QuotaDeclined,
    QuotaOfferWithdrawn,
    WithdrawQuotaOffer,
)
from corridor.domain.refusals import N_
from corridor.web.act import (
    AT_ONCE,
    BESIDES,
    Act,
    Deed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    why_of,
)
from corridor.web.acts.quotas.proposing import is_party, of_node, terms_text


def open_offer(state: Quota, node: str, is_own: bool) -> Offer | None:
    """The proposal that waits for an answer: of this state, or of the other."""
    found = (one for one in state.offers if one.standing == "open")
    return next((one for one in found if (one.node == node) is is_own), None)


def _may_answer(state: Quota, actor: Actor) -> Place | None:
    is_there = open_offer(state, of_node(actor), False) is not None
    return AT_ONCE if is_party(state, actor) and is_there else None


def _may_decline(state: Quota, actor: Actor) -> Place | None:
    return BESIDES if _may_answer(state, actor) is not None else None


def _may_withdraw(state: Quota, actor: Actor) -> Place | None:
    is_there = open_offer(state, of_node(actor), True) is not None
    return BESIDES if is_party(state, actor) and is_there else None


def _offer(deed: Deed[Quota], is_own: bool = False) -> str:
    """The one that is open now: had it changed since the form was shown, the page would say so."""
    found = open_offer(deed.state, deed.services.node, is_own)
    return found.id if found is not None else ""


def _means(deed: Deed[Quota]) -> str:
    offer = open_offer(deed.state, deed.services.node, False)
    said = deed.reader.words(
        "Both states are bound from then on. Tranches are delivered on their days by themselves."
    )
    if offer is None:
        return said
    tale = Tale(deed.reader, deed.services.node)
    return " ".join((*terms_text(offer.terms, tale), said))


def _decline(deed: Deed[Quota]) -> DeclineQuota | None:
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return DeclineQuota(_offer(deed), reason) if reason else None


def _agreed(said: QuotaAgreed, tale: Tale) -> Iterable[str]:
    offer = tale.state.offer(said.offer) if isinstance(tale.state, Quota) else None
    return terms_text(offer.terms, tale) if offer is not None else ()


def _reason(deed: Deed[Any]) -> list[dict[str, Any]]:
    return [field_of("textarea", "reason", deed.reader.words("Reason"))]


ANSWERING: Final = Shown[Quota](
    acts=(
        Act(
            name="agree",
            desk="permit",
            label=N_("Agree"),
            title=N_("Agree on the quota?"),
            consequence=_means,
            command=lambda deed: AgreeQuota(_offer(deed)),
            done=N_("The quota was agreed on"),
            offered=_may_answer,
        ),
        Act(
            name="decline",
            desk="permit",
            label=N_("Do not agree"),
            title=N_("Decline the proposal?"),
            consequence=lambda deed: deed.reader.words(
                "The other ministry reads the reason and may propose something else."
            ),
            command=_decline,
            done=N_("The proposal was declined"),
            offered=_may_decline,
            fields=_reason,
            pointers={"/reason": "reason"},
            kind="stop",
        ),
        Act(
            name="withdraw",
            desk="permit",
            label=N_("Take the proposal back"),
            title=N_("Take the proposal back?"),
            consequence=lambda deed: deed.reader.words(
                "If the other ministry has agreed meanwhile, its agreement counts."
            ),
            command=lambda deed: WithdrawQuotaOffer(_offer(deed, True)),
            done=N_("The proposal was taken back"),
            offered=_may_withdraw,
            kind="stop",
        ),
    ),
    reads=(
        Reading(QuotaAgreed, N_("Quota agreed on"), note=_agreed),
        Reading(QuotaDeclined, N_("Proposal declined"), "stopped", note=why_of),
        Reading(QuotaOfferWithdrawn, N_("Proposal taken back"), "attention"),
    ),
)
