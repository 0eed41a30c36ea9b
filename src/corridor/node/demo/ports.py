"""Ports of this machine: which are free, and who is told when one is not."""

import contextlib
import socket
from collections.abc import Sequence

HOST = "127.0.0.1"


class PortTaken(Exception):
    """Something else listens where a node has to."""

    code = "port-taken"

    def diagnostics(self) -> str:
        """What to do."""
        return "Stop what listens there, or choose other ports with --port-base."


def free_ports(count: int) -> tuple[int, ...]:
    """So many ports that nobody listens at now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server((HOST, 0))) for _ in range(count)]
        return tuple(sock.getsockname()[1] for sock in sockets)


def check_free(ports: Sequence[int]) -> None:
    """Raise PortTaken unless one can listen at all of them."""
    for port in ports:
        try:
            socket.create_server((HOST, port)).close()
        except OSError as error:
            raise PortTaken(f"port {port} of {HOST}: {error.strerror}") from None
