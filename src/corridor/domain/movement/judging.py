"""What is judged of declared data whenever it is lodged, amended or presented."""

from collections.abc import Iterable

from msgspec.structs import replace

from corridor.domain.consignment import (
    Consignment,
    Dossier,
    Party,
    decisive_day,
    under_tir,
)
from corridor.domain.movement.legs import leg_faults
from corridor.domain.movement.rules import check_parts, check_rules
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal
from corridor.domain.routes import Route, RouteProblem, check_route, check_times


def dossier_refusals(dossier: Dossier, reference: Reference, on_date: str) -> tuple[Refusal, ...]:
    """All that stands against the declared data: the route, then the cross-field rules.

    `on_date`: the dossier's decisive day. Codes are those of the lists of the state of departure.
    """
    then = reference.on(on_date)
    rules = check_rules(dossier, lists_for(dossier, then, on_date), on_date, "/dossier")
    found = route_refusals(dossier, then, on_date) + rules
    return (*found, *leg_faults(dossier)) if dossier.legs else found


def lists_for(dossier: Dossier, reference: Reference, on_date: str) -> Reference:
    """The set of a dossier's decisive day, with the lists of codes of its state of departure."""
    points = dossier.route.points
    return reference.on(on_date).of(points[0].country if points else "")


def route_refusals(dossier: Dossier, reference: Reference, on_date: str) -> tuple[Refusal, ...]:
    """All that stands against the route; under TIR offices of transit need not be declared."""
    found = way_refusals(dossier.route, reference, on_date)
    return tuple(r for r in found if not (r.rule == "C0030" and under_tir(dossier)))


def way_refusals(route: Route, reference: Reference, on_date: str) -> tuple[Refusal, ...]:
    """All that stands against a way by itself, whatever goes there."""
    return _of_dossier(check_route(route, reference.on(on_date), on_date))


def declared_refusals(dossier: Dossier, reference: Reference, at: str) -> tuple[Refusal, ...]:
    """What stands against a dossier that is declared at this instant, its times included."""
    found = dossier_refusals(dossier, reference, decisive_day(dossier, at))
    return found + times_refusals(dossier, at)


def times_refusals(dossier: Dossier, at: str) -> tuple[Refusal, ...]:
    """What stands against the expected times of a dossier that is declared at this instant."""
    return _of_dossier(check_times(dossier.route, at))


def _of_dossier(problems: Iterable[RouteProblem]) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(problem.code, f"/dossier{problem.pointer}", problem.rule, dict(problem.args))
        for problem in problems
    )


def load_refusals(load: Consignment, reference: Reference, on_date: str) -> tuple[Refusal, ...]:
    """All that stands against goods items and boxes, each by itself, wherever they will go."""
    dossier = Dossier("-", Party(), load, Route(()))
    return check_parts(dossier, reference, on_date, "/dossier")


def as_standard(dossier: Dossier) -> Dossier:
    """The same as it would be judged had it been lodged with its goods: it has to be whole."""
    return replace(dossier, additional_type="A")


def has_route(dossier: Dossier) -> bool:
    """Whether a dossier that was said goes anywhere: without a point it belongs to no office."""
    return bool(dossier.route.points)
