"""How long each stage of a procedure takes, after the WCO Time Release Study."""

from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.measures.measure import Measure, hours

_BY = ("stage", "office", "country", "mode", "vehicle", "corridor", "origin", "destination")
_STAGES = {
    "accepted": "lodging to acceptance",
    "released": "lodging to release",
    "results": "arrival to results",
    "goods_released": "arrival to release of the goods",
    "discharged": "arrival to discharge",
}


def _staged(facts: Table) -> Table:
    """Hours of a stage of the procedure: from lodging to acceptance and to release at departure,
    from arrival to results, to the release of the goods and to discharge.
    """
    rows = facts.filter(facts["kind"].isin(list(_STAGES)), facts["since"].notnull())
    return rows.mutate(value=hours(rows), stage=rows["kind"])


STAGES = Measure(
    name="stages",
    title=N_("Time of each stage"),
    says=N_("From lodging to acceptance and to release; from arrival to what followed it."),
    unit="h",
    figures="spread",
    by=_BY,
    public=("stage", "office"),
    rows=_staged,
    source="WCO Time Release Study, version 3",
    cells=("stage", "office"),
    wider=("country",),
)
