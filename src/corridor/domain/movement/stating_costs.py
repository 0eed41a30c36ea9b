"""Stating costs: the carrier says what was paid at a place of the way, or on a stretch of it.

It is the carrier's word: nothing of the procedure depends on it, and no office confirms it. Who
sees the movement reads it, and the observatory measures it (CAREC's TFI2 and TFI3). For that an
amount is told in US dollars as well: by the rates that the state of the place issued, or else that
of departure, as they were in force on the day of payment. Without such a rate it stands as it was
said, and no measure counts it. What was stated by mistake is taken back, and stays in the log.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.codes import CURRENCY_MINOR_DIGITS
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.costs import Cost, CostKind, ends_of
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import HOLDER
from corridor.domain.refdata.rates import RateSaid, converted, said_of
from corridor.domain.reference.model import RateRow
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Code, Currency, Date, Line, Text, Whole

COSTS_MAX: Final = 200
DOLLAR: Final = "USD"
AFTER_RELEASE: Final = frozenset({"released", "arrived", "written_off", "closed"})
Amount = Annotated[int, Meta(ge=1, le=10**12)]
Place = Annotated[str, Meta(max_length=17)]


class StateCost(Command, frozen=True, tag="movement.state_cost"):
    """State what was paid at a place of the way; with `to`, on the stretch up to a later one.

    `paid_on`: today where it is left out, on the calendar of the place.
    """

    what: CostKind
    amount_minor: Amount
    currency: Currency
    place: Code
    to: Place = ""
    paid_on: Date | None = None
    note: Line = ""


class WithdrawCost(Command, frozen=True, tag="movement.withdraw_cost"):
    """Take back what was stated by mistake. `cost`: `node:number` of the event that stated it."""

    cost: Text


class CostStated(Payload, frozen=True, tag="movement.cost_stated/1"):
    """The carrier says what was paid. `usd_minor`: US cents, where a rate was at hand.

    `issuer`: the state whose rates they are, in force on the day of payment; `rates`: those of the
    two currencies. Both are empty where it was paid in dollars, or where there is no rate.
    """

    what: CostKind
    amount_minor: Whole
    currency: Currency
    place: Text
    to: Text
    paid_on: Date
    note: Text = ""
    usd_minor: Whole | None = None
    issuer: Text = ""
    rates: tuple[RateSaid, ...] = ()


class CostWithdrawn(Payload, frozen=True, tag="movement.cost_withdrawn/1"):
    """The carrier takes back what it had stated. `cost`: the event that stated it."""

    cost: Text


def _state(state: Movement, command: StateCost, context: Context) -> Decision:
    today = context.day_at(command.place)
    day = command.paid_on or today
    found = (*_wrong_place(state, command), *_wrong_day(state, day, today))
    if command.currency not in CURRENCY_MINOR_DIGITS:
        found += (Refusal("cost_currency", "/currency", "", {"currency": command.currency}),)
    if len(state.costs) >= COSTS_MAX:
        found += (Refusal("costs_full", "", "", {"limit": str(COSTS_MAX)}),)
    return Refused(found) if found else (_stated_on(state, command, day, context),)


def _wrong_place(state: Movement, command: StateCost) -> Iterator[Refusal]:
    """A place that is not on the way, or a stretch that ends before it begins."""
    route = state.dossier.route
    if ends_of(route, command.place, "") is None:
        yield Refusal("cost_place", "/place", "", {"place": command.place})
    elif ends_of(route, command.place, command.to) is None:
        yield Refusal("cost_stretch", "/to", "", {"place": command.place, "onward": command.to})


def _wrong_day(state: Movement, day: str, today: str) -> Iterator[Refusal]:
    filed = day_at(state.lodged_at, departure_office(state.dossier))
    if not is_day(day):
        yield Refusal("cost_day", "/paid_on", "", {"day": day})
    elif day > today:
        yield Refusal("cost_future", "/paid_on", "", {"date": day})
    elif day < filed:
        yield Refusal("cost_early", "/paid_on", "", {"date": day, "filed": filed})


def _stated_on(state: Movement, command: StateCost, day: str, context: Context) -> CostStated:
    said = CostStated(
        command.what,
        command.amount_minor,
        command.currency,
        command.place,
        command.to,
        day,
        command.note,
    )
    if command.currency == DOLLAR:
        return replace(said, usd_minor=command.amount_minor)
    all_rates = context.reference.on(day).rates
    for issuer in _issuers(state, command.place):
        if (found := _in_dollars(said, issuer, all_rates.get(issuer, {}))) is not None:
            return found
    return said


def _issuers(state: Movement, place: str) -> tuple[str, ...]:
    """The state of the place, and that of departure."""
    points = state.dossier.route.points
    there = next(point.country for point in points if point.place == place)
    return tuple(dict.fromkeys((there, points[0].country)))


def _in_dollars(said: CostStated, issuer: str, rates: Mapping[str, RateRow]) -> CostStated | None:
    minor = converted(said.amount_minor, said.currency, DOLLAR, rates)
    if minor is None:
        return None
    used = said_of((said.currency, DOLLAR), rates)
    return replace(said, usd_minor=minor, issuer=issuer, rates=used)


def _withdraw(state: Movement, command: WithdrawCost, context: Context) -> Decision:
    if command.cost not in {one.id for one in state.costs}:
        return refuse("cost_unknown", "/cost")
    return (CostWithdrawn(command.cost),)


def _stated(s: Movement, p: CostStated, f: Fact[Any]) -> Movement:
    """What is more than a movement holds stays in the log alone, whoever said it."""
    cost = Cost(
        f"{f.node}:{f.number}",
        p.what,
        p.amount_minor,
        p.currency,
        p.place,
        p.to,
        p.paid_on,
        p.usd_minor,
        p.note,
    )
    return replace(s, costs=(*s.costs, cost)[:COSTS_MAX])


def _withdrawn(s: Movement, p: CostWithdrawn, f: Fact[Any]) -> Movement:
    return replace(s, costs=tuple(one for one in s.costs if one.id != p.cost))


STATING_COSTS: Final = Act[Movement](
    "stating_costs",
    asked=(
        Asked(StateCost, "carrier", _state, HOLDER, during(*sorted(AFTER_RELEASE))),
        Asked(WithdrawCost, "carrier", _withdraw, HOLDER, during(*sorted(AFTER_RELEASE))),
    ),
    told=(
        Told(CostStated, HOLDER, AFTER_RELEASE, _stated),
        Told(CostWithdrawn, HOLDER, AFTER_RELEASE, _withdrawn),
    ),
    texts={
        "cost_place": RefusalText(
            N_("{place} is no place of this way."), N_("Choose a place of the route.")
        ),
        "cost_stretch": RefusalText(
            N_("The way does not lead from {place} on to {onward}."),
            N_("End the stretch at a later place of the route, or leave its end out."),
        ),
        "cost_day": RefusalText(
            N_("No calendar has the day {day}."), N_("Write it as 2026-12-31.")
        ),
        "cost_future": RefusalText(
            N_("{date} has not come yet: nothing was paid then."),
            N_("Give the day on which it was paid."),
        ),
        "cost_early": RefusalText(
            N_("On {date} the dossier was not filed yet: that was on {filed}."),
            N_("State what was paid for this trip, since the dossier was filed."),
        ),
        "cost_currency": RefusalText(
            N_("{currency} is no currency in circulation."),
            N_("Give its three letters, for instance KGS or USD."),
        ),
        "cost_unknown": RefusalText(
            N_("This cost was taken back already, or was never stated."), N_("Reload the page.")
        ),
        "costs_full": RefusalText(
            N_("A dossier holds {limit} costs, and this one has them."),
            N_("Take back what is small, and state it together."),
        ),
    },
)
