"""A kind of subject: its acts, and the tables that are derived from them.

Deciding and folding are the same for all kinds and stand here; what differs is in the acts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as changed
from functools import cache, cached_property
from itertools import chain
from typing import Any, Final, Generic, TypeVar, cast

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Timer, Told
from corridor.domain.attachments import SENT_UNKEPT, Attachments, sent_with, unkept_refusals
from corridor.domain.besides import Besides
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Actor, Fact, Payload, Unknown, order_of
from corridor.domain.listings import Row
from corridor.domain.reference.loader import load_countries
from corridor.domain.refusals import Refusal, RefusalText, Refused
from corridor.domain.searching import Findable

S = TypeVar("S")
TO_ALL: Final = "to-all"
"""The key of what every node has to have, also one that joins later."""


def _nobody(state: Any) -> frozenset[str]:
    return frozenset()


def _no_files(state: Any) -> Attachments:
    return ()


def _closed(state: Any, day: str) -> bool:
    return False


def _as_kept(state: S) -> S:
    return state


def _undoubted(state: S, doubts: tuple[Any, ...]) -> S:
    return state


def _unrefused(doubt: Any, said: Payload) -> Refusal | None:
    return None


def _no_subjects(state: Any) -> tuple[str, ...]:
    return ()


def _no_firms(state: Any, node: str) -> Mapping[str, str]:
    return {}


def _in_any_order(state: S, told: Told[S], fact: Fact[Any]) -> bool:
    return True


def _not_found(state: Any, node: str) -> Findable:
    return Findable()


def _noted(state: S, fact: Fact[Any]) -> S:
    """Listed in `unheard`, by node and number."""
    noted = cast(Any, state)
    return cast(S, replace(noted, unheard=(*noted.unheard, f"{fact.node}:{fact.number}")))


def stamped(state: S, fact: Fact[Any]) -> S:
    """`Kind.stamp` of a state that has `updated_at`."""
    return cast(S, replace(cast(Any, state), updated_at=fact.at))


def _unmarked(state: S, told: Told[S], fact: Fact[Any]) -> S:
    """Nothing contradicts: what comes too late is kept, and changes nothing."""
    return state


@dataclass(frozen=True)
class Kind(Generic[S]):
    """One kind of subject. The engine treats all alike."""

    prefix: str
    """The first two letters of its subjects' ids."""
    title: str
    state: type[S]
    acts: tuple[Act[S], ...]
    unknown: Callable[[str], Refused]
    """Subject → what is answered to whoever asks something of one that is not there."""
    listings: Callable[[S, str], tuple[Row, ...]]
    keys: Callable[[S, str], tuple[str, ...]]
    sees: Callable[[Actor, S], bool]
    """Whether the actor may know of this one."""
    spread: str
    """Where its events go, for the documents."""
    expects: Callable[[S, Told[S], Fact[Any]], bool] = _in_any_order
    """Whether a fact of a rightful speaker fits what stands."""
    unheard: Callable[[S, Fact[Any]], S] = _noted
    """Note a fact whose speaker had no right to it: it is kept, and changes nothing."""
    clash: Callable[[S, Told[S], Fact[Any]], S] = _unmarked
    """Take in a fact that contradicts what stands, and make that visible."""
    stamp: Callable[[S, Fact[Any]], S] = stamped
    """Note when the state last changed."""
    found_by: Callable[[S, str], Findable] = _not_found
    """(state, node) → by what it is found there, and at which desks."""
    audience: Callable[[S], frozenset[str]] = _nobody
    attached: Callable[[S], Attachments] = _no_files
    """The files that it names."""
    uses_files: Callable[[S, str], bool] = _closed
    """(state, day) → whether somebody may still need them for a decision."""
    brought_up: Callable[[S], S] = _as_kept
    """A state that an earlier version kept, as its events come to today."""
    doubted: Callable[[S, tuple[Any, ...]], S] = _undoubted
    """Take in what contradicts the order of things, and make it visible."""
    against: Callable[[Any, Payload], Refusal | None] = _unrefused
    """(doubt, event about to be said) → the refusal at the desk; None where it may be said."""
    firms: Callable[[S, str], Mapping[str, str]] = _no_firms
    """(state, node) → the firms that hear of it there, by their part."""
    besides: Besides[S] | None = None
    """What its rows show that hangs on other subjects too."""
    touches: Callable[[S], tuple[str, ...]] = _no_subjects
    """Subjects whose `besides` hangs on this one."""
    aside: Callable[[S], frozenset[str]] = _nobody
    """Lists on which it only waits for others: coming onto one of them is no news."""
    texts: Mapping[str, RefusalText] = field(default_factory=dict)
    """Of refusals that belong to no single act."""

    @cached_property
    def asked(self) -> dict[type[Command], Asked[S]]:
        """By command."""
        every = (_knowing_files(asked) for act in self.acts for asked in act.asked)
        return {asked.command: asked for asked in every}

    @cached_property
    def told(self) -> dict[type[Payload], Told[S]]:
        """By event."""
        return {told.event: told for act in self.acts for told in act.told}

    @cached_property
    def timers(self) -> dict[str, Timer[S]]:
        """By name."""
        return {timer.name: timer for act in self.acts for timer in act.timers}

    @cached_property
    def refusal_texts(self) -> Mapping[str, RefusalText]:
        """All texts of the room, by code."""
        own = chain.from_iterable(act.texts.items() for act in self.acts)
        return {**self.texts, **dict(own)}

    def decide(self, state: S | None, command: Command, context: Context) -> Decision:
        """Events that follow from the command, or why not."""
        asked = self.asked[type(command)]
        if state is None and not asked.begins:
            return self.unknown(context.subject)
        wrong = _wrong(asked, state, command, context) if state is not None else None
        wrong = wrong or _wrong_files(asked, command, context)
        found = wrong or asked.decide(cast(S, state), command, context)
        if state is None or isinstance(found, Refused):
            return found
        doubtful = tuple(self._refusals(state, found, context.now))
        return Refused(doubtful) if doubtful else found

    def _refusals(self, state: S, said: tuple[Payload, ...], now: str) -> Iterator[Refusal]:
        for payload in said:
            if self.told[type(payload)].is_stop:
                continue
            for doubt in self._doubts(state, payload, now):
                refusal = self.against(doubt, payload)
                if refusal is not None:
                    yield refusal

    def _doubts(self, state: S, payload: Payload, said_at: str) -> tuple[Any, ...]:
        doubts = self.told[type(payload)].doubts
        return tuple(doubts(state, payload, said_at)) if doubts is not None else ()

    def evolve(self, state: S | None, fact: Fact[Any], subject: str) -> S | None:
        """The next state; total, deterministic, and the same on every node."""
        told = self.told.get(type(fact.payload))
        if state is None:
            begin = told.begin if told is not None else None
            return begin(fact, subject) if begin is not None else None
        if told is None and isinstance(fact.payload, Unknown):
            return state  # it takes effect once a newer version of this node reads it
        if told is None or not told.voice.says(state, fact):
            return self.unheard(state, fact)
        if self._fits(state, told, fact):
            doubts = self._doubts(state, fact.payload, fact.at)
            after = self.stamp(told.apply(state, fact.payload, fact), fact)
            return self.doubted(after, doubts) if doubts else after
        return self.clash(state, told, fact)

    def _fits(self, state: S, told: Told[S], fact: Fact[Any]) -> bool:
        if told.fits is not None:
            return told.fits(state, fact.payload, fact)
        return self.expects(state, told, fact)

    def fold(self, subject: str, facts: Iterable[Fact[Any]]) -> S | None:
        """The state of the subject from all its facts, in any order of arrival."""
        state: S | None = None
        for fact in sorted(facts, key=order_of):
            state = self.evolve(state, fact, subject)
        return state

    def declared(self, said: Iterable[Payload]) -> tuple[Any, ...]:
        """What was declared as a whole, each time it was; the last counts."""
        found = ((payload, self.told.get(type(payload))) for payload in said)
        return tuple(
            told.declares(payload) for payload, told in found if told is not None and told.declares
        )

    def due(self, state: S, node: str) -> tuple[tuple[str, str], ...]:
        """(name, instant) of the timers that this node has to watch."""
        found = [(timer, due) for timer in self.timers.values() if (due := timer.due(state))]
        return tuple([(timer.name, due) for timer, due in found if timer.office(state)[:2] == node])


