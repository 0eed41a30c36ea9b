"""What a decision has to know of other subjects, as data.

An act names its needs; the engine gathers them before it asks for the decision, and the act reads
them from its context: `context.of(LRN_HOLDER)`. So the engine knows no kind of subject by name,
and a decision stays a function of values.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Ask(NamedTuple):
    """What is being decided on: the subject and its state, the command or event, the context so
    far. Where a page asks, there is neither command nor context.
    """

    subject: str
    state: Any
    said: Any = None
    context: Any = None


class Look(Protocol):
    """How a need is looked up: in the open transaction, or in a snapshot."""

    def find(self, key: str) -> Sequence[str]:
        """Subjects that hold this key, oldest first."""

    def state(self, subject: str) -> Any:
        """The state of a subject, None where it is not known."""

    def kept(self, sha256: str, org: str) -> tuple[int, str] | None:
        """Size and media type of a file that is kept here for the organisation."""

    def setting(self, name: str) -> str | None:
        """A setting of the node as its operators set it; None where they set none."""

    def counts(self, prefix: str) -> dict[str, int]:
        """Rows of each list whose name begins so."""


class Need(Protocol[T_co]):
    """One thing to be known. Compared by identity: each is made once, as a constant."""

    def gather(self, look: Look, ask: Ask) -> T_co:
        """Look it up."""


def gather(needs: Iterable[Need[Any]], look: Look, ask: Ask) -> dict[Need[Any], Any]:
    """All that an act said it has to know."""
    return {need: need.gather(look, ask) for need in needs}


class HolderOf:
    """The subject that holds a unique key; empty where it is free."""

    def __init__(self, key: Callable[[Ask], str]) -> None:
        self._key = key

    def gather(self, look: Look, ask: Ask) -> str:
        """The oldest holder."""
        key = self._key(ask)
        return next(iter(look.find(key)), "") if key else ""


class StateOf(Generic[T]):
    """The state of one subject that is named; None where it is not known, or of another kind."""

    def __init__(self, kind: type[T], name: Callable[[Ask], str]) -> None:
        self._kind = kind
        self._name = name

    def gather(self, look: Look, ask: Ask) -> T | None:
        """Its state."""
        name = self._name(ask)
        found = look.state(name) if name else None
        return found if isinstance(found, self._kind) else None


class StatesUnder(Generic[T]):
    """The states of all subjects that hold a key, oldest first; of them, those that count."""

    def __init__(
        self,
        kind: type[T],
        key: Callable[[Ask], str],
        counts: Callable[[T, Ask], bool],
    ) -> None:
        self._kind = kind
        self._key = key
        self._counts = counts

    def gather(self, look: Look, ask: Ask) -> tuple[T, ...]:
        """Their states."""
        key = self._key(ask)
        return _counting(self._kind, self._counts, look.find(key) if key else (), look, ask)


class StatesUnderAny(Generic[T]):
    """The same of some keys: each once, those of the first key first."""

    def __init__(
        self,
        kind: type[T],
        keys: Callable[[Ask], Iterable[str]],
        counts: Callable[[T, Ask], bool],
    ) -> None:
        self._kind = kind
        self._keys = keys
        self._counts = counts

    def gather(self, look: Look, ask: Ask) -> tuple[T, ...]:
        """Their states."""
        holders = dict.fromkeys(one for key in self._keys(ask) for one in look.find(key))
        return _counting(self._kind, self._counts, holders, look, ask)


def _counting(
    kind: type[T],
    counts: Callable[[T, Ask], bool],
    holders: Iterable[str],
    look: Look,
    ask: Ask,
) -> tuple[T, ...]:
    mine = (state for state in map(look.state, holders) if isinstance(state, kind))
    return tuple(state for state in mine if counts(state, ask))
