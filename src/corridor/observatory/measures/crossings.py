"""What two states can lay beside each other: who left one for the other, and who came there."""

import ibis
from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.measures.measure import Measure

_OVER = ("left", "crossed")


def _crossings(facts: Table) -> Table:
    """Movements by the border they crossed, written `KG>UZ`: as an exit where the first state let
    them out, as an entry where the second one took them in. The other state is the one before or
    after on the way that was declared; a sea between them is no third one.
    """
    rows = facts.filter(facts["kind"].isin(_OVER))
    rows = rows.mutate(here=rows["states"].index(rows["country"]), last=rows["states"].length() - 1)
    out = rows.filter(rows["kind"] == "left", rows["here"] >= 0, rows["here"] < rows["last"])
    came = rows.filter(rows["kind"] == "crossed", rows["here"] > 0)
    return _on(out, "exit", 0).union(_on(came, "entry", -1))


def _on(rows: Table, side: str, first: int) -> Table:
    start = (rows["here"] + first).cast("int32")  # Spark takes no longer number for a place
    border = rows["states"][start] + ">" + rows["states"][start + 1]
    return rows.mutate(border=border, side=ibis.literal(side), value=1)


CROSSINGS = Measure(
    name="crossings",
    title=N_("Movements over a border"),
    says=N_("Movements that left one state for the next, and those that came there from it."),
    unit="movements",
    figures="total",
    by=("border", "side", "country", "office", "corridor", "mode", "origin", "destination"),
    apart="side",
    rows=_crossings,
    kinds=_OVER,
    source="ours",
)
