"""What is kept of a movement that did not come to its end: enquiries, answers, recovery."""

from collections.abc import Callable
from typing import Any, Literal

from msgspec.structs import replace

from corridor.domain.movement.parts import StateStruct
from corridor.domain.refdata.rates import RateSaid

Asks = Literal["status", "holder", "office"]
Ended = Literal["paid", "remitted", "unrecoverable", "withdrawn"]


class Enquiry(StateStruct, frozen=True):
    """A question about where it is: to its holder, or to an office; with the day of its answer."""

    id: str
    """`node:number` of its event."""
    kind: Asks
    asked: str
    """The office; empty where it is the holder."""
    text: str
    at: str
    answer_by: str
    answered_at: str = ""
    answer: str = ""
    said: str = ""
    elsewhere: str = ""
    """The office or place where it is said to have arrived."""
    on: str = ""
    """The day on which it passed, or was delivered."""
    consignee: str = ""
    document: str = ""
    judged: Literal["", "accepted", "refused"] = ""
    why: str = ""
    """Why the proof was not accepted."""

    @property
    def is_proof(self) -> bool:
        """Whether its answer proves the end otherwise, and departure has to judge it."""
        return self.answer in ("proof", "delivered")


class Claim(StateStruct, frozen=True):
    """A debt demanded of the debtor, or of the guarantor, with the last day to pay it."""

    of: Literal["debtor", "guarantor"]
    at: str
    office: str
    amount_minor: int
    pay_by: str
    grn: str = ""
    """The guarantee from which it is demanded; earlier versions meant the first, unsaid."""
    asked_minor: int = 0
    """What was demanded in the currency of the guarantee, where that is another."""
    currency: str = ""
    """That currency; nothing where it is the debt's."""
    issuer: str = ""
    """The state whose rates told it, those of the decisive day."""
    rates: tuple[RateSaid, ...] = ()


class Payment(StateStruct, frozen=True):
    """What was paid of the debt, by whom, and the paper that shows it."""

    by: Literal["debtor", "guarantor"]
    at: str
    amount_minor: int
    document: str
    grn: str = ""
    """The guarantee from which the guarantor paid, as above."""
    received_minor: int = 0
    """What came in the currency of the guarantee, where that is another."""


class Handover(StateStruct, frozen=True):
    """Another state asked to bring the debt in."""

    office: str
    reason: str
    asked_at: str
    status: Literal["asked", "accepted", "refused"] = "asked"
    answer: str = ""
    decided_at: str = ""


