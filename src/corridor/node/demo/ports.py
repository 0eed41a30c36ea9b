"""Ports of this machine: which are free, and who is told when one is not."""

import contextlib
import socket
from collections.abc import Sequence
from secrets import SystemRandom

HOST = "127.0.0.1"
LOWEST, HIGHEST = 20_000, 32_768
ATTEMPTS_MAX = 100
_CHANCE = SystemRandom()


class PortTaken(Exception):
    """Something else listens where a node has to."""

    code = "port-taken"

    def diagnostics(self) -> str:
        """What to do."""
        return "Stop what listens there, or choose other ports with --port-base."


def free_ports(count: int) -> tuple[int, ...]:
    """So many ports one after another that nobody listens at now.

    Below those that systems give to outgoing connections, one of which might take it meanwhile.
    """
    for _ in range(ATTEMPTS_MAX):
        first = LOWEST + _CHANCE.randrange(HIGHEST - LOWEST - count)
        ports = tuple(range(first, first + count))
        with contextlib.suppress(PortTaken):
            check_free(ports)
            return ports
    raise PortTaken(f"no {count} free ports in a row between {LOWEST} and {HIGHEST}")


def check_free(ports: Sequence[int]) -> None:
    """Raise PortTaken unless one can listen at all of them."""
    for port in ports:
        try:
            socket.create_server((HOST, port)).close()
        except OSError as error:
            raise PortTaken(f"port {port} of {HOST}: {error.strerror}") from None
