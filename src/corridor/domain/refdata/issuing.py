"""Confirming a list that a colleague brought in: it counts from its day on, on all nodes."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refdata.proposing import OPEN_AT, still_used
from corridor.domain.refdata.state import Edition, ReferenceList
from corridor.domain.refdata.voices import OPERATOR
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Instant


class IssueReference(Command, frozen=True, tag="refdata.issue"):
    """Confirm what a colleague brought in. `proposed_at`: which proposal was read."""

    proposed_at: Instant


class ReferenceIssued(Payload, frozen=True, tag="refdata.issued/1"):
    """The list that was proposed at an instant counts from its day on."""

    proposed_at: Instant


def _issue(state: ReferenceList, command: IssueReference, context: Context) -> Decision:
    waiting = state.pending
    if waiting is None or waiting.at != command.proposed_at:
        return refuse("refdata_replaced")
    if waiting.by == context.actor.person:
        return refuse("refdata_own_proposal")
    if waiting.valid_from < context.day_at(context.node):
        return refuse("refdata_past", "/valid_from", date=waiting.valid_from)
    used = still_used(state.list, waiting.rows, waiting.valid_from, context)
    return Refused(used) if used else (ReferenceIssued(command.proposed_at),)


def _issued(s: ReferenceList, p: ReferenceIssued, f: Fact[Any]) -> ReferenceList:
    said = s.pending
    if said is None or said.at != p.proposed_at:
        return s
    edition = Edition(said.valid_from, said.rows, said.source, said.by, f.at, f.actor.person)
    return replace(s, editions=(*s.editions, edition), pending=None)


ISSUING: Final = Act[ReferenceList](
    "issuing",
    asked=(Asked(IssueReference, by="operator", decide=_issue, voice=OPERATOR, needs=(OPEN_AT,)),),
    told=(Told(ReferenceIssued, OPERATOR, frozenset(), _issued),),
    texts={
        "refdata_replaced": RefusalText(
            N_("This proposal is not there any more."),
            N_("Read the list again: it was replaced, confirmed or dropped meanwhile."),
        ),
        "refdata_own_proposal": RefusalText(
            N_("You brought this list in yourself."), N_("Another operator has to confirm it.")
        ),
    },
)
