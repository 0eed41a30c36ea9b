"""The figures that a node tells everybody, worked out once and kept as one small file."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from ibis.expr.types import Table

from corridor.engine.observed import OVERVIEW, Group, Measured, Overview, Telling
from corridor.observatory.asking import facts_in
from corridor.observatory.measures.measure import LEAST, Measure, told
from corridor.observatory.measures.registry import MEASURES
from corridor.observatory.store import Observatory

TOLD_MAX: Final = 200
"""Groups of one telling: the first in their order."""
_N: Final = "n"


def overview(observatory: Observatory, node: str) -> Overview:
    """All measures, all together, by month, and by what each is told by in public."""
    with observatory.opened() as db:
        facts, entries = facts_in(db), observatory.position_in(db)
        days = facts.aggregate(first=facts["day"].min(), last=facts["day"].max())
        [span] = days.to_pyarrow().to_pylist()
        measured = tuple(_measured(one, facts) for one in MEASURES)
    return Overview(node, entries, span["first"] or "", span["last"] or "", measured)


def keep(told_of: Overview, folder: Path) -> None:
    """Write it beside the node's database, whole or not at all."""
    partial = folder / f"{OVERVIEW}.part"
    partial.write_bytes(msgspec.json.encode(told_of))
    partial.replace(folder / OVERVIEW)


def _measured(measure: Measure, facts: Table) -> Measured:
    whole = None if measure.apart else next(iter(_groups(measure, facts, ())), None)
    tellings = tuple(_tellings(measure, facts, whole))
    return Measured(
        measure.name,
        measure.title,
        measure.says,
        measure.unit,
        measure.figures,
        measure.source,
        whole,
        tellings,
    )


def _tellings(measure: Measure, facts: Table, whole: Group | None) -> Iterator[Telling]:
    """Where there is a total, nothing that it would give away."""
    if measure.apart:
        yield Telling(measure.apart, _told(_groups(measure, facts, (measure.apart,))))
    elif whole is not None:
        for column in ("month", *measure.public):
            groups = _told(_groups(measure, facts, (column,)))
            shown = undisclosed(groups, whole.n)
            yield Telling(column, tuple(shown), sum(one.n for one in shown) < whole.n)


def _told(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(one for one in groups if one.value)[:TOLD_MAX]


def undisclosed(groups: Sequence[Group], total: int) -> list[Group]:
    """Groups that may be told beside their total: what is missing from it is nobody, or at least
    five, else it could be told by taking the others away. The smallest go first.
    """
    shown = list(groups)
    while shown and 0 < total - sum(one.n for one in shown) < LEAST:
        shown.remove(min(shown, key=lambda one: (one.n, one.value)))
    return shown


def _groups(measure: Measure, facts: Table, by: tuple[str, ...]) -> Iterator[Group]:
    rows: list[dict[str, Any]] = told(measure, facts, by).to_pyarrow().to_pylist()
    for row in rows:
        value = str(row.pop(by[0]) or "") if by else ""
        n = int(row.pop(_N))
        yield Group(n, {name: float(figure or 0) for name, figure in row.items()}, value)
