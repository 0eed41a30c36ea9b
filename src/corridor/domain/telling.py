"""Who has to be told of what was said: news for the people of a desk.

It follows from the same tables that say who acts next. An office is told when something comes onto
its desk, and when another changes what lies there; a carrier of what offices say about its
dossiers, permits and guarantees. Nobody is told of what was done at the own desk.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, Protocol

from corridor.domain.acts import ROLES, Heard, Role
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.kind import Kind
from corridor.domain.kinds import KINDS, kind_of_state

DECIDE: Final = "desk.decide"
EXPECTED: Final = "desk.expected"
CHANGED: Final = "desk.changed"
REPORTED: Final = "trip.reported"
"""A driver's word from the road: to its own firm, and no event of the movement."""
NEAR: Final = "term.near"
"""That a day comes near by which somebody has to act, as a term of the law has it: no event."""
PRESSING_ILLS: Final = (
    "node.store",
    "node.disk",
    "node.works",
    "node.effects",
    "node.silent",
    "node.queue",
    "node.clock",
)
ILLS: Final = (
    *PRESSING_ILLS,
    "node.expires",
    "node.mail",
    "node.scanner",
    "node.account",
    "node.setting",
)
"""What an operator is told of the node; each waits until it is over."""
_EVENT: Final = "event:"


class Listed(Protocol):
    """A row of a list."""

    @property
    def list(self) -> str:
        """The name of the list."""


class News(NamedTuple):
    """That a desk has to know. `kind`: what its people choose by.

    `until`: the list that the subject leaves once nothing is left to do there, or the one event
    that waits, `event:KG:17`.
    """

    desk: str
    kind: str
    until: str = ""


class Change(NamedTuple):
    """A fact, the state that it came to, and the lists on which its subject stood and stands."""

    fact: Fact[Any]
    state: Any
    stood: frozenset[str]
    stands: frozenset[str]


_LANES: Final = {
    ("customs", "decide"): DECIDE,
    ("customs", "arrived"): DECIDE,
    ("customs", "expected"): EXPECTED,
    ("permits", "open"): DECIDE,
    ("quotas", "answer"): DECIDE,
    ("registrar", "open"): DECIDE,
}
_DESK_OF: Final = {"permit": "permits", "quotas": "permits"}
_PUBLIC: Final = "map:"
_OF_A_FIRM: Final = frozenset({"carrier", "guarantor", "operator"})


def event_name(said: Payload | type[Payload]) -> str:
    """The name of an event without its version: `movement.released`."""
    return str(said.__struct_config__.tag).partition("/")[0]


_HEARD: Final[Mapping[str, Heard[Any]]] = {
    event_name(event): told.heard for kind in KINDS for event, told in kind.told.items()
}


def _for_firms(role: Role) -> tuple[str, ...]:
    mine = ((name, heard) for name, heard in _HEARD.items() if role in heard.firms)
    return tuple(name for name, heard in sorted(mine, key=lambda one: not one[1].urgent))


_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    **{role: _for_firms(role) for role in ROLES},
    "carrier": (REPORTED, NEAR, *_for_firms("carrier")),
    "guarantor": (NEAR, *_for_firms("guarantor")),
    "operator": ILLS,
    "customs": (DECIDE, NEAR, EXPECTED, CHANGED),
    "permit": (DECIDE, CHANGED),
    "checkpoint": (CHANGED,),
    "registrar": (DECIDE,),
}
URGENT: Final = frozenset(
    {DECIDE, REPORTED, NEAR, *PRESSING_ILLS}
    | {name for name, heard in _HEARD.items() if heard.urgent}
)
"""Kinds that are told at once where nothing else was chosen."""


def kinds_for(role: str) -> tuple[str, ...]:
    """What the people of a role can be told of, the most pressing first."""
    return _KINDS[role]


def desk_of(actor: Actor) -> str:
    """Whose news these are: `carrier:ala-too`, `customs:KGOSH001`, as its lists begin."""
    owner = actor.org if actor.role in _OF_A_FIRM else actor.office
    return f"{_DESK_OF.get(actor.role, actor.role)}:{owner}"


def news_desk(name: str) -> str:
    """Whose list it is: `permits:KG-ROAD`, also of that ministry's quotas."""
    room, colon, rest = name.rpartition(":")[0].partition(":")
    return f"{_DESK_OF.get(room, room)}{colon}{rest}"


def waits(kind: str, until: str, state: Any, lists: frozenset[str]) -> bool:
    """Whether news still ask for something, of a subject in this state and on these lists."""
    heard = _HEARD.get(kind)
    if until.startswith(_EVENT):
        one = heard.one if heard is not None else None
        return one is not None and one(state, until.removeprefix(_EVENT))
    if until:
        return until in lists
    return heard is not None and any(waiting(state) for waiting in heard.firms.values())


def lists_of(kind: Kind[Any], state: Any, node: str) -> frozenset[str]:
    """The lists that a subject stands on."""
    return listed(kind.listings(state, node) if state is not None else ())


def listed(rows: Iterable[Listed]) -> frozenset[str]:
    """The lists of these rows, but for what all see."""
    return frozenset(row.list for row in rows if not row.list.startswith(_PUBLIC))


def news_of(change: Change, node: str) -> tuple[News, ...]:
    """Who has to know of it; each desk once.

    What was said without a right to it is told to nobody.
    """
    fact, state = change.fact, change.state
    if f"{fact.node}:{fact.number}" in getattr(state, "unheard", ()):
        return ()
    kind, by_desk = kind_of_state(state), dict[str, News]()
    told = kind.told.get(type(fact.payload))
    heard = told.heard if told is not None else Heard[Any]()
    firms = _to_firms(kind, heard, change, node)
    for news in (*firms, *_to_offices(kind, heard, change, node)):
        if not _is_own(news.desk, fact.actor):
            by_desk.setdefault(news.desk, news)
    return tuple(by_desk.values())


def _is_own(desk: str, actor: Actor) -> bool:
    return bool(actor.person) and desk == desk_of(actor)


def _to_firms(kind: Kind[Any], heard: Heard[Any], change: Change, node: str) -> Iterator[News]:
    firms = kind.firms(change.state, node) if heard.firms else {}
    for role in heard.firms:
        if role in firms:
            fact = change.fact
            until = f"{_EVENT}{fact.node}:{fact.number}" if heard.one is not None else ""
            yield News(f"{role}:{firms[role]}", event_name(fact.payload), until)


def _to_offices(kind: Kind[Any], heard: Heard[Any], change: Change, node: str) -> Iterator[News]:
    """First those who have to act on it, then by their lists, then whoever else is concerned."""
    state, said = change.state, change.fact.payload
    named = [n for n in heard.offices(state, said) if _place_of(n[0]).startswith(node)]
    yield from (News(desk, DECIDE, until) for desk, until in named if until)
    aside = kind.aside(state)
    yield from _by_lane(change.stood - aside, change.stands - aside, heard)
    yield from (News(desk, CHANGED) for desk, until in named if not until)


def _place_of(desk: str) -> str:
    return desk.partition(":")[2]


def _by_lane(stood: frozenset[str], stands: frozenset[str], heard: Heard[Any]) -> Iterator[News]:
    for name in sorted(stands - stood):
        if lane := _lane(name):
            yield News(news_desk(name), lane, name if lane == DECIDE else "")
    if heard.ends:
        yield from (News(news_desk(n), CHANGED) for n in sorted(stood - stands) if _lane(n))


def _lane(name: str) -> str:
    return _LANES.get((name.partition(":")[0], name.rpartition(":")[2]), "")
