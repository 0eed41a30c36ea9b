"""The legs of a journey: where the mode changes on its route or the carrier says that another leg
begins, and what may be said of each.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from corridor.domain.codes import check_imo
from corridor.domain.consignment import Dossier, LegDocument, LegPlan
from corridor.domain.days import is_instant
from corridor.domain.places import Mode
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.domain.routes import RoutePoint
from corridor.domain.values import is_later

DOCUMENTS: Final[dict[Mode, tuple[LegDocument, ...]]] = {
    "road": ("cmr",),
    "rail": ("smgs", "cim", "cim_smgs"),
    "sea": ("bill_of_lading", "sea_waybill", "ferry_ticket"),
}
"""What a leg goes under, by its mode."""


class Stretch(NamedTuple):
    """A leg of the route: from which point, to which, how, and what the carrier says of it."""

    start: RoutePoint
    end: RoutePoint
    mode: Mode
    plan: LegPlan | None


def legs_of(dossier: Dossier) -> tuple[Stretch, ...]:
    """The legs of the route in their order; what belongs to no place of it is left out."""
    return stretches(dossier.route.points, {plan.place: plan for plan in dossier.legs})


def stretches(points: Sequence[RoutePoint], plans: Mapping[str, LegPlan]) -> tuple[Stretch, ...]:
    """The legs of a way: a new one where its mode changes, and at each place of the plans."""
    return tuple(_stretches(points, plans))


def _stretches(points: Sequence[RoutePoint], plans: Mapping[str, LegPlan]) -> Iterator[Stretch]:
    start, mode = 0, points[0].mode if points else None
    for index, point in enumerate(points[1:], 1):
        if point.mode != mode or point.place in plans:
            if mode is not None:
                here = points[start]
                yield Stretch(here, point, mode, plans.get(here.place))
            start, mode = index, point.mode


def leg_faults(dossier: Dossier, base: str = "/dossier/legs") -> Iterator[Refusal]:
    """All that stands against what is said of the legs."""
    modes = {point.place: point.mode for point in dossier.route.points if point.mode}
    seen: set[str] = set()
    for index, plan in enumerate(dossier.legs):
        at, args = f"{base}/{index}", {"place": plan.place}
        if plan.place in seen:
            yield Refusal("leg_twice", f"{at}/place", "", args)
        seen.add(plan.place)
        mode = modes.get(plan.place)
        if mode is None:
            yield Refusal("leg_place", f"{at}/place", "", args)
        else:
            yield from _of_mode(plan, mode, at)
        yield from _of_itself(plan, at)


def _of_mode(plan: LegPlan, mode: Mode, at: str) -> Iterator[Refusal]:
    args = {"place": plan.place}
    if plan.document and plan.document not in DOCUMENTS[mode]:
        yield Refusal("leg_document", f"{at}/document", "", args)
    if plan.imo and mode != "sea":
        yield Refusal("leg_vessel", f"{at}/imo", "", args)


def _of_itself(plan: LegPlan, at: str) -> Iterator[Refusal]:
    if bool(plan.document) != bool(plan.number):
        field = "number" if plan.document else "document"
        yield Refusal("leg_document_half", f"{at}/{field}", "", {"place": plan.place})
    yield from imo_faults(plan.imo, f"{at}/imo")
    times = {"departs": plan.departs, "arrives": plan.arrives}
    wrong = [name for name, given in times.items() if given and not is_instant(given)]
    for name in wrong:
        yield Refusal("time_impossible", f"{at}/{name}", "", {"given": times[name] or ""})
    if not wrong and plan.departs and plan.arrives and not is_later(plan.arrives, plan.departs):
        yield Refusal("leg_times", f"{at}/arrives", "", {"place": plan.place})


def imo_faults(imo: str, pointer: str) -> Iterator[Refusal]:
    """What is wrong with the number of a vessel, where one is given."""
    verdict = check_imo(imo)
    if imo and verdict.expected:
        yield Refusal("imo_digit", pointer, "", {"given": imo, "expected": verdict.expected})
    elif imo and not verdict.ok:
        yield Refusal("imo_format", pointer, "", {"given": imo})


TEXTS: Final = {
    "leg_place": RefusalText(
        N_("From {place} the route does not go on."),
        N_("Name the place of the route where the leg begins."),
    ),
    "leg_twice": RefusalText(
        N_("Two legs are said to begin at {place}."), N_("Say of each place once how it goes on.")
    ),
    "leg_document": RefusalText(
        N_("This document does not go with the way it travels from {place}."),
        N_(
            "By road it goes under a CMR, by rail under SMGS, CIM or CIM/SMGS, by sea under a bill "
            "of lading, a sea waybill or a ferry ticket."
        ),
    ),
    "leg_document_half": RefusalText(
        N_("Of the leg from {place} a document is given by its kind or its number alone."),
        N_("Give both, or neither as long as they are not known."),
    ),
    "leg_vessel": RefusalText(
        N_("A vessel is named, but from {place} it does not go by sea."),
        N_("Give the IMO number with the leg by sea."),
    ),
    "imo_digit": RefusalText(
        N_("The check digit of IMO number {given} is wrong; {expected} is expected."),
        N_("Copy the seven digits from the ship's papers or its hull."),
    ),
    "imo_format": RefusalText(
        N_("{given} is no IMO number: it has seven digits."),
        N_("Copy the seven digits from the ship's papers or its hull."),
    ),
    "leg_times": RefusalText(
        N_("The leg from {place} would arrive before it departs."),
        N_("Give an arrival that is later than the departure."),
    ),
}
