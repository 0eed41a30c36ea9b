"""The check of a page goes on: opening its events, by whoever has the time.

Opening is most of the work that a page is. The follower opens events as long as other jobs wait for
the writer, and hands over; the writer opens the rest. Either way all of it is done before any of it
is kept.
"""

from collections.abc import Callable, Sequence

import msgspec

from corridor.engine.hlc import AHEAD_MAX_MS, instant, to_ms
from corridor.engine.ports import SealedEvent
from corridor.engine.standing import Opened
from corridor.evidence.trust import TrustList
from corridor.exchange.areas import is_shown
from corridor.exchange.errors import PageRefused
from corridor.exchange.event_open import open_event
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
    """Steps 10 to 12 for each event after those that are opened; all that are opened then."""
    found = list(opened)
    numbers = {one.event.number for one in opened}
    latest = instant(to_ms(page.at) + AHEAD_MAX_MS)
    rest = zip(page.sealed.events[len(opened) :], page.leaves[len(opened) :], strict=True)
    with convicting(page.sealed, page.leaves, page.known):
        for data, leaf in rest:
            if not goes_on():
                break
            # 10. The event is canonical and well-formed, and typed where we know its type.
            one = open_event(data, leaf, page.head.follower)
            # 11. The publisher speaks for itself, each number once, in areas it may show us.
            _check_speaker(one.event, page, numbers)
            # 12. Its clock is not absurdly ahead: it would come last in every fold for days.
            if one.event.clock[:-5] > latest:
                raise PageRefused("clock", f"{one.event.clock} at {page.at}")
            found.append(one)
    return tuple(found)


def _check_speaker(event: SealedEvent, page: ProvedPage, numbers: set[int]) -> None:
    if event.node != page.head.publisher:
        raise PageRefused("speaker", f"an event of {event.node}", event.data)
    if not is_shown(page.areas, event.subject):
        raise PageRefused("area", f"event {event.number} on {event.subject}")
    if event.number in numbers:
        raise PageRefused("number", f"{event.number} comes twice", event.data)
    numbers.add(event.number)
