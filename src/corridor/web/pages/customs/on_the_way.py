"""What the offices on the way may do: let it in, stop it, note an incident."""

from typing import Any, Final, cast

from corridor.domain.movement.crossing import RecordCrossing, RefuseCrossing
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.offices import transit_offices
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.labels import INCIDENTS
from corridor.web.pages.customs.at_departure import reason_field, reason_of
from corridor.web.views.desk_act import Act, Deed, Field, chosen, field_of, lines_of, table
from corridor.web.views.desk_permits import against_entry, lacking_rows
from corridor.web.views.desk_times import instant_of, local_input

MovementDeed = Deed[Movement]
YES_NO: Final = {"yes": N_("Yes"), "no": N_("No")}


def moment_field(deed: MovementDeed, name: str, label: str) -> Field:
    """A local time at this office; now, unless the officer says otherwise."""
    _ = deed.reader.words
    now, office = deed.services.now(), deed.actor.office
    zone = deed.reader.formats.moment(now, office).zone
    value = local_input(now, office, deed.services.reference)
    return field_of("moment", name, label, value, _("Local time here, %(zone)s", zone=zone))


def moment_of(deed: MovementDeed, name: str) -> str | None:
    """The instant typed; the prefilled minute means now."""
    _ = deed.reader.words
    office, reference = deed.actor.office, deed.services.reference
    typed = deed.form[name]
    if typed in ("", local_input(deed.services.now(), office, reference)):
        return None
    try:
        return instant_of(typed, office, reference)
    except ValueError:
        deed.form.add_error(name, _("Give the date and the time, for example 22.11.2026 10:40."))
        return None


def yes_no_field(deed: MovementDeed, name: str, label: str, value: str = "") -> Field:
    """Two radios."""
    _ = deed.reader.words
    options = [{"value": code, "label": _(text)} for code, text in YES_NO.items()]
    return field_of("radios", name, label, value, options=options)


def _cross_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The goods enter the customs territory under this MRN, the permits of this state count as "
        "used, and the offices further on are told. This cannot be taken back."
    )


def _cross_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    seals = ", ".join(deed.state.seals)
    label = _("Are the seals intact: %(seals)s?", seals=seals) if seals else _("Seals intact?")
    return [
        yes_no_field(deed, "seals_intact", label),
        field_of("textarea", "remarks", _("Remarks"), optional=True, rows=2),
        moment_field(deed, "crossed_at", _("Time of entry")),
    ]


def _cross(deed: MovementDeed) -> RecordCrossing | None:
    _ = deed.reader.words
    intact = chosen(deed.form["seals_intact"], YES_NO)
    if not intact:
        deed.form.add_error("seals_intact", _("Say whether the seals are intact."))
        return None
    at = moment_of(deed, "crossed_at")
    return RecordCrossing(deed.actor.office, intact == "yes", deed.form["remarks"], at)


def _entry_lacks(deed: MovementDeed) -> dict[str, Any]:
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


def _stop(deed: MovementDeed) -> RefuseCrossing | None:
    reason = reason_of(deed)
    return RefuseCrossing(deed.actor.office, reason) if reason else None


def _incident_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The incident stays with the movement for good; broken seals are replaced by the new ones "
        "in what every later office sees."
    )


def _incident_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    seals = [{"value": seal, "label": seal} for seal in deed.state.seals]
    broken = [field_of("checkboxes", "broken", _("Broken seals"), options=seals)] if seals else []
    options = deed.reader.labels.options("incident")
    one_a_line = _("One number a line.")
    return [
        field_of("radios", "code", _("What happened?"), options=options),
        field_of("textarea", "text", _("Describe it")),
        *broken,
        field_of("textarea", "new", _("New seals"), hint=one_a_line, optional=True, rows=2),
        field_of("text", "container", _("New container"), optional=True, width="18"),
        field_of("text", "vehicle", _("New vehicle"), optional=True, width="18"),
        moment_field(deed, "happened_at", _("When it happened")),
    ]


def _incident(deed: MovementDeed) -> RecordIncident | None:
    _ = deed.reader.words
    code = chosen(deed.form["code"], INCIDENTS)
    if not code:
        deed.form.add_error("code", _("Choose what happened."))
    text = deed.needed("text", _("Describe what happened."))
    broken = tuple(seal for seal in deed.form.all("broken") if seal)
    if code == "2" and deed.state.seals and not broken:
        deed.form.add_error("broken", _("Mark the seals that are broken."))
    at = moment_of(deed, "happened_at")
    if deed.form.errors:
        return None
    return RecordIncident(
        office=deed.actor.office,
        code=cast(Any, code),
        text=text,
        broken_seals=broken,
        new_seals=lines_of(deed.form["new"]),
        new_container=deed.form["container"],
        new_vehicle=deed.form["vehicle"],
        happened_at=at,
    )


ACTS = table(
    Act(
        "cross",
        N_("Let in"),
        N_("Record the entry?"),
        _cross_means,
        _cross,
        N_("The entry was recorded"),
        _cross_fields,
        {"/seals_intact": "seals_intact", "/remarks": "remarks", "/crossed_at": "crossed_at"},
        context=_entry_lacks,
    ),
    Act(
        "stop",
        N_("Stop"),
        N_("Stop the movement at the border?"),
        _stop_means,
        _stop,
        N_("The movement was stopped"),
        reason_field,
        {"/reason": "reason"},
        kind="stop",
    ),
    Act(
        "incident",
        N_("Record an incident"),
        N_("Incident on the way"),
        _incident_means,
        _incident,
        N_("The incident was recorded"),
        _incident_fields,
        {
            "/code": "code",
            "/text": "text",
            "/broken_seals": "broken",
            "/new_seals": "new",
            "/new_container": "container",
            "/new_vehicle": "vehicle",
            "/happened_at": "happened_at",
        },
        template="customs/wide_act.html",
    ),
)
