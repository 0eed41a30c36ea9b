"""The shape of an act: all that a room says of one thing that can be done, in one file.

An act is what may be asked (commands), what is then said (events), who may do either, in which
states, what has to be known of other subjects, what falls due by itself, what follows elsewhere,
and the texts of its refusals. A room is a tuple of acts (its `kind.py`); who decides, folds,
decodes or may ask is derived from that tuple, so that nothing can be forgotten in one of them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar

from corridor.domain.commands import Command
from corridor.domain.context import Context, Judged
from corridor.domain.facts import Fact, Payload
from corridor.domain.needs import Need
from corridor.domain.reference import Reference
from corridor.domain.refusals import RefusalText, Refused, refuse

Role = Literal[
    "carrier", "customs", "permit", "checkpoint", "guarantor", "operator", "seals", "registrar"
]
ROLES: Final[tuple[Role, ...]] = (
    "carrier",
    "customs",
    "permit",
    "checkpoint",
    "guarantor",
    "operator",
    "seals",
    "registrar",
)
SYSTEM: Final = "system"
"""Who acts when a timer fires or a reaction is carried out: nobody's hand."""

Decision = tuple[Payload, ...] | Refused
S = TypeVar("S")


def never(state: Any) -> bool:
    """Nothing waits for a firm because of it."""
    return False


def at_once(state: Any) -> str:
    """Nobody waited for it: it is decided where the vehicle stands."""
    return ""


