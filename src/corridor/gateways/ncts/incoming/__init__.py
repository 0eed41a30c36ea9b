"""Messages that come in: what a trader asks with them, as commands of the corridor."""

from corridor.gateways.ncts.incoming.asking import Asking, Incoming, read_incoming
from corridor.gateways.ncts.incoming.rejecting import rejection_of

__all__ = ["Asking", "Incoming", "read_incoming", "rejection_of"]
