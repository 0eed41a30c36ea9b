"""What is taken of guarantees and of quotas."""

from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.measures.measure import Measure

_TAKEN, _USED = ("reserved", "freed"), ("quota_taken",)


def _taken(facts: Table) -> Table:
    """What movements take of the guarantees that this node's guarantors keep, at the end of a span,
    in each currency by itself; what is called for a debt is taken until it was paid. Counted from
    the first day that is asked for.
    """
    rows = facts.filter(facts["kind"].isin(_TAKEN))
    return rows.mutate(value=rows["value_minor"])


def _used(facts: Table) -> Table:
    """Permits issued out of quotas, divided by those delivered in the same span; one that came back
    unused is taken off. A quota is told by the state whose roads it opens, that of the carriers,
    and its type: 1 bilateral, 2 transit, 3 third country.
    """
    rows = facts.filter(facts["kind"].isin((*_USED, "quota_delivered")))
    is_taken = rows["kind"].isin(_USED)
    return rows.mutate(
        value=is_taken.ifelse(rows["count"], 0),
        over=is_taken.ifelse(0, rows["count"]),
        case=is_taken & (rows["count"] > 0),
    )


EXPOSURE = Measure(
    name="guarantee-exposure",
    title=N_("Taken of guarantees"),
    says=N_("What movements take of the guarantees kept here, at the end of each month."),
    unit="minor units",
    figures="balance",
    by=("currency",),
    apart="currency",
    rows=_taken,
    kinds=_TAKEN,
    source="ours",
)
QUOTA_USE = Measure(
    name="quota-use",
    title=N_("Use of quotas"),
    says=N_("Permits issued out of quotas, divided by those delivered."),
    unit="1",
    figures="quotient",
    by=("country", "origin", "what"),
    public=("country", "origin"),
    rows=_used,
    kinds=_USED,
    source="ours",
    cells=("country", "origin"),
)
