"""Answering: what the codes of the goods cannot tell the permit rules, without an amendment."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, get_args

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.consignment import decisive_day
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import TO_DEPARTURE
from corridor.domain.movement.moments import during
from corridor.domain.movement.state import OPEN, Movement, MovementStatus
from corridor.domain.movement.voices import HOLDER
from corridor.domain.permits.requirements import questions_of
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import QuestionCode

Answers = Annotated[dict[QuestionCode, bool], Meta(max_length=40)]


class AnswerQuestions(Command, frozen=True, tag="movement.answer"):
    """Answer questions of the permit rules: question code → yes or no."""

    answers: Answers


class QuestionsAnswered(Payload, frozen=True, tag="movement.answered/1"):
    """The carrier answered questions of the permit rules; what it declared stays as it is."""

    answers: Answers


def _answer(state: Movement, command: AnswerQuestions, context: Context) -> Decision:
    if not command.answers:
        return refuse("answers_missing", "/answers")
    unasked = tuple(_unasked(state, command, context))
    return Refused(unasked) if unasked else (QuestionsAnswered(command.answers),)


def _unasked(state: Movement, command: AnswerQuestions, context: Context) -> Iterator[Refusal]:
    found = questions_of(
        state.dossier, context.requirement_rules, decisive_day(state.dossier, context.now)
    )
    asked = {one.question.code for one in found}
    for code in command.answers:
        if code not in asked:
            yield Refusal("question_not_asked", f"/answers/{code}", "", {"question": code})


def _answered(s: Movement, p: QuestionsAnswered, f: Fact[Any]) -> Movement:
    return replace(s, dossier=replace(s.dossier, answers={**s.dossier.answers, **p.answers}))


ANSWERING: Final = Act[Movement](
    "answering",
    asked=(
        Asked(
            AnswerQuestions,
            by="carrier",
            decide=_answer,
            voice=HOLDER,
            when=during(*sorted(OPEN)),
        ),
    ),
    told=(
        Told(
            QuestionsAnswered,
            HOLDER,
            frozenset(get_args(MovementStatus)),
            _answered,
            heard=TO_DEPARTURE,
        ),
    ),
    texts={
        "answers_missing": RefusalText(
            N_("No question was answered."), N_("Answer at least one question.")
        ),
        "question_not_asked": RefusalText(
            N_("No rule asks “{question}” of this dossier."),
            N_("Answer the questions that are open."),
        ),
    },
)
