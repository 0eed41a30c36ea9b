"""Sharing: departure gives the record of a movement to an office that nobody had announced it to.

It asked for it with a purpose (`domain/records`). From then on its node hears of the movement as
those of the route do, and the office has it before it; to act on it, it reports that it turned up.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Reaction, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.parts import Share
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.values import Office, Reference


class ShareRecord(Command, frozen=True, tag="movement.share"):
    """Give the record to this office; `request`: the subject under which it asked."""

    office: Office
    to_office: Office
    request: Reference
    purpose: Reference


class RecordShared(Payload, frozen=True, tag="movement.shared/1"):
    """CD003C, CD115C: the record goes to an office off the route, which asked for it."""

    office: Office
    to_office: Office
    request: Reference
    purpose: Reference


def shared_by(
    office: str, movement: str, *, to_office: str, request: str, purpose: str
) -> Reaction:
    """What follows where this office of departure has granted the record."""
    return Reaction(movement, ShareRecord(office, to_office, request, purpose))


def _share(state: Movement, command: ShareRecord, context: Context) -> Decision:
    if context.actor.role != SYSTEM:
        return ()
    said = (command.office, command.to_office, command.request, command.purpose)
    return (RecordShared(*said),)


def _shared(s: Movement, p: RecordShared, f: Fact[Any]) -> Movement:
    share = Share(p.to_office, p.request, p.purpose, f.at)
    return replace(s, shares=(*s.shares, share))


def _desks(state: Movement) -> Iterator[tuple[str, str]]:
    """Whoever asked has it among those expected, as long as it is under way and not diverted."""
    said = {*state.diverted_from(), *(d.to_office for d in state.diversions)}
    for office in dict.fromkeys(share.office for share in state.shares):
        if office not in said and not state.is_on_route(office):
            yield office, "expected" if state.status == "released" else "closed"


SHARING: Final = Act[Movement](
    "sharing",
    asked=(Asked(ShareRecord, SYSTEM, _share),),
    told=(Told(RecordShared, DEPARTURE, UNDERWAY, _shared),),
    desks=_desks,
)
