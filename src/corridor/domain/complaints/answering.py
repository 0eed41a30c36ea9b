"""Answering: the competent body of the state says what becomes of the barrier; else it is late."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import (
    AT_ONCE_TO_CARRIER,
    SYSTEM,
    TO_CARRIER,
    Act,
    Asked,
    Decision,
    Timer,
    Told,
)
from corridor.domain.barrier import Barrier, BarrierRef
from corridor.domain.commands import Command
from corridor.domain.complaints.state import Answer, Complaint, Outcome
from corridor.domain.complaints.voices import ANSWERER, ANSWERERS_CLOCK
from corridor.domain.context import Context
from corridor.domain.days import end_of_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.needs import StateOf
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.reported import decided, wrong_text
from corridor.domain.values import Date, Line, Reason, Text


class AnswerComplaint(Command, frozen=True, tag="complaint.answer"):
    """Answer for the competent body; `barrier` names the measure of the register that it is."""

    outcome: Outcome
    body: Line
    text: Reason
    barrier: BarrierRef = ""


class ComplaintAnswered(Payload, frozen=True, tag="complaint.answered/1"):
    """The competent body answered."""

    outcome: Outcome
    body: Line
    text: Text
    barrier: BarrierRef = ""


class NoteLateAnswer(Command, frozen=True, tag="complaint.late"):
    """The node's own clock says that the last day for the answer is over."""


class ComplaintOverdue(Payload, frozen=True, tag="complaint.overdue/1"):
    """The last day for the answer is over, and there is none."""

    answer_due: Date


BARRIER: Final = StateOf(Barrier, lambda ask: ask.said.barrier)


def _answer(state: Complaint, command: AnswerComplaint, context: Context) -> Decision:
    if state.withdrawn_at:
        return refuse("complaint_withdrawn")
    if not command.body.strip():
        return refuse("complaint_body", "/body")
    barrier = context.of(BARRIER)
    if command.barrier and (barrier is None or barrier.home != state.against):
        return refuse("complaint_barrier", "/barrier")
    said = ComplaintAnswered(command.outcome, command.body, command.text, command.barrier)
    wrong = (*wrong_text(command.body, "/body"), *wrong_text(command.text, "/text"))
    return decided(wrong, said)


def _answered(s: Complaint, p: ComplaintAnswered, f: Fact[Any]) -> Complaint:
    """A later answer stands in the place of an earlier one, which stays in the history."""
    answer = Answer(p.outcome, p.body, p.text, f.at, f.actor.person)
    return replace(s, answer=answer, barrier=p.barrier or s.barrier)


def _last_instant(state: Complaint) -> str:
    is_waiting = state.is_open and not state.overdue_at
    return end_of_day(state.answer_due, state.against) if is_waiting else ""


def _late(state: Complaint, command: NoteLateAnswer, context: Context) -> Decision:
    if context.actor.role != SYSTEM or not _last_instant(state):
        return ()
    is_over = context.day_at(state.against) > state.answer_due
    return (ComplaintOverdue(state.answer_due),) if is_over else ()


def _overdue(s: Complaint, p: ComplaintOverdue, f: Fact[Any]) -> Complaint:
    return replace(s, overdue_at=f.at)


ANSWERING: Final = Act[Complaint](
    "answering",
    asked=(
        Asked(AnswerComplaint, by="registrar", decide=_answer, voice=ANSWERER, needs=(BARRIER,)),
        Asked(NoteLateAnswer, SYSTEM, _late),
    ),
    told=(
        Told(ComplaintAnswered, ANSWERER, frozenset(), _answered, heard=AT_ONCE_TO_CARRIER),
        Told(ComplaintOverdue, ANSWERERS_CLOCK, frozenset(), _overdue, heard=TO_CARRIER),
    ),
    timers=(
        Timer(
            "complaint-late",
            due=_last_instant,
            office=lambda state: state.against,
            command=NoteLateAnswer,
        ),
    ),
    texts={
        "complaint_body": RefusalText(
            N_("It is not said which body answers."), N_("Name the competent body.")
        ),
        "complaint_withdrawn": RefusalText(
            N_("The carrier has withdrawn this complaint."), N_("Nothing is left to do.")
        ),
    },
)
