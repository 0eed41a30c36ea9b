"""Enquiring: departure asks where a movement is that did not arrive, and judges what it is told.

An office may be asked how it stands at any time. The enquiry proper begins some days after the
limit date: its holder and the offices of the route answer by a day that is stated with the
question. An arrival ends it; so does proof that departure accepts, with which it is written off.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, Act, Asked, Decision, Heard, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at, days_later, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.overdue import PURSUING, pursued_from
from corridor.domain.movement.pursuit import Asks, Enquiry
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.movement.writing_off import discharged
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.terms import TermsOf
from corridor.domain.values import Date, Reason, Reference, Text, is_blank

ENQUIRIES_MAX: Final = 100
ANSWERING: Final = TermsOf("answer_status", "answer_holder", "answer_office", "results_late")


class Enquire(Command, frozen=True, tag="movement.enquire"):
    """Ask the holder, or an office of the route; `status`: only how it stands there.

    `asked`: the office; without it the holder is asked.
    """

    text: Reason
    asked: Text = ""
    status: bool = False


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
    return (judged, discharged(state, context))


def _end(state: Movement, command: EndEnquiry, context: Context) -> Decision:
    return (EnquiryEnded(command.reason),) if state.is_enquired else refuse("enquiry_not_open")


def _made(s: Movement, p: EnquiryMade, f: Fact[Any]) -> Movement:
    asked = Enquiry(f"{f.node}:{f.number}", p.kind, p.asked, p.text, f.at, p.answer_by)
    pursuit = replace(s.pursuit, enquiries=(*s.pursuit.enquiries, asked))
    if p.kind != "status" and not s.is_enquired:
        pursuit = replace(pursuit, opened_at=f.at, opened_in=s.status, ended="")
    return replace(s, pursuit=pursuit)


def _judged(s: Movement, p: ProofJudged, f: Fact[Any]) -> Movement:
    word = "accepted" if p.accepted else "refused"
    judged = s.pursuit.with_enquiry(
        p.enquiry, lambda one: not one.judged, judged=word, why=p.reason
    )
    return replace(s, pursuit=judged)


def _ended(s: Movement, p: EnquiryEnded, f: Fact[Any]) -> Movement:
    return replace(s, pursuit=replace(s.pursuit, ended=p.reason))


def _waits_for_holder(s: Movement) -> bool:
    return bool(open_enquiries(s, ""))


def _of_asked(s: Movement, p: EnquiryMade) -> Iterator[tuple[str, str]]:
    if p.asked:
        yield f"customs:{p.asked}", f"customs:{p.asked}:decide"


def _desks(state: Movement) -> Iterator[tuple[str, str]]:
    """Departure judges what proves the end otherwise."""
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
        "enquiry_not_open": RefusalText(
            N_("The movement is not enquired after."), N_("Reload the page.")
        ),
        "proof_not_waiting": RefusalText(
            N_("No proof waits for a decision."), N_("Reload the page to see what has happened.")
        ),
        "proof_reason_missing": RefusalText(
            N_("It is not said why the proof is not accepted."), N_("Say what it lacks.")
        ),
    },
)
