"""Answering an enquiry: at an office of the route, and at the holder's."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from corridor.domain.facts import Actor
from corridor.domain.movement.answering_enquiries import (
    AnswerEnquiry,
    AnswerEnquiryOfOffice,
    EnquiryAnswered,
)
from corridor.domain.movement.enquiring import (
    EnquiryMade,
    enquiry_of,
    open_enquiries,
)
from corridor.domain.movement.pursuit import Enquiry
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.typed import day
from corridor.web.act import (
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    hears,
    sentences,
    when_at,
)
from corridor.web.acts.fields import files_field, files_of
from corridor.web.labels.pursuit import ANSWERS_OF_HOLDER, ANSWERS_OF_OFFICE

WORDS_MAX: Final = 300


def _may_answer(state: Movement, actor: Actor) -> Place | None:
    return when_at(bool(open_enquiries(state, actor.office)))


def _holder_may(state: Movement, actor: Actor) -> Place | None:
    return when_at(bool(open_enquiries(state, "")))


def _answer_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The answer is given once. It stands in the timeline for all states of the route.")


def _questions(deed: MovementDeed, asked: str) -> list[Field]:
    """Which question is answered, where several wait; else it goes with the form unseen."""
    _, waiting = deed.reader.words, open_enquiries(deed.state, asked)
    if len(waiting) == 1:
        return [field_of("hidden", "enquiry", "", waiting[0].id)]
    options = [{"value": one.id, "label": _short(one.text)} for one in waiting]
    return [field_of("radios", "enquiry", _("Which question is answered?"), options=options)]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WORDS_MAX else f"{line[: WORDS_MAX - 1]}…"


def _answers(deed: MovementDeed, table: str, question: str) -> list[Field]:
    _ = deed.reader.words
    return [
        field_of("radios", "answer", question, options=deed.reader.labels.options(table)),
        field_of(
            "text",
            "elsewhere",
            _("Where has it arrived?"),
            hint=_("For goods that arrived elsewhere: the office, or the place."),
            optional=True,
        ),
    ]


def _office_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    return [
        *_questions(deed, deed.actor.office),
        *_answers(deed, "answer_of_office", _("What is known here?")),
        field_of("date", "on", _("On which day was it let through?"), optional=True),
        field_of("textarea", "text", _("Remarks"), optional=True),
        files_field(deed),
    ]


def _holder_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    proof = _("Its kind, number and date: a document certified abroad, a customs document.")
    return [
        *_questions(deed, ""),
        *_answers(deed, "answer_of_holder", _("What became of the goods?")),
        field_of("date", "on", _("On which day were they delivered?"), optional=True),
        field_of("text", "consignee", _("Who received them?"), optional=True),
        field_of("text", "document", _("Document that proves it"), hint=proof, optional=True),
        field_of("textarea", "text", _("Remarks"), optional=True),
        files_field(deed),
    ]


def _answer_of_office(deed: MovementDeed) -> AnswerEnquiryOfOffice | None:
    enquiry, answer = _answered(deed, ANSWERS_OF_OFFICE)
    if deed.form.errors:
        return None
    form, office = deed.form, deed.actor.office
    said = (form["text"], form["elsewhere"], day(form["on"]), files_of(deed))
    return AnswerEnquiryOfOffice(office, enquiry, cast(Any, answer), *said)


def _answer(deed: MovementDeed) -> AnswerEnquiry | None:
    enquiry, answer = _answered(deed, ANSWERS_OF_HOLDER)
    if deed.form.errors:
        return None
    form = deed.form
    said = (form["text"], form["elsewhere"], day(form["on"]), form["consignee"], form["document"])
    return AnswerEnquiry(enquiry, cast(Any, answer), *said, files_of(deed))


def _answered(deed: MovementDeed, table: dict[str, str]) -> tuple[str, str]:
    _ = deed.reader.words
    enquiry = deed.needed("enquiry", _("Choose the question."))
    answer = chosen(deed.form["answer"], table)
    if not answer:
        deed.form.add_error("answer", _("Choose the answer."))
    return enquiry, answer


def _over(deed: MovementDeed) -> tuple[str, str] | None:
    """What was answered, where nothing waits for an answer any more."""
    _ = deed.reader.words
    if open_enquiries(deed.state, deed.actor.office):
        return None
    given = [one for one in deed.state.pursuit.enquiries if one.answered_at]
    mine = [one for one in given if one.asked == deed.actor.office]
    tale = Tale(deed.reader, deed.actor.office or deed.services.node, deed.state)
    said = sentences((_moment_of(mine[-1], tale), *answer_words(mine[-1], tale))) if mine else ""
    return _("No question waits for an answer"), said or _("Reload the page.")


def _moment_of(one: Enquiry, tale: Tale) -> str:
    return tale.say("Answered: %(moment)s", moment=tale.moment(one.answered_at))


def _told(said: EnquiryAnswered, tale: Tale) -> Iterable[str]:
    one = enquiry_of(tale.state, said.enquiry) if isinstance(tale.state, Movement) else None
    if one is not None:
        yield from answer_words(one, tale) if one.answer == said.answer else ()


def answer_words(one: Enquiry, tale: Tale) -> Iterator[str]:
    """An answer in a few words: what, where, when, who, and the paper."""
    labels, formats = tale.reader.labels, tale.reader.formats
    yield labels(one.answer, "answer_of_office" if one.asked else "answer_of_holder") + "."
    if one.elsewhere:
        yield f"{one.elsewhere}."
    if one.on:
        yield f"{formats.day(one.on)}."
    if one.consignee:
        yield tale.say("Received by: %(name)s.", name=tale.reader.named(one.consignee))
    if one.document:
        yield tale.say("Document: %(document)s.", document=one.document)
    yield one.said


_FIELDS: Final = {
    "/enquiry": "enquiry",
    "/answer": "answer",
    "/text": "text",
    "/elsewhere": "elsewhere",
    "/on": "on",
    "/consignee": "consignee",
    "/document": "document",
    "/attachments": "files",
}
ANSWERING_ENQUIRIES: Final = Shown[Movement](
    acts=(
        Act(
            name="answer-enquiry",
            desk="customs",
            label=N_("Answer the enquiry"),
            title=N_("Answer to the office of departure about %(ref)s"),
            consequence=_answer_means,
            command=_answer_of_office,
            done=N_("The question was answered"),
            offered=_may_answer,
            fields=_office_fields,
            pointers=_FIELDS,
            hears=hears(EnquiryMade),
            over=_over,
        ),
        Act(
            name="enquiry",
            desk="carrier",
            label=N_("Answer the enquiry"),
            title=N_("Answer to customs about %(ref)s"),
            consequence=_answer_means,
            command=_answer,
            done=N_("The question was answered"),
            offered=_holder_may,
            fields=_holder_fields,
            pointers=_FIELDS,
            hears=hears(EnquiryMade),
            over=_over,
        ),
    ),
    reads=(Reading(EnquiryAnswered, N_("Enquiry answered"), note=_told),),
)
