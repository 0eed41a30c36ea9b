"""Other means at a place of the route: the fields that asking for it and recording it share."""

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.consignment import Means
from corridor.domain.movement.carried import Transfer
from corridor.domain.routes import RoutePoint
from corridor.web.act import Field, MovementDeed, Tale, chosen, field_of
from corridor.web.acts.endorsing import country_field
from corridor.web.labels.labels import MODES
from corridor.web.labels.rail import MEANS_KINDS

TRUCK: Final = "30"
USUAL: Final = {"rail": "20", "sea": "11"}
"""What goods are moved onto where the way goes on by rail or by sea; else onto a truck."""


def places(deed: MovementDeed) -> list[dict[str, str]]:
    """Where the route goes on by something, those of this office first."""
    points = [p for p in deed.state.dossier.route.points if p.mode]
    points.sort(key=lambda point: point.office != deed.actor.office)
    return point_options(deed, points)


def point_options(deed: MovementDeed, points: Iterable[RoutePoint]) -> list[dict[str, str]]:
    """Points of the route to choose from, each with the way it goes on by."""
    names, labels = deed.reader.names, deed.reader.labels
    return [
        {"value": p.place, "label": f"{names.place(p.place)}: {labels(p.mode or '', 'mode')}"}
        for p in points
    ]


def moved_fields(
    deed: MovementDeed, asked: Transfer | None, options: list[dict[str, str]]
) -> list[Field]:
    """Where, onto what, with whom and under which document; as it was asked for, if it was."""
    _, reader = deed.reader.words, deed.reader
    first = next(p for p in deed.state.dossier.route.points if p.place == options[0]["value"])
    means = asked.means[0] if asked else Means("departure", USUAL.get(first.mode or "", TRUCK), "-")
    paper = _("Number of the CMR, SMGS or bill of lading.")
    flag = country_field("means_of", _("Registered in"), reader, means.nationality or "")
    return [
        field_of(
            "select",
            "place",
            _("Where, and how it goes on"),
            asked.place if asked else options[0]["value"],
            options=options,
        ),
        field_of(
            "select",
            "kind",
            _("New means of transport"),
            means.kind,
            options=reader.labels.options("means"),
        ),
        field_of("text", "means", _("Its number or name"), means.id if asked else "", width="18"),
        flag,
        field_of(
            "text",
            "carrier",
            _("Who carries it from here on"),
            asked.carrier if asked else "",
            optional=True,
        ),
        field_of(
            "text",
            "document",
            _("Document for this leg"),
            asked.document if asked else "",
            hint=paper,
            width="18",
        ),
    ]


def kind_and_place_of(deed: MovementDeed) -> tuple[str, RoutePoint | None]:
    """What was chosen; the form has an error where nothing was."""
    _, form = deed.reader.words, deed.form
    kind = chosen(form["kind"], MEANS_KINDS)
    if not kind:
        form.add_error("kind", _("Choose the new means of transport."))
    points = deed.state.dossier.route.points
    point = next((p for p in points if p.place == form["place"] and p.mode), None)
    if point is None:
        form.add_error("place", _("Choose the place from the list."))
    return kind, point


def means_of(deed: MovementDeed, kind: str, number: str) -> tuple[Means, ...]:
    """The new one in the place of all that carried it: a tractor pulls no wagon."""
    known = [m for m in deed.state.dossier.consignment.means if m.role == "departure"]
    flag = deed.form["means_of"] or None
    made = Means("departure", kind, number, flag)
    return (
        replace(known[0], kind=kind, id=number, nationality=flag, wagon=None) if known else made,
    )


def moved_text(said: Any, tale: Tale) -> Iterable[str]:
    """Where, by what and under which document it goes on."""
    names, labels = tale.reader.names, tale.reader.labels
    onto = labels(said.onto, "mode") if said.onto in MODES else said.onto
    yield f"{names.place(said.place)}, {onto}."
    carried = ", ".join(one.id for one in said.means)
    yield tale.say("Carried on by: %(means)s.", means=carried)
    yield tale.say("Document for this leg: %(number)s.", number=said.document)
    if said.carrier:
        yield tale.say("Carrier: %(name)s.", name=said.carrier)
