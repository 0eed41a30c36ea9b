"""Keeps tests on this machine: a connection to anywhere else fails at once, by name.

Processes that a test starts are not covered; the browser is kept quiet by its own switches.
"""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest


class LeftTheMachine(AssertionError):
    """A test tried to reach an address that is not on the loopback."""


def is_local(host: str) -> bool:
    """Whether `host`, a name or an address, is this machine's own loopback.

    An empty host and the wildcard addresses are what a listening socket is bound to.
    """
    if host in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def install(patch: pytest.MonkeyPatch) -> None:
    """Guard the ways out of this process that Python's own sockets have."""
    for name, position in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), position))
    patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))


def _guarded(original: Callable[..., Any], position: int) -> Callable[..., Any]:
    def call(sock: socket.socket, *arguments: Any) -> Any:
        if sock.family != socket.AF_UNIX:
            _refuse_unless_local(arguments[position])
        return original(sock, *arguments)

    return call


def _guarded_lookup(original: Callable[..., Any]) -> Callable[..., Any]:
    def call(host: str | bytes | None, *arguments: Any, **options: Any) -> Any:
        if host is not None:
            _refuse_unless_local((host,))
        return original(host, *arguments, **options)

    return call


def _refuse_unless_local(address: tuple[Any, ...] | str) -> None:
    host = address[0] if isinstance(address, tuple) else address
    text = host.decode() if isinstance(host, bytes) else str(host)
    if not is_local(text):
        raise LeftTheMachine(f"a test reached for {text}; tests stay on the loopback")
