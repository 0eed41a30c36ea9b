"""Answering a figure: agreed, or disputed with the own one beside it."""

from collections.abc import Iterable
from typing import Final, cast

from corridor.domain import typed
from corridor.domain.indicators.answering import AnswerFigure, FigureAnswered
from corridor.domain.indicators.state import Answer, Indicator
from corridor.domain.refusals import N_
from corridor.web.act import BESIDES, Act, Deed, Field, Reading, Shown, Tale, field_of
from corridor.web.labels.register import ANSWER_WORDS


def _fields(deed: Deed[Indicator]) -> list[Field]:
    _, lang = deed.reader.words, deed.reader.lang
    figures = [
        {
            "value": str(one.number),
            "label": f"{one.figure.period}: {one.figure.said.in_language(lang)}",
        }
        for one in deed.state.newest
    ]
    return [
        field_of("select", "number", _("Figure"), options=figures),
        field_of(
            "radios",
            "answer",
            _("For your state it is"),
            options=deed.reader.labels.options("indicator_answer"),
        ),
        field_of("text", "value", _("The value by your state"), optional=True),
        field_of("textarea", "reason", _("Explanation"), optional=True),
    ]


def _command(deed: Deed[Indicator]) -> AnswerFigure | None:
    form = deed.form
    if not deed.chosen("answer", ANSWER_WORDS):
        return None
    number, value = typed.place(form["number"]), typed.number(form["value"])
    return AnswerFigure(number, cast(Answer, form["answer"]), value, form["reason"])


def _reads(said: FigureAnswered, tale: Tale) -> Iterable[str]:
    yield f"{tale.reader.labels(said.answer, 'indicator_answer')}."
    if said.value:
        yield tale.say("The value by this state: %(value)s.", value=said.value)
    yield said.reason


ANSWER: Final = Act[Indicator](
    name="answer",
    desk="registrar",
    label=N_("Agree or dispute"),
    title=N_("Agree on a figure, or dispute it"),
    consequence=lambda deed: deed.reader.words(
        "It is the word of your state alone; where another says otherwise, both are shown."
    ),
    fields=_fields,
    command=_command,
    done=N_("The word of your state was noted"),
    offered=lambda state, actor: BESIDES if actor.role == "registrar" else None,
    pointers={"/number": "number", "/answer": "answer", "/value": "value", "/reason": "reason"},
    stays=True,
)
ANSWERING: Final = Shown[Indicator](
    acts=(ANSWER,), reads=(Reading(FigureAnswered, N_("A state answered a figure"), note=_reads),)
)
