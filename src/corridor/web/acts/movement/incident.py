"""Recording an incident on the way."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.codes import as_issued, plate_of
from corridor.domain.facts import Actor
from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.incident import IncidentRecorded, RecordIncident
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.acts.act import (
    LAST,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    when_at,
)
from corridor.web.acts.fields import (
    broken_of,
    files_field,
    files_of,
    moment_field,
    moment_of,
    seals_of,
)
from corridor.web.labels import INCIDENTS


def _may(state: Movement, actor: Actor) -> Place | None:
    return LAST if state.is_on_route(actor.office) and state.status == "released" else None


def _may_reseal(state: Movement, actor: Actor) -> Place | None:
    """At once, for the office that found them broken and for those that are still to see it."""
    is_theirs = state.is_on_route(actor.office) and bool(state.broken)
    is_here = is_theirs and (
        actor.office == state.broken[-1].office or not state.crossing_at(actor.office)
    )
    return when_at(is_here and state.status == "released")


def _reseal_means(deed: MovementDeed) -> str:
    _, broken = deed.reader.words, ", ".join(one.seal for one in deed.state.broken)
    return _(
        "The new seals are what every later office will look for instead of the broken ones: "
        "%(seals)s. This stays with the movement as an incident.",
        seals=broken,
    )


def _reseal_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    hint = _("One number a line.")
    return [
        field_of("textarea", "new", _("New seals"), hint=hint, rows=2),
        field_of("textarea", "text", _("In your words")),
        moment_field(deed, "happened_at", _("When it happened")),
    ]


def _reseal(deed: MovementDeed) -> RecordIncident | None:
    _ = deed.reader.words
    new = seals_of(deed.needed("new", _("Write the numbers of the new seals.")))
    text = deed.needed("text", _("Describe what happened."))
    at = moment_of(deed, "happened_at")
    if deed.form.errors:
        return None
    broken = tuple(one.seal for one in deed.state.broken)
    office = deed.actor.office
    return RecordIncident(office, "2", text, broken, new, happened_at=at)


def _incident_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The incident stays with the movement for good; broken seals are replaced by the new ones "
        "in what every later office sees."
    )


def _incident_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    seals = [{"value": seal, "label": seal} for seal in known_seals(deed.state)]
    found = [one.seal for one in deed.state.broken]
    label = _("Broken seals")
    broken = (
        [field_of("checkboxes", "broken", label, options=seals, checked=found)] if seals else []
    )
    options = deed.reader.labels.options("incident")
    one_a_line = _("One number a line.")
    told = deed.state.open_trouble
    code, text, hint, at = "", "", "", ""
    if told is not None:
        code, at = told.code, told.happened_at
        text = f"{told.text} ({told.place})" if told.place else told.text
        hint = _("As the carrier told it; correct what you find otherwise.")
    return [
        field_of("radios", "code", _("What happened?"), code, hint, options=options),
        field_of("textarea", "text", _("In your words"), text, hint),
        *broken,
        field_of("textarea", "new", _("New seals"), hint=one_a_line, optional=True, rows=2),
        field_of("text", "container", _("New container"), optional=True, width="18"),
        field_of("text", "vehicle", _("New vehicle"), optional=True, width="18"),
        moment_field(deed, "happened_at", _("When it happened"), hint, at),
        files_field(deed, _("Photographs of the seals, the damage, the place."), "photo"),
    ]


def what_happened(deed: MovementDeed) -> tuple[Any, str]:
    """Its code and words about it; without either the form has an error."""
    _ = deed.reader.words
    code = chosen(deed.form["code"], INCIDENTS)
    if not code:
        deed.form.add_error("code", _("Choose what happened."))
    return code, deed.needed("text", _("Describe what happened."))


def _incident(deed: MovementDeed) -> RecordIncident | None:
    _ = deed.reader.words
    code, text = what_happened(deed)
    broken = broken_of(deed)
    if code == "2" and known_seals(deed.state) and not broken:
        deed.form.add_error("broken", _("Mark the seals that are broken."))
    at = moment_of(deed, "happened_at")
    if deed.form.errors:
        return None
    return RecordIncident(
        office=deed.actor.office,
        code=code,
        text=text,
        broken_seals=broken,
        new_seals=seals_of(deed.form["new"]),
        new_container=as_issued("container", deed.form["container"]),
        new_vehicle=plate_of(deed.form["vehicle"]),
        happened_at=at,
        attachments=files_of(deed),
    )


def _told(said: IncidentRecorded, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.code, "incident") + "."
    yield tale.moment(said.happened_at)
    yield said.text
    if said.broken_seals:
        yield tale.say("Broken seals: %(seals)s.", seals=", ".join(said.broken_seals))
    if said.new_seals:
        yield tale.say("New seals: %(seals)s.", seals=", ".join(said.new_seals))
    if said.new_container:
        yield tale.say("New container: %(id)s.", id=said.new_container)
    if said.new_vehicle:
        yield tale.say("New vehicle: %(id)s.", id=said.new_vehicle)


INCIDENT: Final = Shown[Movement](
    acts=(
        Act(
            name="new-seals",
            desk="customs",
            label=N_("Put on new seals"),
            title=N_("New seals for broken ones"),
            consequence=_reseal_means,
            command=_reseal,
            done=N_("The new seals were noted"),
            offered=_may_reseal,
            fields=_reseal_fields,
            pointers={
                "/text": "text",
                "/new_seals": "new",
                "/happened_at": "happened_at",
            },
            stays=True,
        ),
        Act(
            name="incident",
            desk="customs",
            label=N_("Record an incident"),
            title=N_("Incident on the way"),
            consequence=_incident_means,
            command=_incident,
            done=N_("The incident was recorded"),
            offered=_may,
            aside=True,
            fields=_incident_fields,
            pointers={
                "/code": "code",
                "/text": "text",
                "/broken_seals": "broken",
                "/new_seals": "new",
                "/new_container": "container",
                "/new_vehicle": "vehicle",
                "/happened_at": "happened_at",
                "/attachments": "files",
            },
            template="customs/wide_act.html",
        ),
    ),
    reads=(
        Reading(
            IncidentRecorded, N_("Incident on the way"), "attention", note=_told, to_carrier=True
        ),
    ),
)
