"""The journey leg by leg: what was planned, and what offices recorded when the goods were moved."""

from typing import Any

from corridor.domain.consignment import LegPlan
from corridor.domain.movement.legs import Stretch, legs_of
from corridor.domain.movement.parts import Leg
from corridor.domain.movement.state import Movement
from corridor.web.templating import Reader
from corridor.web.views.costs_shown import costs_of
from corridor.web.views.split_shown import split_view
from corridor.web.views.voyages import said_of

View = dict[str, Any]


def journey_of(state: Movement, reader: Reader) -> View:
    """`legs`: rows for macros/legs.html; none where nothing was said of any."""
    legs, costs = legs_of(state.dossier), costs_of(state, reader)
    is_said = state.dossier.legs or state.legs or state.voyage
    if not is_said and all(leg.mode == "road" for leg in legs):
        return {"legs": [], "split": split_view(state, reader), "costs": costs}
    rows = [_row(leg, state, reader) for leg in legs]
    return {"legs": rows, "split": split_view(state, reader), "costs": costs}


def _row(leg: Stretch, state: Movement, reader: Reader) -> View:
    plan = leg.plan or LegPlan(leg.start.place)
    seen = next((one for one in reversed(state.legs) if one.place == leg.start.place), None)
    moment = reader.formats.short_moment
    return {
        "name": leg_name(leg, reader),
        "carrier": reader.named(plan.carrier),
        "document": _document(plan, reader),
        "vehicle": vehicle_text(plan, reader),
        "departs": moment(plan.departs or "", leg.start.place),
        "arrives": moment(plan.arrives or "", leg.end.place),
        "voyage": said_of(leg, state, reader),
        "recorded": recorded_text(seen, reader) if seen else "",
    }


def leg_name(leg: Stretch, reader: Reader) -> str:
    """`Osh → Turkmenbashi, by road`."""
    name, mode = reader.names.place, reader.labels(leg.mode, "mode")
    return f"{name(leg.start.place)} → {name(leg.end.place)}, {mode}"


def _document(plan: LegPlan, reader: Reader) -> str:
    return f"{reader.labels(plan.document, 'leg_document')} {plan.number}" if plan.number else ""


def vehicle_text(plan: LegPlan, reader: Reader) -> str:
    """Plate, wagon, or the vessel with its number."""
    imo = reader.words("IMO %(number)s", number=plan.imo) if plan.imo else ""
    return ", ".join(part for part in (reader.named(plan.vehicle), imo) if part)


def plan_text(plan: LegPlan, reader: Reader) -> str:
    """All that is said of a leg, on one line."""
    moment, say = reader.formats.short_moment, reader.words
    parts = [reader.named(plan.carrier), _document(plan, reader), vehicle_text(plan, reader)]
    if plan.departs:
        parts.append(say("departs %(moment)s", moment=moment(plan.departs, plan.place)))
    if plan.arrives:
        parts.append(say("arrives %(moment)s", moment=moment(plan.arrives, plan.place)))
    return ", ".join(part for part in parts if part)


def recorded_text(leg: Leg, reader: Reader) -> str:
    """What an office saw: by what it goes on, under which document, with whom, since when."""
    means = ", ".join(one.id for one in leg.means)
    parts = (means, leg.document, reader.named(leg.carrier), reader.names.office(leg.office))
    when = reader.formats.short_moment(leg.at, leg.office)
    return ", ".join(part for part in (*parts, str(when)) if part)
