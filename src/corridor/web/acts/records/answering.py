"""Answering a request for a record at the office of departure, and how answers read."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.records.answering import (
    AnswerRequest,
    RecordGranted,
    RecordReferred,
    RecordRefused,
)
from corridor.domain.records.state import RecordRequest
from corridor.domain.refusals import N_
from corridor.web.act import (
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    when_at,
)
from corridor.web.acts.fields import yes_no_of


def _may(state: RecordRequest, actor: Actor) -> Place | None:
    return when_at(state.status == "referred" and actor.office == state.departure)


def _means(deed: Deed[RecordRequest]) -> str:
    return deed.reader.words(
        "What is given cannot be taken back: the office that asks, and its state, follow the "
        "movement from now on. The request and the answer stay in the log of both nodes."
    )


def _fields(deed: Deed[RecordRequest]) -> list[Field]:
    _ = deed.reader.words
    options = [
        {"value": "yes", "label": _("Yes, give the record")},
        {"value": "no", "label": _("No, refuse")},
    ]
    hint = _("Needed when it is refused; the office that asks reads it.")
    return [
        field_of("radios", "granted", _("Give the record to this office?"), options=options),
        field_of("textarea", "reason", _("Reason of the refusal"), hint=hint, optional=True),
    ]


def _answer(deed: Deed[RecordRequest]) -> AnswerRequest | None:
    granted = yes_no_of(deed, "granted")
    if granted is None:
        deed.form.add_error("granted", deed.reader.words("Say whether the record is given."))
        return None
    return AnswerRequest(granted, deed.form["reason"])


def rows_of(deed: Deed[RecordRequest]) -> list[dict[str, str]]:
    """What is asked for, by whom and what for."""
    _, reader, asked = deed.reader.words, deed.reader, deed.state
    return [
        {"label": _("Who asks"), "value": reader.names.office_of_state(asked.office)},
        {"label": reader.labels(asked.by, "record_by"), "value": asked.number},
        {"label": _("What for"), "value": reader.labels(asked.purpose, "record_purpose")},
        {"label": _("In their words"), "value": asked.words},
        {"label": _("Asked"), "value": str(reader.formats.moment(asked.asked_at, asked.to))},
    ]


def _given(said: RecordGranted, tale: Tale) -> Iterable[str]:
    how = tale.say("By rule.") if said.by_rule else tale.say("By a person.")
    return [f"{said.mrn}.", how]


def _not_given(said: RecordRefused, tale: Tale) -> Iterable[str]:
    return [f"{tale.reader.labels(said.why, 'record_why')}.", said.reason]


ANSWERING: Final = Shown[RecordRequest](
    acts=(
        Act(
            name="answer",
            desk="customs",
            label=N_("Answer the request"),
            title=N_("Request for the record of a movement"),
            consequence=_means,
            fields=_fields,
            command=_answer,
            done=N_("The request was answered"),
            offered=_may,
            pointers={"/granted": "granted", "/reason": "reason"},
            context=lambda deed: {"rows": rows_of(deed)},
            stays=True,
        ),
    ),
    reads=(
        Reading(RecordReferred, N_("Request referred to the office of departure"), "attention"),
        Reading(RecordGranted, N_("Record given"), note=_given),
        Reading(RecordRefused, N_("Record refused"), "stopped", note=_not_given),
    ),
)
