"""How customs control, and what goes wrong on the way."""

import ibis
from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.measures.figures import movement_in
from corridor.observatory.measures.measure import MS_IN_HOUR, Measure

_BY = ("what", "office", "country", "mode", "vehicle", "corridor", "origin", "destination", "bound")
_ON_THE_WAY = ("mode", "vehicle", "corridor", "origin", "destination", "bound")
AGES = ((0, 1), (1, 3), (3, 7), (7, 30))
"""Days: from so many, below so many."""
OLDER = "30+"
_FOUND = ("A5", "B1")
_CHANNELLED, _CONTROLLED, _RELEASED = ("channel",), ("controlled", "results"), ("released",)


def _channelled(facts: Table) -> Table:
    """The part of control decisions that chose the red channel."""
    rows = facts.filter(facts["kind"].isin(_CHANNELLED))
    return rows.mutate(value=rows["what"] == "red")


def _hits(facts: Table) -> Table:
    """The part of recorded controls that found something: minor discrepancies (A5) or results that
    are not satisfactory (B1).
    """
    rows = facts.filter(facts["kind"].isin(_CONTROLLED))
    return rows.mutate(value=rows["what"].isin(_FOUND))


def _troubled(facts: Table) -> Table:
    """The part of released movements of which an incident was recorded."""
    released = facts.filter(facts["kind"].isin(_RELEASED))
    who = movement_in(facts)
    troubled = facts.filter(facts["kind"] == "incident").select(troubled=who).distinct()
    rows = released.left_join(troubled, released[who] == troubled["troubled"])
    return rows.mutate(value=rows["troubled"].notnull())


def _per_release(facts: Table, kind: str) -> Table:
    rows = facts.filter(facts["kind"].isin((*_RELEASED, kind)))
    is_one, is_release = rows["kind"] == kind, rows["kind"].isin(_RELEASED)
    return rows.mutate(value=is_one.cast("int64"), over=is_release.cast("int64"), case=is_release)


def _incidents(facts: Table) -> Table:
    """Incidents that were recorded on the way, for each 1,000 movements released in the same span;
    two of one movement count twice.
    """
    return _per_release(facts, "incident")


def _discrepancies(facts: Table) -> Table:
    """Facts found to contradict each other or the declaration, for each 1,000 movements released in
    the same span.
    """
    return _per_release(facts, "discrepancy")


def _open(facts: Table) -> Table:
    """Movements that were released and not discharged, by how long ago, counted back from the last
    thing that the log tells of.
    """
    who = movement_in(facts)
    done = facts.filter(facts["kind"] == "discharged").select(who).distinct()
    rows = facts.filter(facts["kind"].isin(_RELEASED)).anti_join(done, who)
    rows = rows.cross_join(facts.aggregate(now=facts["at"].max()))
    days = (rows["now"] - rows["at"]) / (24 * MS_IN_HOUR)
    branches = [(days < end, f"{start}-{end}") for start, end in AGES]
    return rows.mutate(value=1, age=ibis.cases(*branches, else_=OLDER))


RED = Measure(
    name="red-channel",
    title=N_("Sent to the red channel"),
    says=N_("The part of control decisions that chose the red channel."),
    unit="1",
    figures="share",
    by=_BY,
    public=("office",),
    rows=_channelled,
    kinds=_CHANNELLED,
    source="ours",
    cells=("office",),
    wider=("country",),
)
HITS = Measure(
    name="control-hits",
    title=N_("Controls that found something"),
    says=N_("The part of recorded controls that found something."),
    unit="1",
    figures="share",
    by=_BY,
    public=("office",),
    rows=_hits,
    kinds=_CONTROLLED,
    source="ours",
    cells=("office",),
    wider=("country",),
)
INCIDENTS = Measure(
    name="incidents",
    title=N_("Movements with an incident"),
    says=N_("The part of released movements of which an incident was recorded."),
    unit="1",
    figures="share",
    by=_BY[1:],
    public=("corridor",),
    rows=_troubled,
    kinds=_RELEASED,
    source="ours",
    cells=("corridor", "mode", "bound"),
)
INCIDENT_RATE = Measure(
    name="incidents-per-1000",
    title=N_("Incidents per 1,000 movements"),
    says=N_("Incidents recorded on the way, for each 1,000 movements released."),
    unit="1",
    figures="quotient",
    by=_ON_THE_WAY,
    public=("corridor", "mode"),
    rows=_incidents,
    kinds=_RELEASED,
    source="ours",
    per=1000,
    cells=("corridor", "mode"),
)
DISCREPANCY_RATE = Measure(
    name="discrepancies-per-1000",
    title=N_("Discrepancies per 1,000 movements"),
    says=N_("Facts that contradict each other or the declaration, for each 1,000 released."),
    unit="1",
    figures="quotient",
    by=_ON_THE_WAY,
    public=("corridor", "mode"),
    rows=_discrepancies,
    kinds=_RELEASED,
    source="ours",
    per=1000,
    cells=("corridor", "mode"),
)
OPEN = Measure(
    name="open-movements",
    title=N_("Movements under way, by age"),
    says=N_("Released and not discharged, by days since the release."),
    unit="movements",
    figures="total",
    by=("age", *_BY[1:]),
    public=("age",),
    rows=_open,
    kinds=_RELEASED,
    source="ours",
    cells=("age",),
)
