"""Refusing a permit, with a coded reason and words."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.officers import takes_two
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import AUTHORITY, UNDECIDED, during
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Code, LongText, Words


class RefusePermit(Command, frozen=True, tag="permit.refuse"):
    """Refuse it, with a coded reason and words."""

    code: Code
    reason: Words
    attachments: SentFiles = ()


class PermitRefused(Payload, frozen=True, tag="permit.refused/1"):
    """Refused, with a coded reason and words."""

    code: Code
    reason: LongText
    attachments: SentFiles = ()


def _refuse(state: Permit, command: RefusePermit, context: Context) -> Decision:
    if command.code not in REFUSAL_REASONS:
        return refuse("permit_reason_unknown", "/code", reason=command.code)
    if takes_two(state, context):
        return refuse("permit_takes_two", kind=state.request.kind)
    return (PermitRefused(command.code, command.reason, command.attachments),)


def _refused(s: Permit, p: PermitRefused, f: Fact[Any]) -> Permit:
    return replace(
        s,
        status="refused",
        decided_at=f.at,
        refusal_code=p.code,
        reason=p.reason,
        refused_by=f.actor.person,
        proposal=None,
    )


REFUSING: Final = Act[Permit](
    "refusing",
    asked=(Asked(RefusePermit, "permit", _refuse, AUTHORITY, during(*UNDECIDED)),),
    told=(
        Told(
            PermitRefused,
            AUTHORITY,
            UNDECIDED,
            _refused,
            heard=Heard({"carrier": lambda permit: permit.status == "refused"}, urgent=True),
            since=lambda permit: permit.applied_at,
        ),
    ),
    texts={
        "permit_reason_unknown": RefusalText(
            N_("There is no reason for refusal with the code {reason}."),
            N_("Choose a reason from the list."),
        ),
    },
)
