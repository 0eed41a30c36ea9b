"""What is told of many rows: how often, how much, how long, how surely.

spread       n, mean, sd, 95 % margin, median, p95
reliability  n, median, p95, p95 ÷ median, and the buffer (p95 − mean) ÷ mean
total        n movements and the sum
share        n, and the part of them for which it holds
quotient     n of those with `case`, the sums of `value` and of `over`, and their quotient
part         n movements, the sum, and its part of all that is told beside it
balance      n movements, and what has come together up to the end of the month

Beside them `negative`: those that ended before they began, and of speeds `too_fast`: those that
nothing on wheels, rails or water reaches, and of costs `no_rate`: those with an amount
in a currency of which no rate is known; of TEU `no_size`: containers of no known size. All are
counted, and are in no other figure.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import ibis
from ibis.expr.types import Table

from corridor.domain.figures.state import LEAST
from corridor.observatory.happening import MOVER

Z95: Final = 1.96
"""Of the normal distribution: within so many standard errors lie 95 of 100."""
TOO_FAST: Final = "too_fast"
"""The column that marks a row as faster than anything goes."""


NO_RATE: Final = "no_rate"
"""The column that marks a row of costs that cannot be told in one currency."""
MARKS: Final = (TOO_FAST, NO_RATE)
NO_SIZE: Final = "no_size"
"""The column that counts containers of a row whose size nobody said."""


def movement_in(rows: Table) -> str:
    """The column by which movements are told apart: numbers where there are some, as in a node's
    own file; else their names, as in what it exports.
    """
    return MOVER if MOVER in rows.columns else "movement"


def fitting(rows: Table) -> Any:
    """Those that can be: what did not end before it began. What is left out by another rule has no
    value.
    """
    return rows["value"] >= 0


def marks_in(rows: Table) -> tuple[str, ...]:
    """The rules by which some of these rows are left out, beside that of what cannot last."""
    return tuple(mark for mark in MARKS if mark in rows.columns)


def _excluded(rows: Table) -> dict[str, Any]:
    """How many are left out, by the rule that does it."""
    found = {"negative": (rows["value"] < 0).sum()}
    return found | {mark: rows[mark].sum() for mark in marks_in(rows)}


def _spread(rows: Table, per: int) -> dict[str, Any]:
    """Of what can be: two clocks that differ may say something else."""
    value = _fit(rows)
    n, sd = value.count(), value.std(how="sample") / per
    return {
        "n": n,
        "mean": value.mean() / per,
        "sd": sd,
        "margin": ibis.literal(Z95) * sd / n.cast("float64").sqrt(),
        "quantiles": value.quantile([0.5, 0.95]),  # sorted once for both
        **_excluded(rows),
    }


def _fit(rows: Table) -> Any:
    """The values that can be, and nothing in place of the others: that costs less than to choose
    rows for each figure by itself.
    """
    return fitting(rows).ifelse(rows["value"], ibis.null())


def _reliability(rows: Table, per: int) -> dict[str, Any]:
    value = _fit(rows)
    return {
        "n": value.count(),
        "mean": value.mean() / per,
        "quantiles": value.quantile([0.5, 0.95]),
        **_excluded(rows),
    }


def _total(rows: Table, per: int) -> dict[str, Any]:
    total = rows["value"].sum()
    total = total.cast("float64") / per if per != 1 else total.cast("int64")
    if NO_SIZE not in rows.columns:
        return {"n": rows[movement_in(rows)].nunique(), "sum": total}
    n = rows[movement_in(rows)].nunique(where=rows["value"] > 0)
    return {"n": n, "sum": total, NO_SIZE: rows[NO_SIZE].sum()}


def _share(rows: Table, _: int) -> dict[str, Any]:
    value = rows["value"].cast("int64")
    return {"n": rows.count(), "of": value.sum(), "share": value.cast("float64").mean()}


def _quotient(rows: Table, per: int) -> dict[str, Any]:
    """`per`: of how many `over`, 1,000 for a rate per thousand."""
    fits = ~rows[TOO_FAST] if TOO_FAST in rows.columns else None
    value = rows["value"].sum(where=fits).cast("float64")
    over = rows["over"].sum(where=fits).cast("float64")
    return {
        "n": rows["case"].cast("int64").sum(where=fits),
        "value": value,
        "over": over,
        "quotient": value * per / over.nullif(0),
        **({TOO_FAST: rows[TOO_FAST].sum()} if fits is not None else {}),
    }


def _part(rows: Table, per: int) -> dict[str, Any]:
    return {
        "n": (rows["cases"] > 0).sum(),
        "sum": rows["value"].sum().cast("float64") / per,
        "negative": rows["negative"].sum(),
    }


def _of_each_movement(rows: Table, by: Sequence[str]) -> Table:
    """Of many rows of each movement one: so none is counted twice, and no set of them is kept."""
    fits = fitting(rows)
    return rows.group_by([*by, movement_in(rows)]).aggregate(
        cases=fits.sum(), value=rows["value"].sum(where=fits), negative=(rows["value"] < 0).sum()
    )


BEFORE: Final[Mapping[str, Callable[[Table, Sequence[str]], Table]]] = {"part": _of_each_movement}
"""What is made of the rows before they are grouped by these columns."""


def _balance(rows: Table, _: int) -> dict[str, Any]:
    return {"n": rows[movement_in(rows)].nunique(), "change": rows["value"].sum().cast("int64")}


FIGURES: Final[Mapping[str, Callable[[Table, int], dict[str, Any]]]] = {
    "spread": _spread,
    "reliability": _reliability,
    "total": _total,
    "share": _share,
    "quotient": _quotient,
    "part": _part,
    "balance": _balance,
}


def _two_quantiles(found: Table, _: Sequence[str], per: int) -> Table:
    both = found["quantiles"]
    return found.mutate(median=both[0] / per, p95=both[1] / per).drop("quantiles")


def _surely(found: Table, by: Sequence[str], per: int) -> Table:
    found = _two_quantiles(found, by, per)
    mean, p95 = found["mean"], found["p95"]
    return found.mutate(ratio=p95 / found["median"].nullif(0), buffer=(p95 - mean) / mean.nullif(0))


def _of_what_is_told(found: Table, by: Sequence[str], _: int) -> Table:
    """Of that alone: a part of all would give away the sum of the rest, which may be one."""
    told = found.filter(found["n"] >= LEAST)
    whole = told["sum"].sum().over(ibis.window(group_by=list(by)))
    return told.mutate(share=told["sum"] / whole.nullif(0))


def _up_to_then(found: Table, by: Sequence[str], _: int) -> Table:
    """The balance after each span, and not the change, which may be of a single one."""
    spans = [one for one in by if one in ("year", "quarter", "month", "day")]
    apart = [one for one in found.columns if one not in ("n", "change", *spans)]
    window = ibis.cumulative_window(group_by=apart, order_by=spans or None)
    change = found["change"]
    return found.mutate(balance=change.sum().over(window) if spans else change).drop("change")


AFTER: Final[Mapping[str, Callable[[Table, Sequence[str], int], Table]]] = {
    "spread": _two_quantiles,
    "reliability": _surely,
    "part": _of_what_is_told,
    "balance": _up_to_then,
}
"""What is worked out of the groups: by the columns that they are told by, but the one apart, and
by what figures are divided.
"""
