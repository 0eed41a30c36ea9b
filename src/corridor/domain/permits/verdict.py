"""The verdict on a credential: whether the vehicle before the officer may pass on it.

Judged alike on a node and on a device without a line (`credential.ts`); both are held to the same
table of cases. Of keys:

- a revoked key's signature proves nothing, whenever it was made: no device can know that the permit
  is older than the revocation;
- a key that merely ran out is judged at the day of issue. The text does not name that day, but a
  permit is never issued after its first day: where even that lies after the key's end, the
  authority has to be asked. A node that knows the permit knows the day itself.

By a clock that is behind, a permit that seems to begin later may have begun already: the clock is
set first. One that has expired by such a clock has expired.
"""

from collections.abc import Iterator
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from corridor.domain.days import day_at
from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.plates import alike, covers
from corridor.domain.permits.state import Permit
from corridor.domain.searching import identifier
from corridor.domain.typed import listed

Verdict = Literal["valid", "invalid", "check"]
Standing = Literal["in_force", "used_up", "revoked", "replaced", "unknown", "disputed"]


class SignatureWord(msgspec.Struct, frozen=True):
    """What the trust list says of a signature: why it cannot be relied upon; nothing where it can.

    `reason`: altered | unknown_issuer | key_revoked | key_not_yet | clock_behind | stale_list.
    `key_ended`: since when the key has run out, an instant; a signature made before stays good.
    """

    reason: str = ""
    key_ended: str = ""


class Known(msgspec.Struct, frozen=True):
    """What is known of a permit beyond its text. `issued_at`: an instant, empty if nothing is."""

    standing: Standing
    issued_at: str = ""
    trip: str = ""
    load: str = ""
    used: bool = False
    """What it is limited to, as its case says; empty where only its standing could be asked."""


class CredentialVerdict(msgspec.Struct, frozen=True):
    """The big word for the officer, and the codes of the reasons, the gravest first."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


_SIGNATURE_WRONG: Final = {
    "altered": "credential_signature",
    "unknown_issuer": "credential_key_unknown",
    "key_revoked": "credential_key_revoked",
}
_SIGNATURE_DOUBT: Final = {
    "key_not_yet": "credential_key_not_yet",
    "clock_behind": "credential_clock_behind",
    "stale_list": "credential_list_stale",
}
_STANDING_WRONG: Final = {
    "revoked": "credential_revoked",
    "used_up": "credential_used",
    "replaced": "credential_replaced",
    "unknown": "credential_not_issued",
}


def known_of(permit: Permit | None, text: str) -> Known:
    """What whoever holds the permit's case knows of a credential with its number."""
    if permit is None:
        return Known("unknown")
    if permit.credential != text:
        return Known("replaced", permit.decided_at)
    found: dict[str, Standing] = {"granted": "in_force", "exhausted": "used_up"}
    standing = found.get(permit.status, "revoked")
    return with_limits(Known(standing, permit.decided_at), permit)


def with_limits(known: Known, permit: Permit | None) -> Known:
    """With what this node knows of the permit besides its standing."""
    if permit is None:
        return known
    return replace(known, trip=permit.trip, load=permit.load, used=bool(permit.uses))


def judge(
    credential: Credential,
    signature: SignatureWord,
    day: str,
    plate: str = "",
    known: Known | None = None,
    laden: bool = False,
) -> CredentialVerdict:
    """The verdict on the calendar day it is where the officer stands.

    `plate` is what stands before the officer, a trailer after the truck, parted by a comma; empty
    where nobody looked. `known` is None where
    nobody could be asked: then the credential alone decides. `laden`: it is known to carry goods.
    """
    invalid = (*_wrong(credential, signature, day, plate, known), *_over_limits(known, laden))
    if invalid:
        return CredentialVerdict("invalid", invalid)
    doubts = tuple(_doubts(credential, signature, plate, known))
    notes = tuple(_notes(credential, known))
    return CredentialVerdict("check" if doubts else "valid", doubts + notes)


def _wrong(
    credential: Credential,
    signature: SignatureWord,
    day: str,
    plate: str,
    known: Known | None,
) -> Iterator[str]:
    if signature.reason in _SIGNATURE_WRONG:
        yield _SIGNATURE_WRONG[signature.reason]
    if credential.valid_to < day:
        yield "credential_expired"
    if credential.valid_from > day and signature.reason != "clock_behind":
        yield "credential_not_yet_valid"
    if _fits(credential, plate) == "other":
        yield "credential_other_plate"
    if known is not None and known.standing in _STANDING_WRONG:
        yield _STANDING_WRONG[known.standing]


def _fits(credential: Credential, plate: str) -> Literal["named", "alike", "other"]:
    """Whether each vehicle that stands there, truck and trailer, is one of the permit's."""
    shown = tuple(one for one in listed(plate) if identifier(one))
    if covers(credential.plates, shown):
        return "named"
    return "alike" if all(alike(credential.plates, one) for one in shown) else "other"


def _over_limits(known: Known | None, laden: bool) -> Iterator[str]:
    if known is None:
        return
    if known.standing == "used_up" and known.trip == "single":
        yield "credential_one_way"
    if known.load == "empty" and laden:
        yield "credential_for_empty"


def _notes(credential: Credential, known: Known | None) -> Iterator[str]:
    if known is not None and known.trip == "return" and known.used:
        yield "credential_way_back"
    if credential.conditions:
        yield "credential_has_conditions"


def _doubts(
    credential: Credential, signature: SignatureWord, plate: str, known: Known | None
) -> Iterator[str]:
    if signature.reason in _SIGNATURE_DOUBT:
        yield _SIGNATURE_DOUBT[signature.reason]
    if signature.key_ended and not _is_older(credential, signature.key_ended, known):
        yield "credential_key_ran_out"
    if known is not None and known.standing == "disputed":
        yield "credential_disputed"
    if _fits(credential, plate) == "alike":
        yield "credential_plate_alike"
    if known is not None and known.load == "empty":
        yield "credential_only_empty"


def _is_older(credential: Credential, key_ended: str, known: Known | None) -> bool:
    """Whether the permit was issued on a day on which its key was still in force."""
    there = credential.issuer
    issued = day_at(known.issued_at, there) if known and known.issued_at else ""
    return (issued or credential.valid_from) <= day_at(key_ended, there)
