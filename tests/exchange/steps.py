"""Steps that several tests of the exchange begin with."""

from typing import Any

import msgspec

from corridor.domain.facts import Actor, Payload
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.sealing import AffixSeals
from corridor.engine.core import Core
from corridor.engine.unit import Unit
from tests.support.engines import customs, do, lodge, register_guarantee

RELEASE = (
    DecideControl("green"),
    RequestGuarantee(),
    AffixSeals(("KG-778201", "KG-778202")),
    ReleaseForTransit(),
)
"""What the office of departure does with an accepted movement."""


def accepted_movement(core: Core) -> None:
    """A movement of KG that the whole route may see."""
    register_guarantee(core)
    for outcome in (lodge(core), do(core, AcceptDeclaration(), customs("KGOSH001"))):
        assert not outcome.refusals, outcome.refusals


class _Say(msgspec.Struct, frozen=True):
    subject: str
    payload: Payload
    actor: Actor
    to: tuple[str, ...]

    def run(self, unit: Unit) -> None:
        event, _ = unit.log.say(self.subject, self.payload, self.actor)
        for peer in self.to:
            unit._channels.publish(unit.tx, peer, event)


def saying(core: Core, subject: str, payload: Any, actor: Actor, to: tuple[str, ...]) -> None:
    """The node says what its own engine would never say, to these peers."""
    core.run_one(_Say(subject, payload, actor, to))
