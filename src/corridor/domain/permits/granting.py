"""Granting: the foreign authority decides on its own node, and signs."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import days_between, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.needs import Ask, HolderOf
from corridor.domain.permit_types.types import Load, PermitType, Trip, limits_of
from corridor.domain.permits.credentials import build_credential
from corridor.domain.permits.listings import number_key
from corridor.domain.permits.numbers import permit_number
from corridor.domain.permits.officers import takes_two
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import AUTHORITY, ISSUER, UNDECIDED, during
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Code, Country, Date, Number, Text, Whole


class GrantPermit(Command, frozen=True, tag="permit.grant"):
    """Grant it: the number is made by the node, the credential is signed with its key."""

    valid_from: Date
    valid_to: Date
    conditions: Annotated[tuple[Text, ...], Meta(max_length=20)] = ()
    uses: Annotated[int, Meta(ge=1, le=1000)] = 1
    attachments: SentFiles = ()
    left_out: Annotated[tuple[Number, ...], Meta(max_length=1999)] = ()
    """Numbers of goods for which it is not granted; none: it is granted for all."""


class PermitGranted(Payload, frozen=True, tag="permit.granted/1"):
    """Granted. `credential` is the signed text in the QR that a checkpoint verifies offline."""

    number: str
    valid_from: Date
    valid_to: Date
    credential: str
    conditions: tuple[Text, ...] = ()
    uses: Whole = 1
    attachments: SentFiles = ()
    left_out: Annotated[tuple[Number, ...], Meta(max_length=1999)] = ()
    holds_in: tuple[Country, ...] = ()
    """States where it holds besides that of issue."""
    stands_for: tuple[Code, ...] = ()
    """Kinds of permits that it stands for besides its own."""
    by_rule: Text = ""
    """The rule by which it was granted without a person; `silence` where its deadline passed."""
    because: Annotated[tuple[Text, ...], Meta(max_length=20)] = ()
    """Which of the rule's conditions were found to be so."""
    sampled: bool = False
    """Whether an officer is to look at it afterwards."""
    trip: Trip = ""
    load: Load = ""
    """What the type limits it to: the way back too or not, laden or empty."""


def number_for(state: Permit, context: Context) -> str:
    """The number that would be given now."""
    year = context.day_at(state.request.country)[:4]
    return permit_number(state.request, state.home, year, context.token)


def _number_asked(ask: Ask) -> str:
    return number_key(number_for(ask.state, ask.context)) if ask.state is not None else ""


NUMBER_HOLDER: Final = HolderOf(_number_asked)


def _grant(state: Permit, command: GrantPermit, context: Context) -> Decision:
    if state.request.quota:
        return refuse("permit_by_quota")
    if takes_two(state, context):
        return refuse("permit_takes_two", kind=state.request.kind)
    return grant_now(state, command, context)


def grant_now(
    state: Permit,
    command: GrantPermit,
    context: Context,
    by_rule: str = "",
    because: tuple[str, ...] = (),
    sampled: bool = False,
) -> Decision:
    """Granted, whoever decides. `by_rule`: by which rule, where it is no person."""
    number = number_for(state, context)
    wrong = tuple(_wrong(state, command, number, context))
    if wrong:
        return Refused(wrong)
    kind = context.type_of(state.request.kind)
    if context.sign is None:
        return refuse("permit_no_key", node=context.node)
    trip, load = limits_of(state.request, kind)
    granted = replace(
        state,
        number=number,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        conditions=command.conditions,
        load=load,
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
            command.left_out,
            kind.holds_in,
            kind.stands_for,
            by_rule,
            because,
            sampled,
            trip,
            load,
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
    kind = context.type_of(state.request.kind)
    if kind.for_vehicle and not state.request.plates:
        yield Refusal("permit_plates_missing", "/plates")
    if command.uses > kind.uses_most:
        yield _over("permit_uses_over", "/uses", kind, kind.uses_most)
    if is_day(command.valid_from) and is_day(command.valid_to):
        days = days_between(command.valid_from, command.valid_to)
        if days > kind.valid_days_most:
            yield _over("permit_days_over", "/valid_to", kind, kind.valid_days_most)
    if state.waits_for_fee:
        yield Refusal("permit_fee_unpaid", "", "", {"owed": str(state.owed_minor)})
    yield from _wrong_part(state, command, kind)
    if context.of(NUMBER_HOLDER) not in ("", context.subject):
        yield Refusal("permit_number_taken", "", "", {"number": number})


def _wrong_part(state: Permit, command: GrantPermit, kind: PermitType) -> Iterator[Refusal]:
    """A part is some of the goods, and not none of them; a vehicle is granted or not."""
    asked = {line.number for line in state.request.goods}
    out = set(command.left_out)
    if out and (kind.for_vehicle or not out < asked):
        yield Refusal("permit_left_out", "/left_out", "", {"kind": kind.code})


def _over(code: str, pointer: str, kind: PermitType, most: int) -> Refusal:
    return Refusal(code, pointer, "", {"kind": kind.code, "most": str(most)})


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
        proposal=None,
        left_out=p.left_out,
        holds_in=p.holds_in,
        stands_for=p.stands_for,
        by_rule=p.by_rule,
        trip=p.trip,
        load=p.load,
        review="due" if p.sampled else "",
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
            ISSUER,
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
        "permit_uses_over": RefusalText(
            N_("{kind}: at most {most} entries."), N_("Grant fewer entries.")
        ),
        "permit_days_over": RefusalText(
            N_("{kind}: it may hold for at most {most} days after its first."),
            N_("Let it end earlier."),
        ),
        "permit_takes_two": RefusalText(
            N_("{kind}: two officers decide."),
            N_("Propose the decision: another officer confirms it."),
        ),
        "permit_fee_unpaid": RefusalText(
            N_("The fee of this application is not paid in full yet."),
            N_("Wait for the payment, or bring in the bank's statement."),
        ),
        "permit_left_out": RefusalText(
            N_("{kind}: only some of the goods that were applied for can be left out."),
            N_("Leave out fewer, or refuse the application."),
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
