"""The check of a page goes on: opening its events, by whoever has the time.

Opening is most of the work that a page is. The follower opens what it can while the writer is busy
with pages before, and hands over; the writer opens the rest. Either way all of it is done before
any of it is kept.
"""

from collections.abc import Callable, Sequence

import msgspec

from corridor.engine.hlc import AHEAD_MAX_MS, to_ms
from corridor.engine.ports import SealedEvent
from corridor.evidence.trust import TrustList
from corridor.exchange.areas import is_shown
from corridor.exchange.errors import PageRefused
from corridor.exchange.event_open import Opened, open_event
from corridor.exchange.page_check import Expected, ProvedPage, convicting, prove_page


class VerifiedPage(msgspec.Struct, frozen=True):
    """A proved page, of which so many of the first events are opened."""

    proved: ProvedPage
    opened: tuple[Opened, ...]


def _always() -> bool:
    return True


def verify_page(
    data: bytes,
    expected: Expected,
    trust: TrustList,
    now: str,
    goes_on: Callable[[], bool] = _always,
) -> VerifiedPage:
    """Prove the page, and open its events as long as `goes_on`; PageRefused where a step fails."""
    proved = prove_page(data, expected, trust, now)
    return VerifiedPage(proved, open_events(proved, (), goes_on))


def open_events(
    page: ProvedPage, opened: Sequence[Opened], goes_on: Callable[[], bool] = _always
) -> tuple[Opened, ...]:
    """Steps 10 to 12 for the events after those that are opened; all that are opened then."""
    found = list(opened)
    numbers = {one.event.number for one in opened}
    with convicting(page.sealed, page.known):
        for data, leaf in zip(
            page.sealed.events[len(opened) :], page.leaves[len(opened) :], strict=True
        ):
            if not goes_on():
                break
            # 10. The event is canonical and well-formed, and typed where we know its type.
            one = open_event(data, leaf, page.head.follower)
            # 11. The publisher speaks for itself, each number once, in areas it may show us.
            _check_speaker(one.event, page, numbers)
            found.append(one)
        # 12. No clock is absurdly ahead: one such event would come last in every fold for days.
        _check_clocks(found[len(opened) :], page.at)
    return tuple(found)


def _check_speaker(event: SealedEvent, page: ProvedPage, numbers: set[int]) -> None:
    if event.node != page.head.publisher:
        raise PageRefused("speaker", f"an event of {event.node}")
    if not is_shown(page.areas, event.subject):
        raise PageRefused("area", f"event {event.number} on {event.subject}")
    if event.number in numbers:
        raise PageRefused("number", f"{event.number} comes twice")
    numbers.add(event.number)


def _check_clocks(opened: Sequence[Opened], now: str) -> None:
    latest = max((one.event.clock for one in opened), default="")
    try:
        ahead = to_ms(latest[:-5]) - to_ms(now) if latest else 0
    except ValueError:
        raise PageRefused("event", f"clock {latest} is no instant") from None
    if ahead > AHEAD_MAX_MS:
        raise PageRefused("clock", f"{ahead // 3_600_000} hours ahead")
