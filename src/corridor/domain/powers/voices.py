"""Who speaks of a power of attorney: whoever gives it, whoever asks for it, its node's clock."""

from collections.abc import Callable
from typing import Any, Final

from corridor.domain.acts import SYSTEM, Voice
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.powers.state import Power
from corridor.domain.refusals import Refused, refuse


def _firm(called: str, firm: Callable[[Power], str]) -> Voice[Power]:
    """Whoever speaks and asks for one of the two firms, on the node where the power stands."""

    def says(power: Power, fact: Fact[Any]) -> bool:
        return fact.node == power.node and fact.actor.org == firm(power)

    def asks(power: Power, command: Any, context: Context) -> Refused | None:
        return None if context.actor.org == firm(power) else refuse("power_not_yours")

    return Voice(called, says, asks)


def _says_clock(power: Power, fact: Fact[Any]) -> bool:
    return fact.node == power.node and fact.actor.role == SYSTEM


ASKER: Final = _firm("whoever asked for it", lambda power: power.broker)
CLOCK: Final = Voice("the clock of its node", _says_clock)
GIVER: Final = _firm("whoever gave it", lambda power: power.holder)
