"""Four eyes at the desk: a decision proposed, confirmed, or given back."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.permits.proposing import (
    ConfirmProposal,
    PermitProposed,
    ProposalReturned,
    ProposeGrant,
    ProposeRefusal,
    ProposeRevocation,
    ReturnProposal,
    RevocationProposed,
)
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.state import Permit, Proposal
from corridor.domain.refusals import N_
from corridor.web.act import (
    LAST,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    hears,
    when_at,
)
from corridor.web.acts.fields import files_of
from corridor.web.acts.permits.granting import GRANT_POINTERS, grant_fields, granted_in
from corridor.web.acts.permits.refusing import refusal_fields, refusal_in
from corridor.web.acts.permits.revoking import may_be_revoked, revoke_fields
from corridor.web.templating import Reader
from corridor.web.views.part import part_text


def _may(state: Permit, actor: Actor) -> Place | None:
    return when_at(state.four_eyes and state.status == "applied" and state.proposal is None)


def _may_refuse(state: Permit, actor: Actor) -> Place | None:
    return LAST if _may(state, actor) is not None else None


def _may_revoke(state: Permit, actor: Actor) -> Place | None:
    return when_at(state.four_eyes and may_be_revoked(state) and state.proposal is None)


def _may_confirm(state: Permit, actor: Actor) -> Place | None:
    given = state.proposal
    return when_at(given is not None and given.person != actor.person)


def _may_return(state: Permit, actor: Actor) -> Place | None:
    return LAST if state.proposal is not None else None


def _propose_means(deed: Deed[Permit]) -> str:
    return deed.reader.words(
        "Two officers decide on this type. Nothing goes to the carrier before another officer of "
        "the authority has confirmed it."
    )


def _propose(deed: Deed[Permit]) -> ProposeGrant | None:
    found = granted_in(deed)
    if found is None:
        return None
    first, last, conditions, uses, left_out = found
    return ProposeGrant(first, last, conditions, uses, files_of(deed), left_out)


def _propose_refusal(deed: Deed[Permit]) -> ProposeRefusal | None:
    found = refusal_in(deed)
    return ProposeRefusal(*found, files_of(deed)) if found else None


def _revocation_means(deed: Deed[Permit]) -> str:
    return deed.reader.words(
        "Two officers decide on this type. The permit holds until another officer of the authority "
        "has confirmed it."
    )


def _propose_revocation(deed: Deed[Permit]) -> ProposeRevocation | None:
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return ProposeRevocation(reason, files_of(deed)) if reason else None


def _confirm_means(deed: Deed[Permit]) -> str:
    return deed.reader.words("With your word it is decided and sent to the carrier at once.")


def _confirm(deed: Deed[Permit]) -> ConfirmProposal:
    return ConfirmProposal()


def _return_means(deed: Deed[Permit]) -> str:
    if deed.state.status != "applied":
        return deed.reader.words("The permit holds as before.")
    return deed.reader.words("The application waits for a decision as before.")


def _return_fields(deed: Deed[Permit]) -> list[Field]:
    return [field_of("textarea", "reason", deed.reader.words("Reason"))]


def _return(deed: Deed[Permit]) -> ReturnProposal | None:
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return ReturnProposal(reason) if reason else None


def proposal_lines(permit: Permit, reader: Reader) -> list[str]:
    """What the second officer would confirm, all of it; nothing where nothing is proposed."""
    given, tale = permit.proposal, Tale(reader, permit.issuer, permit)
    if given is None:
        return []
    return list(_revoked(given, tale) if given.decision == "revoke" else _proposed(given, tale))


def _proposed(said: PermitProposed | Proposal, tale: Tale) -> Iterable[str]:
    if said.decision == "refuse":
        yield tale.say("To refuse.")
        yield f"{tale.say(REFUSAL_REASONS.get(said.code, said.code))}: {said.reason}"
        return
    days = tale.reader.formats.days(said.valid_from, said.valid_to)
    yield tale.say("To grant for %(days)s, entries: %(uses)s.", days=days, uses=said.uses)
    if said.conditions:
        yield tale.say("Conditions: %(all)s", all="; ".join(said.conditions))
    if said.left_out:
        goods = tale.state.request.goods if tale.state is not None else ()
        yield part_text(tale.reader, goods, said.left_out)


def _revoked(said: RevocationProposed | Proposal, tale: Tale) -> Iterable[str]:
    return [tale.say("To revoke: %(reason)s", reason=said.reason)]


def _returned(said: ProposalReturned, tale: Tale) -> Iterable[str]:
    return [said.reason]


PROPOSING: Final = Shown[Permit](
    acts=(
        Act(
            name="confirm",
            desk="permit",
            label=N_("Confirm the decision"),
            title=N_("Confirm the proposed decision?"),
            consequence=_confirm_means,
            command=_confirm,
            done=N_("The decision was confirmed"),
            offered=_may_confirm,
            hears=hears(PermitProposed, RevocationProposed),
        ),
        Act(
            name="propose",
            desk="permit",
            label=N_("Propose to grant"),
            title=N_("Propose to grant the permit"),
            consequence=_propose_means,
            command=_propose,
            done=N_("The decision was proposed: another officer confirms it"),
            offered=_may,
            fields=grant_fields,
            pointers=GRANT_POINTERS,
        ),
        Act(
            name="propose_refusal",
            desk="permit",
            label=N_("Propose to refuse"),
            title=N_("Propose to refuse the permit"),
            consequence=_propose_means,
            command=_propose_refusal,
            done=N_("The decision was proposed: another officer confirms it"),
            offered=_may_refuse,
            fields=refusal_fields,
            pointers={"/code": "code", "/reason": "reason", "/attachments": "files"},
            kind="stop",
        ),
        Act(
            name="propose_revocation",
            desk="permit",
            label=N_("Propose to revoke"),
            title=N_("Propose to revoke the permit"),
            consequence=_revocation_means,
            command=_propose_revocation,
            done=N_("The decision was proposed: another officer confirms it"),
            offered=_may_revoke,
            fields=revoke_fields,
            pointers={"/reason": "reason", "/attachments": "files"},
            kind="stop",
        ),
        Act(
            name="return",
            desk="permit",
            label=N_("Give the proposal back"),
            title=N_("Give the proposal back?"),
            consequence=_return_means,
            command=_return,
            done=N_("The proposal was given back"),
            offered=_may_return,
            fields=_return_fields,
            hears=hears(PermitProposed, RevocationProposed),
            pointers={"/reason": "reason"},
            stays=True,
        ),
    ),
    reads=(
        Reading(PermitProposed, N_("Decision proposed"), note=_proposed),
        Reading(RevocationProposed, N_("Revocation proposed"), note=_revoked),
        Reading(ProposalReturned, N_("Proposal given back"), "attention", note=_returned),
    ),
)
