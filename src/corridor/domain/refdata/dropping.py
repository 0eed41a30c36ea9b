"""Dropping a list that waits to be confirmed: it never counts."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.refdata.voices import OPERATOR
from corridor.domain.refusals import refuse
from corridor.domain.values import Instant


class DropReference(Command, frozen=True, tag="refdata.drop"):
    """Take back what waits to be confirmed. `proposed_at`: which proposal was read."""

    proposed_at: Instant


class ReferenceDropped(Payload, frozen=True, tag="refdata.dropped/1"):
    """The list that was proposed at an instant is not wanted any more."""

    proposed_at: Instant


def _drop(state: ReferenceList, command: DropReference, context: Context) -> Decision:
    if state.pending is None or state.pending.at != command.proposed_at:
        return refuse("refdata_replaced")
    return (ReferenceDropped(command.proposed_at),)


def _dropped(s: ReferenceList, p: ReferenceDropped, f: Fact[Any]) -> ReferenceList:
    is_it = s.pending is not None and s.pending.at == p.proposed_at
    return replace(s, pending=None) if is_it else s


DROPPING: Final = Act[ReferenceList](
    "dropping",
    asked=(Asked(DropReference, by="operator", decide=_drop, voice=OPERATOR),),
    told=(Told(ReferenceDropped, OPERATOR, frozenset(), _dropped),),
)
