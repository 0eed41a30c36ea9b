"""Moving a load to other means as planned, at a place of the route."""

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.codes import plate_of
from corridor.domain.consignment import Means
from corridor.domain.facts import Actor
from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.state import Movement
from corridor.domain.movement.transshipping import RecordTransshipment, Transshipped
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
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
)
from corridor.web.acts.endorsing import country_field
from corridor.web.acts.fields import broken_of, moment_field, moment_of, seals_of
from corridor.web.labels import MEANS_KINDS, MODES


def _may(state: Movement, actor: Actor) -> Place | None:
    return LAST if state.is_on_route(actor.office) and state.status == "released" else None


def _means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "From here on every office looks for the new means and the new document. What broke down "
        "or was moved unplanned is recorded as an incident instead. This cannot be taken back."
    )


def _places(deed: MovementDeed) -> list[dict[str, str]]:
    """Where the route goes on by something, those of this office first."""
    points = [p for p in deed.state.dossier.route.points if p.mode]
    points.sort(key=lambda point: point.office != deed.actor.office)
    names, labels = deed.reader.names, deed.reader.labels
    return [
        {"value": p.place, "label": f"{names.place(p.place)}: {labels(p.mode or '', 'mode')}"}
        for p in points
    ]


def _fields(deed: MovementDeed) -> list[Field]:
    _, reader = deed.reader.words, deed.reader
    seals = [{"value": seal, "label": seal} for seal in known_seals(deed.state)]
    taken = [field_of("checkboxes", "broken", _("Seals taken off"), options=seals)] if seals else []
    places = _places(deed)
    one_a_line, paper = _("One number a line."), _("Number of the CMR, SMGS or bill of lading.")
    kinds = reader.labels.options("means")
    return [
        field_of(
            "select", "place", _("Where, and how it goes on"), places[0]["value"], options=places
        ),
        field_of("select", "kind", _("New means of transport"), "20", options=kinds),
        field_of("text", "means", _("Its number or name"), width="18"),
        country_field("means_of", _("Registered in"), reader),
        field_of("text", "carrier", _("Who carries it from here on"), optional=True),
        field_of("text", "document", _("Document for this leg"), hint=paper, width="18"),
        *taken,
        field_of("textarea", "new", _("New seals"), hint=one_a_line, optional=True, rows=2),
        field_of("textarea", "remarks", _("Remarks"), optional=True, rows=2),
        moment_field(deed, "at", _("When it was moved")),
    ]


def _now(deed: MovementDeed, kind: str, number: str) -> tuple[Means, ...]:
    """The new one in the place of all that carried it: a tractor pulls no wagon."""
    known = [m for m in deed.state.dossier.consignment.means if m.role == "departure"]
    flag = deed.form["means_of"] or None
    made = Means("departure", kind, number, flag)
    return (replace(known[0], kind=kind, id=number, nationality=flag) if known else made,)


def _record(deed: MovementDeed) -> RecordTransshipment | None:
    _, form = deed.reader.words, deed.form
    kind = chosen(form["kind"], MEANS_KINDS)
    number = deed.needed("means", _("Give the number or the name of what carries it now."))
    document = deed.needed("document", _("Give the number of the document for this leg."))
    point = next((p for p in deed.state.dossier.route.points if p.place == form["place"]), None)
    if not kind:
        form.add_error("kind", _("Choose the new means of transport."))
    if point is None or not point.mode:
        form.add_error("place", _("Choose the place from the list."))
    at = moment_of(deed, "at")
    if form.errors or point is None or not point.mode:
        return None
    return RecordTransshipment(
        office=deed.actor.office,
        place=point.place,
        onto=point.mode,
        means=_now(deed, kind, plate_of(number)),
        document=one_line(document),
        carrier=one_line(form["carrier"]),
        broken_seals=broken_of(deed),
        new_seals=seals_of(form["new"]),
        remarks=form["remarks"],
        at=at,
    )


def _said(said: Transshipped, tale: Tale) -> Iterable[str]:
    names, labels = tale.reader.names, tale.reader.labels
    onto = labels(said.onto, "mode") if said.onto in MODES else said.onto
    yield f"{names.place(said.place)}, {onto}."
    yield tale.happened(said.at)
    carried: Any = ", ".join(one.id for one in said.means)
    yield tale.say("Carried on by: %(means)s.", means=carried)
    yield tale.say("Document for this leg: %(number)s.", number=said.document)
    if said.carrier:
        yield tale.say("Carrier: %(name)s.", name=said.carrier)
    if said.broken_seals:
        yield tale.say("Seals taken off: %(seals)s.", seals=", ".join(said.broken_seals))
    if said.new_seals:
        yield tale.say("New seals: %(seals)s.", seals=", ".join(said.new_seals))
    yield said.remarks


TRANSSHIPPING: Final = Shown[Movement](
    acts=(
        Act(
            name="transship",
            desk="customs",
            label=N_("Record a transshipment"),
            title=N_("The load goes on by other means"),
            consequence=_means,
            command=_record,
            done=N_("The transshipment was recorded"),
            offered=_may,
            aside=True,
            fields=_fields,
            pointers={
                "/place": "place",
                "/onto": "place",
                "/means": "means",
                "/means/0": "means",
                "/means/0/nationality": "means_of",
                "/document": "document",
                "/carrier": "carrier",
                "/broken_seals": "broken",
                "/new_seals": "new",
                "/remarks": "remarks",
                "/at": "at",
            },
            template="customs/wide_act.html",
        ),
    ),
    reads=(Reading(Transshipped, N_("Moved to other means"), note=_said, to_carrier=True),),
)
