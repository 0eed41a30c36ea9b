"""The permit: its acts in the order of its life. The subject is one application."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Told
from corridor.domain.attachments import all_files
from corridor.domain.facts import Actor, Fact
from corridor.domain.kind import Kind, clash_of, owner_at_home, stamp_with_files
from corridor.domain.permits.admitting import ADMITTING
from corridor.domain.permits.amended import AMENDED
from corridor.domain.permits.appealing import APPEALING
from corridor.domain.permits.applying import APPLYING
from corridor.domain.permits.asking import ASKING
from corridor.domain.permits.assigning import ASSIGNING
from corridor.domain.permits.automatic import AUTOMATIC
from corridor.domain.permits.bringing_in import BRINGING_IN
from corridor.domain.permits.changing import CHANGING
from corridor.domain.permits.escalating import ESCALATING
from corridor.domain.permits.granting import GRANTING
from corridor.domain.permits.issuing import ISSUING
from corridor.domain.permits.listings import found_by, keys, listings
from corridor.domain.permits.passing import PASSING, is_post_of
from corridor.domain.permits.paying import PAYING
from corridor.domain.permits.proposing import PROPOSING
from corridor.domain.permits.receiving import RECEIVING
from corridor.domain.permits.refunding import REFUNDING
from corridor.domain.permits.refusing import REFUSING
from corridor.domain.permits.returning import RETURNING
from corridor.domain.permits.revoking import REVOKING
from corridor.domain.permits.state import Permit
from corridor.domain.permits.superseding import SUPERSEDING
from corridor.domain.permits.texts import TEXTS
from corridor.domain.permits.using import USING
from corridor.domain.permits.voices import UNDECIDED
from corridor.domain.permits.waiving import WAIVING
from corridor.domain.permits.withdrawing import WITHDRAWING
from corridor.domain.refusals import Refused, refuse

ACTS: Final[tuple[Act[Permit], ...]] = (
    APPLYING,
    ASKING,
    RECEIVING,
    GRANTING,
    ISSUING,
    ADMITTING,
    REFUSING,
    PROPOSING,
    APPEALING,
    ESCALATING,
    PAYING,
    WAIVING,
    REFUNDING,
    AUTOMATIC,
    WITHDRAWING,
    ASSIGNING,
    CHANGING,
    USING,
    PASSING,
    REVOKING,
    RETURNING,
    BRINGING_IN,
    SUPERSEDING,
    AMENDED,
)


def _unknown(subject: str) -> Refused:
    return refuse("permit_unknown")


def _clash(state: Permit, told: Told[Permit], fact: Fact[Any]) -> Permit:
    """What comes too late (a withdrawal after the grant) leaves the permit as it stands, but for
    what its act keeps.
    """
    clash = clash_of(fact, state.status)
    noted = stamp_with_files(replace(state, discrepancies=(*state.discrepancies, clash)), fact)
    return told.late(noted, fact.payload, fact) if told.late else noted


def _audience(state: Permit) -> frozenset[str]:
    """Its home, its issuer, and where the trips depart; where it holds, if that is elsewhere too.

    Revoked, it concerns every state of the way: the vehicle may be anywhere on it.
    """
    departure = state.request.countries[:1] or (state.home,)
    if state.request.quota and not state.serial:
        return frozenset({state.home, *departure})  # whoever only waits is no matter of theirs
    trips = (one.departure for one in state.assigned)
    way = state.request.countries if state.status == "revoked" else ()
    known = state.request.recognised_by
    return frozenset({state.home, *state.countries, *departure, *trips, *way, *known})


def _uses_files(state: Permit, day: str) -> bool:
    return state.status in UNDECIDED or state.is_valid_on(max(day, state.valid_from))


def _posts(state: Permit) -> tuple[str, ...]:
    """The offices that may look at it: of its own border; of the whole way once it is revoked."""
    asked = state.request
    way = asked.posts if state.status == "revoked" else ()
    return (asked.entry_office, asked.leave_office, *way)


def _sees(actor: Actor, state: Permit) -> bool:
    if state.admitted_from and is_post_of(state, state.home, actor):
        return True
    match actor.role:
        case "carrier":
            return bool(state.owner) and actor.org == state.owner
        case "permit":
            return actor.office == state.request.authority
        case "customs" | "checkpoint":
            return actor.office in _posts(state)
        case _:
            return False


def _touched(state: Permit) -> tuple[str, ...]:
    """Its dossier, or those that it was assigned to."""
    every = (state.request.dossier, *(one.dossier for one in state.assigned))
    return tuple(one for one in every if one)


PERMITS: Final = Kind(
    prefix="pm",
    title="Permit",
    state=Permit,
    acts=ACTS,
    unknown=_unknown,
    expects=lambda permit, told, fact: permit.status in told.states,
    clash=_clash,
    stamp=stamp_with_files,
    listings=listings,
    keys=keys,
    found_by=found_by,
    sees=_sees,
    audience=_audience,
    attached=lambda state: all_files(state.request.attachments, state.sent),
    uses_files=_uses_files,
    firms=owner_at_home,
    touches=_touched,
    spread="To the node of application, of issue, and of departure.",
    texts=TEXTS,
)
