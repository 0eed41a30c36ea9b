"""Answering the questions of the permit rules, by the carrier of a dossier that was sent."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.consignment import decisive_day
from corridor.domain.facts import Actor
from corridor.domain.movement.answering import AnswerQuestions, QuestionsAnswered
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.permits.requirements import OpenQuestion, questions_of
from corridor.domain.refusals import N_
from corridor.web.act import (
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    when_at,
)
from corridor.web.acts.fields import YES_NO, yes_no_field, yes_no_of
from corridor.web.i18n import in_language
from corridor.web.labels.permit import FACTS


def _may(state: Movement, actor: Actor) -> Place | None:
    return when_at(state.status in OPEN)


def _means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "Your answers decide which permits are needed. The declaration stays as it was sent: no "
        "amendment is needed."
    )


def _asked(deed: MovementDeed) -> list[OpenQuestion]:
    services = deed.services
    on = decisive_day(deed.state.dossier, services.now())
    return list(questions_of(deed.state.dossier, services.rules, on))


def _fields(deed: MovementDeed) -> list[Field]:
    _, reader = deed.reader.words, deed.reader
    fields = []
    for one in _asked(deed):
        states = ", ".join(reader.names.country(code) for code in one.countries)
        said = {True: "yes", False: "no", None: ""}[one.answer]
        text = in_language(reader.lang, one.question.text)
        hint = _("It matters to: %(countries)s.", countries=states)
        fields.append(yes_no_field(deed, one.question.code, text, said, hint))
    return fields


def _over(deed: MovementDeed) -> tuple[str, str] | None:
    _ = deed.reader.words
    if _asked(deed):
        return None
    return _("No state asks anything"), _("Which permits are needed follows from the declaration.")


def _answer(deed: MovementDeed) -> AnswerQuestions | None:
    codes = [one.question.code for one in _asked(deed)]
    answers = {code: yes_no_of(deed, code) for code in codes}
    said = {code: yes for code, yes in answers.items() if yes is not None}
    if not said:
        text = deed.reader.words("Answer the question.")
        deed.form.add_error(codes[0] if codes else "", text)
        return None
    return AnswerQuestions(said)


def _told(said: QuestionsAnswered, tale: Tale) -> Iterable[str]:
    shown = (
        f"{tale.say(FACTS.get(code, code))}: {tale.say(YES_NO['yes' if yes else 'no']).lower()}"
        for code, yes in said.answers.items()
    )
    return ["; ".join(shown) + "."]


ANSWERING: Final = Shown[Movement](
    acts=(
        Act(
            name="answers",
            label=N_("Answer the questions"),
            title=N_("Questions about the permits of %(ref)s"),
            consequence=_means,
            command=_answer,
            done=N_("The answers were sent"),
            offered=_may,
            fields=_fields,
            over=_over,
            desk="carrier",
            in_step=True,
        ),
    ),
    reads=(Reading(QuestionsAnswered, N_("Questions about permits answered"), note=_told),),
)
