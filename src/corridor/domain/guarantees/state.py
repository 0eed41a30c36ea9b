"""The state of one guarantee."""

import hashlib
import hmac

import msgspec

from corridor.domain.guarantees.asked import Wanted
from corridor.domain.guarantees.types import type_of

WARN_PERCENT = 80
"""More than this taken, guarantor and holder are warned, where the guarantor has set nothing."""


def access_digest(salt: str, code: str) -> str:
    """`salt$digest` of an access code.

    Four characters cannot be protected by hashing alone: what protects them is that guarantee
    events never leave the guarantor's node. The digest keeps them out of plain sight there.
    """
    return f"{salt}${hashlib.sha256(f'{salt}:{code}'.encode()).hexdigest()}"


class GuaranteeClaim(msgspec.Struct, frozen=True, omit_defaults=True):
    """A debt demanded of the guarantor: by which office, how much, and the last day to pay."""

    reference: str
    """The number of the movement."""
    office: str
    amount_minor: int
    pay_by: str
    at: str = ""
    paid_minor: int = 0

    @property
    def left_minor(self) -> int:
        """What is still to be paid."""
        return max(0, self.amount_minor - self.paid_minor)


class Wrong(msgspec.Struct, frozen=True):
    """A code that did not fit: when it was shown, and by which attempt. Of those that came while
    the guarantee was locked none was looked at.
    """

    at: str
    attempt: str = ""
    is_ignored: bool = False


class Guarantee(msgspec.Struct, frozen=True, omit_defaults=True):
    """A guarantee and its live reservations: movement → amount. One reservation per movement."""

    grn: str
    node: str = ""
    holder: str = ""
    guarantor: str = ""
    kind: str = ""
    reference_minor: int = 0
    currency: str = ""
    valid_from: str = ""
    valid_to: str = ""
    access_digest: str = ""
    excluded_countries: tuple[str, ...] = ()
    reserved: dict[str, int] = {}
    called: dict[str, int] = {}
    """Movement → what was called for its customs debt: taken until the guarantor has paid it, which
    is settled outside of this ledger."""
    claims: dict[str, GuaranteeClaim] = {}
    """Movement → what is demanded of the guarantor for it."""
    warn_percent: int = WARN_PERCENT
    offices: tuple[str, ...] = ()
    """Of departure and destination, where it is for these alone."""
    goods: tuple[str, ...] = ()
    """How the HS codes begin that it is for, where it is not for all."""
    excluded_goods: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    """`suspension`, `sensitive`: goods that it does not cover."""
    shown: tuple[str, ...] = ()
    """Movements filed in other states whose carriers have shown the access code."""
    awaiting: dict[str, Wanted] = {}
    """Movement → what is asked for it, until its access code has come."""
    missed: dict[str, int] = {}
    """Movement → how many codes came for it that did not fit."""
    wrong: tuple[Wrong, ...] = ()
    locked_until: str = ""
    spent_by: str = ""
    """The movement that used it up, where it covers one alone."""

    @property
    def id(self) -> str:
        """Its subject."""
        return f"gr-{self.grn}"

    @property
    def reference(self) -> str:
        """What people call it."""
        return self.grn

    def available_minor(self) -> int:
        """What is left of the reference amount."""
        return self.reference_minor - sum(self.reserved.values()) - sum(self.called.values())

    def is_held_by(self, owner: str, declared: str = "") -> bool:
        """Whether it belongs to who files, or to the holder for whom a broker files."""
        return self.holder in (owner, declared or owner)

    def opens_with(self, code: str) -> bool:
        """Whether this is the access code."""
        salt = self.access_digest.partition("$")[0]
        return hmac.compare_digest(access_digest(salt, code), self.access_digest)

    def is_locked(self, now: str) -> bool:
        """Whether no code is looked at, since too many were wrong."""
        return now < self.locked_until

    def used_by(self, movement: str) -> str:
        """Another movement that it is used for, where it covers one alone; else nothing."""
        if not type_of(self.kind).once:
            return ""
        others = (one for one in (self.spent_by, *self.reserved) if one not in ("", movement))
        return next(others, "")
