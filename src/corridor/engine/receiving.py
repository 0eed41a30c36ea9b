"""Messages of traders' systems: kept for ever with what came of them, in one transaction with it.

What a message means is not known here: it comes with the commands that it stands for.
"""

import zlib
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.refusals import Refusal
from corridor.engine.jobs import Execute
from corridor.engine.outcome import Outcome
from corridor.engine.ports import Document
from corridor.engine.unit import Unit

MESSAGE: Final = "trader-message"
"""By its key; owner: the subject; `updated`: when it came."""
TEXT: Final = "trader-message-text"
"""By the same key: its bytes, deflated."""
THREAD: Final = "trader-thread"
"""By subject: a declaration of which nothing came: no other list has it. Owner: the firm."""


class Received(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message and what came of it. `number`: what its sender numbered it with.

    `events`: the numbers on `node` of what was said of its own subject.
    """

    key: str
    name: str
    number: str
    sender: str
    phase: str
    side: str
    at: str = ""
    lrn: str = ""
    mrn: str = ""
    node: str = ""
    digest: str = ""
    outcome: Outcome = Outcome("")
    events: tuple[int, ...] = ()


_DECODER: Final = msgspec.json.Decoder(Received)


def read_received(document: Document) -> Received:
    """One that is kept."""
    return _DECODER.decode(document.body)


def text_of(document: Document) -> bytes:
    """The bytes of a message that is kept."""
    return zlib.decompress(document.body)


class Receive(msgspec.Struct, frozen=True):
    """Take a message: carry out its commands, the next only if the one before was not refused.

    `refusals`: what stands against it already; then nothing is carried out. The same message again
    gets the first answer again; another under the same number is refused.
    """

    received: Received
    text: bytes
    subject: str
    org: str
    acts: tuple[Execute, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def first(self) -> Execute | None:
        """The command that a node whose disk is full would not begin with."""
        return next(iter(self.acts), None)

    def run(self, unit: Unit) -> Received:
        """What came of it, now or before."""
        before = unit.tx.document(MESSAGE, self.received.key)
        if before is not None:
            return self._again(read_received(before))
        at, node = unit.now(), unit.settings.node
        outcome, events = self._carried_out(unit)
        done = replace(self.received, at=at, node=node, outcome=outcome, events=events)
        self._keep(unit, done)
        return done

    def _again(self, first: Received) -> Received:
        if first.digest == self.received.digest:
            return first
        taken = Refusal("message_number_taken", "", "", {"given": self.received.number})
        return replace(self.received, outcome=Outcome(first.outcome.subject, refusals=(taken,)))

    def _carried_out(self, unit: Unit) -> tuple[Outcome, tuple[int, ...]]:
        outcome = Outcome(self.subject, refusals=self.refusals)
        events: tuple[int, ...] = ()
        for act in self.acts:
            outcome = act.run(unit)
            events += tuple(said.number for said in outcome.events if said.subject == self.subject)
            if outcome.refusals:
                break
        return outcome, events

    def _keep(self, unit: Unit, done: Received) -> None:
        body = msgspec.json.encode(done)
        unit.tx.put_document(MESSAGE, Document(done.key, self.subject, done.at, body))
        deflated = zlib.compress(self.text)
        unit.tx.put_document(TEXT, Document(done.key, self.subject, done.at, deflated))
        if unit.get(self.subject).state is None:
            thread = Document(self.subject, self.org, done.at, body)
            unit.tx.put_document(THREAD, thread)
