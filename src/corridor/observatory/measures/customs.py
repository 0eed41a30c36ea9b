"""How customs control, and what goes wrong on the way."""

from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.measures.measure import Measure

_BY = ("what", "office", "country", "mode", "vehicle", "corridor", "origin", "destination", "bound")
_FOUND = ("A5", "B1")


def _channelled(facts: Table) -> Table:
    """The part of control decisions that chose the red channel."""
    rows = facts.filter(facts["kind"] == "channel")
    return rows.mutate(value=rows["what"] == "red")


def _hits(facts: Table) -> Table:
    """The part of recorded controls that found something: minor discrepancies (A5) or results that
    are not satisfactory (B1).
    """
    rows = facts.filter(facts["kind"].isin(("controlled", "results")))
    return rows.mutate(value=rows["what"].isin(_FOUND))


def _troubled(facts: Table) -> Table:
    """The part of released movements of which an incident was recorded."""
    released = facts.filter(facts["kind"] == "released")
    troubled = facts.filter(facts["kind"] == "incident").select("movement").distinct()
    rows = released.left_join(troubled, "movement")
    return rows.mutate(value=rows["movement_right"].notnull())


RED = Measure(
    name="red-channel",
    title=N_("Sent to the red channel"),
    says=N_("The part of control decisions that chose the red channel."),
    unit="1",
    figures="share",
    by=_BY,
    public=("office",),
    rows=_channelled,
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
    source="ours",
    cells=("corridor", "mode", "bound"),
)
