"""The desk of traders' messages: what comes in is read, what is said goes out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from corridor.domain.facts import Fact
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refused
from corridor.domain.routes import Route
from corridor.engine.receiving import Received
from corridor.gateways.ncts.incoming.asking import Asking, Incoming, read_incoming
from corridor.gateways.ncts.incoming.rejecting import Refusing, rejection_of
from corridor.gateways.ncts.outgoing.said import number_of
from corridor.gateways.ncts.outgoing.table import Side, answer_of
from corridor.gateways.ncts.outgoing.telling import Outgoing, Request, outgoing_of

PHASES: Final = ("6", "5")


class NctsDesk:
    """`reference`: the data that count now; `now`: the present instant; `timed`: a guess at the
    times of a route that names none.
    """

    phases = PHASES

    def __init__(
        self,
        reference: Callable[[], Reference],
        now: Callable[[], str],
        timed: Callable[[Route], Route],
    ) -> None:
        self._reference, self._now, self._timed = reference, now, timed

    def read(self, data: bytes) -> Incoming | Refused:
        """A message; or all that is wrong with how it is built."""
        return read_incoming(data, Asking(self._reference(), self._now(), self._timed))

    def answers(
        self,
        subject: str,
        facts: Iterable[Fact[Any]],
        received: Sequence[Received],
        text: Callable[[str], bytes],
    ) -> Sequence[Outgoing]:
        """All that the trader was told of a movement, in order."""
        told = outgoing_of(subject, facts, tuple(_requests(received)))
        refused = (_rejection(one, text) for one in received if one.outcome.refusals)
        return sorted((*told, *refused), key=lambda one: one.at)

    def answer_to(self, fact: Fact[Any]) -> tuple[str, str, Side] | None:
        """Number, name and side of the message that this event is, if it is one."""
        answer = answer_of(fact.payload)
        if answer is None:
            return None
        return number_of(fact.node, fact.number, answer.name), answer.name, answer.to


def _requests(received: Sequence[Received]) -> Iterator[Request]:
    """Each with the first event that came of it, at which it counts as heard."""
    for one in received:
        for number in one.events[:1]:
            yield Request(one.name, one.number, one.sender, one.node, number)


def _rejection(one: Received, text: Callable[[str], bytes]) -> Outgoing:
    found = (one.key, one.name, one.number, one.sender, one.at, text(one.key))
    return rejection_of(Refusing(*found, one.outcome.refusals, one.mrn))
