"""Answering a figure of another side: agreed, or disputed with the own one beside it."""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.indicators.state import KEPT_MAX, Answer, Answered, Indicator, Value
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.registrars import PARTY
from corridor.domain.reported import decided, wrong_text
from corridor.domain.values import Text

FigureNumber = Annotated[int, Meta(ge=1, le=KEPT_MAX)]


class AnswerFigure(Command, frozen=True, tag="indicator.answer"):
    """Say for the own state whether a figure is right; if not, which is."""

    number: FigureNumber
    answer: Answer
    value: Value = ""
    reason: Text = ""


class FigureAnswered(Payload, frozen=True, tag="indicator.answered/1"):
    """A party says whether a figure is right."""

    number: FigureNumber
    answer: Answer
    value: Value = ""
    reason: Text = ""


def _answer(state: Indicator, command: AnswerFigure, context: Context) -> Decision:
    if command.number > len(state.kept):
        return refuse("indicator_figure", "/number")
    said = FigureAnswered(command.number, command.answer, command.value, command.reason)
    return decided(wrong_text(command.reason, "/reason"), said)


def _answered(s: Indicator, p: FigureAnswered, f: Fact[Any]) -> Indicator:
    others = tuple(one for one in s.answers if (one.number, one.node) != (p.number, f.node))
    said = Answered(p.number, f.node, p.answer, f.at, f.actor.person, p.value, p.reason)
    return replace(s, answers=(*others, said))


ANSWERING: Final = Act[Indicator](
    "answering",
    asked=(Asked(AnswerFigure, by="registrar", decide=_answer, voice=PARTY),),
    told=(Told(FigureAnswered, PARTY, frozenset(), _answered),),
    texts={
        "indicator_figure": RefusalText(
            N_("The series has no such figure."), N_("Choose one that stands in it.")
        ),
    },
)
