"""A permit in force that is extended, passed to another vehicle, or replaced.

Its holder asks; the authority allows it with a new number and a new code, or does not. The earlier
code counts no more from then on: whoever scans it reads that it was replaced.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, TO_CARRIER, Act, Asked, Decision, Told, When
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import days_between, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.credentials import build_credential
from corridor.domain.permits.granting import NUMBER_HOLDER, number_for
from corridor.domain.permits.plates import wrong_plates
from corridor.domain.permits.state import Change, ChangeCause, Permit
from corridor.domain.permits.stopped import digest_of
from corridor.domain.permits.voices import APPLICANT, AUTHORITY, during
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Date, LongText, Short, Words

Plates = Annotated[tuple[Short, ...], Meta(max_length=10)]
CHANGES_MAX: Final = 50
OTHER: Final = frozenset({"granted"})


class AskPermitChange(Command, frozen=True, tag="permit.ask_change"):
    """Ask for it to hold longer, for another vehicle, or anew where it was lost or is wrong."""

    cause: ChangeCause
    reason: Words
    plates: Plates = ()
    valid_to: Date | None = None
    attachments: SentFiles = ()


class AllowPermitChange(Command, frozen=True, tag="permit.allow_change"):
    """Issue it anew as its holder asks."""


class DenyPermitChange(Command, frozen=True, tag="permit.deny_change"):
    """Leave it as it is, with words."""

    reason: Words


class PermitChangeAsked(Payload, frozen=True, tag="permit.change_asked/1"):
    """Its holder asks for a change."""

    cause: ChangeCause
    reason: LongText
    plates: Plates = ()
    valid_to: Date | None = None
    attachments: SentFiles = ()


class PermitReissued(Payload, frozen=True, tag="permit.reissued/1"):
    """Issued anew, with a number and a code of its own in the place of the earlier ones."""

    cause: ChangeCause
    number: str
    credential: str
    valid_to: Date
    plates: Plates = ()


class PermitChangeDenied(Payload, frozen=True, tag="permit.change_denied/1"):
    """It stays as it is."""

    reason: LongText


def _ask(state: Permit, command: AskPermitChange, context: Context) -> Decision:
    wrong = tuple(_wrong(state, command, context))
    if wrong:
        return Refused(wrong)
    plates = command.plates if command.cause == "transferred" else ()
    last = command.valid_to if command.cause == "extended" else None
    said = PermitChangeAsked(command.cause, command.reason, plates, last, command.attachments)
    return (said,)


def _wrong(state: Permit, command: AskPermitChange, context: Context) -> Iterator[Refusal]:
    kind, args = context.type_of(state.request.kind), {"kind": state.request.kind}
    if state.request.quota:
        yield Refusal("permit_quota_unchanged", "/cause", "", {"number": state.number})
    if state.change is not None:
        yield Refusal("permit_change_waits", "/cause")
    if len(state.earlier) >= CHANGES_MAX:
        yield Refusal("permit_changes_many", "/cause", "", {"limit": str(CHANGES_MAX)})
    if command.cause == "transferred":
        if not kind.transfer:
            yield Refusal("permit_no_transfer", "/cause", "", args)
        elif not command.plates or state.uses:
            yield Refusal("permit_transfer_form", "/plates")
        else:
            yield from wrong_plates(command.plates, "/plates")
    if command.cause == "extended":
        last, most = command.valid_to or "", kind.extension_days_most
        if not most:
            yield Refusal("permit_no_extension", "/cause", "", args)
        elif not is_day(last) or not _may_last(state, last, most):
            yield Refusal("permit_extension_days", "/valid_to", "", {"most": str(most)})


def _may_last(state: Permit, last: str, most: int) -> bool:
    """Longer than now, and all extensions together no longer than the type allows."""
    first = state.granted_to or state.valid_to
    return last > state.valid_to and days_between(first, last) <= most


def _allow(state: Permit, command: AllowPermitChange, context: Context) -> Decision:
    asked = state.change
    if state.request.quota:
        return refuse("permit_quota_unchanged", number=state.number)
    if asked is None or context.sign is None:
        return refuse("permit_no_key", node=context.node)
    number, last = number_for(state, context), asked.valid_to or state.valid_to
    plates = asked.plates or state.request.plates
    if last < context.day_at(state.request.country):
        return refuse("permit_change_over", date=last)
    anew = replace(
        state, number=number, valid_to=last, request=replace(state.request, plates=plates)
    )
    text = build_credential(anew, context.sign)
    if isinstance(text, Refused):
        return text
    return (PermitReissued(asked.cause, number, text, last, plates),)


def _deny(state: Permit, command: DenyPermitChange, context: Context) -> Decision:
    return (PermitChangeDenied(command.reason),)


def _asked(s: Permit, p: PermitChangeAsked, f: Fact[Any]) -> Permit:
    return replace(s, change=Change(p.cause, p.reason, f.at, p.plates, p.valid_to or ""))


def _reissued(s: Permit, p: PermitReissued, f: Fact[Any]) -> Permit:
    return replace(
        s,
        number=p.number,
        credential=p.credential,
        valid_to=p.valid_to,
        granted_to=s.granted_to or (s.valid_to if p.cause == "extended" else ""),
        request=replace(s.request, plates=p.plates),
        earlier=(*s.earlier, s.number),
        replaced=(*s.replaced, digest_of(s.credential)),
        change=None,
    )


def _denied(s: Permit, p: PermitChangeDenied, f: Fact[Any]) -> Permit:
    return replace(s, change=None)


def _asked_in(state: Permit) -> str:
    return "asked" if state.change is not None and state.status == "granted" else "not_asked"


ASKED: Final = When[Permit](
    frozenset({"asked"}), "permit_change_not_asked", _asked_in, shown=lambda state: state.status
)
CHANGING: Final = Act[Permit](
    "changing",
    asked=(
        Asked(AskPermitChange, "carrier", _ask, APPLICANT, during("granted")),
        Asked(AllowPermitChange, "permit", _allow, AUTHORITY, ASKED, needs=(NUMBER_HOLDER,)),
        Asked(DenyPermitChange, "permit", _deny, AUTHORITY, ASKED),
    ),
    told=(
        Told(PermitChangeAsked, APPLICANT, OTHER, _asked),
        Told(PermitReissued, AUTHORITY, OTHER, _reissued, heard=AT_ONCE_TO_CARRIER),
        Told(
            PermitChangeDenied,
            AUTHORITY,
            OTHER,
            _denied,
            heard=TO_CARRIER,
        ),
    ),
    texts={
        "permit_change_waits": RefusalText(
            N_("A change was asked for already and is not decided yet."),
            N_("Wait for the authority's answer."),
        ),
        "permit_changes_many": RefusalText(
            N_("The permit was issued anew {limit} times already."),
            N_("Apply for another permit."),
        ),
        "permit_change_not_asked": RefusalText(
            N_("No change is asked for now: the permit is in the state “{status}”."),
            N_("Reload the page to see what has happened since."),
        ),
        "permit_quota_unchanged": RefusalText(
            N_("Permit {number} comes out of a quota: it keeps its number, vehicle and days."),
            N_("Give it back unused and apply for another."),
        ),
        "permit_change_over": RefusalText(
            N_("The permit would have ended on {date} already."),
            N_("Deny the change: its holder may apply for another permit."),
        ),
        "permit_no_transfer": RefusalText(
            N_("{kind}: it does not pass to another vehicle."),
            N_("Apply for a permit for that vehicle."),
        ),
        "permit_transfer_form": RefusalText(
            N_("It passes to a named vehicle, and only before its first use."),
            N_("Name the vehicle; after a use, apply for another permit."),
        ),
        "permit_no_extension": RefusalText(
            N_("{kind}: it is not extended."),
            N_("Apply for another permit."),
        ),
        "permit_extension_days": RefusalText(
            N_("All extensions together make at most {most} days, and none makes it end earlier."),
            N_("Ask for an earlier last day."),
        ),
    },
)
