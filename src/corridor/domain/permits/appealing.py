"""An appeal against a refusal, to the body that the type names; and what that body decided.

The body decides outside this system; an officer other than the one who refused records it.
"""

from typing import Any, Final, Literal

from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at, days_later
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.state import Permit, with_past
from corridor.domain.permits.voices import APPLICANT, AUTHORITY, during
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import LongText, Text, Whole, Words

Outcome = Literal["upheld", "set_aside"]


class AppealPermit(Command, frozen=True, tag="permit.appeal"):
    """Take the refusal to the body that the type of the permit names."""

    words: Words
    attachments: SentFiles = ()


class DecideAppeal(Command, frozen=True, tag="permit.decide_appeal"):
    """Record what the body decided: the refusal stands, or it is decided anew."""

    outcome: Outcome
    number: Text
    reason: Words
    attachments: SentFiles = ()


class PermitAppealed(Payload, frozen=True, tag="permit.appealed/1"):
    """The carrier appeals. `version`: of the type that names the body."""

    words: LongText
    version: Whole
    attachments: SentFiles = ()


class AppealDecided(Payload, frozen=True, tag="permit.appeal_decided/1"):
    """Upheld: the refusal stands. Set aside: the authority decides anew."""

    outcome: Outcome
    number: Text
    reason: LongText
    attachments: SentFiles = ()


def _appeal(state: Permit, command: AppealPermit, context: Context) -> Decision:
    kind = context.type_of(state.request.kind)
    if kind.appeal is None:
        return refuse("permit_no_appeal", kind=state.request.kind)
    last = days_later(
        day_at(state.decided_at or context.now, state.request.country), kind.appeal.days
    )
    if context.day_at(state.request.country) > last:
        return refuse("permit_appeal_late", date=last)
    return (PermitAppealed(command.words, kind.version, command.attachments),)


def _decide(state: Permit, command: DecideAppeal, context: Context) -> Decision:
    if context.actor.person == state.refused_by:
        return refuse("permit_own_refusal")
    files = command.attachments
    return (AppealDecided(command.outcome, command.number, command.reason, files),)


def _appealed(s: Permit, p: PermitAppealed, f: Fact[Any]) -> Permit:
    return replace(s, status="appealed", appeal=p.words)


def _decided(s: Permit, p: AppealDecided, f: Fact[Any]) -> Permit:
    """Set aside: the term begins anew with that day."""
    if p.outcome == "upheld":
        return replace(s, status="refused", appeal="", reason=p.reason)
    return replace(
        s,
        status="applied",
        appeal="",
        applied_at=f.at,
        decided_at="",
        past=with_past(s),
        paused_days=0,
        overdue_at="",
    )


APPEALING: Final = Act[Permit](
    "appealing",
    asked=(
        Asked(AppealPermit, "carrier", _appeal, APPLICANT, during("refused")),
        Asked(DecideAppeal, "permit", _decide, AUTHORITY, during("appealed")),
    ),
    told=(
        Told(PermitAppealed, APPLICANT, frozenset({"refused"}), _appealed),
        Told(
            AppealDecided,
            AUTHORITY,
            frozenset({"appealed"}),
            _decided,
            heard=AT_ONCE_TO_CARRIER,
        ),
    ),
    texts={
        "permit_no_appeal": RefusalText(
            N_("{kind}: no body is named that hears an appeal."),
            N_("Mend the application and send it again, or ask the authority."),
        ),
        "permit_appeal_late": RefusalText(
            N_("The time to appeal ended on {date}."),
            N_("Mend the application and send it again."),
        ),
        "permit_own_refusal": RefusalText(
            N_("Whoever refused the permit does not record what became of the appeal."),
            N_("Leave it to another officer of the authority."),
        ),
    },
)
