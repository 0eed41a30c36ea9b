"""How the exchange between nodes goes: how late what another node said came here."""

from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.happening import MOVER
from corridor.observatory.measures.measure import Measure, lasted

MS_IN_SECOND = 1000


def _followed(facts: Table) -> Table:
    """Seconds from the instant at which another node says that it said something to the instant at
    which this node took it in, by two clocks; for each entry that came from there. What was said
    before this node followed the other is as late as that.
    """
    rows = facts.filter(facts["kind"] == "followed", facts["since"].notnull())
    late = lasted(rows)
    return rows.drop(*({MOVER} & {*rows.columns})).mutate(value=late, movement=rows["subject"])


LAG = Measure(
    name="lag",
    title=N_("Lag between nodes"),
    says=N_("From an entry of another state's node to its being taken in here."),
    unit="s",
    figures="spread",
    by=("country",),
    public=("country",),
    rows=_followed,
    kinds=("followed",),
    per=MS_IN_SECOND,
    source="ours",
    cells=("country",),
)
