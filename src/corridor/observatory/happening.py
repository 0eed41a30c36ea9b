"""One row for each thing that happened: what the measures are taken of."""

from decimal import Decimal
from typing import Any, Final

import msgspec

from corridor.domain.days import clock_at, day_at, is_instant
from corridor.domain.facts import Fact
from corridor.engine.hlc import to_ms

KINDS: Final = (
    "lodged",
    "accepted",
    "rejected",
    "channel",
    "controlled",
    "not_released",
    "released",
    "carried",
    "crossed",
    "refused_crossing",
    "left",
    "incident",
    "arrived",
    "results",
    "goods_released",
    "discharged",
    "queued",
    "gate_in",
    "gate_out",
    "permit_asked",
    "permit_granted",
    "permit_refused",
    "guaranteed",
    "not_guaranteed",
    "discrepancy",
    "reserved",
    "freed",
    "quota_delivered",
    "quota_taken",
    "followed",
    "paid",
    "section_paid",
)
"""`carried`: once for each chapter of goods that a release lets go, with their mass and value.
`paid`: at a place, and `section_paid`: of a stretch, by how much it became more.
`followed`: once for each entry of another node, when it was taken in here.
"""
MOVER: Final = "mover"
"""The column of a node's own file, and of no export, with the number of a row's movement, in the
order in which they came: numbers are counted and joined at less than half of what texts cost.
"""


class Happening(msgspec.Struct, frozen=True):
    """One thing that happened, as one entry of the log says it.

    Instants are milliseconds since 1970 in UTC; `day`, `month` and `hour` (of the week, Monday
    0 o'clock first) are those of the place where it happened. `since`: when that began which it
    ends. Masses are kilograms, values minor units of a currency.
    """

    entry: int
    part: int
    kind: str
    at: int
    day: str
    month: str
    hour: int
    subject: str
    movement: str
    node: str
    since: int | None = None
    office: str = ""
    country: str = ""
    side: str = ""
    """Of a checkpoint: `entry` or `exit`."""
    mode: str = ""
    vehicle: str = ""
    chapter: str = ""
    """Two digits of the Harmonized System."""
    gross_kg: Decimal | None = None
    packages: int | None = None
    value_minor: int | None = None
    currency: str = ""
    origin: str = ""
    destination: str = ""
    corridor: str = ""
    states: tuple[str, ...] = ()
    """Of a movement: the states of its way, in order."""
    km: int | None = None
    """Of a way between two sightings: its length along the links of the corridor."""
    authority: str = ""
    what: str = ""
    """The kind of permit, the channel, the result, the code of an incident."""
    cause: str = ""
    """The code of a reason."""
    by_rule: bool = False
    """Decided without a person."""
    again: bool = False
    """Applied for again, after a refusal."""
    bound: str = ""
    """Of a movement: `east` or `west`, where its way leads."""
    segment: str = ""
    """Of a way between two sightings: the places it joins, `KG-OSH>KG-DOST`."""
    invented: bool = False
    """Of the two years before a demonstration, which nobody said."""
    before: int | None = None
    """When that was last heard of which it tells of: since then somebody had it in hand."""
    holder: str = ""
    """Who: `carrier`, `customs` of where it was lodged, `authority`, `guarantor`, or `peer`, the
    customs of another state."""
    due: str = ""
    """Of an arrival: the last day for it."""
    vehicles: int | None = None
    """Trucks, wagons and vessels, trailers not among them."""
    containers: int | None = None
    count: int | None = None
    """Of a quota: how many permits. Of what was paid: how many costs."""
    released: int | None = None
    """Of an arrival: when its movement was released for transit, as far as that was heard then."""
    usd_minor: int | None = None
    """Of what was paid: in US cents, of those with a rate."""
    unrated: int | None = None
    """Of what was paid: how many costs have no rate."""
    teu_100: int | None = None
    """Of the containers with a size: hundredths of a twenty-foot equivalent unit."""
    unsized: int | None = None
    """How many containers have no size."""


def happened(
    entry: int,
    kind: str,
    fact: Fact[Any],
    at: str,
    where: str,
    subject: str,
    movement: str,
    began: str = "",
    **more: Any,
) -> Happening:
    """The row of one entry, at an instant on the clock of an office, a place or a state; in UTC
    where the place is unknown. ValueError for an instant that is in no calendar.
    """
    day, local = day_at(at, where), clock_at(at, where)
    hour = local.weekday() * 24 + local.hour if local is not None else 0
    since = to_ms(began) if is_instant(began) else None
    return Happening(
        entry,
        0,
        kind,
        to_ms(at),
        day,
        day[:7],
        hour,
        subject,
        movement,
        fact.node,
        since=since,
        **more,
    )