class Recovery(StateStruct, frozen=True):
    """The debt, who brings it in, and what came of that."""

    opened_at: str
    ground: str
    amount_minor: int
    currency: str
    competent: str
    """The office that brings it in: departure's, or that of a state which took it over."""
    reason: str = ""
    handovers: tuple[Handover, ...] = ()
    claims: tuple[Claim, ...] = ()
    payments: tuple[Payment, ...] = ()
    ended_at: str = ""
    outcome: Literal["", "paid", "remitted", "unrecoverable", "withdrawn"] = ""
    note: str = ""
    arose_in: str = ""
    """The state in which the debt arose, as departure said."""
    worked_out_minor: int = 0
    """What its duties came to by the rates; the debt may be another, with its reason."""
    difference: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the debt is still being brought in."""
        return not self.ended_at

    @property
    def paid_minor(self) -> int:
        """What was paid of it, by whomever."""
        return sum(payment.amount_minor for payment in self.payments)

    @property
    def left_minor(self) -> int:
        """What is still owed."""
        return max(0, self.amount_minor - self.paid_minor)

    @property
    def asked(self) -> Handover | None:
        """The one that waits for the answer of another state."""
        waiting = (one for one in self.handovers if one.status == "asked" and self.is_open)
        return next(waiting, None)

    def claim_of(self, whom: str) -> Claim | None:
        """What was last demanded of the debtor, or of the guarantor."""
        return next((one for one in reversed(self.claims) if one.of == whom), None)

    def claimed(self, first: str) -> dict[str, Claim]:
        """GRN → what was last demanded from it. `first`: what a claim means that names none."""
        return {one.grn or first: one for one in self.claims if one.of == "guarantor"}

    def paid_from(self, grn: str, first: str, since: str = "") -> int:
        """What a guarantor paid from a guarantee, all in all or since a claim."""
        of = (one for one in self.payments if one.by == "guarantor" and (one.grn or first) == grn)
        return sum(one.amount_minor for one in of if one.at >= since)

    def received_from(self, grn: str, first: str, since: str = "") -> int:
        """The same as it came: in the currency of the guarantee."""
        of = (one for one in self.payments if one.by == "guarantor" and (one.grn or first) == grn)
        return sum(one.received_minor or one.amount_minor for one in of if one.at >= since)

    def asked_from(self, grn: str, first: str) -> int:
        """What is still demanded from a guarantee that was claimed, in its own currency."""
        return self.told_in(grn, first, self.owed_from(grn, first))

    def told_in(self, grn: str, first: str, owed: int) -> int:
        """A part of the debt in the currency of a guarantee that was claimed for it."""
        claim = self.claimed(first)[grn]
        if not claim.currency:
            return owed
        left = max(0, claim.asked_minor - self.received_from(grn, first, claim.at))
        return min(left, -(-owed * claim.asked_minor // claim.amount_minor))

    def called_minor(self, grn: str) -> int:
        """What its claims call from this guarantee and nobody has paid; nothing once it is off."""
        if self.outcome in ("remitted", "withdrawn"):
            return 0
        owed = sum(self.owed_from(claimed, grn) for claimed in self.claimed(grn))
        return min(owed, self.left_minor)

    def owed_from(self, grn: str, first: str) -> int:
        """What is still demanded from a guarantee that was claimed, of what is still owed."""
        claim = self.claimed(first)[grn]
        paid = self.paid_from(grn, first, claim.at)
        return min(self.left_minor, max(0, claim.amount_minor - paid))


class Reopening(StateStruct, frozen=True):
    """Taken up again after it had ended, with the reason."""

    at: str
    reason: str
    was: str


class Pursuit(StateStruct, frozen=True):
    """All that follows where a movement does not end as it should."""

    enquiry_from: str = ""
    """The first day of an enquiry, as departure stated it when the limit date had passed."""
    recovery_from: str = ""
    """The first day of recovery, stated with it."""
    opened_at: str = ""
    opened_in: str = ""
    """The status in which the enquiry was opened: with the next one it has its answer."""
    ended: str = ""
    """Why the enquiry was ended without an arrival."""
    enquiries: tuple[Enquiry, ...] = ()
    recovery: Recovery | None = None
    closed_at: str = ""
    reopened: tuple[Reopening, ...] = ()

    @property
    def is_reopened(self) -> bool:
        """Whether it is enquired after because it was taken up again."""
        return bool(self.reopened) and self.reopened[-1].at == self.opened_at

    @property
    def awaits_end(self) -> bool:
        """Whether the debt was dealt with, and the procedure is still to be closed."""
        recovery = self.recovery
        if recovery is None or recovery.outcome in ("", "withdrawn"):
            return False
        return not (self.reopened and self.reopened[-1].at >= recovery.ended_at)

    @property
    def open_recovery(self) -> Recovery | None:
        """The one that is open."""
        return self.recovery if self.recovery is not None and self.recovery.is_open else None

    @property
    def is_recovering(self) -> bool:
        """Whether a debt is being brought in."""
        return self.open_recovery is not None

    def with_recovery(self, **changes: Any) -> "Pursuit":
        """What is said of a recovery that nobody opened changes nothing."""
        return replace(self, recovery=replace(self.recovery, **changes)) if self.recovery else self

    def with_enquiry(self, id: str, fits: Callable[[Enquiry], bool], **changes: Any) -> "Pursuit":
        """The question of that name changed, where it fits what is said of it."""
        found = tuple(
            replace(one, **changes) if one.id == id and fits(one) else one for one in self.enquiries
        )
        return replace(self, enquiries=found)
