"""Where a row stands in an order of its list, and where a walk along it begins and ends."""

from corridor.domain.listings import Order

Place = tuple[str, str]
"""(what the order sorts by, subject)"""
Span = tuple[Order, str, str]


def start_of(span: Span | None, order: Order, after: Place | None, down: bool) -> Place | None:
    """The place after which the walk begins: that of the last page, or the span's own edge.

    A page that ended outside the span was of other dates: then it begins at the edge as well.
    """
    if span is None or span[0] != order:
        return after
    edge = (span[2], "") if down else (span[1], "")
    if after is None:
        return edge
    return min(after, edge) if down else max(after, edge)


def within(span: Span | None, order: Order, value: str) -> bool:
    """Whether the walk is still in the span of its own order."""
    return span is None or span[0] != order or span[1] <= value < span[2]
