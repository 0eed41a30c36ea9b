"""Who speaks of a power of attorney: whoever gives it, whoever asks for it, its node's clock."""

from typing import Any, Final

from corridor.domain.acts import SYSTEM, Voice
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.powers.state import Power
from corridor.domain.refusals import Refused, refuse


def _says(power: Power, fact: Fact[Any]) -> bool:
    return fact.node == power.node and fact.actor.org == power.holder


def _asks(power: Power, command: Any, context: Context) -> Refused | None:
    return None if context.actor.org == power.holder else refuse("power_not_yours")


def _says_asker(power: Power, fact: Fact[Any]) -> bool:
    return fact.node == power.node and fact.actor.org == power.broker


def _asker_asks(power: Power, command: Any, context: Context) -> Refused | None:
    return None if context.actor.org == power.broker else refuse("power_not_yours")


def _says_clock(power: Power, fact: Fact[Any]) -> bool:
    return fact.node == power.node and fact.actor.role == SYSTEM


ASKER: Final = Voice("whoever asked for it", _says_asker, _asker_asks)
CLOCK: Final = Voice("the clock of its node", _says_clock)
GIVER: Final = Voice("whoever gave it", _says, _asks)
