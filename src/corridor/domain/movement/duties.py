"""The duties of a debt, worked out for the state in which it arose, with each step.

They are reckoned as the amount at risk is: on the declared values, by the rates of the decisive
day, in the currency of the guarantee. The rates are illustrative; excise and preferences are left
out, and the officer who opens a recovery may state another amount, with the reason.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from corridor.domain.consignment import items_of
from corridor.domain.guarantees.risk import Goods, load_rates, risks_of
from corridor.domain.movement.state import Movement
from corridor.domain.refdata.rates import converted
from corridor.domain.reference import Reference
from corridor.domain.routes import countries_of
from corridor.domain.values import Whole

Percent = Annotated[str, Meta(max_length=6)]


class DutyStep(msgspec.Struct, frozen=True):
    """Goods of the same rates: duty on their value, VAT on value and duty."""

    value_minor: Whole
    duty_percent: Percent
    duty_minor: Whole
    vat_percent: Percent
    vat_minor: Whole

    @property
    def amount_minor(self) -> int:
        """What is owed for them."""
        return self.duty_minor + self.vat_minor


def currency_of(state: Movement) -> str:
    """In which a debt of the movement is stated."""
    return state.guarantee.currency or "EUR"


def duties_in(state: Movement, country: str, reference: Reference) -> tuple[DutyStep, ...]:
    """Each step for one state of the route; none where a value or a rate is not known."""
    return duties(state, reference).get(country, ())


def duties(state: Movement, reference: Reference) -> dict[str, tuple[DutyStep, ...]]:
    """State of the route → the steps, where values and rates are known."""
    countries, goods = countries_of(state.dossier.route), _goods(state, reference)
    found = risks_of(goods, countries, load_rates(), state.rules_on) if goods else ()
    return {one.country: tuple(DutyStep(*step) for step in one.steps) for one in found if one.steps}


def _goods(state: Movement, reference: Reference) -> tuple[Goods, ...]:
    """All goods in the currency of the debt, by rates of the state of departure; none where one
    of them has no value that can be told in it.
    """
    home, into = state.dossier.route.points[0].country, currency_of(state)
    rates = reference.on(state.rules_on).rates.get(home, {})
    items = items_of(state.dossier)
    told = (converted(one.value_minor or 0, one.currency or "", into, rates) for one in items)
    values = [minor or 0 for minor in told]
    pairs = zip(items, values, strict=True)
    return tuple(Goods(one.hs, minor) for one, minor in pairs) if all(values) else ()


def owed_for(steps: tuple[DutyStep, ...]) -> int:
    """All together."""
    return sum(step.amount_minor for step in steps)
