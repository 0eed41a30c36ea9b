"""Where a row stands in an order of its list, and where a walk along it begins and ends."""

from corridor.domain.listings import Order

Place = tuple[str, str]
"""(what the order sorts by, subject)"""
Span = tuple[Order, str, str]


def start_of(span: Span | None, order: Order, after: Place | None, down: bool) -> Place | None:
    """The place after which the walk begins: that of the last page, or the span's own edge."""
    if after is not None or span is None or span[0] != order:
        return after
    return (span[2], "") if down else (span[1], "")


def within(span: Span | None, order: Order, value: str) -> bool:
    """Whether the walk is still in the span of its own order."""
    return span is None or span[0] != order or span[1] <= value < span[2]
