"""Asking for a power of attorney: a broker names the holder, who gives it or declines."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Heard, Told, unchanged
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.needs import Ask, StatesUnder
from corridor.domain.powers.giving import Org, ScopeList, dates_wrong
from corridor.domain.powers.state import Power, Scope
from corridor.domain.powers.voices import ASKER, GIVER
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Date, Line, Text


class AskForPower(Command, frozen=True, tag="power.ask"):
    """Ask a firm to let one's own act for it; the dates and the scope are a proposal."""

    holder: Org
    scope: ScopeList
    valid_from: Date
    valid_to: Date
    holder_name: Line = ""
    broker_name: Line = ""
    note: Text = ""


class PowerAskedFor(Payload, frozen=True, tag="power.asked_for/1"):
    """A broker asked a firm for a power of attorney."""

    holder: str
    broker: str
    scope: tuple[Scope, ...]
    valid_from: Date
    valid_to: Date
    holder_name: Line = ""
    broker_name: Line = ""
    note: Text = ""


class DeclinePower(Command, frozen=True, tag="power.decline"):
    """Do not give the power that was asked for."""

    reason: Text = ""


class PowerDeclined(Payload, frozen=True, tag="power.declined/1"):
    """The firm that was asked for a power of attorney does not give it."""

    reason: Text = ""


class WithdrawPowerRequest(Command, frozen=True, tag="power.withdraw_request"):
    """Ask for it no more."""


class PowerRequestWithdrawn(Payload, frozen=True, tag="power.request_withdrawn/1"):
    """Whoever asked for a power of attorney asks for it no more."""


def asked_key(holder: str, broker: str) -> str:
    """Under what a request that waits is found."""
    return f"power-asked:{holder}:{broker}"


def _same(ask: Ask) -> str:
    return asked_key(ask.said.holder, ask.context.actor.org)


WAITING: Final = StatesUnder(Power, _same, lambda power, ask: power.is_asked)


def _ask(state: Power | None, command: AskForPower, context: Context) -> Decision:
    broker = context.actor.org
    if not broker or state is not None:
        return refuse("power_not_yours")
    if command.holder == broker:
        return refuse("power_to_oneself", "/holder")
    if context.of(WAITING):
        return refuse("power_asked_already", "/holder")
    wrong = dates_wrong(command.valid_from, command.valid_to, context)
    if wrong is not None:
        return wrong
    scope = tuple(dict.fromkeys(command.scope))
    named = (command.holder_name, command.broker_name, command.note)
    return (
        PowerAskedFor(command.holder, broker, scope, command.valid_from, command.valid_to, *named),
    )


def _begin(fact: Fact[Any], subject: str) -> Power | None:
    """It stands on the node that its id names, and was asked for by the broker itself."""
    said = fact.payload
    if home_of(subject) != fact.node or fact.actor.org != said.broker:
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
        asked_at=fact.at,
        asked_by=fact.actor.person,
        note=said.note,
        updated_at=fact.at,
    )


def _decline(state: Power, command: DeclinePower, context: Context) -> Decision:
    return (PowerDeclined(command.reason),) if state.is_asked else refuse("power_not_asked")


def _withdraw(state: Power, command: WithdrawPowerRequest, context: Context) -> Decision:
    return (PowerRequestWithdrawn(),) if state.is_asked else refuse("power_not_asked")


def _declined(s: Power, p: PowerDeclined, f: Fact[Any]) -> Power:
    if not s.is_asked:
        return s
    return replace(s, declined_at=f.at, ended_at=f.at, ended_by=f.actor.person, reason=p.reason)


def _withdrawn(s: Power, p: PowerRequestWithdrawn, f: Fact[Any]) -> Power:
    return replace(s, ended_at=f.at, ended_by=f.actor.person) if s.is_asked else s


_TO_HOLDER: Final = Heard[Power]({"carrier": lambda power: power.is_asked}, urgent=True)
ASKING: Final = Act[Power](
    "asking",
    asked=(
        Asked(
            AskForPower,
            by="carrier",
            decide=_ask,
            needs=(WAITING,),
            begins=True,
            own_name="broker_name",
        ),
        Asked(DeclinePower, by="carrier", decide=_decline, voice=GIVER),
        Asked(WithdrawPowerRequest, by="carrier", decide=_withdraw, voice=ASKER),
    ),
    told=(
        Told(PowerAskedFor, ASKER, frozenset(), unchanged, begin=_begin, heard=_TO_HOLDER),
        Told(PowerDeclined, GIVER, frozenset(), _declined, heard=TO_CARRIER),
        Told(PowerRequestWithdrawn, ASKER, frozenset(), _withdrawn),
    ),
    texts={
        "power_asked_already": RefusalText(
            N_("You have asked this organisation already, and it has not answered."),
            N_("Wait for its answer, or withdraw the request and ask anew."),
        ),
        "power_not_asked": RefusalText(
            N_("Nobody waits for an answer to this request any more."),
            N_("Nothing is left to do."),
        ),
    },
)
