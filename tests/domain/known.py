"""What the engine would gather for a decision, out of keys and states that a test names."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from corridor.domain.acts import Decision, Reaction
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.kind import Kind
from corridor.domain.kinds import follows
from corridor.domain.needs import Ask, Look, gather


class Known:
    """All other subjects: who holds which key, and how they stand."""

    def __init__(
        self,
        keys: Mapping[str, Sequence[str]] = {},
        states: Mapping[str, Any] = {},
        files: Mapping[str, tuple[int, str]] = {},
        settings: Mapping[str, str] = {},
        counts: Mapping[str, int] = {},
    ) -> None:
        self._settings = settings
        self._keys = keys
        self._files = files
        self._counts = counts
        self._states = states

    def find(self, key: str) -> Sequence[str]:
        """Holders of a key."""
        return self._keys.get(key, ())

    def state(self, subject: str) -> Any:
        """The state of one."""
        return self._states.get(subject)

    def kept(self, sha256: str, org: str) -> tuple[int, str] | None:
        """A file of whoever asks."""
        return self._files.get(sha256)

    def setting(self, name: str) -> str | None:
        """What operators set."""
        return self._settings.get(name)

    def counts(self, prefix: str) -> dict[str, int]:
        """Rows of the lists whose names begin so."""
        return {name: n for name, n in self._counts.items() if name.startswith(prefix)}


NOTHING = Known()


def decide(
    kind: Kind[Any], state: Any, command: Command, context: Context, known: Look = NOTHING
) -> Decision:
    """The decision, after what the act needs was gathered."""
    needs = kind.asked[type(command)].needs
    ask = Ask(context.subject, state, command, context)
    full = replace(context, gathered=gather(needs, known, ask))
    return kind.decide(state, command, full)


def reactions(
    fact: Fact[Any], state: Any, context: Context, known: Look = NOTHING
) -> tuple[Reaction, ...]:
    """What follows on the context's node from a fact just folded into `state`."""
    found: list[Reaction] = []
    for follow in follows(fact.payload, state, context.node):
        ask = Ask(context.subject, state, fact.payload, context)
        full = replace(context, gathered=gather(follow.needs, known, ask))
        found += follow.then(fact.payload, state, full)
    return tuple(found)
