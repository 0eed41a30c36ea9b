"""The kinds of subjects: which pure functions decide, fold and list each of them.

The engine knows a subject by the first two letters of its id and treats all kinds alike; what a
decision on one needs to know of another is gathered in `unit.py` (`_context`, `_permits`).
"""

from collections.abc import Callable
from typing import Any

import msgspec

from corridor.domain.checkpoints import decide as checkpoint_decide
from corridor.domain.checkpoints import evolve as checkpoint_evolve
from corridor.domain.checkpoints import listings as checkpoint_listings
from corridor.domain.checkpoints.commands import CheckpointCommand, RegisterArrival
from corridor.domain.checkpoints.state import Visit
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees import decide as guarantee_decide
from corridor.domain.guarantees import evolve as guarantee_evolve
from corridor.domain.guarantees import listings as guarantee_listings
from corridor.domain.guarantees.commands import GuaranteeCommand
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.listings import Row
from corridor.domain.movement import commands as mc
from corridor.domain.movement import decide as movement_decide
from corridor.domain.movement import evolve as movement_evolve
from corridor.domain.movement import listings as movement_listings
from corridor.domain.movement.by_carrier import lrn_key
from corridor.domain.movement.offices import audience as movement_audience
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.permits import decide as permit_decide
from corridor.domain.permits import evolve as permit_evolve
from corridor.domain.permits import listings as permit_listings
from corridor.domain.permits.commands import ApplyForPermit, PermitCommand
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refused


def _nobody(state: Any) -> frozenset[str]:
    return frozenset()


def _no_timers(state: Any, node: str) -> tuple[tuple[str, str], ...]:
    return ()


def _no_command(name: str, state: Any) -> tuple[Any, str]:
    raise AssertionError(f"nobody set timer {name}")


class Kind(msgspec.Struct, frozen=True):
    """One kind of subject."""

    prefix: str
    state: type
    commands: tuple[type, ...]
    decide: Callable[[Any, Any, Context], tuple[Payload, ...] | Refused]
    evolve: Callable[[Any, Fact[Any], str], Any]
    listings: Callable[[Any, str], tuple[Row, ...]]
    keys: Callable[[Any, str], tuple[str, ...]]
    audience: Callable[[Any], frozenset[str]] = _nobody
    timers: Callable[[Any, str], tuple[tuple[str, str], ...]] = _no_timers
    on_timer: Callable[[str, Any], tuple[Any, str]] = _no_command
    """From a timer's name and the state to its command, and the office it is said for."""


def _movement_audience(state: Movement) -> frozenset[str]:
    everyone = movement_audience(state.dossier, state.home, bool(state.mrn))
    return everyone - frozenset(state.withdrawn)


def _movement_timer(name: str, state: Movement) -> tuple[mc.MarkOverdue, str]:
    assert name == "overdue"
    return mc.MarkOverdue(), departure_office(state.dossier)


def _permit_audience(state: Permit) -> frozenset[str]:
    departure = state.request.countries[:1] or (state.home,)
    return frozenset({state.home, state.request.country, *departure})


def _guarantee_keys(state: Guarantee, node: str) -> tuple[str, ...]:
    return (f"grn:{state.grn}",)


KINDS: dict[str, Kind] = {
    kind.prefix: kind
    for kind in (
        Kind(
            prefix="mv",
            state=Movement,
            commands=mc.MovementCommand.__args__,
            decide=movement_decide.decide,
            evolve=movement_evolve.evolve,
            listings=movement_listings.listings,
            keys=movement_listings.keys,
            audience=_movement_audience,
            timers=movement_listings.timers,
            on_timer=_movement_timer,
        ),
        Kind(
            prefix="pm",
            state=Permit,
            commands=PermitCommand.__args__,
            decide=permit_decide.decide,
            evolve=permit_evolve.evolve,
            listings=permit_listings.listings,
            keys=permit_listings.keys,
            audience=_permit_audience,
        ),
        Kind(
            prefix="gr",
            state=Guarantee,
            commands=GuaranteeCommand.__args__,
            decide=guarantee_decide.decide,
            evolve=guarantee_evolve.evolve,
            listings=lambda state, node: guarantee_listings.listings(state),
            keys=_guarantee_keys,
        ),
        Kind(
            prefix="cp",
            state=Visit,
            commands=CheckpointCommand.__args__,
            decide=checkpoint_decide.decide,
            evolve=checkpoint_evolve.evolve,
            listings=checkpoint_listings.listings,
            keys=checkpoint_listings.keys,
        ),
    )
}
KIND_OF_COMMAND: dict[type, Kind] = {
    command: kind for kind in KINDS.values() for command in kind.commands
}


def kind_of(subject: str) -> Kind | None:
    """The kind of a subject, or None for the node's own records."""
    return KINDS.get(subject[:2]) if subject[2:3] == "-" else None


def unique_keys(command: Any, org: str) -> tuple[str, ...]:
    """The unique keys that deciding on this command needs to look up."""
    match command:
        case mc.LodgeDeclaration(dossier=dossier):
            return (lrn_key(org, dossier.lrn),)
        case ApplyForPermit(request=request):
            return (permit_listings.request_key(request),)
        case RegisterArrival(office=office, plate=plate):
            return (checkpoint_listings.visit_key(office, plate),)
        case _:
            return ()
