"""Letting a movement in at a frontier, or stopping it."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.facts import Actor
from corridor.domain.movement.crossing import (
    CrossingRefused,
    FrontierCrossed,
    RecordCrossing,
    RefuseCrossing,
)
from corridor.domain.movement.offices import transit_offices
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    AT_ONCE,
    BESIDES,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    why_of,
)
from corridor.web.acts.fields import (
    passing_fields,
    passing_of,
    reason_field,
    reason_of,
)
from corridor.web.labels.labels import STOP_CAUSES
from corridor.web.views.desk_permits import against_entry, lacking_rows
from corridor.web.views.seals import seals_said


def _may_cross(state: Movement, actor: Actor) -> Place | None:
    """Also where it has arrived meanwhile: an entry that was missing is recorded after all."""
    if state.status not in UNDERWAY or actor.office not in transit_offices(state.dossier):
        return None
    seen = state.crossing_at(actor.office)
    if seen is not None and seen.status == "crossed":
        return None
    return None if state.parts else _place(state, actor)


def _place(state: Movement, actor: Actor) -> Place:
    is_asked = state.change_at(actor.office) is not None
    return BESIDES if state.broken or is_asked or state.status == "arrived" else AT_ONCE


def _may_stop(state: Movement, actor: Actor) -> Place | None:
    if state.status != "released" or actor.office not in transit_offices(state.dossier):
        return None
    if state.crossing_at(actor.office) is not None:
        return None
    return BESIDES if state.parts else _place(state, actor)


def _cross_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The goods enter the customs territory under this MRN, the permits of this state count as "
        "used, and the offices further on are told. This cannot be taken back."
    )


def _cross_fields(deed: MovementDeed) -> list[Field]:
    return passing_fields(deed, "crossed_at", deed.reader.words("Time of entry"))


def _cross(deed: MovementDeed) -> RecordCrossing | None:
    return passing_of(deed, "crossed_at", RecordCrossing)


def entry_lacks(deed: MovementDeed) -> dict[str, Any]:
    """The permits of this state that it would miss, above the form."""
    if deed.actor.office not in transit_offices(deed.state.dossier):
        return {"lacking": []}
    permits = deed.services.queries.permits_of(deed.state.id)
    refusals = against_entry(deed.state, permits, deed.services)
    return {"lacking": lacking_rows(deed.reader, refusals)}


def _stop_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The truck is held at the border; the carrier and all offices read the reason at once. You "
        "may let it in later."
    )


def _stop_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    causes = deed.reader.labels.options("stop_cause")
    hint = _("What the carrier has to bring, show or do to be let in.")
    return [
        field_of("radios", "cause", _("Cause"), options=causes),
        *reason_field(deed),
        field_of("textarea", "needed", _("What is needed"), hint=hint, optional=True, rows=2),
    ]


def _stop(deed: MovementDeed) -> RefuseCrossing | None:
    cause: Any = chosen(deed.form["cause"], STOP_CAUSES)
    if not cause:
        deed.form.add_error("cause", deed.reader.words("Choose the cause."))
    reason = reason_of(deed)
    if deed.form.errors:
        return None
    return RefuseCrossing(deed.actor.office, reason, cause, deed.form["needed"])


def _stopped(said: CrossingRefused, tale: Tale) -> Iterable[str]:
    if said.cause:
        yield tale.say("Cause: %(cause)s.", cause=tale.reader.labels(said.cause, "stop_cause"))
    yield from why_of(said, tale)
    if said.needed:
        yield tale.say("Needed: %(needed)s", needed=said.needed)


def _crossed(said: FrontierCrossed, tale: Tale) -> Iterable[str]:
    seals = seals_said(tale, said.seals_intact, said.broken_seals)
    return [tale.happened(said.crossed_at), seals, said.remarks]


CROSSING: Final = Shown[Movement](
    acts=(
        Act(
            name="cross",
            desk="customs",
            label=N_("Let in"),
            title=N_("Record the entry?"),
            consequence=_cross_means,
            command=_cross,
            done=N_("The entry was recorded"),
            offered=_may_cross,
            fields=_cross_fields,
            pointers={
                "/seals_intact": "seals_intact",
                "/broken_seals": "broken",
                "/remarks": "remarks",
                "/crossed_at": "crossed_at",
            },
            context=entry_lacks,
        ),
        Act(
            name="stop",
            desk="customs",
            label=N_("Stop"),
            title=N_("Stop the movement at the border?"),
            consequence=_stop_means,
            command=_stop,
            done=N_("The movement was stopped"),
            offered=_may_stop,
            fields=_stop_fields,
            pointers={"/reason": "reason", "/cause": "cause", "/needed": "needed"},
            kind="stop",
        ),
    ),
    reads=(
        Reading(FrontierCrossed, N_("Entered the customs territory"), note=_crossed),
        Reading(CrossingRefused, N_("Stopped at the frontier"), "stopped", _stopped, True),
    ),
)
