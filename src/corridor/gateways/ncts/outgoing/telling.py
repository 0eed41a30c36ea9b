"""All messages that the events of a movement are, in their order: a pure function of these."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from corridor.domain.facts import Fact
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.state import Movement
from corridor.gateways.ncts.messages.header import Header
from corridor.gateways.ncts.outgoing.said import Said, number_of
from corridor.gateways.ncts.outgoing.table import Answer, Side, answer_of
from corridor.gateways.ncts.record import Written, fitted_message
from corridor.gateways.ncts.table import TABLE


class Request(NamedTuple):
    """A message of the trader: its type, its number, who sent it, and which event of which node
    came of it.
    """

    name: str
    id: str
    sender: str
    node: str = ""
    number: int = 0


class Outgoing(NamedTuple):
    """A message to the trader, ready to be written. `at`: when it was said."""

    id: str
    name: str
    to: Side
    at: str
    record: Header

    def written(self, phase: str) -> Written:
        """In the phase that the trader speaks, or the one that knows the message."""
        known = TABLE.messages[self.name]
        return fitted_message(self.record, self.name, phase if phase in known else max(known))


def outgoing_of(
    subject: str, facts: Iterable[Fact[Any]], requests: Sequence[Request] = ()
) -> Iterator[Outgoing]:
    """`facts` in the order of the fold; `requests` in the order in which they came."""
    before: Movement | None = None
    heard: list[Request] = []
    for fact in facts:
        after = MOVEMENTS.evolve(before, fact, subject)
        heard += [one for one in requests if (one.node, one.number) == (fact.node, fact.number)]
        answer = answer_of(fact.payload)
        if answer is not None and after is not None and _is_heard(before, after, fact):
            yield _told(answer, fact, before, after, heard)
        before = after


def _is_heard(before: Movement | None, after: Movement, fact: Fact[Any]) -> bool:
    """Whether whoever said it had the right to: what is kept and never applied is no message."""
    return before is None or len(after.unheard) == len(before.unheard)


def _told(
    answer: Answer,
    fact: Fact[Any],
    before: Movement | None,
    after: Movement,
    heard: Sequence[Request],
) -> Outgoing:
    asked = next((one for one in reversed(heard) if one.name in answer.answers), None)
    sender = asked or next((one for one in heard), None)
    said = Said(
        answer.name,
        fact,
        before,
        after,
        asked.id if asked else "",
        sender.sender if sender else "",
    )
    id = number_of(fact.node, fact.number, answer.name)
    return Outgoing(id, answer.name, answer.to, fact.at, answer.make(said))