def _wrong(asked: Asked[S], state: S, command: Command, context: Context) -> Refused | None:
    asks = asked.voice.asks if asked.voice is not None else None
    wrong = asks(state, command, context) if asks is not None else None
    if wrong is None and asked.when is not None:
        wrong = asked.when.wrong(state)
    return wrong


def _knowing_files(asked: Asked[S]) -> Asked[S]:
    """Whatever files may go with has to know whether they are kept here: no act can forget it."""
    if "attachments" not in asked.command.__struct_fields__:
        return asked
    return changed(asked, needs=(*asked.needs, SENT_UNKEPT))


def _wrong_files(asked: Asked[S], command: Any, context: Context) -> Refused | None:
    if SENT_UNKEPT not in asked.needs or not command.attachments:
        return None
    missing = context.of(SENT_UNKEPT)
    found = unkept_refusals(command.attachments, missing, "/attachments")
    return Refused(found) if found else None


def clash_of(fact: Fact[Any], status: str) -> str:
    """The name of a contradiction: `cancelled_while_released`."""
    tag = str(fact.payload.__struct_config__.tag).partition("/")[0]
    return f"{tag.partition('.')[2]}_while_{status}"


def to_every_state(state: Any) -> frozenset[str]:
    """`Kind.audience` of what all nodes hear, whichever of them there are."""
    return _every_state()


@cache
def _every_state() -> frozenset[str]:
    return frozenset(country.code for country in load_countries())


def owner_at_home(state: Any, node: str) -> Mapping[str, str]:
    """`Kind.firms` of a state that a carrier owns, which hears of it where it filed."""
    return {"carrier": state.owner} if state.home == node and state.owner else {}


def stamp_with_files(state: S, fact: Fact[Any]) -> S:
    """`Kind.stamp` of a state that remembers in `sent` the files that went with what was said."""
    after, sent = cast(Any, stamped(state, fact)), sent_with(fact)
    return cast(S, replace(after, sent=(*after.sent, *sent)) if sent else after)
