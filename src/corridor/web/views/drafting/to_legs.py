"""The legs of a draft: what carries the goods from place to place, as far as it is known.

What is typed is kept by the place where a leg begins, `AZ-ALAT_carrier`, so that another way keeps
what still belongs to it. Legs also come as lines out of a table; those that cannot be read stay.
"""

from collections.abc import Mapping
from typing import Final

from corridor.domain.codes import capitals
from corridor.domain.consignment import LEGS_MAX, Dossier, LegDocument, LegPlan
from corridor.domain.movement.legs import DOCUMENTS, Stretch, legs_of, stretches
from corridor.domain.refusals import N_
from corridor.domain.routes import RoutePoint
from corridor.domain.typed import moment, one_line, tidy
from corridor.web.shape_words import NOT_A_MOMENT, TOO_MANY
from corridor.web.views.drafting.instants import instant_of, local_text
from corridor.web.views.drafting.model import LEG_FIELDS, LEG_LINES, Draft, Values, leg_field
from corridor.web.views.drafting.reading import Reading

NOT_A_LEG: Final = N_(
    "“%(line)s”: write a place of the route, then carrier, document, its number, vehicle, IMO "
    "number, departure and arrival: Alat; ADY; SMGS; 4411; 2405; ; 29.11.2026 10:00; 30.11.2026 "
    "18:00."
)
LINE_SHOWN: Final = 140
CARRIER_MAX: Final = 140
NUMBER_MAX: Final = 70
VEHICLE_MAX: Final = 35
BEGINS: Final = "begins"
_CELLS: Final = LEG_FIELDS[:-1]
"""What stands in a line after the place; that a leg begins there is said by the line itself."""


def legs_values(dossier: Dossier) -> Values:
    """What the fields hold of a dossier."""
    found: Values = {}
    ends = {leg.start.place: leg.end.place for leg in legs_of(dossier)}
    for plan in dossier.legs:
        end = ends.get(plan.place, plan.place)
        said = {
            "carrier": plan.carrier,
            "document": plan.document,
            "number": plan.number,
            "vehicle": plan.vehicle,
            "imo": plan.imo,
            "departs": local_text(plan.departs, plan.place),
            "arrives": local_text(plan.arrives, end),
        }
        found |= {leg_field(plan.place, name): text for name, text in said.items() if text}
    return found


def by_mode(points: tuple[RoutePoint, ...]) -> frozenset[str]:
    """Where a leg begins whatever is said: the way goes on in another manner."""
    return frozenset(leg.start.place for leg in stretches(points, {}))


def shown_legs(draft: Draft) -> tuple[Stretch, ...]:
    """The legs of the way: where its mode changes, and where something is typed of another."""
    named = {point.place: LegPlan(point.place) for point in draft.points if _is_said(draft, point)}
    return stretches(draft.points, named)


def _is_said(draft: Draft, point: RoutePoint) -> bool:
    return any(draft.legs.get(leg_field(point.place, name)) for name in LEG_FIELDS)


def legs_in(read: Reading, draft: Draft) -> tuple[LegPlan, ...]:
    """What is said of the legs of the way; a leg of which nothing is said is left out."""
    had = {plan.place: plan for plan in draft.base.legs} if draft.base is not None else {}
    legs = shown_legs(draft)
    if len(legs) > LEGS_MAX:
        read.note(LEG_LINES, TOO_MANY, limit=str(LEGS_MAX), given=str(len(legs)))
    if lines := read[LEG_LINES]:
        read.note(LEG_LINES, NOT_A_LEG, line=lines.splitlines()[0][:LINE_SHOWN])
    plans = (_leg(read, leg, had.get(leg.start.place)) for leg in legs[:LEGS_MAX])
    return tuple(plan for plan in plans if plan != LegPlan(plan.place))


def _leg(read: Reading, leg: Stretch, was: LegPlan | None) -> LegPlan:
    place = leg.start.place
    vehicle = _vehicle(read.text(leg_field(place, "vehicle"), VEHICLE_MAX), leg, was)
    imo = "".join(read[leg_field(place, "imo")].upper().removeprefix("IMO").split())
    return LegPlan(
        place=place,
        carrier=read.text(leg_field(place, "carrier"), CARRIER_MAX),
        document=document_of(read[leg_field(place, "document")], leg),
        number=read.text(leg_field(place, "number"), NUMBER_MAX),
        vehicle=vehicle,
        imo=imo,
        departs=_instant(read, place, "departs", place, was.departs if was else None),
        arrives=_instant(read, place, "arrives", leg.end.place, was.arrives if was else None),
    )


def _vehicle(typed: str, leg: Stretch, was: LegPlan | None) -> str:
    """A plate as it is issued, a ship by its name; one that nobody touched as it came."""
    if was is not None and typed == tidy(was.vehicle):
        return was.vehicle
    return one_line(typed) if leg.mode == "sea" else capitals(typed)


def document_of(text: str, leg: Stretch) -> LegDocument:
    """The kind that was chosen, as far as it goes with the leg."""
    return next((kind for kind in DOCUMENTS[leg.mode] if kind == text), "")


def _instant(read: Reading, place: str, name: str, where: str, was: str | None) -> str | None:
    """In the local time of the place; a time that nobody touched stays exact to the second."""
    field = leg_field(place, name)
    typed = moment(read[field])
    if typed == local_text(was, where):
        return was
    found = instant_of(typed, where)
    if typed and found is None:
        read.note(field, NOT_A_MOMENT)
    return found


def from_line(line: str, places: Mapping[str, str], documents: Mapping[str, str]) -> Values | None:
    """What a line says, by the names of the fields; None where it cannot be read.

    `places`: by any of their names, in small letters, the places of the way where something may
    begin; `documents`: the kinds, just so.
    """
    cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
    place = places.get(cells[0].casefold(), "")
    said = dict(zip(_CELLS, cells[1:], strict=False))
    kind = said.get("document", "").casefold()
    if not place or len(cells) > len(_CELLS) + 1 or (kind and kind not in documents):
        return None
    said |= {"document": documents.get(kind, ""), BEGINS: "1"}
    said |= {name: moment(said[name]) for name in ("departs", "arrives") if said.get(name)}
    return {leg_field(place, name): text for name, text in said.items() if text}
