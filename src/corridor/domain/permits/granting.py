"""Granting: the foreign authority decides on its own node, and signs."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.needs import Ask, HolderOf
from corridor.domain.permits.credentials import build_credential
from corridor.domain.permits.listings import number_key
from corridor.domain.permits.numbers import permit_number
from corridor.domain.permits.plates import VEHICLE_KINDS
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import AUTHORITY, UNDECIDED, during
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Date, Text, Whole


class GrantPermit(Command, frozen=True, tag="permit.grant"):
    """Grant it: the number is made by the node, the credential is signed with its key."""

    valid_from: Date
    valid_to: Date
    conditions: Annotated[tuple[Text, ...], Meta(max_length=20)] = ()
    uses: Annotated[int, Meta(ge=1, le=1000)] = 1
    attachments: SentFiles = ()


class PermitGranted(Payload, frozen=True, tag="permit.granted/1"):
    """Granted. `credential` is the signed text in the QR that a checkpoint verifies offline."""

    number: str
    valid_from: Date
    valid_to: Date
    credential: str
    conditions: tuple[Text, ...] = ()
    uses: Whole = 1
    attachments: SentFiles = ()


def _number(state: Permit, context: Context) -> str:
    year = context.day_at(state.request.country)[:4]
    return permit_number(state.request, state.home, year, context.token)


def _number_asked(ask: Ask) -> str:
    return number_key(_number(ask.state, ask.context)) if ask.state is not None else ""


NUMBER_HOLDER: Final = HolderOf(_number_asked)


def _grant(state: Permit, command: GrantPermit, context: Context) -> Decision:
    if state.request.quota:
        return refuse("permit_by_quota")
    number = _number(state, context)
    wrong = tuple(_wrong(state, command, number, context))
    if wrong:
        return Refused(wrong)
    if context.sign is None:
        return refuse("permit_no_key", node=context.node)
    granted = replace(
        state,
        number=number,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        conditions=command.conditions,
    )
    text = build_credential(granted, context.sign)
    if isinstance(text, Refused):
        return text
    return (
        PermitGranted(
            number,
            command.valid_from,
            command.valid_to,
            text,
            command.conditions,
            command.uses,
            command.attachments,
        ),
    )


def _wrong(state: Permit, command: GrantPermit, number: str, context: Context) -> Iterator[Refusal]:
    today = context.day_at(state.request.country)
    for pointer, day in (("/valid_from", command.valid_from), ("/valid_to", command.valid_to)):
        if not is_day(day):
            yield Refusal("permit_day_impossible", pointer, "", {"given": day})
    if command.valid_from < today:
        yield Refusal("permit_dates_past", "/valid_from", "", {"today": today})
    if command.valid_to < command.valid_from:
        yield Refusal("permit_dates_order", "/valid_to")
    if state.request.kind in VEHICLE_KINDS and not state.request.plates:
        yield Refusal("permit_plates_missing", "/plates")
    if context.of(NUMBER_HOLDER) not in ("", context.subject):
        yield Refusal("permit_number_taken", "", "", {"number": number})


def _granted(s: Permit, p: PermitGranted, f: Fact[Any]) -> Permit:
    return replace(
        s,
        status="granted",
        decided_at=f.at,
        number=p.number,
        valid_from=p.valid_from,
        valid_to=p.valid_to,
        credential=p.credential,
        conditions=p.conditions,
        uses_granted=p.uses,
    )


GRANTING: Final = Act[Permit](
    "granting",
    asked=(
        Asked(
            GrantPermit,
            by="permit",
            decide=_grant,
            voice=AUTHORITY,
            when=during(*UNDECIDED),
            needs=(NUMBER_HOLDER,),
        ),
    ),
    told=(
        Told(
            PermitGranted,
            AUTHORITY,
            UNDECIDED,
            _granted,
            heard=TO_CARRIER,
            since=lambda permit: permit.applied_at,
        ),
    ),
    texts={
        "permit_day_impossible": RefusalText(
            N_("{given} is in no calendar."), N_("State a day that the calendar has.")
        ),
        "permit_dates_past": RefusalText(
            N_("The validity would begin before today, {today}."),
            N_("Let it begin today or later."),
        ),
        "permit_no_key": RefusalText(
            N_("Node {node} has no key to sign permits with."),
            N_("Ask the operator of the node."),
        ),
        "permit_by_quota": RefusalText(
            N_("This permit comes out of a quota: its number is one of those that were delivered."),
            N_("Issue it on the page of the quota."),
        ),
        "permit_number_taken": RefusalText(
            N_("The number {number} has already been given."),
            N_("Grant it once more: a new number is made."),
        ),
    },
)
