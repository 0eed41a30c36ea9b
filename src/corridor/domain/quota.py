"""The state of a quota: what was agreed, what was delivered, and which numbers are left.

The state whose roads are used (`giver`) delivers serial numbers in tranches; the state whose
carriers use them (`holder`) alone issues permits with them. So no node ever has to ask another
before it issues: a number is where it was delivered, and nowhere else.
"""

from typing import Annotated, Final, Literal, cast

import msgspec
from msgspec import Meta

from corridor.domain.serials import Range, Ranges, count_of
from corridor.domain.values import Country, Date, Whole

QuotaType = Literal["1", "2", "3"]
"""As e-permit names them: bilateral, transit, third-country."""
TYPES: Final[tuple[QuotaType, ...]] = ("1", "2", "3")
Year = Annotated[int, Meta(ge=2000, le=2200)]
Permits = Annotated[int, Meta(ge=1, le=1_000_000)]
TRANCHES_MAX: Final = 24
OFFERS_MAX: Final = 60
DISPUTES_MAX: Final = 100
DAYS_KEPT: Final = 60
OfferStanding = Literal["open", "agreed", "declined", "withdrawn"]
Order = Literal["first_come", "fewest_first"]
Outcome = Literal["holds", "void"]
Dispute = Literal["double", "not_delivered", "not_taken"]


class Tranche(msgspec.Struct, frozen=True):
    """So many permits are delivered on a day (of the giver)."""

    day: Date
    count: Permits


class Terms(msgspec.Struct, frozen=True):
    """What two states agree on for a year: how many, when, and until when permits hold."""

    total: Permits
    tranches: Annotated[tuple[Tranche, ...], Meta(min_length=1, max_length=TRANCHES_MAX)]
    valid_to: Date


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Terms that one of the two proposed. `id`: `node:number` of the event."""

    id: str
    node: str
    terms: Terms
    at: str
    by: str
    note: str = ""
    standing: OfferStanding = "open"
    reason: str = ""


class Delivery(msgspec.Struct, frozen=True):
    """Numbers that were delivered at an instant."""

    range: Range
    at: str


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the holder's ministry gives them out: published, so that everybody can reckon with it.

    `share_percent`: so much of the agreed total one carrier may have; 0: no limit.
    """

    order: Order = "first_come"
    share_percent: Annotated[int, Meta(ge=0, le=100)] = 0
    at_once: bool = False
    """Whether a permit is issued without a person while there are some left."""
    low_at: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    """When no more than so many are left the desk is warned."""


