"""Giving: a firm lets another one file for it, for a time."""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import is_day
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.powers.state import Power, Scope
from corridor.domain.powers.voices import GIVER
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Date, Line

ScopeList = Annotated[tuple[Scope, ...], Meta(min_length=1, max_length=2)]
Org = Annotated[str, Meta(min_length=1, max_length=17)]
"""As the holder of a declaration is named: no more fits there."""


class GivePower(Command, frozen=True, tag="power.give"):
    """Let another firm act for one's own from day to day, both included; it may have asked."""

    broker: Org
    scope: ScopeList
    valid_from: Date
    valid_to: Date
    holder_name: Line = ""
    broker_name: Line = ""


class PowerGiven(Payload, frozen=True, tag="power.given/1"):
    """A firm gave another one a power of attorney."""

    holder: str
    broker: str
    scope: tuple[Scope, ...]
    valid_from: Date
    valid_to: Date
    holder_name: Line = ""
    broker_name: Line = ""


def _give(state: Power | None, command: GivePower, context: Context) -> Decision:
    holder = context.actor.org
    if not holder or (state is not None and not _is_answer(state, command.broker, holder)):
        return refuse("power_not_yours")
    if command.broker == holder:
        return refuse("power_to_oneself", "/broker")
    wrong = dates_wrong(command.valid_from, command.valid_to, context)
    if wrong is not None:
        return wrong
    scope = tuple(dict.fromkeys(command.scope))
    names = (command.holder_name, command.broker_name)
    dates = (command.valid_from, command.valid_to)
    return (PowerGiven(holder, command.broker, scope, *dates, *names),)


def _is_answer(asked: Power, broker: str, holder: str) -> bool:
    return asked.is_asked and (asked.broker, asked.holder) == (broker, holder)


def dates_wrong(first: Date, last: Date, context: Context) -> Refused | None:
    """Why no power can be from one day to another."""
    for pointer, day in (("/valid_from", first), ("/valid_to", last)):
        if not is_day(day):
            return refuse("day_impossible", pointer, given=day)
    if last < first:
        return refuse("power_dates", "/valid_to")
    return refuse("power_over", "/valid_to") if last < context.day_at(context.node) else None


def _begin(fact: Fact[Any], subject: str) -> Power | None:
    """It stands on the node that its id names, and was given by the firm it is of."""
    said = fact.payload
    if home_of(subject) != fact.node or fact.actor.org != said.holder:
        return None
    return Power(
        id=subject,
        node=fact.node,
        holder=said.holder,
        broker=said.broker,
        scope=said.scope,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        holder_name=said.holder_name,
        broker_name=said.broker_name,
        given_at=fact.at,
        given_by=fact.actor.person,
        updated_at=fact.at,
    )


def _given(s: Power, p: PowerGiven, f: Fact[Any]) -> Power:
    """What was asked for is given, as its giver says; what was given stays as it is."""
    if not s.is_asked:
        return s
    return replace(
        s,
        scope=p.scope,
        valid_from=p.valid_from,
        valid_to=p.valid_to,
        given_at=f.at,
        given_by=f.actor.person,
    )


GIVING: Final = Act[Power](
    "giving",
    asked=(Asked(GivePower, by="carrier", decide=_give, begins=True, own_name="holder_name"),),
    told=(Told(PowerGiven, GIVER, frozenset(), _given, begin=_begin, heard=AT_ONCE_TO_CARRIER),),
    texts={
        "power_not_yours": RefusalText(
            N_("This power of attorney is of another organisation."),
            N_("Sign in as the organisation that gave it."),
        ),
        "power_to_oneself": RefusalText(
            N_("An organisation needs no power of attorney for itself."),
            N_("Name the organisation that shall file for you."),
        ),
        "power_dates": RefusalText(
            N_("The power of attorney ends before it begins."),
            N_("Correct the dates."),
        ),
        "power_over": RefusalText(
            N_("The last day of the power of attorney has passed."),
            N_("Choose a last day from today on."),
        ),
    },
)
