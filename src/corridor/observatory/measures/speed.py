"""How fast goods move between two sightings: CAREC's speed with delay."""

from collections.abc import Mapping
from typing import Final

import ibis
from ibis.expr.types import Column, Table

from corridor.domain.refusals import N_
from corridor.domain.routes.pace import DETOUR_PERCENT, PACES
from corridor.observatory.measures.figures import TOO_FAST, movement_in
from corridor.observatory.measures.measure import MS_IN_HOUR, Measure, hours

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
_SEEN = ("crossed", "left", "arrived")
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


def _seen_twice(facts: Table) -> Table:
    """Ways between two sightings, with their hours."""
    rows = facts.filter(facts["kind"].isin(_SEEN), facts["since"].notnull(), facts["km"].notnull())
    return rows.mutate(lasted=hours(rows))


def _ways(facts: Table) -> Table:
    rows = _seen_twice(facts)
    return _marked(rows.filter(rows["lasted"] >= 0), rows["lasted"])


def _marked(rows: Table, lasted: Column) -> Table:
    """With a mark on those that went faster than anything goes, or so far in no time at all."""
    most = rows["mode"].cases(*FASTEST_KMH.items(), else_=FASTEST_OF_ALL_KMH)
    too_fast = (lasted >= 0) & (rows["km"] > lasted * most)
    return rows.mutate(**{TOO_FAST: too_fast})


def _with_delay(facts: Table) -> Table:
    """Kilometres of a way between two sightings of a movement, divided by all hours between them,
    stops and borders included. The length is that of the links of the corridor.
    """
    rows = _seen_twice(facts)
    value = rows["km"].cast("float64") / rows["lasted"].nullif(0)
    return _marked(rows.mutate(value=value), rows["lasted"])


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
    return rows.mutate(value=rows["km"], over=rows["lasted"], case=True)


def _without_delay(facts: Table) -> Table:
    """Kilometres of a way between two sightings, divided by its hours without those from joining
    the queue of a checkpoint to leaving its zone. Of ways alone on which such a stop was recorded;
    stops elsewhere, which nobody records, count as motion.
    """
    ways = _ways(facts)
    stops = facts.filter(facts["kind"] == "gate_out", facts["since"].notnull())
    who = movement_in(facts)
    stops = stops.select(who, stop_from="since", stop_to="at")
    both = ways.join(stops, who)
    start = ibis.greatest(both["since"], both["stop_from"])
    both = both.mutate(stood=ibis.least(both["at"], both["stop_to"]) - start)
    stood = both.filter(both["stood"] > 0)
    stood = stood.group_by("entry").aggregate(stood=stood["stood"].sum())
    rows = ways.join(stood, "entry")
    moved = rows["at"] - rows["since"] - rows["stood"]
    rows = rows.mutate(moved=moved.cast("float64") / MS_IN_HOUR)
    value = rows["km"].cast("float64") / rows["moved"].nullif(0)
    return _marked(rows.mutate(value=value), rows["moved"])


def _in_time(facts: Table) -> Table:
    """The part of arrivals on or before the last day that the release had set for them, by the
    calendar of the office of destination.
    """
    rows = facts.filter(facts["kind"] == "arrived", facts["due"] != "")
    return rows.mutate(value=rows["day"] <= rows["due"])


def _on_the_way(facts: Table) -> Table:
    """Hours from the release for transit to the arrival at the office of destination."""
    who = movement_in(facts)
    released = facts.filter(facts["kind"] == "released")
    released = released.group_by(who).aggregate(began=released["at"].min())
    rows = facts.filter(facts["kind"] == "arrived").join(released, who)
    return rows.mutate(value=(rows["at"] - rows["began"]).cast("float64") / MS_IN_HOUR)


SWD = Measure(
    name="swd",
    title=N_("Speed with delay"),
    says=N_("Kilometres between two sightings of a movement, divided by all hours between them."),
    unit="km/h",
    figures="spread",
    by=_BY,
    public=("corridor", "mode"),
    rows=_with_delay,
    source=N_("CAREC CPMM, TFI4 (SWD)"),
    published="SWD",
    cells=("corridor", "mode", "bound"),
)
TRANSIT_TIME = Measure(
    name="transit-time",
    title=N_("Time on the way"),
    says=N_("From the release for transit to the arrival at the office of destination."),
    unit="h",
    figures="spread",
    by=_BY,
    public=("corridor", "mode"),
    rows=_on_the_way,
    source="ours",
    cells=("corridor", "mode", "bound"),
)
SEGMENT = Measure(
    name="segment-speed",
    title=N_("Speed on a segment"),
    says=N_("Speed with delay between two places at which movements are seen one after the other."),
    unit="km/h",
    figures="spread",
    by=_BY,
    public=("segment",),
    rows=_between,
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
    source=N_("CAREC CPMM, average of a group"),
    cells=("corridor", "mode", "bound"),
)
SWOD = Measure(
    name="swod",
    title=N_("Speed without delay"),
    says=N_("The same without the hours at checkpoints; other stops count as motion."),
    unit="km/h",
    figures="spread",
    by=_BY,
    public=("corridor", "mode"),
    rows=_without_delay,
    source=N_("CAREC CPMM, SWOD"),
    cells=("corridor", "mode", "bound"),
)
RELIABILITY = Measure(
    name="transit-reliability",
    title=N_("Reliability of the time on the way"),
    says=N_("How much longer the slowest of twenty takes than half of them, and than the mean."),
    unit="1",
    figures="reliability",
    by=_BY,
    public=("corridor", "mode"),
    rows=_on_the_way,
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
    source="ours",
    cells=("corridor", "mode", "bound"),
)
