"""How permits are decided."""

from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.measures.measure import MS_IN_HOUR, Measure, lasted

_BY = ("country", "authority", "what", "origin", "by_rule", "cause")
_GRANTED = ("permit_granted",)
_DECIDED = (*_GRANTED, "permit_refused")
TEN_MINUTES_MS = MS_IN_HOUR // 6
DAY_MS = 24 * MS_IN_HOUR


def _decisions(facts: Table) -> Table:
    """Hours from an application to its decision, granted or refused."""
    rows = facts.filter(facts["kind"].isin(_DECIDED), facts["since"].notnull())
    return rows.mutate(value=lasted(rows))


def _within(facts: Table, span_ms: int) -> Table:
    rows = facts.filter(facts["kind"].isin(_DECIDED), facts["since"].notnull())
    return rows.mutate(value=(rows["at"] - rows["since"]) <= span_ms)


def _in_ten_minutes(facts: Table) -> Table:
    """The part of decisions that took ten minutes or less."""
    return _within(facts, TEN_MINUTES_MS)


def _in_a_day(facts: Table) -> Table:
    """The part of decisions that took 24 hours or less."""
    return _within(facts, DAY_MS)


def _refused(facts: Table) -> Table:
    """The part of decisions that refused."""
    rows = facts.filter(facts["kind"].isin(_DECIDED))
    return rows.mutate(value=rows["kind"] == "permit_refused")


def _first_time(facts: Table) -> Table:
    """The part of grants that were granted when they were applied for first."""
    rows = facts.filter(facts["kind"].isin(_GRANTED))
    return rows.mutate(value=~rows["again"])


DECISION_TIME = Measure(
    name="permit-time",
    title=N_("Time to decide on a permit"),
    says=N_("From an application to its decision."),
    unit="h",
    per=MS_IN_HOUR,
    figures="spread",
    by=_BY,
    public=("country", "what"),
    rows=_decisions,
    kinds=_DECIDED,
    source="ours",
    cells=("country", "what"),
)
TEN_MINUTES = Measure(
    name="permits-in-10-minutes",
    title=N_("Decided within ten minutes"),
    says=N_("The part of decisions that took ten minutes or less."),
    unit="1",
    figures="share",
    by=_BY,
    public=("country", "what"),
    rows=_in_ten_minutes,
    kinds=_DECIDED,
    source=N_("ours; TradeNet promises nine in ten"),
    cells=("country", "what"),
)
A_DAY = Measure(
    name="permits-in-a-day",
    title=N_("Decided within a day"),
    says=N_("The part of decisions that took 24 hours or less."),
    unit="1",
    figures="share",
    by=_BY,
    public=("country", "what"),
    rows=_in_a_day,
    kinds=_DECIDED,
    source="ours",
    cells=("country", "what"),
)
REFUSED = Measure(
    name="permits-refused",
    title=N_("Refused"),
    says=N_("The part of decisions that refused."),
    unit="1",
    figures="share",
    by=_BY,
    public=("country", "what"),
    rows=_refused,
    kinds=_DECIDED,
    source="ours",
    cells=("country", "what"),
)
FIRST_TIME = Measure(
    name="permits-first-time",
    title=N_("Granted at the first application"),
    says=N_("The part of grants that were granted when they were applied for first."),
    unit="1",
    figures="share",
    by=_BY,
    public=("country", "what"),
    rows=_first_time,
    kinds=_GRANTED,
    source="ours",
    cells=("country", "what"),
)
