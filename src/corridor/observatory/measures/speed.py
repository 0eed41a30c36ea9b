"""How fast goods move between two sightings: CAREC's speed with delay."""

from collections.abc import Mapping
from typing import Final

import ibis
from ibis.expr.types import Column, Table

from corridor.domain.refusals import N_
from corridor.domain.routes.pace import DETOUR_PERCENT, PACES
from corridor.observatory.happening import MOVER
from corridor.observatory.measures.figures import TOO_FAST, movement_in
from corridor.observatory.measures.measure import MS_IN_HOUR, Measure, lasted

_BY = (
    "mode",
    "vehicle",
    "corridor",
    "country",
    "office",
    "origin",
    "destination",
    "bound",
    "segment",
)
_ARRIVED = ("arrived",)
_SEEN = ("crossed", "left", *_ARRIVED)
_PACE: Final = PACES[-1]
FASTEST_KMH: Final[Mapping[str, int]] = {
    mode: speed * DETOUR_PERCENT // 100
    for mode, speed in (
        ("road", _PACE.road_kmh),
        ("rail", _PACE.rail_kmh),
        ("sea", _PACE.sea_kmh),
    )
}
"""By the mode of a movement: what is faster between two sightings did not happen like that. It is
the pace beyond which a desk refuses a time, at the wheel instead of over the great circle."""
FASTEST_OF_ALL_KMH: Final = max(FASTEST_KMH.values())
"""Where the mode changes on the way, or is not known."""
_SLOWEST_KMH: Final = min(FASTEST_KMH.values())
PARTS_OF_KMH: Final = 10**8
"""In so many parts of a km/h speeds are taken: as whole numbers, of which sums are exact and which
are put in order at half of what fractions cost.
"""
_TOLD: Final = (*_BY, MOVER, "movement", "subject", "day", "month", "km")
"""What a way is told by, and what its speed is taken of."""


def _seen_twice(facts: Table) -> Table:
    """Ways between two sightings, with the milliseconds that they lasted."""
    rows = facts.filter(facts["kind"].isin(_SEEN), facts["since"].notnull(), facts["km"].notnull())
    return rows.mutate(lasted=lasted(rows))


def _ways(facts: Table) -> Table:
    rows = _seen_twice(facts)
    return rows.filter(rows["lasted"] >= 0)


def _is_slow(rows: Table) -> Column:
    """Slower than all that goes, as nearly everything is: of these the mode is not asked, for
    letters cost the most.
    """
    return rows["km"] * MS_IN_HOUR <= rows["lasted"] * _SLOWEST_KMH


def _is_possible(rows: Table) -> Column:
    """Not faster than anything of its mode goes, nor so far in no time at all."""
    most = rows["mode"].cases(*FASTEST_KMH.items(), else_=FASTEST_OF_ALL_KMH)
    return rows["km"] * MS_IN_HOUR <= rows["lasted"] * most


def _is_too_fast(rows: Table) -> Column:
    is_other = (rows["lasted"] < 0) | _is_slow(rows)
    return ibis.cases((is_other, False), else_=~_is_possible(rows))


def _at_speed(rows: Table) -> Table:
    """With the speed of each: none of what was too fast, and below 0 of what ended too early."""
    way = rows["km"].cast("float64") * (MS_IN_HOUR * PARTS_OF_KMH)
    speed = (way / rows["lasted"].nullif(0)).floor().cast("int64")
    value = ibis.cases(
        (rows["lasted"] < 0, ibis.literal(-1, "int64")),
        (_is_slow(rows), speed),
        (_is_possible(rows), speed),
    )
    return rows.mutate(value=value, **{TOO_FAST: _is_too_fast(rows)})


def _with_delay(facts: Table) -> Table:
    """Kilometres of a way between two sightings of a movement, divided by all hours between them,
    stops and borders included. The length is that of the links of the corridor.
    """
    return _at_speed(_seen_twice(facts))


def _between(facts: Table) -> Table:
    """Kilometres between two places at which a movement was seen one after the other, divided by
    all hours between them, for each pair of places and direction by itself.
    """
    rows = _with_delay(facts)
    return rows.filter(rows["segment"] != "")


def _of_a_group(facts: Table) -> Table:
    """All kilometres of the ways between two sightings, divided by all hours of them: what many
    shipments move at together, the long ways with more weight than the short ones.
    """
    rows = _ways(facts)
    over = rows["lasted"].cast("float64") / MS_IN_HOUR
    return rows.mutate(value=rows["km"], over=over, case=True, **{TOO_FAST: _is_too_fast(rows)})


