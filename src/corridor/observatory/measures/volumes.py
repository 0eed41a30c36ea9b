"""What was carried. A corridor counts a movement once; a state of transit once in that state."""

from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.measures.measure import Measure

_BY = (
    "corridor",
    "bound",
    "mode",
    "vehicle",
    "chapter",
    "origin",
    "destination",
    "office",
    "country",
)
KG_IN_TONNE = 1000


def _tonnes(facts: Table) -> Table:
    """Tonnes of gross mass released for transit; each movement is counted once."""
    rows = facts.filter(facts["kind"] == "carried")
    return rows.mutate(value=rows["gross_kg"])


def _consignments(facts: Table) -> Table:
    """Movements released for transit."""
    rows = facts.filter(facts["kind"] == "released")
    return rows.mutate(value=1)


def _transit_tonnes(facts: Table) -> Table:
    """Tonnes of gross mass that went through a state, neither from it nor to it; a movement counts
    once in each such state.
    """
    rows = facts.filter(facts["kind"] == "carried")
    rows = rows.mutate(state=rows["states"].unnest())
    rows = rows.filter(rows["state"] != rows["origin"], rows["state"] != rows["destination"])
    return rows.mutate(value=rows["gross_kg"])


def _value(facts: Table) -> Table:
    """Declared value of the goods released for transit, in each currency by itself."""
    rows = facts.filter(facts["kind"] == "carried", facts["value_minor"].notnull())
    return rows.mutate(value=rows["value_minor"])


TONNES = Measure(
    name="tonnes",
    title=N_("Goods carried"),
    says=N_("Gross mass of the goods released for transit; each movement counts once."),
    unit="t",
    figures="total",
    by=_BY,
    public=("corridor", "mode", "chapter"),
    rows=_tonnes,
    source="ours",
    per=KG_IN_TONNE,
    cells=("corridor", "mode", "bound"),
)
CONSIGNMENTS = Measure(
    name="consignments",
    title=N_("Released movements"),
    says=N_("Movements released for transit."),
    unit="movements",
    figures="total",
    by=tuple(name for name in _BY if name != "chapter"),
    public=("corridor", "mode"),
    rows=_consignments,
    source="ours",
    cells=("corridor", "mode", "bound"),
)
TRANSIT = Measure(
    name="transit-tonnes",
    title=N_("Transit through a state"),
    says=N_("Gross mass that went through a state, neither from it nor to it."),
    unit="t",
    figures="total",
    by=("state", *_BY),
    public=("state",),
    apart="state",
    rows=_transit_tonnes,
    source="ours",
    per=KG_IN_TONNE,
    cells=("state", "mode"),
)
VALUE = Measure(
    name="value",
    title=N_("Value of the goods"),
    says=N_("Declared value of the goods released for transit, each currency by itself."),
    unit="minor units",
    figures="total",
    by=("currency", *_BY),
    public=("currency",),
    apart="currency",
    rows=_value,
    source="ours",
    cells=("currency",),
)
