"""The state of one permit: the fold of its events."""

from typing import Literal

import msgspec

from corridor.domain.attachments import Sent
from corridor.domain.days import day_at
from corridor.domain.permits.request import PermitRequest

PermitStatus = Literal[
    "applied",
    "information_requested",
    "granted",
    "refused",
    "withdrawn",
    "returned",
    "exhausted",
    "revoked",
]


class PermitUse(msgspec.Struct, frozen=True):
    """One use of a permit."""

    office: str
    movement: str
    used_at: str


class Permit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A permit. `home` is the node of the application, the request's country is the issuer."""

    id: str
    home: str
    owner: str
    """The organisation that applied."""
    request: PermitRequest
    status: PermitStatus = "applied"
    applied_at: str = ""
    updated_at: str = ""
    decided_at: str = ""
    number: str = ""
    serial: int = 0
    """Of a permit by quota: its number among those that were delivered."""
    valid_from: str = ""
    valid_to: str = ""
    credential: str = ""
    conditions: tuple[str, ...] = ()
    uses_granted: int = 0
    uses: tuple[PermitUse, ...] = ()
    refusal_code: str = ""
    reason: str = ""
    question: str = ""
    answer: str = ""
    applications: int = 1
    sent: tuple[Sent, ...] = ()
    """The files that went with what was said of it."""
    unheard: tuple[str, ...] = ()
    """`node:number` of events whose speaker had no right to say them: kept, never applied."""
    discrepancies: tuple[str, ...] = ()
    """What was said too late to hold: `withdrawn_while_granted`."""

    @property
    def issuer(self) -> str:
        """The node that decides: of the state where it holds, or of the carrier's own by quota."""
        return self.home if self.request.quota else self.request.country

    def is_valid_on(self, date: str) -> bool:
        """Granted and within its validity (ISO dates compare as text)."""
        return self.status == "granted" and self.valid_from <= date <= self.valid_to

    def may_be_reapplied_at(self, instant: str, wanted: str = "") -> bool:
        """Refused, withdrawn, or granted and run out unused: by the day it is there, or wanted."""
        day = max(day_at(instant, self.request.country), wanted)
        ran_out = self.status == "granted" and not self.uses and self.valid_to < day
        return ran_out or self.status in ("refused", "withdrawn", "returned")
