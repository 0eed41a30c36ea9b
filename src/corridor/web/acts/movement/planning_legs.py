"""Planning legs: the carrier's form of its legs, one after the other, as far as they are known."""

from collections.abc import Iterable, Iterator
from typing import Final

from corridor.domain.codes import capitals
from corridor.domain.consignment import LegDocument, LegPlan
from corridor.domain.facts import Actor
from corridor.domain.movement.legs import DOCUMENTS, Stretch, legs_of
from corridor.domain.movement.planning_legs import OPEN_TO_PLANS, LegsPlanned, PlanLegs
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.typed import moment, one_line
from corridor.web.act import (
    BESIDES,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)
from corridor.web.shape_words import NOT_A_MOMENT
from corridor.web.views.desk_times import instant_of, local_input
from corridor.web.views.journey import leg_name, plan_text

LEGS_SHOWN_MAX: Final = 20
EMPTY: Final = LegPlan("-")
NAMES: Final = ("carrier", "document", "number", "vehicle", "imo", "departs", "arrives")
POINTERS: Final = {"/legs": "l0_carrier"} | {
    f"/legs/{index}/{name}": f"l{index}_{name}" for index in range(LEGS_SHOWN_MAX) for name in NAMES
}


def _may(state: Movement, actor: Actor) -> Place | None:
    return BESIDES if state.status in OPEN_TO_PLANS else None


def _means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "Say what you know; the rest can follow on the way. Every office of the route reads it. "
        "What an office sees when the goods are moved is recorded beside it."
    )


def _known(state: Movement) -> tuple[Stretch, ...]:
    return legs_of(state.dossier)[:LEGS_SHOWN_MAX]


def _fields(deed: MovementDeed) -> list[Field]:
    """The first leg open, the others folded until something is said of them."""
    found: list[Field] = []
    for index, leg in enumerate(_known(deed.state)):
        heading, *rest = _of_leg(deed, index, leg)
        folded = [field | {"fold": heading["label"]} for field in rest]
        found += folded if index else [heading, *rest]
    return found


def _of_leg(deed: MovementDeed, index: int, leg: Stretch) -> Iterator[Field]:
    _, labels, said = deed.reader.words, deed.reader.labels, leg.plan or EMPTY
    kinds = [{"value": code, "label": labels(code, "leg_document")} for code in DOCUMENTS[leg.mode]]
    options = [{"value": "", "label": "—"}, *kinds]
    yield field_of("heading", f"l{index}", leg_name(leg, deed.reader))
    yield _optional("text", f"l{index}_carrier", _("Carrier"), said.carrier)
    yield field_of(
        "select",
        f"l{index}_document",
        _("Document for this leg"),
        said.document,
        options=options,
        optional=True,
    )
    number = _("Its number")
    yield _optional("text", f"l{index}_number", number, said.number, width="18")
    named = {"sea": _("Name of the vessel"), "rail": _("Wagon or train")}
    by = named.get(leg.mode, _("Truck"))
    yield _optional("text", f"l{index}_vehicle", by, said.vehicle, width="18")
    if leg.mode == "sea":
        hint = _("Seven digits, as on the hull")
        yield field_of(
            "text", f"l{index}_imo", _("IMO number"), said.imo, hint, optional=True, width="8"
        )
    ends = (("departs", leg.start, said.departs), ("arrives", leg.end, said.arrives))
    words = {"departs": _("Planned departure"), "arrives": _("Planned arrival")}
    for name, point, at in ends:
        zone = deed.reader.formats.moment(at or deed.services.now(), point.place).zone
        hint = _("Local time there, %(zone)s", zone=zone)
        value = local_input(at or "", point.place)
        yield field_of("moment", f"l{index}_{name}", words[name], value, hint, optional=True)


def _optional(type: str, name: str, label: str, value: str, **more: str) -> Field:
    return field_of(type, name, label, value, optional=True, **more)


def _command(deed: MovementDeed) -> PlanLegs | None:
    legs = tuple(_typed(deed, index, leg) for index, leg in enumerate(_known(deed.state)))
    if deed.form.errors:
        return None
    return PlanLegs(legs)


def _typed(deed: MovementDeed, index: int, leg: Stretch) -> LegPlan:
    form, at = deed.form, f"l{index}"
    vehicle = form[f"{at}_vehicle"]
    return LegPlan(
        place=leg.start.place,
        carrier=one_line(form[f"{at}_carrier"]),
        document=_chosen(form[f"{at}_document"], leg),
        number=one_line(form[f"{at}_number"]),
        vehicle=one_line(vehicle) if leg.mode == "sea" else capitals(vehicle),
        imo="".join(form[f"{at}_imo"].upper().removeprefix("IMO").split()),
        departs=_instant(deed, f"{at}_departs", leg.start.place),
        arrives=_instant(deed, f"{at}_arrives", leg.end.place),
    )


def _chosen(value: str, leg: Stretch) -> LegDocument:
    return next((kind for kind in DOCUMENTS[leg.mode] if kind == value), "")


def _instant(deed: MovementDeed, name: str, place: str) -> str | None:
    typed = moment(deed.form[name])
    try:
        return instant_of(typed, place) if typed else None
    except ValueError:
        deed.form.add_error(name, deed.reader.words(NOT_A_MOMENT))
        return None


def _said(said: LegsPlanned, tale: Tale) -> Iterable[str]:
    for plan in said.legs:
        yield f"{tale.reader.names.place(plan.place)}: {plan_text(plan, tale.reader)}."


PLANNING_LEGS: Final = Shown[Movement](
    acts=(
        Act(
            name="legs",
            desk="carrier",
            label=N_("Legs: carriers and documents"),
            title=N_("What carries it from place to place?"),
            consequence=_means,
            command=_command,
            done=N_("The legs are known to all offices of the route"),
            offered=_may,
            aside=True,
            go=N_("Save the legs"),
            fields=_fields,
            pointers=POINTERS,
            template="customs/wide_act.html",
        ),
    ),
    reads=(Reading(LegsPlanned, N_("Legs of the journey stated"), note=_said),),
)
