"""Recording an incident on the way."""

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.codes import as_issued, plate_of
from corridor.domain.consignment import Means
from corridor.domain.facts import Actor
from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.incident import IncidentRecorded, RecordIncident
from corridor.domain.movement.parts import Trouble
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.act import (
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
from corridor.web.acts.endorsing import POINTERS as ENDORSED
from corridor.web.acts.endorsing import (
    country_field,
    endorsed_fields,
    endorsed_of,
    place_fields,
    where_and_who,
)
from corridor.web.acts.fields import (
    broken_of,
    files_field,
    files_of,
    moment_field,
    moment_of,
    seals_of,
)
from corridor.web.labels.labels import INCIDENTS


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
    hint = ""
    if told is not None:
        hint = _("As the carrier told it; correct what you find otherwise.")
    told = told or Trouble("", "", "")
    code, text, at = told.code, told.text, told.happened_at
    boxes = [box.container for box in deed.state.dossier.consignment.equipment if box.container]
    here = _("Leave it empty where it happened at your office.")
    return [
        field_of("radios", "code", _("What happened?"), code, hint, options=options),
        field_of("textarea", "text", _("In your words"), text, hint),
        *broken,
        field_of(
            "textarea",
            "new",
            _("New seals"),
            "\n".join(told.new_seals),
            one_a_line,
            optional=True,
            rows=2,
        ),
        *_new_means_fields(deed, told),
        *_container_fields(deed, told, boxes),
        *place_fields(deed, told.place, told.country, here, needed=False),
        *endorsed_fields(deed, told.endorsed),
        moment_field(deed, "happened_at", _("When it happened"), hint, at),
        files_field(deed, _("Photographs of the seals, the damage, the place."), "photo"),
    ]


def _new_means_fields(deed: MovementDeed, told: Trouble) -> list[Field]:
    _ = deed.reader.words
    hint = _("Needed for 3 and 6: the truck, wagon or tractor that carries the goods from now on.")
    number = field_of(
        "text", "vehicle", _("New vehicle"), told.new_vehicle, hint, optional=True, width="18"
    )
    flag = told.new_nationality
    return [number, country_field("vehicle_of", _("Registered in"), deed.reader, flag)]


def _container_fields(deed: MovementDeed, told: Trouble, boxes: list[str]) -> list[Field]:
    _ = deed.reader.words
    new = field_of(
        "text", "container", _("New container"), told.new_container, optional=True, width="18"
    )
    if not boxes:
        return [new]
    options = [{"value": "", "label": "—"}, *({"value": one, "label": one} for one in boxes)]
    label = _("In place of which container")
    return [new, field_of("select", "replaces", label, options=options, optional=True)]


def _means_of(deed: MovementDeed) -> tuple[Means, ...]:
    """All means as they are with the new vehicle in front; nothing where its state is not said."""
    typed, flag = plate_of(deed.form["vehicle"]), deed.form["vehicle_of"]
    known = [m for m in deed.state.dossier.consignment.means if m.role == "departure"]
    if not typed or not flag or not known:
        return ()
    return (replace(known[0], id=typed, nationality=flag), *known[1:])


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
    if deed.form["vehicle"]:
        deed.needed("vehicle_of", _("Say in which state the new vehicle is registered."))
    endorsed, at = endorsed_of(deed), moment_of(deed, "happened_at")
    if deed.form.errors:
        return None
    return RecordIncident(
        office=deed.actor.office,
        code=code,
        text=text,
        broken_seals=broken_of(deed),
        new_seals=seals_of(deed.form["new"]),
        new_container=as_issued("container", deed.form["container"]),
        new_vehicle=plate_of(deed.form["vehicle"]),
        happened_at=at,
        attachments=files_of(deed),
        place=one_line(deed.form["place"]),
        country=deed.form["country"],
        means=_means_of(deed),
        replaces=deed.form["replaces"],
        endorsed=endorsed,
    )


def _told(said: IncidentRecorded, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.code, "incident") + "."
    yield tale.happened(said.happened_at)
    yield said.text
    if said.broken_seals:
        yield tale.say("Broken seals: %(seals)s.", seals=", ".join(said.broken_seals))
    if said.new_seals:
        yield tale.say("New seals: %(seals)s.", seals=", ".join(said.new_seals))
    if said.new_container:
        yield tale.say("New container: %(id)s.", id=said.new_container)
    if said.new_vehicle:
        yield tale.say("New vehicle: %(id)s.", id=said.new_vehicle)
    yield from where_and_who(said, tale)


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
                "/means": "vehicle",
                "/means/0": "vehicle",
                "/replaces": "replaces",
                "/happened_at": "happened_at",
                "/attachments": "files",
                **ENDORSED,
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
