"""Another certificate was issued in the place of one that was brought in: that one is over."""

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, TO_CARRIER, Act, Asked, Decision, Follow, Reaction, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.bringing_in import IN_FORCE, PermitBroughtIn
from corridor.domain.permits.brought import brought_id
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import STATE_OF_ISSUE, during
from corridor.domain.refusals import refuse
from corridor.domain.values import Reference


class SupersedePermit(Command, frozen=True, tag="permit.supersede"):
    """Another certificate stands in its place: said by the node when that one is brought in."""

    by: Reference


class PermitSuperseded(Payload, frozen=True, tag="permit.superseded/1"):
    """Another certificate was issued in its place."""

    by: Reference


def _supersede(state: Permit, command: SupersedePermit, context: Context) -> Decision:
    if state.brought is None:
        return refuse("permit_not_brought", number=state.number)
    return (PermitSuperseded(command.by),)


def _superseded(s: Permit, p: PermitSuperseded, f: Fact[Any]) -> Permit:
    """A crossing that was written off stays; nothing more is entered on it."""
    brought = s.brought and replace(s.brought, superseded_by=p.by, changed_at=f.at)
    return replace(s, status="revoked", brought=brought)


def _replaces(said: PermitBroughtIn, state: Permit, context: Context) -> Iterable[Reaction]:
    """The certificate in whose place it was issued does not count any more."""
    found = said.brought.certificate
    if found is not None and found.replaces:
        before = brought_id(context.node, found.exporter, found.replaces)
        if before != state.id:
            yield Reaction(before, SupersedePermit(found.number))


SUPERSEDING: Final = Act[Permit](
    "superseding",
    asked=(Asked(SupersedePermit, SYSTEM, _supersede, STATE_OF_ISSUE, during(*IN_FORCE)),),
    told=(Told(PermitSuperseded, STATE_OF_ISSUE, IN_FORCE, _superseded, heard=TO_CARRIER),),
    follows=(Follow(PermitBroughtIn, at=lambda said, state: state.home, then=_replaces),),
)
