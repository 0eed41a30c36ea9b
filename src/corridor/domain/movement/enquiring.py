"""Enquiring: departure asks where a movement is that did not arrive, and judges what it is told.

An office may be asked how it stands at any time. The enquiry proper begins some days after the
limit date: its holder and the offices of the route answer by a day that is stated with the
question. An arrival ends it; so does proof that departure accepts, with which it is written off.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, get_args

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, Act, Asked, Decision, Heard, Told, Voice
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.consignment import decisive_day
from corridor.domain.context import Context
from corridor.domain.days import day_at, days_later, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import TO_DEPARTURE
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import departure_office, destination_office, node_of
from corridor.domain.movement.overdue import PURSUING, pursued_from
from corridor.domain.movement.pursuit import Asks, Enquiry
from corridor.domain.movement.state import UNDERWAY, Movement, MovementStatus
from corridor.domain.movement.voices import DEPARTURE, HOLDER, from_home
from corridor.domain.movement.writing_off import MovementWrittenOff
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.terms import TermsOf
from corridor.domain.values import Date, Line, Office, Reason, Reference, Text, is_blank

ENQUIRIES_MAX: Final = 100
ANSWERING: Final = TermsOf("answer_status", "answer_holder", "answer_office", "results_late")
OfHolder = Literal["arrived_elsewhere", "not_arrived", "proof", "delivered"]
OfOffice = Literal["not_seen", "passed", "arrived_elsewhere", "recorded"]
ANY: Final = frozenset(get_args(MovementStatus))
"""An answer may cross the end on its way: that is in order, and changes nothing of it."""
Day = Annotated[str, Meta(max_length=10)]


class Enquire(Command, frozen=True, tag="movement.enquire"):
    """Ask the holder, or an office of the route; `status`: only how it stands there.

    `asked`: the office; without it the holder is asked.
    """

    text: Reason
    asked: Text = ""
    status: bool = False


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


class JudgeProof(Command, frozen=True, tag="movement.judge_proof"):
    """Accept the proof in an answer, with which it is written off; or not, with the reason."""

    enquiry: Reference
    accepted: bool
    reason: Text = ""


class EndEnquiry(Command, frozen=True, tag="movement.end_enquiry"):
    """No longer enquire: what was asked has lapsed."""

    reason: Reason


class EnquiryMade(Payload, frozen=True, tag="movement.enquiry_made/1"):
    """CC140C to the holder, CD142C to an office, a status request: with the day of its answer."""

    kind: Asks
    asked: str
    text: Text
    answer_by: Date


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


class ProofJudged(Payload, frozen=True, tag="movement.proof_judged/1"):
    """CD144C, CD145C: departure accepted the proof of an answer, or not."""

    enquiry: str
    accepted: bool
    reason: Text = ""


class EnquiryEnded(Payload, frozen=True, tag="movement.enquiry_ended/1"):
    """Departure enquires no longer."""

    reason: Text


def enquiry_of(state: Movement, id: str) -> Enquiry | None:
    """The question of that name."""
    return next((one for one in state.pursuit.enquiries if one.id == id), None)


def open_enquiries(state: Movement, asked: str) -> tuple[Enquiry, ...]:
    """What waits for the answer of an office, or with an empty name of the holder."""
    if state.status not in UNDERWAY:
        return ()
    waits = (one for one in state.pursuit.enquiries if not one.answered_at and one.asked == asked)
    return tuple(one for one in waits if one.kind == "status" or state.is_enquired)


def proofs(state: Movement) -> tuple[Enquiry, ...]:
    """Answers that departure still has to judge."""
    if state.status not in UNDERWAY:
        return ()
    return tuple(one for one in state.pursuit.enquiries if one.is_proof and not one.judged)


def offices_to_ask(state: Movement) -> tuple[str, ...]:
    """All of the route but departure."""
    points = state.dossier.route.points[1:]
    return tuple(dict.fromkeys(point.office for point in points if point.office))


def _kind_of(command: Enquire) -> Asks:
    if command.status:
        return "status"
    return "office" if command.asked else "holder"


def enquiry_begins(state: Movement, context: Context) -> str:
    """The first day on which it may be enquired after: of one that arrived, when its results are
    late; else some days after the limit date.
    """
    if state.pursuit.is_reopened:
        return ""
    if state.status == "arrived":
        there = state.destination
        if is_day(there.results_by):  # as destination stated it with the arrival
            return days_later(there.results_by, 1)
        day = day_at(there.arrived_at, destination_office(state.dossier))
        late = context.of(ANSWERING).on("results_late", day)
        return days_later(day, late + 1) if is_day(day) else ""
    return state.pursuit.enquiry_from or pursued_from(state, context)[0]


def _enquire(state: Movement, command: Enquire, context: Context) -> Decision:
    kind, today = _kind_of(command), context.day_at(departure_office(state.dossier))
    found = tuple(_wrong(state, command, kind, context, today))
    if found:
        return Refused(found)
    days = context.of(ANSWERING).on(f"answer_{kind}", today)
    return (EnquiryMade(kind, command.asked, command.text, days_later(today, days)),)


def _wrong(
    state: Movement, command: Enquire, kind: Asks, context: Context, today: str
) -> Iterator[Refusal]:
    if state.destination.status == "goods_released" and not state.pursuit.is_reopened:
        yield Refusal("enquiry_needless")
    if command.asked and command.asked not in offices_to_ask(state):
        yield Refusal("office_not_on_route", "/asked", "", {"office": command.asked})
    if kind == "status" and not command.asked:
        yield Refusal("enquiry_of_no_office", "/asked")
    begins = enquiry_begins(state, context)
    if kind != "status" and today < begins:
        yield Refusal("enquiry_too_early", "", "", {"date": begins})
    if any(one.kind == kind for one in open_enquiries(state, command.asked)):
        yield Refusal("enquiry_waits", "/asked")
    if len(state.pursuit.enquiries) >= ENQUIRIES_MAX:
        yield Refusal("enquiries_full", "", "", {"limit": str(ENQUIRIES_MAX)})


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
        yield Refusal("enquiry_answered", "/enquiry", "", {"date": one.answered_at[:10]})
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


def _judge(state: Movement, command: JudgeProof, context: Context) -> Decision:
    one = enquiry_of(state, command.enquiry)
    if one is None or one not in proofs(state):
        return refuse("proof_not_waiting", "/enquiry")
    if not command.accepted:
        if is_blank(command.reason):
            return refuse("proof_reason_missing", "/reason")
        return (ProofJudged(one.id, accepted=False, reason=command.reason),)
    if state.pursuit.is_recovering:
        return refuse("recovery_open")
    judged = ProofJudged(one.id, accepted=True, reason=command.reason)
    return (judged, MovementWrittenOff(decisive_day(state.dossier, context.now)))


def _end(state: Movement, command: EndEnquiry, context: Context) -> Decision:
    return (EnquiryEnded(command.reason),) if state.is_enquired else refuse("enquiry_not_open")


def _made(s: Movement, p: EnquiryMade, f: Fact[Any]) -> Movement:
    asked = Enquiry(f"{f.node}:{f.number}", p.kind, p.asked, p.text, f.at, p.answer_by)
    pursuit = replace(s.pursuit, enquiries=(*s.pursuit.enquiries, asked))
    if p.kind != "status" and not s.is_enquired:
        pursuit = replace(pursuit, opened_at=f.at, opened_in=s.status, ended="")
    return replace(s, pursuit=pursuit)


def _answered(s: Movement, p: EnquiryAnswered, f: Fact[Any]) -> Movement:
    """The first answer counts: what is said once more is kept, and changes nothing."""
    return _with(
        s,
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


def _judged(s: Movement, p: ProofJudged, f: Fact[Any]) -> Movement:
    word = "accepted" if p.accepted else "refused"
    return _with(s, p.enquiry, lambda one: not one.judged, judged=word, why=p.reason)


def _with(s: Movement, id: str, fits: Any, **changes: Any) -> Movement:
    found = tuple(
        replace(one, **changes) if one.id == id and fits(one) else one
        for one in s.pursuit.enquiries
    )
    return replace(s, pursuit=replace(s.pursuit, enquiries=found))


def _ended(s: Movement, p: EnquiryEnded, f: Fact[Any]) -> Movement:
    return replace(s, pursuit=replace(s.pursuit, ended=p.reason))


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


def _waits_for_holder(s: Movement) -> bool:
    return bool(open_enquiries(s, ""))


def _of_asked(s: Movement, p: EnquiryMade) -> Iterator[tuple[str, str]]:
    if p.asked:
        yield f"customs:{p.asked}", f"customs:{p.asked}:decide"


def _desks(state: Movement) -> Iterator[tuple[str, str]]:
    """Offices that were asked answer; departure judges what proves the end otherwise."""
    if not state.pursuit.enquiries:
        return
    for office in offices_to_ask(state):
        if open_enquiries(state, office):
            yield office, "decide"
    if proofs(state):
        yield departure_office(state.dossier), "decide"


ENQUIRING: Final = Act[Movement](
    "enquiring",
    asked=(
        Asked(
            Enquire,
            by="customs",
            decide=_enquire,
            voice=DEPARTURE,
            when=during("released", "arrived"),
            needs=(ANSWERING, PURSUING),
        ),
        Asked(AnswerEnquiry, "carrier", _answer, HOLDER),
        Asked(AnswerEnquiryOfOffice, "customs", _answer_of_office, OFFICE_ASKED),
        Asked(JudgeProof, "customs", _judge, DEPARTURE),
        Asked(EndEnquiry, "customs", _end, DEPARTURE, during("released", "arrived")),
    ),
    told=(
        Told(
            EnquiryMade,
            DEPARTURE,
            UNDERWAY,
            _made,
            heard=Heard({"carrier": _waits_for_holder}, urgent=True, offices=_of_asked),
        ),
        Told(EnquiryAnswered, WHO_WAS_ASKED, ANY, _answered, by_anybody=True, heard=TO_DEPARTURE),
        Told(ProofJudged, DEPARTURE, UNDERWAY, _judged, heard=AT_ONCE_TO_CARRIER),
        Told(EnquiryEnded, DEPARTURE, UNDERWAY, _ended, heard=AT_ONCE_TO_CARRIER),
    ),
    desks=_desks,
    texts={
        "enquiry_too_early": RefusalText(
            N_("The enquiry may begin on {date}."),
            N_("Until then ask an office how it stands, or write to the carrier."),
        ),
        "enquiry_needless": RefusalText(
            N_("The goods have been released at destination."), N_("Write the movement off.")
        ),
        "enquiry_of_no_office": RefusalText(
            N_("It is not said which office is asked how it stands."), N_("Choose the office.")
        ),
        "enquiry_waits": RefusalText(
            N_("The same has been asked already and waits for its answer."),
            N_("Wait for the answer, or ask somebody else."),
        ),
        "enquiries_full": RefusalText(
            N_("A movement holds {limit} questions, and this one has them."),
            N_("Call the office or the carrier."),
        ),
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
        "enquiry_not_open": RefusalText(
            N_("The movement is not enquired after."), N_("Reload the page.")
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
        "proof_not_waiting": RefusalText(
            N_("No proof waits for a decision."), N_("Reload the page to see what has happened.")
        ),
        "proof_reason_missing": RefusalText(
            N_("It is not said why the proof is not accepted."), N_("Say what it lacks.")
        ),
    },
)
