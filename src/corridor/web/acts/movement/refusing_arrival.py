"""Refusing an arrival at the office of destination, with what is to be done."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain.facts import Actor
from corridor.domain.movement.notifying import ArrivalNotified
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.refusing_arrival import ArrivalRefused, RefuseArrival
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    BESIDES,
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
    sentences,
)
from corridor.web.labels.destination import ARRIVAL_REFUSALS

REMEDIES: Final = {
    "wrong_mrn": N_("Compare the number with the accompanying document, and notify the right one."),
    "already_arrived": N_("Nothing needs to be done: the arrival counts as it was recorded."),
    "not_on_route": N_("Go to the office of destination, or ask for another office."),
    "not_presented": N_("Bring the vehicle with the goods to the office, then notify again."),
    "other_vehicle": N_("Have the change of vehicle confirmed, then notify again."),
    "papers_missing": N_("Show the accompanying document and the papers it names, then notify."),
    "not_authorised": N_("Present the goods at the office itself, or name a valid authorisation."),
}
"""What to do after each; after another reason it stands in its words."""


def _may(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == destination_office(state.dossier)
    return BESIDES if is_theirs and state.status == "released" else None


def _means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The movement stays under way; its carrier and the office of departure read the reason and "
        "what is to be done. The vehicle may be notified again."
    )


def _fields(deed: MovementDeed) -> list[Field]:
    _, labels = deed.reader.words, deed.reader.labels
    options = [
        one | {"hint": _.gettext(REMEDIES[one["value"]]) if one["value"] in REMEDIES else ""}
        for one in labels.options("arrival_refusal")
    ]
    hint = _("What was found, and what is to be done. Needed for another reason.")
    return [
        field_of("radios", "code", _("Why is the arrival not taken in?"), options=options),
        field_of("textarea", "reason", _("In words"), hint=hint, optional=True, rows=3),
    ]


def _refuse(deed: MovementDeed) -> RefuseArrival | None:
    _, code = deed.reader.words, chosen(deed.form["code"], ARRIVAL_REFUSALS)
    if not code:
        deed.form.add_error("code", _("Choose the reason."))
        return None
    return RefuseArrival(deed.actor.office, cast(Any, code), deed.form["reason"])


def _words(code: str, reason: str, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(code, "arrival_refusal") + "."
    yield reason
    if code in REMEDIES:
        yield tale.say(REMEDIES[code])


def _said(said: ArrivalRefused, tale: Tale) -> Iterable[str]:
    return _words(said.code, said.reason, tale)


def _settled(said: ArrivalRefused, state: Movement) -> bool:
    return state.status != "released" or state.arrival_notice is not None


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    last = state.notices[-1] if state.notices and state.status == "released" else None
    if last is not None and last.status == "refused":
        office = tale.reader.names.office(last.office)
        title = tale.say("%(office)s did not take the arrival in", office=office)
        yield Banner(title, sentences(_words(last.code, last.reason, tale)), "stop")


REFUSING_ARRIVAL: Final = Shown[Movement](
    acts=(
        Act(
            name="refuse-arrival",
            desk="customs",
            label=N_("Refuse the arrival"),
            title=N_("Refuse the arrival?"),
            consequence=_means,
            command=_refuse,
            done=N_("The arrival was refused"),
            offered=_may,
            hears=hears(ArrivalNotified),
            fields=_fields,
            pointers={"/code": "code", "/reason": "reason"},
            kind="stop",
        ),
    ),
    reads=(
        Reading(
            ArrivalRefused,
            N_("Arrival refused"),
            "stopped",
            note=_said,
            to_carrier=True,
            settled=_settled,
        ),
    ),
    banners=_banners,
)
