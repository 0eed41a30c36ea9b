"""Messages that go out: what was said of a movement, as its trader is told it."""

from corridor.gateways.ncts.outgoing.table import ANSWERS, UNSAID
from corridor.gateways.ncts.outgoing.telling import Outgoing, Request, outgoing_of

__all__ = ["ANSWERS", "UNSAID", "Outgoing", "Request", "outgoing_of"]
