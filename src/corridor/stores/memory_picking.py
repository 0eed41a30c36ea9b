"""Rows of a list behind filters in the memory store: the bounds of the port, said plainly."""

from corridor.domain.listings import Order
from corridor.engine.ports import Pick, StoredRow
from corridor.stores.memory_tables import Tables
from corridor.stores.places import Place, Span


def pick_from(
    tables: Tables, name: str, pick: Pick, order: Order, in_order: list[StoredRow]
) -> tuple[int | None, bool, list[tuple[StoredRow, bool]]]:
    """(total if known, whether few were looked at, rows to look at with whether they fit)."""
    marked, held = tables.marks.get(name, {}), tables.rows.get(name, {})
    sizes = [sum(mark in marks for marks in marked.values()) for mark in pick.marks]
    sizes += [sum(_within(pick.span, row) for row in held.values())] if pick.span else []
    judged = [
        (row, _fits(pick, marked.get(row.subject, frozenset())) and _within(pick.span, row))
        for row in in_order
    ]
    if any(size <= pick.few for size in sizes):
        return sum(fits for _, fits in judged), True, [one for one in judged if one[1]]
    is_counted = len(sizes) == 1 and sizes[0] <= pick.counted_max and not pick.without
    total = sizes[0] if is_counted else None
    is_own = pick.span is not None and pick.span[0] == order
    return total, False, [one for one in judged if not is_own or _within(pick.span, one[0])]


def page_of(
    found: list[tuple[StoredRow, bool]], order: Order, limit: int, looked_max: int
) -> tuple[tuple[StoredRow, ...], Place | None, int]:
    """(rows that fit, where to go on, how many were looked at)."""
    shown: list[StoredRow] = []
    onward, last, looked = None, None, 0
    for row, fits in found:
        if looked == looked_max:
            return tuple(shown), last, looked
        looked += 1
        if fits and len(shown) == limit:
            onward = (getattr(shown[-1], order), shown[-1].subject) if shown else None
            return tuple(shown), onward, looked
        if fits:
            shown.append(row)
        last = (getattr(row, order), row.subject)
    return tuple(shown), None, looked


def _fits(pick: Pick, marks: frozenset[str]) -> bool:
    return marks.issuperset(pick.marks) and marks.isdisjoint(pick.without)


def _within(span: Span | None, row: StoredRow) -> bool:
    return span is None or span[1] <= getattr(row, span[0]) < span[2]
