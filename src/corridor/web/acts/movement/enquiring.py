"""Enquiring after a movement: departure asks, whoever was asked answers, departure judges proof."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from corridor.domain.facts import Actor
from corridor.domain.movement.enquiring import (
    AnswerEnquiry,
    AnswerEnquiryOfOffice,
    EndEnquiry,
    Enquire,
    EnquiryAnswered,
    EnquiryEnded,
    EnquiryMade,
    JudgeProof,
    ProofJudged,
    enquiry_of,
    offices_to_ask,
    open_enquiries,
    proofs,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.pursuit import Enquiry
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.refusals import N_
from corridor.domain.typed import day
from corridor.web.acts.act import (
    BESIDES,
    LAST,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    hears,
    when_at,
    why_of,
)
from corridor.web.acts.fields import files_field, files_of, reason_of, yes_no_field, yes_no_of
from corridor.web.pursuit_labels import ANSWERS_OF_HOLDER, ANSWERS_OF_OFFICE

HOLDER: Final = "holder"
STATUS: Final = "status:"
WORDS_MAX: Final = 300


def _is_departure(state: Movement, actor: Actor) -> bool:
    return actor.office == departure_office(state.dossier)


def _may_enquire(state: Movement, actor: Actor) -> Place | None:
    if not _is_departure(state, actor) or state.status not in UNDERWAY:
        return None
    if state.destination.status == "goods_released" and not state.pursuit.is_reopened:
        return None
    return BESIDES if state.overdue_at or state.pursuit.is_reopened else LAST


def _may_answer(state: Movement, actor: Actor) -> Place | None:
    return when_at(bool(open_enquiries(state, actor.office)))


def _holder_may(state: Movement, actor: Actor) -> Place | None:
    return when_at(bool(open_enquiries(state, "")))


def _may_judge(state: Movement, actor: Actor) -> Place | None:
    return when_at(_is_departure(state, actor) and bool(proofs(state)))


def _may_end(state: Movement, actor: Actor) -> Place | None:
    return LAST if _is_departure(state, actor) and state.is_enquired else None


def _enquire_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The question and the last day to answer it stand in the timeline, for all states of the "
        "route. An enquiry, as against a request how it stands, puts the movement under enquiry."
    )


def _enquire_fields(deed: MovementDeed) -> list[Field]:
    _, state, names = deed.reader.words, deed.state, deed.reader.names
    holder = state.dossier.holder.name or state.dossier.holder.id
    options = [
        {"value": "", "label": _("choose")},
        {"value": HOLDER, "label": _("Enquiry to the holder: %(name)s", name=holder)},
    ]
    for office in offices_to_ask(state):
        name = names.office(office)
        options.append({"value": office, "label": _("Enquiry to: %(office)s", office=name)})
    for office in offices_to_ask(state):
        name = _("How does it stand at: %(office)s", office=names.office(office))
        options.append({"value": STATUS + office, "label": name})
    begins = deed.reader.formats.day(state.pursuit.enquiry_from)
    hint = _("How it stands can be asked at once; the enquiry begins after the limit date.")
    if begins:
        text = N_("The enquiry may begin on %(day)s; how it stands can be asked at once.")
        hint = _(text, day=begins)
    return [
        field_of("select", "whom", _("Who is asked?"), hint=hint, options=options),
        field_of("textarea", "text", _("Question")),
    ]


def _enquire(deed: MovementDeed) -> Enquire | None:
    _ = deed.reader.words
    whom = deed.needed("whom", _("Choose who is asked."))
    text = deed.needed("text", _("Write the question."))
    if deed.form.errors:
        return None
    if whom == HOLDER:
        return Enquire(text)
    return Enquire(text, whom.removeprefix(STATUS), whom.startswith(STATUS))


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
    said = " ".join((_moment_of(mine[-1], tale), *_answer_words(mine[-1], tale))) if mine else ""
    return _("No question waits for an answer"), said or _("Reload the page.")


def _moment_of(one: Enquiry, tale: Tale) -> str:
    return tale.say("Answered: %(moment)s", moment=tale.moment(one.answered_at))


def _judge_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "With proof that is accepted the movement is written off, and its guarantee is free again. "
        "This cannot be taken back but by reopening it."
    )


def _judge_fields(deed: MovementDeed) -> list[Field]:
    _, waiting = deed.reader.words, proofs(deed.state)
    shown = waiting[0].id if waiting else ""
    hint = _("Needed when it is not accepted; the holder reads it.")
    return [
        field_of("hidden", "enquiry", "", shown),
        yes_no_field(deed, "accepted", _("Is the proof accepted?")),
        field_of("textarea", "reason", _("Reason"), hint=hint, optional=True),
    ]


def _judge_rows(deed: MovementDeed) -> dict[str, Any]:
    """The proof that is judged, above the form."""
    waiting = proofs(deed.state)
    if not waiting:
        return {}
    tale, _ = Tale(deed.reader, deed.actor.office, deed.state), deed.reader.words
    said = " ".join(_answer_words(waiting[0], tale))
    return {"rows": [{"label": _("What was answered"), "value": said}]}


def _judge(deed: MovementDeed) -> JudgeProof | None:
    _, accepted = deed.reader.words, yes_no_of(deed, "accepted")
    if accepted is None:
        deed.form.add_error("accepted", _("Say whether the proof is accepted."))
        return None
    return JudgeProof(deed.form["enquiry"], accepted, deed.form["reason"])


def _end(deed: MovementDeed) -> EndEnquiry | None:
    reason = reason_of(deed)
    return None if deed.form.errors else EndEnquiry(reason)


def _end_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("What was asked lapses. The movement stands as it did before the enquiry.")


def _whom(asked: str, tale: Tale) -> str:
    if not asked:
        return tale.say("To the holder.")
    return tale.say("To: %(office)s.", office=tale.reader.names.office(asked))


def _made(said: EnquiryMade, tale: Tale) -> Iterable[str]:
    yield _whom(said.asked, tale)
    yield said.text
    yield tale.say("Answer by %(day)s.", day=tale.reader.formats.day(said.answer_by))


def _told(said: EnquiryAnswered, tale: Tale) -> Iterable[str]:
    one = enquiry_of(tale.state, said.enquiry) if isinstance(tale.state, Movement) else None
    if one is not None:
        yield from _answer_words(one, tale) if one.answer == said.answer else ()


def _answer_words(one: Enquiry, tale: Tale) -> Iterator[str]:
    """An answer in a few words: what, where, when, who, and the paper."""
    labels, formats = tale.reader.labels, tale.reader.formats
    yield labels(one.answer, "answer_of_office" if one.asked else "answer_of_holder") + "."
    if one.elsewhere:
        yield f"{one.elsewhere}."
    if one.on:
        yield f"{formats.day(one.on)}."
    if one.consignee:
        yield tale.say("Received by: %(name)s.", name=tale.reader.legible(one.consignee))
    if one.document:
        yield tale.say("Document: %(document)s.", document=one.document)
    yield one.said


def _verdict(said: ProofJudged, tale: Tale) -> Iterable[str]:
    yield tale.say("Accepted.") if said.accepted else tale.say("Not accepted.")
    yield from why_of(said, tale)


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """That it is enquired after; each question and how it was answered, the newest first."""
    if state.status not in UNDERWAY:
        return
    if state.is_enquired:
        office = tale.reader.names.office(departure_office(state.dossier))
        text = tale.say("Since %(moment)s by %(office)s.", **_since(state, tale, office))
        yield Banner(tale.say("The movement is under enquiry"), text, "wait")
    for one in reversed(state.pursuit.enquiries):
        is_mine = tale.where == one.asked
        if one in open_enquiries(state, one.asked):
            title = tale.say("This is asked of you") if is_mine else tale.say("Answer awaited")
            yield Banner(title, " ".join(_question(one, tale)), "stop" if is_mine else "wait")
        elif one.answered_at:
            said = " ".join((_whom(one.asked, tale), one.text, *_answer_words(one, tale)))
            is_new = one in proofs(state)
            kind = "wait" if is_new else "info"
            yield Banner(tale.say("Answer to an enquiry"), said, kind, folded=not is_new)


def _since(state: Movement, tale: Tale, office: str) -> dict[str, str]:
    where = tale.where or departure_office(state.dossier)
    moment = tale.reader.formats.moment(state.pursuit.opened_at, where)
    return {"moment": str(moment), "office": office}


def _question(one: Enquiry, tale: Tale) -> Iterator[str]:
    yield _whom(one.asked, tale)
    yield one.text
    yield tale.say("Answer by %(day)s.", day=tale.reader.formats.day(one.answer_by))


def _is_answered(said: EnquiryMade, state: Any) -> bool:
    same = (e for e in state.pursuit.enquiries if (e.asked, e.text) == (said.asked, said.text))
    return any(one.answered_at for one in same) or not state.is_enquired


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
ENQUIRING: Final = Shown[Movement](
    acts=(
        Act(
            name="enquire",
            desk="customs",
            label=N_("Enquire"),
            title=N_("Enquire after %(ref)s"),
            consequence=_enquire_means,
            command=_enquire,
            done=N_("The question was put"),
            offered=_may_enquire,
            fields=_enquire_fields,
            pointers={"/asked": "whom", "/text": "text"},
            aside=True,
            stays=True,
        ),
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
        Act(
            name="judge-proof",
            desk="customs",
            label=N_("Judge the proof"),
            title=N_("Proof that the movement has ended"),
            consequence=_judge_means,
            command=_judge,
            done=N_("The proof was judged"),
            offered=_may_judge,
            fields=_judge_fields,
            context=_judge_rows,
            pointers={"/enquiry": "accepted", "/accepted": "accepted", "/reason": "reason"},
            hears=hears(EnquiryAnswered),
        ),
        Act(
            name="end-enquiry",
            desk="customs",
            label=N_("End the enquiry"),
            title=N_("Enquire no longer after %(ref)s?"),
            consequence=_end_means,
            command=_end,
            done=N_("The enquiry was ended"),
            offered=_may_end,
            fields=lambda deed: [field_of("textarea", "reason", deed.reader.words("Reason"))],
            pointers={"/reason": "reason"},
            aside=True,
        ),
    ),
    reads=(
        Reading(EnquiryMade, N_("Enquiry"), "attention", _made, True, settled=_is_answered),
        Reading(EnquiryAnswered, N_("Enquiry answered"), note=_told),
        Reading(ProofJudged, N_("Proof judged"), note=_verdict),
        Reading(EnquiryEnded, N_("Enquiry ended"), note=why_of, to_carrier=True),
    ),
    banners=_banners,
)
