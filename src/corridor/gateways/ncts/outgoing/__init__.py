"""Messages that go out: what was said of a movement, as its trader is told it."""

from corridor.gateways.ncts.outgoing.table import ANSWERS
from corridor.gateways.ncts.outgoing.telling import Outgoing, Request, outgoing_of

__all__ = ["ANSWERS", "Outgoing", "Request", "outgoing_of"]
