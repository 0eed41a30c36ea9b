"""What crossing a border takes: CAREC's TFI1, and the wait before the gate."""

from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.happening import MOVER
from corridor.observatory.measures.measure import MS_IN_HOUR, Measure, lasted

LATE_MS = 3 * MS_IN_HOUR
_BY = ("office", "country", "side", "hour")
_IN, _OUT = ("gate_in",), ("gate_out",)


def _cleared(facts: Table) -> Table:
    """Hours from joining the queue of a checkpoint to leaving its zone, for each vehicle, by side
    (entry or exit); a vehicle that left the queue is not counted.
    """
    rows = facts.filter(facts["kind"].isin(_OUT), facts["since"].notnull())
    return rows.mutate(value=lasted(rows))


def _waited(facts: Table) -> Table:
    """Hours from joining the queue of a checkpoint to being let in."""
    rows = facts.filter(facts["kind"].isin(_IN), facts["since"].notnull())
    return rows.mutate(value=lasted(rows))


def _waited_of_late(facts: Table) -> Table:
    """Hours from joining the queue to being let in, of vehicles let in during the last three hours
    of the day (UTC: from 0, 3, 6 …) that were over when the last thing happened which the log
    tells of. Hours that overlap would tell of single vehicles.
    """
    rows = _waited(facts)
    last = facts["at"].max()
    rows = rows.cross_join(facts.aggregate(end=last - last % LATE_MS))
    return rows.filter(rows["at"] >= rows["end"] - LATE_MS, rows["at"] < rows["end"])


def _passed(facts: Table) -> Table:
    """Vehicles that left the zone of a checkpoint."""
    rows = facts.filter(facts["kind"].isin(_OUT))
    return rows.drop(*({MOVER} & {*rows.columns})).mutate(value=1, movement=rows["subject"])


TFI1 = Measure(
    name="tfi1",
    title=N_("Time to clear a border crossing"),
    says=N_("From joining the queue of a checkpoint to leaving its zone."),
    unit="h",
    per=MS_IN_HOUR,
    figures="spread",
    by=_BY,
    public=("office", "side"),
    rows=_cleared,
    kinds=_OUT,
    source=N_("CAREC CPMM, TFI1"),
    published="TFI1",
    cells=("office", "side"),
    wider=("country",),
)
WAIT = Measure(
    name="wait",
    title=N_("Wait before the gate"),
    says=N_("From joining the queue of a checkpoint to being let in."),
    unit="h",
    per=MS_IN_HOUR,
    figures="spread",
    by=_BY,
    public=("office", "side"),
    rows=_waited,
    kinds=_IN,
    source="ours",
    cells=("office", "side"),
    wider=("country",),
)
THROUGHPUT = Measure(
    name="throughput",
    title=N_("Vehicles through a checkpoint"),
    says=N_("Vehicles that left the zone of a checkpoint."),
    unit="vehicles",
    figures="total",
    by=_BY,
    public=("office", "side"),
    rows=_passed,
    kinds=_OUT,
    source="ours",
    cells=("office", "side"),
    wider=("country",),
)
WAIT_NOW = Measure(
    name="wait-now",
    title=N_("Present wait before the gate"),
    says=N_("The same of vehicles let in during the last three hours that are over."),
    unit="h",
    per=MS_IN_HOUR,
    figures="spread",
    by=_BY,
    public=("office", "side"),
    rows=_waited_of_late,
    kinds=_IN,
    source="ours",
    cells=("office", "side"),
)
BORDER_RELIABILITY = Measure(
    name="border-reliability",
    title=N_("Reliability of the time at a border"),
    says=N_("How much longer the slowest of twenty takes than half of them, and than the mean."),
    unit="1",
    per=MS_IN_HOUR,
    figures="reliability",
    by=_BY,
    public=("office", "side"),
    rows=_cleared,
    kinds=_OUT,
    source=N_("ours; planning-time index and buffer index as in road statistics"),
    cells=("office", "side"),
)