def _nobody_else(state: Any, said: Any) -> Iterable[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class Heard(Generic[S]):
    """Whom an event is news to, besides the offices onto whose desk it brings the subject."""

    firms: Mapping[Role, Callable[[S], bool]] = field(default_factory=dict)
    """Firms by their part, and whether something waits for them as long as a state is so."""
    urgent: bool = False
    """Whether firms are told at once where nothing else was chosen."""
    offices: Callable[[S, Any], Iterable[tuple[str, str]]] = _nobody_else
    """(state after, event) → (desk, list), where nothing changes on their lists.

    A list is named where it is theirs to act until the subject has left it.
    """
    one: Callable[[S, str], bool] | None = None
    """(state, event) → whether that very event still waits, where several of a kind may."""
    ends: bool = False
    """Whether what offices expected, or had to decide on, may be gone with it."""


TO_CARRIER: Final = Heard[Any]({"carrier": never})
TO_GUARANTOR: Final = Heard[Any]({"guarantor": never})
AT_ONCE_TO_CARRIER: Final = Heard[Any]({"carrier": never}, urgent=True)


@dataclass(frozen=True)
class Voice(Generic[S]):
    """Who speaks: whom a command is taken from, and whose event is believed.

    Both are asked of the state alone, so every node answers alike.
    """

    name: str
    """In a few words, for the documents: "office of departure"."""
    says: Callable[[S, Fact[Any]], bool]
    """Whether the node and the actor of this fact may state it."""
    asks: Callable[[S, Any, Context], Refused | None] | None = None
    """(state, command, context) → why this actor may not ask it; None where nobody asks so."""


@dataclass(frozen=True)
class When(Generic[S]):
    """The states in which something may be asked; the code that refuses it in the others."""

    states: frozenset[str]
    code: str
    read: Callable[[S], str]
    name: str = "status"
    """The argument of the refusal's text."""
    shown: Callable[[S], str] | None = None
    """How the text calls the state, where that is not what is compared."""

    def wrong(self, state: S) -> Refused | None:
        """The refusal, or None when all is well."""
        found = self.read(state)
        if found in self.states:
            return None
        return refuse(self.code, **{self.name: self.shown(state) if self.shown else found})


class Handed(NamedTuple):
    """A secret for the node of another subject: it travels closed for that node alone."""

    node: str
    subject: str
    secret: str


@dataclass(frozen=True)
class Asked(Generic[S]):
    """A command, and what comes of it.

    `voice` and `when` are checked first, as anybody could from the state; then `decide` looks at
    the content. A command that begins a subject has neither: there is no state to check.
    """

    command: type[Command]
    by: Role | Literal["system"]
    decide: Callable[[S, Any, Context], Decision]
    voice: Voice[S] | None = None
    when: When[S] | None = None
    needs: tuple[Need[Any], ...] = ()
    begins: bool = False
    blind: bool = False
    """Whether naming the subject is enough for those who may not see it; `voice` judges them."""
    names: Callable[[Any, str], str] | None = None
    """(command, node) → the subject that it begins, where that is not for the node to number."""
    within: Callable[[Any], str] | None = None
    """(command) → another subject it belongs to, which whoever asks has to have a part in."""
    own_name: str = ""
    """The field with the name of the asker's own firm: it is the account's, whatever was said."""
    hands: Callable[[S | None, Any, Context], Iterable[Handed]] | None = None
    """Secrets of the command that go to another node, where it is accepted: in no event."""
    refused: Callable[[Any, Refused, Context], "Iterable[Reaction]"] | None = None
    """What follows where it is refused; the refusal stands all the same."""
    judge: Callable[[Any, Reference, str], Judged] | None = None
    """(command, reference data, instant) → what stands against it whatever the state, where that
    is worth working out before it waits for the writer.
    """


@dataclass(frozen=True)
class Told(Generic[S]):
    """An event, who is believed when it is said, where it is expected, and what it changes."""

    event: type[Payload]
    voice: Voice[S]
    states: frozenset[str]
    """Where the kind does not expect it, it contradicts what stands: `clash` makes that visible."""
    apply: Callable[[S, Any, Fact[Any]], S]
    by_anybody: bool = False
    """Whether it fits also where the speaker has no part in the subject any more."""
    doubts: Callable[[S, Any, str], Iterable[Any]] | None = None
    """(state before, event, instant it is said at) → what contradicts the order of things.

    Asked of an event about to be said here, to refuse it, and of one that is folded, to mark it:
    the law of both desks and fold. What a doubt is, its kind knows.
    """
    is_stop: bool = False
    """Whether it may be said in any case: what is doubtful about it is marked, never refused."""
    begin: Callable[[Fact[Any], str], S | None] | None = None
    """(first fact, subject) → the state it begins, None where that node may not."""
    fits: Callable[[S, Any, Fact[Any]], bool] | None = None
    """Instead of `states`, where more than the status says whether it is expected."""
    late: Callable[[S, Any, Fact[Any]], S] | None = None
    """What of it is kept where it comes too late to hold, in kinds that keep nothing else."""
    withheld: tuple[str, ...] = ()
    """Fields that offices say among themselves; whoever may not have them gets no bytes of it."""
    declares: Callable[[Any], Any] | None = None
    """(event) → all that the firm declared with it, in the place of what it had declared before."""
    heard: Heard[S] = field(default_factory=Heard)
    since: Callable[[S], str] | None = None
    """(state before) → since when a desk was waited for, where it is a decision of a desk."""


@dataclass(frozen=True)
class Reaction:
    """A command to be carried out now in the name of the system, and what to do when refused."""

    subject: str
    command: Command
    on_refusal: "Reaction | None" = None


@dataclass(frozen=True)
class Follow:
    """What follows elsewhere from an event, in the transaction that took the event in.

    It happens on one node, which `at` reads from identifiers (a GRN names its guarantor's state).
    """

    event: type[Payload]
    at: Callable[[Any, Any], str | Collection[str]]
    """(event, state of its subject) → node; several where it concerns subjects of several."""
    then: Callable[[Any, Any, Context], Iterable[Reaction]]
    needs: tuple[Need[Any], ...] = ()


@dataclass(frozen=True)
class Timer(Generic[S]):
    """What a node has to notice by itself, said for an office of its own."""

    name: str
    due: Callable[[S], str]
    """The instant; nothing where there is nothing to wait for."""
    office: Callable[[S], str]
    command: Callable[[], Command]
    came_later: tuple[str, str] = ("", "")
    """How the lists begin and end of those that may be older than it; empty where none is."""


@dataclass(frozen=True)
class Act(Generic[S]):
    """One act, or a small family that is always read together."""

    name: str
    asked: tuple[Asked[S], ...] = ()
    told: tuple[Told[S], ...] = ()
    follows: tuple[Follow, ...] = ()
    timers: tuple[Timer[S], ...] = ()
    desks: Callable[[S], Iterable[tuple[str, str]]] | None = None
    """(office, lane) of those who have it on their desks because of this act alone, if any."""
    texts: Mapping[str, RefusalText] = field(default_factory=dict)


def unchanged(state: S, payload: Any, fact: Fact[Any]) -> S:
    """For an event that is kept, and changes nothing."""
    return state
