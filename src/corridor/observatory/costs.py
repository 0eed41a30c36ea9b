"""What carriers stated of costs, as rows: at places of the way, and on stretches of it.

A row says by how much it became more; what is taken back is a row that says by how much it became
less. A stretch has all that was stated of it: on it, on parts of it, and at its places, of which
the first belongs to the stretch before it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import asdict, astuple, replace

from corridor.domain.consignment import items_of
from corridor.domain.days import start_of_day
from corridor.domain.movement.costs import Cost, ends_of
from corridor.domain.movement.state import Movement
from corridor.domain.routes import Route
from corridor.domain.values import kilograms
from corridor.observatory.happening import Happening
from corridor.observatory.ways import Ways

SIDES: Final = {"exit": "exit", "transit": "entry"}
"""By the role of an office: those of a border."""
Made = Callable[..., Happening]


class Sum(msgspec.Struct, frozen=True):
    """Of several costs: US cents of those with a rate, how many have none, how many they are."""

    usd_minor: int = 0
    unrated: int = 0
    count: int = 0

    def less(self, other: "Sum") -> "Sum":
        """By how much it is more."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Sum(*(mine - theirs for mine, theirs in pairs))


def costs_told(
    before: Movement, after: Movement, ways: Ways, made: Made, part: int = 0
) -> Iterator[Happening]:
    """Rows of what one event stated or took back, or moved off its way or onto it. `made`: (kind,
    office, instant) → a row; `part`: that of the first.
    """
    was, now = _on_the_way(before), _on_the_way(after)
    gone = [(before, one, -1) for one in was if one not in now]
    new = [(after, one, 1) for one in now if one not in was]
    changed = [*gone, *new]
    rows = [row for state, one, sign in changed for row in _at_place(state, one, sign, made)]
    if changed:
        rows += _on_stretches(before, after, changed[0][1], ways, made)
    yield from (replace(one, part=at) for at, one in enumerate(rows, part))


def _on_the_way(state: Movement) -> list[Cost]:
    """What was stated of places that its way has: a diversion may leave some of them aside."""
    route = state.dossier.route
    return [one for one in state.costs if ends_of(route, one.place, one.to) is not None]


def _at_place(state: Movement, cost: Cost, sign: int, made: Made) -> Iterator[Happening]:
    ends = ends_of(state.dossier.route, cost.place, cost.to)
    if cost.to or ends is None:
        return
    point = state.dossier.route.points[ends[0]]
    yield replace(
        _plain("paid", point.office or "", point.place, cost, made),
        country=point.country,
        side=SIDES.get(point.role, ""),
        what=cost.what,
        value_minor=sign * cost.amount_minor,
        currency=cost.currency,
        usd_minor=sign * (cost.usd_minor or 0),
        unrated=sign * (cost.usd_minor is None),
        count=sign,
    )


def _plain(kind: str, office: str, place: str, cost: Cost, made: Made) -> Happening:
    """On the day of payment; nobody had anything in hand for it."""
    found = made(kind, office, start_of_day(cost.paid_on, office or place))
    day = cost.paid_on
    return replace(found, day=day, month=day[:7], hour=0, before=None, holder="")


def _on_stretches(
    before: Movement, after: Movement, changed: Cost, ways: Ways, made: Made
) -> Iterator[Happening]:
    """Each that was stated by name and has more or less now, on the way that has it."""
    named = dict.fromkeys((c.place, c.to) for c in (*before.costs, *after.costs) if c.to)
    for place, to in named:
        sums = (_of_stretch(one.dossier.route, one.costs, place, to) for one in (after, before))
        change = next(sums).less(next(sums))
        for state in (after, before):
            ends = ends_of(state.dossier.route, place, to)
            if ends is not None and change != Sum():
                yield _stretch(state, ends, change, changed, ways, made)
                break


def _of_stretch(route: Route, costs: Sequence[Cost], place: str, to: str) -> Sum:
    """All that was stated of it; nothing where nothing was stated of it by name."""
    ends = ends_of(route, place, to)
    if ends is None or not any((one.place, one.to) == (place, to) for one in costs):
        return Sum()
    within = [one for one in costs if _is_within(ends_of(route, one.place, one.to), ends)]
    return Sum(
        sum(one.usd_minor or 0 for one in within),
        sum(one.usd_minor is None for one in within),
        len(within),
    )


def _is_within(ends: tuple[int, int] | None, stretch: tuple[int, int]) -> bool:
    if ends is None:
        return False
    (start, end), (first, last) = ends, stretch
    if start == end:
        return first < start <= last or start == first == 0
    return first <= start and end <= last


def _stretch(
    state: Movement,
    ends: tuple[int, int],
    change: Sum,
    changed: Cost,
    ways: Ways,
    made: Made,
) -> Happening:
    route = state.dossier.route
    first, last = (route.points[end] for end in ends)
    gross: Any = sum(kilograms(item.gross_kg) for item in items_of(state.dossier))
    return replace(
        _plain("section_paid", first.office or "", first.place, changed, made),
        country=first.country if first.country == last.country else "",
        segment=f"{first.place}>{last.place}",
        km=ways.km(route, *ends),
        gross_kg=gross,
        **asdict(change),
    )
