"""Who speaks of a power of attorney: the firm that gave it, at its own window."""

from typing import Any, Final

from corridor.domain.acts import Voice
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.powers.state import Power
from corridor.domain.refusals import Refused, refuse


def _says(power: Power, fact: Fact[Any]) -> bool:
    return fact.node == power.node and fact.actor.org == power.holder


def _asks(power: Power, command: Any, context: Context) -> Refused | None:
    return None if context.actor.org == power.holder else refuse("power_not_yours")


GIVER: Final = Voice("whoever gave it", _says, _asks)