class Disputed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number that the giver could not verify: both see it, a person has to solve it."""

    serial: int
    permit: str
    why: Dispute
    at: str
    told: bool = False
    """Whether the giver has said so; else it is only seen here."""
    said: dict[str, Outcome] = {}
    """By node: what its ministry says becomes of it."""


class Settled(msgspec.Struct, frozen=True):
    """A dispute on which both ministries said the same."""

    serial: int
    permit: str
    outcome: Outcome
    at: str


class Quota(msgspec.Struct, frozen=True, omit_defaults=True):
    """The permits that one state gives the carriers of another, of one type and year."""

    id: str
    giver: str
    holder: str
    year: int
    type: QuotaType
    offers: tuple[Offer, ...] = ()
    terms: Terms | None = None
    """What both agreed on; None while they have not."""
    agreed_at: str = ""
    deliveries: tuple[Delivery, ...] = ()
    delivered: int = 0
    """Numbers delivered on the agreed total, those in another's place not counted."""
    highest: int = 0
    free: Ranges = ()
    """Numbers delivered that no permit has and that were not given back."""
    given_back: int = 0
    taken: int = 0
    replaced: Ranges = ()
    """Numbers of permits that came back unused, in whose place another one was delivered."""
    days: dict[str, int] = {}
    """Permits issued by day of the holder, of the last weeks."""
    rule: Rule = Rule()
    rule_at: str = ""
    warned_at: int = 0
    """The last number that was delivered when the desk was warned of a low stock."""
    disputes: tuple[Disputed, ...] = ()
    settled: tuple[Settled, ...] = ()
    """Disputes that are over."""
    updated_at: str = ""
    relayed: bool = False
    """Whether the giver has no node here: a system of its own told of what it gave."""
    unheard: tuple[str, ...] = ()
    discrepancies: tuple[str, ...] = ()

    @property
    def home(self) -> str:
        """The node that keeps files of it; there are none."""
        return self.giver

    @property
    def parties(self) -> frozenset[str]:
        """The two states."""
        return frozenset({self.giver, self.holder})

    @property
    def total(self) -> int:
        """So many permits were agreed on."""
        return self.terms.total if self.terms is not None else 0

    @property
    def left(self) -> int:
        """So many can be issued now."""
        return count_of(self.free)

    @property
    def is_newly_low(self) -> bool:
        """Whether few are left, which was not said since the last tranche."""
        return self.left <= self.rule.low_at and self.warned_at < self.highest

    @property
    def room(self) -> int:
        """So many may still be delivered."""
        return self.total - self.delivered + self.given_back

    @property
    def live(self) -> int:
        """Permits that were issued and did not come back unused: never more than the total."""
        return self.taken - count_of(self.replaced)

    @property
    def share_max(self) -> int:
        """So many one carrier may have; 0: no limit."""
        percent = self.rule.share_percent
        return max(1, self.total * percent // 100) if percent else 0

    def other(self, node: str) -> str:
        """The other of the two states."""
        return self.holder if node == self.giver else self.giver

    def offer(self, id: str) -> Offer | None:
        """The terms that an event proposed."""
        return next((one for one in self.offers if one.id == id), None)

    def dispute(self, serial: int, permit: str) -> Disputed | None:
        """The open dispute on the number of a permit."""
        mine = (serial, permit)
        return next((one for one in self.disputes if (one.serial, one.permit) == mine), None)

    def settlement(self, serial: int, permit: str) -> Settled | None:
        """How a dispute on it ended."""
        mine = (serial, permit)
        return next((one for one in self.settled if (one.serial, one.permit) == mine), None)

    def next_tranche(self) -> Tranche | None:
        """The first of which something is still to be delivered."""
        so_far = 0
        for one in self.terms.tranches if self.terms is not None else ():
            so_far += one.count
            if so_far > self.delivered:
                return one
        return None

    def due_on(self, day: str) -> int:
        """So many are to be delivered by the end of a day, and were not."""
        terms = self.terms.tranches if self.terms is not None else ()
        planned = sum(one.count for one in terms if one.day <= day)
        return max(0, planned - self.delivered)


class Named(msgspec.Struct, frozen=True):
    """What the id of a quota says."""

    giver: Country
    holder: Country
    year: Whole
    type: QuotaType


def quota_id(giver: str, holder: str, year: int, type: str) -> str:
    """The subject: `qt-UZ-KG-2026-2`."""
    return f"qt-{giver}-{holder}-{year}-{type}"


def named(subject: str) -> Named | None:
    """What an id says; None where it is none."""
    parts = subject.split("-")
    if len(parts) != 5 or parts[0] != "qt" or parts[4] not in TYPES:
        return None
    _, giver, holder, year, type = parts
    is_said = len(giver) == len(holder) == 2 and len(year) == 4 and year.isascii()
    if not is_said or not year.isdecimal() or giver == holder:
        return None
    return Named(giver, holder, int(year), cast("QuotaType", type))


def of_number(number: str) -> tuple[str, int] | None:
    """The quota and the serial that a permit's number names; None where it is out of none."""
    parts = number.split("-")
    if len(parts) != 5 or not (parts[4].isascii() and parts[4].isdecimal()):
        return None
    holder, giver, year, type, serial = parts
    subject = f"qt-{giver}-{holder}-{year}-{type}"
    return (subject, int(serial)) if named(subject) is not None else None


def permit_number(quota: Quota, serial: int) -> str:
    """The e-permit id: whose carrier, where it holds, year, type, serial: `KG-UZ-2026-2-17`."""
    return f"{quota.holder}-{quota.giver}-{quota.year}-{quota.type}-{serial}"
