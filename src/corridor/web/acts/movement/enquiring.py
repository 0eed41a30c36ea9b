"""Enquiring after a movement: departure asks, judges proof of its end, enquires no longer."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from corridor.domain.facts import Actor
from corridor.domain.movement.answering_enquiries import (
    EnquiryAnswered,
)
from corridor.domain.movement.enquiring import (
    EndEnquiry,
    Enquire,
    EnquiryEnded,
    EnquiryMade,
    JudgeProof,
    ProofJudged,
    offices_to_ask,
    open_enquiries,
    proofs,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.pursuit import Enquiry
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
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
    field_of,
    hears,
    sentences,
    when_at,
    why_of,
)
from corridor.web.acts.fields import reason_of, yes_no_field, yes_no_of
from corridor.web.acts.movement.answering_enquiries import answer_words

HOLDER: Final = "holder"
STATUS: Final = "status:"


def _is_departure(state: Movement, actor: Actor) -> bool:
    return actor.office == departure_office(state.dossier)


def _may_enquire(state: Movement, actor: Actor) -> Place | None:
    if not _is_departure(state, actor) or state.status not in UNDERWAY:
        return None
    if state.destination.status == "goods_released" and not state.pursuit.is_reopened:
        return None
    return BESIDES if state.overdue_at or state.pursuit.is_reopened else LAST


def _may_judge(state: Movement, actor: Actor) -> Place | None:
    return when_at(_is_departure(state, actor) and bool(proofs(state)))


def _may_end(state: Movement, actor: Actor) -> Place | None:
    """As long as it is enquired after, also where its debt is recovered already."""
    is_theirs = _is_departure(state, actor) and state.status in UNDERWAY
    return LAST if is_theirs and state.is_enquired else None


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
    today = deed.services.day_at(departure_office(state.dossier))
    if begins and state.pursuit.enquiry_from <= today:
        hint = _("The enquiry may begin, since %(day)s.", day=begins)
    elif begins:
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
    said = sentences(answer_words(waiting[0], tale))
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
    if deed.state.pursuit.is_recovering:
        return _("What was asked lapses. The recovery of the debt goes on.")
    return _("What was asked lapses. The movement stands as it did before the enquiry.")


def _whom(asked: str, tale: Tale) -> str:
    if not asked:
        return tale.say("To the holder.")
    return tale.say("To: %(office)s.", office=tale.reader.names.office(asked))


def _made(said: EnquiryMade, tale: Tale) -> Iterable[str]:
    yield _whom(said.asked, tale)
    yield said.text
    yield tale.say("Answer by %(day)s.", day=tale.reader.formats.day(said.answer_by))


def _verdict(said: ProofJudged, tale: Tale) -> Iterable[str]:
    yield tale.say("Accepted.") if said.accepted else tale.say("Not accepted.")
    yield from why_of(said, tale)


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """That it is enquired after; each question and how it was answered, the newest first."""
    if state.status not in UNDERWAY:
        return
    if state.standing == "under_enquiry":  # a debt, brought in or dealt with, is what counts then
        office = tale.reader.names.office(departure_office(state.dossier))
        text = tale.say("Since %(moment)s by %(office)s.", **_since(state, tale, office))
        if is_fruitless(state):
            more = tale.say(
                "All that was asked is answered, and nothing shows that it ended: the debt can be "
                "recovered, or more can be asked."
            )
            text = f"{text} {more}"
        yield Banner(tale.say("The movement is under enquiry"), text, "wait")
    for one in reversed(state.pursuit.enquiries):
        is_mine = tale.where == one.asked
        if one in open_enquiries(state, one.asked):
            title = tale.say("This is asked of you") if is_mine else tale.say("Answer awaited")
            yield Banner(title, sentences(_question(one, tale)), "stop" if is_mine else "wait")
        elif one.answered_at:
            words = (*answer_words(one, tale), *_judged_so(one, tale))
            said = sentences((_whom(one.asked, tale), one.text, *words))
            is_new = one in proofs(state) or (state.is_enquired and _is_last(one, state))
            kind = "wait" if is_new else "info"
            yield Banner(tale.say("Answer to an enquiry"), said, kind, folded=not is_new)


def _judged_so(one: Enquiry, tale: Tale) -> Iterator[str]:
    """That its proof was not enough, and why."""
    if one.judged == "refused":
        yield tale.say("Not accepted.")
        yield tale.say("Reason: %(why)s", why=one.why)


def is_fruitless(state: Movement) -> bool:
    """Whether whoever was asked has answered, no answer proves the end, and no debt was opened.

    After it was taken up again only what was asked since counts.
    """
    pursuit = state.pursuit
    if pursuit.is_recovering or pursuit.awaits_end:
        return False
    asked = [
        one for one in pursuit.enquiries if one.kind != "status" and one.at >= pursuit.opened_at
    ]
    return bool(asked) and all(one.answered_at for one in asked) and not proofs(state)


def _is_last(one: Enquiry, state: Movement) -> bool:
    answers = [other.answered_at for other in state.pursuit.enquiries if other.answered_at]
    return is_fruitless(state) and one.answered_at == max(answers, default="")


def _since(state: Movement, tale: Tale, office: str) -> dict[str, str]:
    where = tale.where or departure_office(state.dossier)
    moment = tale.reader.formats.moment(state.pursuit.opened_at, where)
    return {"moment": str(moment), "office": office}


def _question(one: Enquiry, tale: Tale) -> Iterator[str]:
    yield _whom(one.asked, tale)
    yield one.text
    yield tale.say("Answer by %(day)s.", day=tale.reader.formats.day(one.answer_by))


def _title(said: EnquiryMade) -> str:
    return N_("Request how it stands") if said.kind == "status" else N_("Enquiry")


def _is_answered(said: EnquiryMade, state: Any) -> bool:
    same = (e for e in state.pursuit.enquiries if (e.asked, e.text) == (said.asked, said.text))
    return any(one.answered_at for one in same) or not state.is_enquired


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
        Reading(EnquiryMade, N_("Enquiry"), "attention", _made, True, _is_answered, titled=_title),
        Reading(ProofJudged, N_("Proof judged"), note=_verdict, to_carrier=True),
        Reading(EnquiryEnded, N_("Enquiry ended"), note=why_of, to_carrier=True),
    ),
    banners=_banners,
)
