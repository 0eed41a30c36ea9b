"""Moving a load to other means as planned, at a place of the route."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.codes import plate_of
from corridor.domain.facts import Actor
from corridor.domain.movement.asking_transshipment import TransshipmentRequested, transfer_at
from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.state import Movement
from corridor.domain.movement.transshipping import RecordTransshipment, Transshipped
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.act import (
    AT_ONCE,
    LAST,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    hears,
)
from corridor.web.acts.fields import broken_of, moment_field, moment_of, seals_of
from corridor.web.acts.moving import kind_and_place_of, means_of, moved_fields, moved_text, places


def _may(state: Movement, actor: Actor) -> Place | None:
    if transfer_at(state, actor.office) is not None:
        return AT_ONCE
    return LAST if state.is_on_route(actor.office) and state.status == "released" else None


def _means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "From here on every office looks for the new means and the new document. What broke down "
        "or was moved unplanned is recorded as an incident instead. This cannot be taken back."
    )


def _fields(deed: MovementDeed) -> list[Field]:
    _, asked = deed.reader.words, transfer_at(deed.state, deed.actor.office)
    seals = [{"value": seal, "label": seal} for seal in known_seals(deed.state)]
    taken = [field_of("checkboxes", "broken", _("Seals taken off"), options=seals)] if seals else []
    one_a_line = _("One number a line.")
    return [
        *moved_fields(deed, asked, places(deed)),
        *taken,
        field_of("textarea", "new", _("New seals"), hint=one_a_line, optional=True, rows=2),
        field_of("textarea", "remarks", _("Remarks"), optional=True, rows=2),
        moment_field(deed, "at", _("When it was moved")),
    ]


def _record(deed: MovementDeed) -> RecordTransshipment | None:
    _, form = deed.reader.words, deed.form
    kind, point = kind_and_place_of(deed)
    number = deed.needed("means", _("Give the number or the name of what carries it now."))
    document = deed.needed("document", _("Give the number of the document for this leg."))
    at = moment_of(deed, "at")
    if form.errors or point is None or not point.mode:
        return None
    return RecordTransshipment(
        office=deed.actor.office,
        place=point.place,
        onto=point.mode,
        means=means_of(deed, kind, plate_of(number)),
        document=one_line(document),
        carrier=one_line(form["carrier"]),
        broken_seals=broken_of(deed),
        new_seals=seals_of(form["new"]),
        remarks=form["remarks"],
        at=at,
    )


def _said(said: Transshipped, tale: Tale) -> Iterable[str]:
    yield from moved_text(said, tale)
    yield tale.happened(said.at)
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
            hears=hears(TransshipmentRequested),
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
