"""What stands against a draft, and what each state on its way asks for."""

from typing import Final

import msgspec

from corridor.domain.consignment import Dossier, decisive_day
from corridor.domain.movement.judging import dossier_refusals, way_refusals
from corridor.domain.movement.rules import check_warnings
from corridor.domain.permits.requirements import (
    CountryVerdict,
    OpenQuestion,
    Requirement,
    RequirementState,
    preflight,
    questions_of,
    reminders_of,
    standings,
)
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal
from corridor.domain.routes import Route
from corridor.web.services import Services

NO_ROUTE: Final = Route(())


class Judgement(msgspec.Struct, frozen=True):
    """All of it. Empty where the draft does not amount to a dossier yet."""

    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    needs: tuple[RequirementState, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    reminders: tuple[Requirement, ...] = ()
    verdicts: tuple[CountryVerdict, ...] = ()
    permits: tuple[Permit, ...] = ()

    @property
    def lacking(self) -> tuple[RequirementState, ...]:
        """What can be applied for now."""
        return tuple(one for one in self.needs if one.may_be_applied_for)

    def permit_of(self, state: RequirementState) -> Permit | None:
        """The application that answers a requirement."""
        return next((permit for permit in self.permits if permit.id == state.permit), None)


def judge(
    dossier: Dossier | None,
    services: Services,
    permits: tuple[Permit, ...] = (),
    route: Route = NO_ROUTE,
) -> Judgement:
    """What the domain says about the dossier today; until there is one, about its route."""
    if dossier is None:
        return Judgement(refusals=_of_route(route, services), permits=permits)
    now, rules, reference = services.now(), services.rules, services.reference
    on = decisive_day(dossier, now)
    return Judgement(
        refusals=objections(dossier, services),
        warnings=check_warnings(dossier, reference, on, "/dossier"),
        needs=standings(dossier, rules, permits, reference, now),
        questions=questions_of(dossier, rules, on),
        reminders=reminders_of(dossier, rules, reference, on),
        verdicts=preflight(dossier, rules, permits, reference, now),
        permits=permits,
    )


def _of_route(route: Route, services: Services) -> tuple[Refusal, ...]:
    if len(route.points) < 2:
        return ()
    return way_refusals(route, services.reference, services.day_at(route.points[0].country))


def objections(dossier: Dossier, services: Services) -> tuple[Refusal, ...]:
    """What the route and the rules have against it: the same that lodging it would say."""
    return dossier_refusals(dossier, services.reference, services.now())
