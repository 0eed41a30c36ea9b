"""Asking the carrier for an amendment: which fields, why, and until when."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.days import days_later
from corridor.domain.facts import Actor
from corridor.domain.movement.correcting import (
    USUAL_DAYS,
    AmendmentAsked,
    AmendmentDropped,
    AmendmentLate,
    AskForAmendment,
    DropAmendment,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    ASIDE,
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
from corridor.web.acts.fields import needed_day, reason_field, reason_of
from corridor.web.views.meant import amendable, meant


def _is_theirs(state: Movement, actor: Actor) -> bool:
    return actor.office == departure_office(state.dossier)


def _may_ask(state: Movement, actor: Actor) -> Place | None:
    is_time = state.status in BEFORE_RELEASE
    return ASIDE if is_time and _is_theirs(state, actor) else None


def _may_drop(state: Movement, actor: Actor) -> Place | None:
    return ASIDE if state.pending_correction is not None and _is_theirs(state, actor) else None


def _means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The carrier sees what to amend, why and until when. Until the amendment is there the "
        "movement is not released; when the day passes without one, it is marked on this desk."
    )


def _fields(deed: MovementDeed) -> list[Field]:
    _, state = deed.reader.words, deed.state
    asked, office = state.pending_correction, departure_office(state.dossier)
    usual = days_later(deed.services.day_at(office), USUAL_DAYS)
    hint = _("What may not be amended after acceptance is not offered.")
    return [
        field_of(
            "checkboxes",
            "fields",
            _("What is to be amended?"),
            hint=hint,
            options=amendable(state.dossier, bool(state.mrn), deed.reader),
            checked=list(asked.fields) if asked else [],
        ),
        *reason_field(deed, _("The carrier reads this: say what it should be, as far as known.")),
        field_of(
            "date",
            "deadline",
            _("Until which day?"),
            asked.deadline if asked else usual,
            _("A day of this office. The proposed one is no term of any law."),
        ),
    ]


def _ask(deed: MovementDeed) -> AskForAmendment | None:
    _ = deed.reader.words
    fields = tuple(one for one in deed.form.all("fields") if one)
    if not fields:
        deed.form.add_error("fields", _("Choose at least one field."))
    reason = reason_of(deed)
    deadline = needed_day(deed, "deadline", _("State the day."))
    return AskForAmendment(reason, deadline, fields)


def _drop_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The carrier is told that nothing has to be amended; the release is open again.")


def _said(said: AmendmentAsked, tale: Tale) -> Iterable[str]:
    day = tale.reader.formats.day(said.deadline)
    yield tale.say("By %(day)s.", day=day)
    if isinstance(tale.state, Movement):
        fields = meant(said.fields, tale.state.dossier, tale.reader)
        yield tale.say("To be amended: %(fields)s.", fields=fields)
    yield tale.say("Reason: %(why)s", why=said.reason)


def _day(said: AmendmentLate, tale: Tale) -> Iterable[str]:
    day = tale.reader.formats.day(said.deadline)
    return [tale.say("It had to be there by %(day)s.", day=day)]


def _is_over(said: Any, state: Movement) -> bool:
    return state.pending_correction is None


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """For an office; the carrier reads it in its next step."""
    asked = state.pending_correction
    if asked is not None:
        day = tale.reader.formats.day(asked.deadline)
        text = tale.say(
            "To be amended: %(fields)s. By %(day)s. Reason: %(why)s",
            fields=meant(asked.fields, state.dossier, tale.reader),
            day=day,
            why=asked.reason,
        )
        if asked.late_at:
            yield Banner(tale.say("The amendment did not come in time"), text, "stop")
        else:
            yield Banner(tale.say("Customs asks for an amendment"), text, "wait")
    elif any(d.code == "amended_while_released" and d.is_undecided for d in state.discrepancies):
        text = tale.say(
            "The carrier amended the declaration at the moment of its release. What was released "
            "stands: the amendment has no effect, unless the office of departure says otherwise."
        )
        yield Banner(tale.say("Amended while it was being released"), text, "stop")


CORRECTING: Final = Shown[Movement](
    acts=(
        Act(
            name="ask-amendment",
            desk="customs",
            label=N_("Ask for an amendment"),
            title=N_("Ask the carrier for an amendment"),
            consequence=_means,
            command=_ask,
            done=N_("The carrier was asked for an amendment"),
            offered=_may_ask,
            fields=_fields,
            pointers={"/fields": "fields", "/reason": "reason", "/deadline": "deadline"},
            aside=True,
        ),
        Act(
            name="drop-amendment",
            desk="customs",
            label=N_("No amendment needed"),
            title=N_("Is the amendment not needed any more?"),
            consequence=_drop_means,
            command=lambda deed: DropAmendment(),
            done=N_("The amendment is not asked for any more"),
            offered=_may_drop,
            aside=True,
        ),
    ),
    reads=(
        Reading(
            AmendmentAsked,
            N_("Amendment asked for"),
            "attention",
            note=_said,
            to_carrier=True,
            settled=_is_over,
        ),
        Reading(AmendmentDropped, N_("Amendment not needed any more"), to_carrier=True),
        Reading(
            AmendmentLate,
            N_("Amendment not made in time"),
            "attention",
            note=_day,
            to_carrier=True,
            settled=_is_over,
        ),
    ),
    banners=_banners,
)
