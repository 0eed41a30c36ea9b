"""Messages between customs and the carrier: written on both pages, told on both timelines."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.facts import Actor
from corridor.domain.movement.parts import Message
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.movement.writing import (
    WriteToCarrier,
    WriteToOffice,
    WrittenToCarrier,
    WrittenToOffice,
    addressees,
    open_questions,
)
from corridor.domain.refusals import N_
from corridor.web.act import (
    AT_ONCE,
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
)
from corridor.web.acts.fields import files_field, files_of, yes_no_field, yes_no_of

OWN: Final = "own"
"""In place of the question that is answered: a message that answers none."""
QUOTED_MAX: Final = 120


def _may_write(state: Movement, actor: Actor) -> Place | None:
    return LAST if state.status in OPEN and state.is_on_route(actor.office) else None


def _carrier_may(state: Movement, actor: Actor) -> Place | None:
    if state.status not in OPEN:
        return None
    return AT_ONCE if open_questions(state, "customs") else LAST


def _means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "It stands in the timeline of the movement, signed, for all states of the route, and "
        "cannot be taken back."
    )


def _fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    asked = open_questions(deed.state, "carrier", deed.actor.office)
    return [
        *_answer_field(deed, asked),
        field_of("textarea", "text", _("Message")),
        yes_no_field(deed, "asks", _("Is an answer needed?"), "no"),
        files_field(deed),
    ]


def _answer_field(deed: MovementDeed, asked: tuple[Message, ...]) -> list[Field]:
    """Which question is answered, where some are open: the oldest unless another is chosen."""
    if not asked:
        return []
    _ = deed.reader.words
    options = [{"value": one.id, "label": _quoted(one.text)} for one in asked]
    options.append({"value": OWN, "label": _("None of these: a message of its own")})
    label = _("Which question does it answer?")
    return [field_of("radios", "answers", label, asked[0].id, options=options)]


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"«{line}»" if len(line) <= QUOTED_MAX else f"«{line[: QUOTED_MAX - 1]}…»"


def _answered(deed: MovementDeed) -> str:
    value = deed.form["answers"]
    return "" if value == OWN else value


def _text_of(deed: MovementDeed) -> str:
    return deed.needed("text", deed.reader.words("Write the message."))


def _to_carrier(deed: MovementDeed) -> WriteToCarrier | None:
    text, asks = _text_of(deed), yes_no_of(deed, "asks")
    return WriteToCarrier(deed.actor.office, text, bool(asks), _answered(deed), files_of(deed))


def _carrier_fields(deed: MovementDeed) -> list[Field]:
    """The questions of the offices, and all offices that can be written to."""
    _, names = deed.reader.words, deed.reader.names
    options = [
        {
            "value": f"{one.office} {one.id}",
            "label": _("Answer to: %(office)s", office=names.office(one.office)),
            "hint": _quoted(one.text),
        }
        for one in open_questions(deed.state, "customs")
    ]
    offices = [{"value": o, "label": names.office(o)} for o in addressees(deed.state)]
    chosen = options[0]["value"] if options else ""
    return [
        field_of("radios", "to", _("To whom?"), chosen, options=[*options, *offices]),
        field_of("textarea", "text", _("Message")),
        yes_no_field(deed, "asks", _("Is an answer needed?"), "no"),
        files_field(deed),
    ]


def _to_office(deed: MovementDeed) -> WriteToOffice | None:
    _ = deed.reader.words
    office, _space, question = deed.form["to"].partition(" ")
    if office not in addressees(deed.state):
        known = {one.office for one in open_questions(deed.state, "customs")}
        if office not in known:
            deed.form.add_error("to", _("Choose to whom it goes."))
    text, asks = _text_of(deed), yes_no_of(deed, "asks")
    if deed.form.errors:
        return None
    return WriteToOffice(office, text, bool(asks), question, files_of(deed))


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """At an office: what the carrier asks it, and what it waits for."""
    if not tale.where:
        return
    for one in open_questions(state, "carrier", tale.where):
        text = f"{_quoted(one.text)} {tale.moment(one.at)}"
        yield Banner(tale.say("The carrier asks this office"), text, "wait")
    for one in open_questions(state, "customs", tale.where):
        text = f"{_quoted(one.text)} {tale.moment(one.at)}"
        yield Banner(tale.say("The carrier was asked and has not answered yet"), text, "info")


def _told(said: WrittenToCarrier | WrittenToOffice, tale: Tale) -> Iterable[str]:
    if isinstance(said, WrittenToOffice):
        office = tale.reader.names.office(said.office)
        yield tale.say("To: %(office)s.", office=office)
    if said.answers:
        question = _question(said.answers, tale.state)
        yield tale.say("In answer to: %(question)s.", question=question) if question else ""
    yield said.text
    if said.asks:
        yield tale.say("An answer is needed.")


def _question(id: str, state: Any) -> str:
    found = state.messages if isinstance(state, Movement) else ()
    return next((_quoted(one.text) for one in found if one.id == id), "")


def _is_answered(said: WrittenToCarrier, state: Any) -> bool:
    """What asks nothing stays before the carrier's eyes as long as the movement is open."""
    same = (m for m in state.messages if (m.office, m.text) == (said.office, said.text))
    return said.asks and any(one.answered_at for one in same)


WRITING: Final = Shown[Movement](
    acts=(
        Act(
            name="message",
            desk="customs",
            label=N_("Write to the carrier"),
            title=N_("Message to the carrier of %(ref)s"),
            consequence=_means,
            command=_to_carrier,
            done=N_("The message was sent"),
            offered=_may_write,
            fields=_fields,
            pointers={"/text": "text", "/answers": "answers", "/attachments": "files"},
            aside=True,
            stays=True,
        ),
        Act(
            name="write",
            desk="carrier",
            label=N_("Write to customs"),
            title=N_("Message to customs: %(ref)s"),
            consequence=_means,
            command=_to_office,
            done=N_("The message was sent"),
            offered=_carrier_may,
            fields=_carrier_fields,
            pointers={"/text": "text", "/answers": "to", "/office": "to", "/attachments": "files"},
            aside=True,
        ),
    ),
    reads=(
        Reading(
            WrittenToCarrier,
            N_("Message of customs to the carrier"),
            note=_told,
            to_carrier=True,
            settled=_is_answered,
        ),
        Reading(WrittenToOffice, N_("Message of the carrier to customs"), note=_told),
    ),
    banners=_banners,
)