def _without_delay(facts: Table) -> Table:
    """Kilometres of a way between two sightings, divided by its hours without those from joining
    the queue of a checkpoint to leaving its zone. Of ways alone on which such a stop was recorded;
    stops elsewhere, which nobody records, count as motion.
    """
    who, stops = movement_in(facts), facts.filter(facts["kind"] == "gate_out")
    stops = stops.filter(stops["since"].notnull())
    both = _ways(facts).join(stops.select(who, stop_from="since", stop_to="at"), who)
    start = ibis.greatest(both["since"], both["stop_from"])
    both = both.mutate(stood=ibis.least(both["at"], both["stop_to"]) - start)
    both = both.filter(both["stood"] > 0)
    # A way has one row for each of its stops, alike but for the stop.
    alike = {name: both[name].arbitrary() for name in (*_TOLD, "lasted") if name in both.columns}
    rows = both.group_by("entry").aggregate(stood=both["stood"].sum(), **alike)
    return _at_speed(rows.mutate(lasted=rows["lasted"] - rows["stood"]))


def _in_time(facts: Table) -> Table:
    """The part of arrivals on or before the last day that the release had set for them, by the
    calendar of the office of destination.
    """
    rows = facts.filter(facts["kind"].isin(_ARRIVED), facts["due"] != "")
    return rows.mutate(value=rows["day"] <= rows["due"])


def _on_the_way(facts: Table) -> Table:
    """Hours from the release for transit to the arrival at the office of destination."""
    rows = facts.filter(facts["kind"].isin(_ARRIVED), facts["released"].notnull())
    return rows.mutate(value=rows["at"] - rows["released"])


SWD = Measure(
    name="swd",
    title=N_("Speed with delay"),
    says=N_("Kilometres between two sightings of a movement, divided by all hours between them."),
    unit="km/h",
    per=PARTS_OF_KMH,
    figures="spread",
    by=_BY,
    public=("corridor", "mode"),
    rows=_with_delay,
    kinds=_SEEN,
    source=N_("CAREC CPMM, TFI4 (SWD)"),
    published="SWD",
    cells=("corridor", "mode", "bound"),
)
TRANSIT_TIME = Measure(
    name="transit-time",
    title=N_("Time on the way"),
    says=N_("From the release for transit to the arrival at the office of destination."),
    unit="h",
    per=MS_IN_HOUR,
    figures="spread",
    by=_BY,
    public=("corridor", "mode"),
    rows=_on_the_way,
    kinds=_ARRIVED,
    source="ours",
    cells=("corridor", "mode", "bound"),
)
SEGMENT = Measure(
    name="segment-speed",
    title=N_("Speed on a segment"),
    says=N_("Speed with delay between two places at which movements are seen one after the other."),
    unit="km/h",
    per=PARTS_OF_KMH,
    figures="spread",
    by=_BY,
    public=("segment",),
    rows=_between,
    kinds=_SEEN,
    source=N_("CAREC CPMM, TFI4 (SWD)"),
    cells=("segment",),
)
GROUP_SPEED = Measure(
    name="group-speed",
    title=N_("Speed of all together"),
    says=N_("All kilometres between two sightings, divided by all hours between them."),
    unit="km/h",
    figures="quotient",
    by=_BY,
    public=("corridor", "mode"),
    rows=_of_a_group,
    kinds=_SEEN,
    source=N_("CAREC CPMM, average of a group"),
    cells=("corridor", "mode", "bound"),
)
SWOD = Measure(
    name="swod",
    title=N_("Speed without delay"),
    says=N_("The same without the hours at checkpoints; other stops count as motion."),
    unit="km/h",
    per=PARTS_OF_KMH,
    figures="spread",
    by=_BY,
    public=("corridor", "mode"),
    rows=_without_delay,
    kinds=_SEEN,
    source=N_("CAREC CPMM, SWOD"),
    cells=("corridor", "mode", "bound"),
)
RELIABILITY = Measure(
    name="transit-reliability",
    title=N_("Reliability of the time on the way"),
    says=N_("How much longer the slowest of twenty takes than half of them, and than the mean."),
    unit="1",
    per=MS_IN_HOUR,
    figures="reliability",
    by=_BY,
    public=("corridor", "mode"),
    rows=_on_the_way,
    kinds=_ARRIVED,
    source=N_("ours; planning-time index and buffer index as in road statistics"),
    cells=("corridor", "mode", "bound"),
)
ON_TIME = Measure(
    name="on-time",
    title=N_("Arrived in time"),
    says=N_("The part of arrivals on or before the last day that was set for them."),
    unit="1",
    figures="share",
    by=_BY,
    public=("corridor", "mode"),
    rows=_in_time,
    kinds=_ARRIVED,
    source="ours",
    cells=("corridor", "mode", "bound"),
)
