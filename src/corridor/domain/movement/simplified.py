"""The simplified procedure of an authorised consignor: no hand is needed, unless for a control.

A declaration that names a valid authorisation (C521) is accepted as it comes, its own seals count,
and the guarantee is asked for. The office has the time that the authorisation gives to decide on a
control; if it decides on none, the movement is released by itself. Whatever stands against that
puts it on the officer's desk like any other.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import (
    AT_ONCE_TO_CARRIER,
    SYSTEM,
    TO_CARRIER,
    Act,
    Asked,
    Decision,
    Timer,
    Told,
)
from corridor.domain.authorised.claims import CLAIMED, claim_refusals, with_number
from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier, declared_seals
from corridor.domain.context import Context
from corridor.domain.days import minutes_later
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.accepting import acceptance
from corridor.domain.movement.control import waived
from corridor.domain.movement.guarantee import request_of
from corridor.domain.movement.moments import ACCEPTED
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.parts import Simplified
from corridor.domain.movement.releasing import release_by_itself
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.permits.dossier import DOSSIER_PERMITS
from corridor.domain.refusals import Refused
from corridor.domain.values import Instant, Line, Office

CONSIGNOR: Final = "C521"


class BeginSimplified(Command, frozen=True, tag="movement.begin_simplified"):
    """The node's own clock says that a declaration came by which the procedure may begin."""


class EndSimplified(Command, frozen=True, tag="movement.end_simplified"):
    """The node's own clock says that the time to decide on a control is over."""


class SimplifiedBegun(Payload, frozen=True, tag="movement.simplified_begun/1"):
    """Accepted under an authorisation; released by itself unless a control is decided before."""

    office: Office
    authorisation: Line
    decide_by: Instant
    seals: tuple[str, ...] = ()
    """Of the consignor's own, as declared."""


class SimplifiedStopped(Payload, frozen=True, tag="movement.simplified_stopped/1"):
    """Not begun, or not released by itself: an officer decides."""

    office: Office
    code: Line


def _claimed(dossier: Dossier) -> str:
    """The number of the authorisation that it names."""
    found = (claim.reference for claim in dossier.authorisations if claim.kind == CONSIGNOR)
    return next(found, "")


def _begins_at(state: Movement) -> str:
    """At once, as soon as the goods are there; nothing where nothing is claimed or it was tried."""
    is_new = state.status == "submitted" and not state.awaits_goods and state.simplified is None
    return (state.presented_at or state.lodged_at) if is_new and _claimed(state.dossier) else ""


def _decided_by(state: Movement) -> str:
    """Until when the office may decide, while it has not and nothing stopped it."""
    begun = state.simplified
    is_open = begun is not None and not begun.stopped and state.status in ACCEPTED
    return begun.decide_by if begun and is_open and state.channel in ("", "green") else ""


def _begin(state: Movement, command: BeginSimplified, context: Context) -> Decision:
    if context.actor.role != SYSTEM or not _begins_at(state):
        return ()
    known, office = context.of(CLAIMED), departure_office(state.dossier)
    person = with_number(_claimed(state.dossier), known)
    wrong = _against(state, person, context)
    if wrong or person is None:
        return (SimplifiedStopped(office, wrong),)
    until = minutes_later(context.now, person.conditions.decide_min)
    seals = declared_seals(state.dossier)
    begun = SimplifiedBegun(office, person.reference, until, seals)
    asked = request_of(state, context)
    return (acceptance(state, context), begun, *(() if isinstance(asked, Refused) else asked))


def _against(state: Movement, person: AuthorisedPerson | None, context: Context) -> str:
    """The first code of what stands against it; an unknown number makes nothing simpler."""
    if person is None:
        return "authorisation_unknown"
    owner = state.dossier.holder.id or state.owner
    found = claim_refusals(state.dossier, owner, context.of(CLAIMED), context)
    return next((refusal.code for refusal in found), "")


def _end(state: Movement, command: EndSimplified, context: Context) -> Decision:
    until = _decided_by(state)
    if context.actor.role != SYSTEM or not until or context.now < until:
        return ()
    free = () if state.channel else (waived(),)
    found = release_by_itself(replace(state, channel="green"), context)
    if isinstance(found, Refused):
        return (SimplifiedStopped(departure_office(state.dossier), found.refusals[0].code),)
    return (*free, *found)


def _begun(s: Movement, p: SimplifiedBegun, f: Fact[Any]) -> Movement:
    return replace(s, simplified=Simplified(p.authorisation, p.decide_by), seals=p.seals)


def _stopped(s: Movement, p: SimplifiedStopped, f: Fact[Any]) -> Movement:
    return replace(s, simplified=replace(s.simplified or Simplified(), stopped=p.code))


def _office(state: Movement) -> str:
    return departure_office(state.dossier)


SIMPLIFIED: Final = Act[Movement](
    "simplified",
    asked=(
        Asked(BeginSimplified, SYSTEM, _begin, needs=(CLAIMED,)),
        Asked(EndSimplified, SYSTEM, _end, needs=(DOSSIER_PERMITS,)),
    ),
    told=(
        Told(SimplifiedBegun, DEPARTURE, ACCEPTED, _begun, heard=TO_CARRIER),
        Told(
            SimplifiedStopped,
            DEPARTURE,
            ACCEPTED | {"submitted"},
            _stopped,
            heard=AT_ONCE_TO_CARRIER,
        ),
    ),
    timers=(
        Timer("simplified-begin", due=_begins_at, office=_office, command=BeginSimplified),
        Timer("simplified-end", due=_decided_by, office=_office, command=EndSimplified),
    ),
)
