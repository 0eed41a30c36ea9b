"""The state of one permit: the fold of its events."""

from typing import Final, Literal

import msgspec

from corridor.domain.attachments import Sent
from corridor.domain.days import day_at, end_of_day
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.brought import Brought
from corridor.domain.permits.term import decision_day

PermitStatus = Literal[
    "applied",
    "information_requested",
    "granted",
    "refused",
    "withdrawn",
    "returned",
    "exhausted",
    "revoked",
    "appealed",
]
ChangeCause = Literal["extended", "transferred", "replaced"]
PAST_MAX: Final = 20


class PermitUse(msgspec.Struct, frozen=True):
    """One use of a permit."""

    office: str
    movement: str
    used_at: str


class Proposal(msgspec.Struct, frozen=True, omit_defaults=True):
    """A decision that waits for the second officer."""

    decision: Literal["grant", "refuse", "revoke"]
    person: str
    at: str
    valid_from: str = ""
    valid_to: str = ""
    conditions: tuple[str, ...] = ()
    uses: int = 1
    left_out: tuple[int, ...] = ()
    code: str = ""
    reason: str = ""


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """What its holder asks to be changed of a permit in force, and nobody has decided yet."""

    cause: ChangeCause
    reason: str
    at: str
    plates: tuple[str, ...] = ()
    valid_to: str = ""


class FeeDue(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the state of issue asks for the application. `reference` stands on the payment."""

    amount_minor: int
    currency: str
    reference: str
    due: str
    first: bool = False
    """Whether nothing is granted before it is paid."""


class Paid(msgspec.Struct, frozen=True):
    """One payment that came in: on a day, under the bank's own reference."""

    amount_minor: int
    day: str
    bank_reference: str
    payer: str
    receipt: str


class Refund(msgspec.Struct, frozen=True):
    """What was sent back, under the bank's own reference."""

    amount_minor: int
    day: str
    bank_reference: str


class PastDecision(msgspec.Struct, frozen=True):
    """A decision that was set aside: the application is decided anew."""

    applied_at: str
    decided_at: str
    in_time: bool


class Assigned(msgspec.Struct, frozen=True):
    """A dossier for which a use of a permit is kept, and the state where it departs."""

    dossier: str
    departure: str


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
    refused_by: str = ""
    """The officer who refused it."""
    question: str = ""
    answer: str = ""
    applications: int = 1
    asked_at: str = ""
    paused_days: int = 0
    """Days that the authority waited for answers: its term stood still."""
    four_eyes: bool = False
    silence_grants: bool = False
    proposal: Proposal | None = None
    past: tuple[PastDecision, ...] = ()
    """Refusals that an appeal set aside, for how long decisions take."""
    left_out: tuple[int, ...] = ()
    """Numbers of goods that were applied for and not granted."""
    overdue_at: str = ""
    appeal: str = ""
    """Words of an appeal that nobody has decided yet."""
    change: Change | None = None
    granted_to: str = ""
    """Once it was extended: the last day as it was granted, from which extensions are counted."""
    earlier: tuple[str, ...] = ()
    """Numbers of permits that this one replaced."""
    replaced: tuple[str, ...] = ()
    """Digests of their codes, which hold no more."""
    holds_in: tuple[str, ...] = ()
    stands_for: tuple[str, ...] = ()
    assigned: tuple[Assigned, ...] = ()
    fee: FeeDue | None = None
    payments: tuple[Paid, ...] = ()
    waived_minor: int = 0
    """So much less of the fee is asked for."""
    refunds: tuple[Refund, ...] = ()
    trip: Literal["", "single", "return"] = ""
    """How far one entry of it reaches; empty: nothing is said, and one crossing is one use."""
    load: Literal["", "laden", "empty"] = ""
    """`empty`: not for a vehicle that carries goods."""
    by_rule: str = ""
    """The rule by which it was decided without a person, or `silence`."""
    review: Literal["", "due", "right", "wrong"] = ""
    brought: Brought | None = None
    """Where it comes from, if it was decided on outside of the corridor."""
    sent: tuple[Sent, ...] = ()
    """The files that went with what was said of it."""
    unheard: tuple[str, ...] = ()
    """`node:number` of events whose speaker had no right to say them: kept, never applied."""
    discrepancies: tuple[str, ...] = ()
    """What was said too late to hold: `withdrawn_while_granted`."""
    admitted_from: str = ""
    """The state whose own system issued it, where this one was told of it by a gateway."""
    exits: tuple[PermitUse, ...] = ()
    """Where it left by, of those that no movement writes off."""

    @property
    def issuer(self) -> str:
        """The node that decides: of the state where it holds, or of the carrier's own by quota."""
        return self.home if self.request.quota else self.request.country

    @property
    def alone(self) -> bool:
        """Whether it was applied for apart from any dossier."""
        return not self.request.dossier

    @property
    def paid_minor(self) -> int:
        """All that was paid."""
        return sum(one.amount_minor for one in self.payments)

    @property
    def owed_minor(self) -> int:
        """What is still to be paid of the fee."""
        if self.fee is None:
            return 0
        return max(0, self.fee.amount_minor - self.waived_minor - self.paid_minor)

    @property
    def over_minor(self) -> int:
        """What was paid beyond the fee, and has not been sent back."""
        if self.fee is None:
            return 0
        kept = max(0, self.fee.amount_minor - self.waived_minor)
        return max(0, self.paid_minor - self.refunded_minor - kept)

    @property
    def refunded_minor(self) -> int:
        """All that was sent back."""
        return sum(one.amount_minor for one in self.refunds)

    @property
    def crossings_granted(self) -> int:
        """So often may a state be entered on it: twice an entry where the way back is granted."""
        return self.uses_granted * (2 if self.trip == "return" else 1)

    @property
    def waits_for_fee(self) -> bool:
        """Whether nothing is granted before more is paid."""
        return self.fee is not None and self.fee.first and self.owed_minor > 0

    @property
    def due_at(self) -> str:
        """The instant by which it should be decided: the end of the last day of its term."""
        term, where = self.request.term_days, self.issuer
        day = decision_day(where, self.applied_at, term, self.paused_days)
        return end_of_day(day, where)

    @property
    def countries(self) -> frozenset[str]:
        """Where it holds."""
        return frozenset({self.request.country, *self.holds_in})

    def is_used_by(self, movement: str) -> bool:
        """Whether this movement used it."""
        return any(use.movement == movement for use in self.uses)

    def is_valid_on(self, date: str) -> bool:
        """Granted and within its validity (ISO dates compare as text)."""
        return self.status == "granted" and self.valid_from <= date <= self.valid_to

    def may_be_reapplied_at(self, instant: str, wanted: str = "") -> bool:
        """Refused, withdrawn, or granted and run out unused: by the day it is there, or wanted."""
        day = max(day_at(instant, self.request.country), wanted)
        ran_out = self.status == "granted" and not self.uses and self.valid_to < day
        return ran_out or self.status in ("refused", "withdrawn", "returned")


def with_past(state: Permit) -> tuple[PastDecision, ...]:
    """The decisions that are over, and the one that now is; the newest of them."""
    if not state.decided_at:
        return state.past
    in_time = state.decided_at <= state.due_at
    one = PastDecision(state.applied_at, state.decided_at, in_time)
    return (*state.past, one)[-PAST_MAX:]
