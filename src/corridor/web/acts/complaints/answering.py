"""Answering a complaint, and that the answer is late."""

from collections.abc import Iterable
from typing import Final, cast

from corridor.domain.complaints.answering import (
    AnswerComplaint,
    ComplaintAnswered,
    ComplaintOverdue,
)
from corridor.domain.complaints.state import OUTCOMES, Complaint, Outcome
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.act import AT_ONCE, Act, Deed, Place, Reading, Shown, Tale, field_of
from corridor.web.barriers.shown import options_of


def _command(deed: Deed[Complaint]) -> AnswerComplaint | None:
    form, outcome = deed.form, deed.chosen("outcome", OUTCOMES)
    text = deed.needed("text", deed.reader.words("Write the answer."))
    if form.errors:
        return None
    return AnswerComplaint(cast(Outcome, outcome), one_line(form["body"]), text, form["barrier"])


def _offered(state: Complaint, actor: Actor) -> Place | None:
    return AT_ONCE if actor.role == "registrar" and not state.withdrawn_at else None


def _answered(said: ComplaintAnswered, tale: Tale) -> Iterable[str]:
    yield f"{said.body}: {tale.reader.labels(said.outcome, 'complaint_outcome')}."
    yield said.text


def _late(said: ComplaintOverdue, tale: Tale) -> Iterable[str]:
    yield tale.say("The last day was %(day)s.", day=tale.reader.formats.day(said.answer_due))


ANSWER: Final = Act[Complaint](
    name="answer",
    desk="registrar",
    label=N_("Answer"),
    title=N_("Answer a complaint"),
    consequence=lambda deed: deed.reader.words(
        "The carrier reads it at once, with the name of the body. An answer can be given anew; the "
        "earlier one stays in the history."
    ),
    fields=lambda deed: [
        field_of(
            "select",
            "outcome",
            deed.reader.words("What becomes of the barrier"),
            options=deed.reader.labels.options("complaint_outcome"),
        ),
        field_of("text", "body", deed.reader.words("Body that answers")),
        field_of("textarea", "text", deed.reader.words("Text of the answer")),
        field_of(
            "select",
            "barrier",
            deed.reader.words("Measure of the register"),
            deed.state.barrier,
            options=options_of(deed.reader, deed.services, deed.state.against),
            optional=True,
        ),
    ],
    command=_command,
    done=N_("The complaint was answered"),
    offered=_offered,
    pointers={
        "/outcome": "outcome",
        "/body": "body",
        "/text": "text",
        "/barrier": "barrier",
    },
    stays=True,
)
ANSWERING: Final = Shown[Complaint](
    acts=(ANSWER,),
    reads=(
        Reading(ComplaintAnswered, N_("Complaint answered"), note=_answered, to_carrier=True),
        Reading(ComplaintOverdue, N_("The answer is late"), "attention", note=_late),
    ),
)
