"""Answering enquiries: the holder, or an office of the route, says what it knows of a movement.

Each answers the question that was put to it, and once. What proves the end otherwise waits for
departure to judge it (`enquiring`).
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, get_args

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told, Voice
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.enquiring import enquiry_of, offices_to_ask, open_enquiries
from corridor.domain.movement.hearing import TO_DEPARTURE
from corridor.domain.movement.offices import node_of
from corridor.domain.movement.state import Movement, MovementStatus
from corridor.domain.movement.voices import HOLDER, from_home
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Line, Office, Reference, Text, is_blank

OfHolder = Literal["arrived_elsewhere", "not_arrived", "proof", "delivered"]
OfOffice = Literal["not_seen", "passed", "arrived_elsewhere", "recorded"]
ANY: Final = frozenset(get_args(MovementStatus))
"""An answer may cross the end on its way: that is in order, and changes nothing of it."""
Day = Annotated[str, Meta(max_length=10)]


class AnswerEnquiry(Command, frozen=True, tag="movement.answer_enquiry"):
    """The holder's answer to a question, named as `node:number` of its event."""

    enquiry: Reference
    answer: OfHolder
    text: Text = ""
    elsewhere: Line = ""
    on: Day = ""
    consignee: Line = ""
    document: Text = ""
    attachments: SentFiles = ()


class AnswerEnquiryOfOffice(Command, frozen=True, tag="movement.answer_enquiry_of_office"):
    """What an office of the route answers: not seen, let through, elsewhere, or recorded now."""

    office: Office
    enquiry: Reference
    answer: OfOffice
    text: Text = ""
    elsewhere: Line = ""
    on: Day = ""
    attachments: SentFiles = ()


class EnquiryAnswered(Payload, frozen=True, tag="movement.enquiry_answered/1"):
    """CC141C of the holder, CD143C of an office."""

    enquiry: str
    answer: str
    text: Text = ""
    elsewhere: str = ""
    on: str = ""
    consignee: str = ""
    document: Text = ""
    attachments: SentFiles = ()


def _answer(state: Movement, command: AnswerEnquiry, context: Context) -> Decision:
    found = tuple(_wrong_answer(state, command, "", context))
    if command.answer == "proof" and is_blank(command.document) and not command.attachments:
        found += (Refusal("document_missing", "/document"),)
    if command.answer == "delivered" and is_blank(command.consignee):
        found += (Refusal("consignee_missing", "/consignee"),)
    if found:
        return Refused(found)
    said = (command.elsewhere, command.on, command.consignee, command.document)
    return (
        EnquiryAnswered(command.enquiry, command.answer, command.text, *said, command.attachments),
    )


def _answer_of_office(
    state: Movement, command: AnswerEnquiryOfOffice, context: Context
) -> Decision:
    found = tuple(_wrong_answer(state, command, command.office, context))
    if found:
        return Refused(found)
    said = (command.elsewhere, command.on, "", "")
    return (
        EnquiryAnswered(command.enquiry, command.answer, command.text, *said, command.attachments),
    )


def _wrong_answer(
    state: Movement, command: AnswerEnquiry | AnswerEnquiryOfOffice, asked: str, context: Context
) -> Iterator[Refusal]:
    one = enquiry_of(state, command.enquiry)
    if one is None or one.asked != asked:
        yield Refusal("enquiry_unknown", "/enquiry")
    elif one.answered_at:
        day = day_at(one.answered_at, asked or state.home)
        yield Refusal("enquiry_answered", "/enquiry", "", {"date": day})
    elif one not in open_enquiries(state, asked):
        yield Refusal("enquiry_lapsed", "/enquiry")
    if command.answer == "arrived_elsewhere" and is_blank(command.elsewhere):
        yield Refusal("elsewhere_missing", "/elsewhere")
    if command.answer in ("delivered", "passed") and not command.on:
        yield Refusal("day_missing", "/on")
    elif command.on and not is_day(command.on):
        yield Refusal("day_impossible", "/on", "", {"given": command.on})
    elif command.on and command.on > context.day_at(asked or state.home):
        yield Refusal("day_in_future", "/on", "", {"date": command.on})


def _answered(s: Movement, p: EnquiryAnswered, f: Fact[Any]) -> Movement:
    """The first answer counts: what is said once more is kept, and changes nothing."""
    given = s.pursuit.with_enquiry(
        p.enquiry,
        lambda one: not one.answered_at,
        answered_at=f.at,
        answer=p.answer,
        said=p.text,
        elsewhere=p.elsewhere,
        on=p.on,
        consignee=p.consignee,
        document=p.document,
    )
    return replace(s, pursuit=given)


def _is_asked(state: Movement, fact: Fact[Any]) -> bool:
    """The holder at home, or the office that the question was put to."""
    one = enquiry_of(state, fact.payload.enquiry)
    if one is None:
        return False
    if not one.asked:
        return from_home(state, fact)
    return fact.actor.office == one.asked and fact.node == node_of(one.asked)


def _is_office(state: Movement, command: Any, context: Context) -> Refused | None:
    actor = context.actor
    if actor.role == "customs" and actor.office == command.office:
        return None
    return refuse("not_your_office", office=command.office)


WHO_WAS_ASKED: Final = Voice("whoever was asked", _is_asked)
OFFICE_ASKED: Final = Voice("office that was asked", _is_asked, _is_office)


def _desks(state: Movement) -> Iterator[tuple[str, str]]:
    """Offices that were asked answer."""
    if not state.pursuit.enquiries:
        return
    for office in offices_to_ask(state):
        if open_enquiries(state, office):
            yield office, "decide"


ANSWERING_ENQUIRIES: Final = Act[Movement](
    "answering_enquiries",
    asked=(
        Asked(AnswerEnquiry, "carrier", _answer, HOLDER),
        Asked(AnswerEnquiryOfOffice, "customs", _answer_of_office, OFFICE_ASKED),
    ),
    told=(
        Told(EnquiryAnswered, WHO_WAS_ASKED, ANY, _answered, by_anybody=True, heard=TO_DEPARTURE),
    ),
    desks=_desks,
    texts={
        "enquiry_unknown": RefusalText(
            N_("This question was not put to you."), N_("Reload the page.")
        ),
        "enquiry_answered": RefusalText(
            N_("The question was answered already, on {date}."),
            N_("Nothing needs to be done; write a message if more is to be said."),
        ),
        "enquiry_lapsed": RefusalText(
            N_("The enquiry is over: the question has lapsed."), N_("Nothing needs to be done.")
        ),
        "elsewhere_missing": RefusalText(
            N_("It is not said where it has arrived."), N_("Name the office or the place.")
        ),
        "day_missing": RefusalText(N_("The day is not stated."), N_("State the day.")),
        "day_in_future": RefusalText(
            N_("{date} has not come yet."), N_("State the day on which it happened.")
        ),
        "consignee_missing": RefusalText(
            N_("It is not said who received the goods."), N_("Name the actual consignee.")
        ),
    },
)
