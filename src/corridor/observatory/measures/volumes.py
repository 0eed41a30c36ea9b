"""What was carried. A corridor counts a movement once; a state of transit once in that state."""

import ibis
from ibis.expr.types import Column, Table

from corridor.domain.refusals import N_
from corridor.observatory.measures.figures import NO_SIZE
from corridor.observatory.measures.measure import Measure
from corridor.observatory.measures.sections import section_of

_BY = ("corridor", "bound", "mode", "vehicle", "pair", "origin", "destination", "office", "country")
_GOODS = ("chapter", "section", *_BY)
KG_IN_TONNE = 1000
_CARRIED, _RELEASED = ("carried",), ("released",)


def _goods(facts: Table) -> Table:
    rows = facts.filter(facts["kind"].isin(_CARRIED))
    return rows.mutate(section=section_of(rows["chapter"]), pair=_pair(rows))


def _pair(rows: Table) -> Column:
    return rows["origin"] + "-" + rows["destination"]


def _tonnes(facts: Table) -> Table:
    """Tonnes of gross mass released for transit; each movement is counted once."""
    rows = _goods(facts)
    return rows.mutate(value=rows["gross_kg"])


def _consignments(facts: Table) -> Table:
    """Movements released for transit."""
    rows = facts.filter(facts["kind"].isin(_RELEASED))
    return rows.mutate(value=1, pair=_pair(rows))


def _vehicles(facts: Table) -> Table:
    """Trucks, wagons and vessels with which released movements depart; a trailer counts with the
    truck that draws it.
    """
    rows = facts.filter(facts["kind"].isin(_RELEASED), facts["vehicles"].notnull())
    return rows.mutate(value=rows["vehicles"], pair=_pair(rows))


def _containers(facts: Table) -> Table:
    """Containers in which released movements depart, whatever their size."""
    rows = facts.filter(facts["kind"].isin(_RELEASED), facts["containers"] > 0)
    return rows.mutate(value=rows["containers"], pair=_pair(rows))


def _teu(facts: Table) -> Table:
    """Twenty-foot equivalent units of the containers in which released movements depart, by the
    length in the first character of their size and type (ISO 6346): 0.5 for 10 feet, 1 for 20, 1.5
    for more up to 30, 2 for 40, 2.25 for longer ones. A container of which nobody said it is in no
    figure, and is counted beside (`no_size`).
    """
    rows = facts.filter(facts["kind"] == "released", facts["containers"] > 0)
    value, unsized = ibis.coalesce(rows["teu_100"], 0), rows["unsized"]
    return rows.mutate(
        value=value, pair=_pair(rows), **{NO_SIZE: ibis.coalesce(unsized, rows["containers"])}
    )


def _transit_tonnes(facts: Table) -> Table:
    """Tonnes of gross mass that went through a state, neither from it nor to it; a movement counts
    once in each such state.
    """
    rows = _goods(facts)
    rows = rows.mutate(state=rows["states"].unnest())
    rows = rows.filter(rows["state"] != rows["origin"], rows["state"] != rows["destination"])
    return rows.mutate(value=rows["gross_kg"])


def _value(facts: Table) -> Table:
    """Declared value of the goods released for transit, in each currency by itself."""
    rows = _goods(facts)
    rows = rows.filter(rows["value_minor"].notnull())
    return rows.mutate(value=rows["value_minor"])


TONNES = Measure(
    name="tonnes",
    title=N_("Goods carried"),
    says=N_("Gross mass of the goods released for transit; each movement counts once."),
    unit="t",
    figures="total",
    by=_GOODS,
    public=("corridor", "mode", "chapter", "section", "pair"),
    rows=_tonnes,
    kinds=_CARRIED,
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
    by=_BY,
    public=("corridor", "mode", "pair"),
    rows=_consignments,
    kinds=_RELEASED,
    source="ours",
    cells=("corridor", "mode", "bound"),
)
TRANSIT = Measure(
    name="transit-tonnes",
    title=N_("Transit through a state"),
    says=N_("Gross mass that went through a state, neither from it nor to it."),
    unit="t",
    figures="total",
    by=("state", *_GOODS),
    public=("state",),
    apart="state",
    rows=_transit_tonnes,
    kinds=_CARRIED,
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
    by=("currency", *_GOODS),
    public=("currency",),
    apart="currency",
    rows=_value,
    kinds=_CARRIED,
    source="ours",
    cells=("currency",),
)
VEHICLES = Measure(
    name="vehicles",
    title=N_("Vehicles that departed"),
    says=N_("Trucks, wagons and vessels with which released movements depart."),
    unit="vehicles",
    figures="total",
    by=_BY,
    public=("corridor", "mode"),
    rows=_vehicles,
    kinds=_RELEASED,
    source="ours",
    cells=("corridor", "mode", "bound"),
)
CONTAINERS = Measure(
    name="containers",
    title=N_("Containers that departed"),
    says=N_("Containers in which released movements depart, whatever their size."),
    unit="containers",
    figures="total",
    by=_BY,
    public=("corridor", "mode"),
    rows=_containers,
    kinds=_RELEASED,
    source="ours",
    cells=("corridor", "mode", "bound"),
)
TEU = Measure(
    name="teu",
    title=N_("Containers in TEU"),
    says=N_("Twenty-foot equivalent units in which released movements depart."),
    unit="TEU",
    figures="total",
    by=_BY,
    public=("corridor", "mode"),
    rows=_teu,
    kinds=("released",),
    source="ours",
    per=100,
    cells=("corridor", "mode", "bound"),
)
