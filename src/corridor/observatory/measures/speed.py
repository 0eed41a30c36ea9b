"""How fast goods move between two sightings: CAREC's speed with delay."""

from ibis.expr.types import Table

from corridor.domain.refusals import N_
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


def _with_delay(facts: Table) -> Table:
    """Kilometres of a way between two sightings of a movement, divided by all hours between them,
    stops and borders included. The length is that of the links of the corridor.
    """
    rows = facts.filter(
        facts["kind"].isin(_SEEN),
        facts["since"].notnull(),
        facts["km"].notnull(),
        facts["at"] != facts["since"],
    )
    return rows.mutate(value=rows["km"].cast("float64") / hours(rows))


def _between(facts: Table) -> Table:
    """Kilometres between two places at which a movement was seen one after the other, divided by
    all hours between them, for each pair of places and direction by itself.
    """
    rows = _with_delay(facts)
    return rows.filter(rows["segment"] != "")


def _on_the_way(facts: Table) -> Table:
    """Hours from the release for transit to the arrival at the office of destination."""
    rows = facts.filter(facts["kind"].isin(("released", "arrived")))
    found = rows.group_by("movement").aggregate(
        began=rows["at"].min(where=rows["kind"] == "released"),
        ended=rows["at"].max(where=rows["kind"] == "arrived"),
    )
    arrived = facts.filter(facts["kind"] == "arrived")
    joined = arrived.join(found, "movement").filter(lambda t: t["began"].notnull())
    took = (joined["ended"] - joined["began"]).cast("float64") / MS_IN_HOUR
    return joined.mutate(value=took)


SWD = Measure(
    name="swd",
    title=N_("Speed with delay"),
    says=N_("Kilometres between two sightings of a movement, divided by all hours between them."),
    unit="km/h",
    figures="spread",
    by=_BY,
    public=("corridor", "mode"),
    rows=_with_delay,
    source="CAREC CPMM, TFI4 (SWD)",
    published="TFI4",
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
    source="CAREC CPMM, TFI4 (SWD)",
    cells=("segment",),
)
