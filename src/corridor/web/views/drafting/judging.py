"""What stands against a draft, and what each state on its way asks for."""

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.consignment import Consignment, Dossier, GuaranteeUse, decisive_day
from corridor.domain.guarantees.reserving import ReserveAmount, reason_against
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.by_vehicle import standings_of
from corridor.domain.movement.guarantee import amount_of
from corridor.domain.movement.judging import (
    declared_refusals,
    dossier_refusals,
    lists_for,
    load_refusals,
    way_refusals,
)
from corridor.domain.movement.plates import plate_doubts
from corridor.domain.movement.preflight import StateVerdict, verdicts_from
from corridor.domain.movement.rules import check_warnings
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.movement.unasked import countries_ahead
from corridor.domain.permits.requirements import (
    OpenQuestion,
    Requirement,
    RequirementState,
    questions_of,
    reminders_of,
    standings,
)
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal
from corridor.domain.routes import Route, countries_of
from corridor.web.services import Services

NO_ROUTE: Final = Route(())
NO_LOAD: Final = Consignment(())


class Judgement(msgspec.Struct, frozen=True):
    """All of it. Empty where the draft does not amount to a dossier yet."""

    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    needs: tuple[RequirementState, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    reminders: tuple[Requirement, ...] = ()
    verdicts: tuple[StateVerdict, ...] = ()
    permits: tuple[Permit, ...] = ()

    @property
    def lacking(self) -> tuple[RequirementState, ...]:
        """What can be applied for now."""
        return tuple(one for one in self.needs if one.may_be_applied_for)

    @property
    def unanswered(self) -> tuple[OpenQuestion, ...]:
        """Questions on which a permit hangs, and that nobody answered."""
        return tuple(one for one in self.questions if one.answer is None)

    def permit_of(self, state: RequirementState) -> Permit | None:
        """The application that answers a requirement."""
        return next((permit for permit in self.permits if permit.id == state.permit), None)


def judge(
    dossier: Dossier | None,
    services: Services,
    permits: tuple[Permit, ...] = (),
    route: Route = NO_ROUTE,
    load: Consignment = NO_LOAD,
    id: str = "",
    filed: bool = False,
) -> Judgement:
    """What the domain says about the dossier today; until there is one, about route and load.

    `filed`: its times were judged when it was, and may have passed since.
    """
    if dossier is None:
        parts = load_refusals(load, services.reference, services.day_at(services.node))
        return Judgement(refusals=_of_route(route, services) + parts, permits=permits)
    now, rules, reference = services.now(), services.rules, services.reference
    on = decisive_day(dossier, now)
    needs = standings(dossier, rules, permits, reference, now)
    questions, refusals = questions_of(dossier, rules, on), objections(dossier, services, filed)
    return Judgement(
        refusals=refusals,
        warnings=(
            *check_warnings(dossier, lists_for(dossier, reference, on), on, "/dossier"),
            *plate_doubts(dossier),
            *_money(dossier, services, id),
        ),
        needs=needs,
        questions=questions,
        reminders=reminders_of(dossier, rules, reference, on),
        verdicts=verdicts_from(dossier, refusals, needs, questions, reference.on(on), on),
        permits=permits,
    )


def judge_movement(state: Movement, services: Services, permits: tuple[Permit, ...]) -> Judgement:
    """The same of a dossier that was filed: a state that was passed asks for nothing any more,
    whatever carries the goods since.
    """
    judged, behind = judge(state.dossier, services, permits, filed=True), states_behind(state)
    if state.parts:
        judged = _by_vehicle(judged, state, services)
    return replace(
        judged,
        needs=tuple(
            one
            for one in judged.needs
            if one.state == "have" or one.requirement.country not in behind
        ),
        verdicts=tuple(one for one in judged.verdicts if one.country not in behind),
    )


def _by_vehicle(judged: Judgement, state: Movement, services: Services) -> Judgement:
    """Of a split load each vehicle is held against the permits by itself."""
    now, rules, reference = services.now(), services.rules, services.reference
    on = decisive_day(state.dossier, now)
    needs = standings_of(state, rules, judged.permits, reference, now)
    found = (judged.refusals, needs, judged.questions, reference.on(on), on)
    return replace(judged, needs=needs, verdicts=verdicts_from(state.dossier, *found))


def states_behind(state: Movement) -> frozenset[str]:
    """States of the route that nothing is asked for any more: entered, or the goods arrived."""
    if state.status not in OPEN and state.status != "written_off":
        return frozenset()
    return frozenset(countries_of(state.dossier.route)) - frozenset(countries_ahead(state))


def _of_route(route: Route, services: Services) -> tuple[Refusal, ...]:
    if len(route.points) < 2:
        return ()
    return way_refusals(route, services.reference, services.day_at(route.points[0].country))


def _money(dossier: Dossier, services: Services, id: str) -> Iterator[Refusal]:
    """What the guarantor would say today: only where its ledger is this node's, and not blocking,
    since another movement may free what is lacking.
    """
    for place, use in enumerate(dossier.guarantees):
        yield from _money_of(dossier, place, use, services, id)


def _money_of(
    dossier: Dossier, place: int, use: GuaranteeUse, services: Services, id: str
) -> Iterator[Refusal]:
    ledger = services.queries.get(f"gr-{use.grn}").state if use.grn else None
    if not isinstance(ledger, Guarantee) or id in ledger.reserved:
        return
    ask = ReserveAmount(
        movement=id or "new",
        amount_minor=amount_of(use),
        currency=use.currency or "EUR",
        holder=ledger.holder,
        countries=countries_of(dossier.route),
    )
    code = reason_against(ledger, ask, services.day_at(services.node))
    if code:
        field = "amount_minor" if code == "guarantee_insufficient" else "grn"
        yield Refusal(code, f"/dossier/guarantees/{place}/{field}", "", {"grn": use.grn})


def objections(dossier: Dossier, services: Services, filed: bool) -> tuple[Refusal, ...]:
    """What the route and the rules have against it: the same that lodging it would say."""
    now = services.now()
    if filed:
        return dossier_refusals(dossier, services.reference, decisive_day(dossier, now))
    return declared_refusals(dossier, services.reference, now)
