"""Four eyes: an officer proposes a decision, the second confirms it or gives it back."""

from typing import Annotated, Any, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told, When
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.granting import NUMBER_HOLDER, GrantPermit, grant_now
from corridor.domain.permits.officers import takes_two
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.refusing import PermitRefused
from corridor.domain.permits.revoking import GRANTED, RevokePermit, revoke_now
from corridor.domain.permits.state import Permit, Proposal
from corridor.domain.permits.voices import AUTHORITY
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Code, Date, LongText, Number, Text, Whole, Words

Conditions = Annotated[tuple[Text, ...], Meta(max_length=20)]
LeftOut = Annotated[tuple[Number, ...], Meta(max_length=1999)]


class ProposeGrant(Command, frozen=True, tag="permit.propose_grant"):
    """Propose to grant it: another officer confirms."""

    valid_from: Date
    valid_to: Date
    conditions: Conditions = ()
    uses: Annotated[int, Meta(ge=1, le=1000)] = 1
    attachments: SentFiles = ()
    left_out: LeftOut = ()


class ProposeRefusal(Command, frozen=True, tag="permit.propose_refusal"):
    """Propose to refuse it: another officer confirms."""

    code: Code
    reason: Words
    attachments: SentFiles = ()


class ProposeRevocation(Command, frozen=True, tag="permit.propose_revocation"):
    """Propose to take a granted one back: another officer confirms, and it holds until then."""

    reason: Words
    attachments: SentFiles = ()


class ConfirmProposal(Command, frozen=True, tag="permit.confirm"):
    """The second officer agrees: it is decided now."""


class ReturnProposal(Command, frozen=True, tag="permit.return_proposal"):
    """The second officer gives it back with words."""

    reason: Words


class PermitProposed(Payload, frozen=True, tag="permit.proposed/1"):
    """An officer would grant or refuse; a second one has to confirm it."""

    decision: Literal["grant", "refuse"]
    valid_from: Text = ""
    valid_to: Text = ""
    conditions: Conditions = ()
    uses: Whole = 1
    left_out: LeftOut = ()
    code: Text = ""
    reason: LongText = ""
    attachments: SentFiles = ()


class RevocationProposed(Payload, frozen=True, tag="permit.revocation_proposed/1"):
    """An officer would revoke it; a second one has to confirm it."""

    reason: LongText
    attachments: SentFiles = ()


class ProposalReturned(Payload, frozen=True, tag="permit.proposal_returned/1"):
    """Given back: the application waits for a decision, or the permit holds, as before."""

    reason: LongText


def _propose_grant(state: Permit, command: ProposeGrant, context: Context) -> Decision:
    """Only what would hold, were it decided now."""
    if not takes_two(state, context):
        return refuse("permit_one_decides", kind=state.request.kind)
    first, last, conditions = command.valid_from, command.valid_to, command.conditions
    uses, left_out = command.uses, command.left_out
    grant = GrantPermit(first, last, conditions, uses, left_out=left_out)
    found = grant_now(state, grant, context)
    if isinstance(found, Refused):
        return found
    files = command.attachments
    said = PermitProposed("grant", first, last, conditions, uses, left_out, attachments=files)
    return (said,)


def _propose_refusal(state: Permit, command: ProposeRefusal, context: Context) -> Decision:
    if not takes_two(state, context):
        return refuse("permit_one_decides", kind=state.request.kind)
    if command.code not in REFUSAL_REASONS:
        return refuse("permit_reason_unknown", "/code", reason=command.code)
    said, files = command.reason, command.attachments
    return (PermitProposed("refuse", code=command.code, reason=said, attachments=files),)


def _propose_revocation(state: Permit, command: ProposeRevocation, context: Context) -> Decision:
    """Only what would hold, were it confirmed now."""
    if not state.four_eyes:
        return refuse("permit_one_decides", kind=state.request.kind)
    found = revoke_now(state, RevokePermit(command.reason))
    if isinstance(found, Refused):
        return found
    return (RevocationProposed(command.reason, command.attachments),)


def _confirm(state: Permit, command: ConfirmProposal, context: Context) -> Decision:
    given = state.proposal
    if given is None or given.person == context.actor.person:
        return refuse("permit_own_proposal")
    if given.decision == "refuse":
        return (PermitRefused(given.code, given.reason),)
    if given.decision == "revoke":
        return revoke_now(state, RevokePermit(given.reason))
    days = (given.valid_from, given.valid_to)
    grant = GrantPermit(*days, given.conditions, given.uses, left_out=given.left_out)
    return grant_now(state, grant, context)


def _return(state: Permit, command: ReturnProposal, context: Context) -> Decision:
    return (ProposalReturned(command.reason),)


def _proposed(s: Permit, p: PermitProposed, f: Fact[Any]) -> Permit:
    given = Proposal(
        decision=p.decision,
        person=f.actor.person,
        at=f.at,
        valid_from=p.valid_from,
        valid_to=p.valid_to,
        conditions=p.conditions,
        uses=p.uses,
        left_out=p.left_out,
        code=p.code,
        reason=p.reason,
    )
    return replace(s, proposal=given)


def _revocation_proposed(s: Permit, p: RevocationProposed, f: Fact[Any]) -> Permit:
    given = Proposal("revoke", f.actor.person, f.at, reason=p.reason)
    return replace(s, proposal=given)


def _returned(s: Permit, p: ProposalReturned, f: Fact[Any]) -> Permit:
    return replace(s, proposal=None)


APPLIED: Final = frozenset({"applied"})


def _is_proposed(state: Permit) -> str:
    return "proposed" if state.proposal is not None else "not_proposed"


PROPOSED: Final = When[Permit](
    frozenset({"proposed"}), "permit_not_proposed", _is_proposed, shown=lambda state: state.status
)


def _unless_proposed(*statuses: str) -> When[Permit]:
    return When[Permit](
        frozenset(statuses),
        "permit_wrong_status",
        lambda state: "proposed" if state.proposal is not None else state.status,
        shown=lambda state: state.status,
    )


OPEN: Final = _unless_proposed("applied")
PROPOSING: Final = Act[Permit](
    "proposing",
    asked=(
        Asked(
            ProposeGrant,
            "permit",
            _propose_grant,
            AUTHORITY,
            OPEN,
            needs=(NUMBER_HOLDER,),
        ),
        Asked(ProposeRefusal, "permit", _propose_refusal, AUTHORITY, OPEN),
        Asked(
            ProposeRevocation,
            "permit",
            _propose_revocation,
            AUTHORITY,
            _unless_proposed(*GRANTED),
        ),
        Asked(ConfirmProposal, "permit", _confirm, AUTHORITY, PROPOSED, needs=(NUMBER_HOLDER,)),
        Asked(ReturnProposal, "permit", _return, AUTHORITY, PROPOSED),
    ),
    told=(
        Told(PermitProposed, AUTHORITY, APPLIED, _proposed),
        Told(
            RevocationProposed,
            AUTHORITY,
            frozenset({"granted"}),
            _revocation_proposed,
        ),
        Told(ProposalReturned, AUTHORITY, APPLIED | {"granted"}, _returned),
    ),
    texts={
        "permit_own_proposal": RefusalText(
            N_("Whoever proposed a decision does not confirm it."),
            N_("Leave it to another officer of the authority."),
        ),
        "permit_one_decides": RefusalText(
            N_("{kind}: one officer decides."), N_("Grant or refuse it.")
        ),
        "permit_not_proposed": RefusalText(
            N_("No decision is proposed on it now: it is in the state “{status}”."),
            N_("Reload the page to see what has happened since."),
        ),
    },
)
