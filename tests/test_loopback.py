"""The guard that keeps tests on this machine."""

import socket

import pytest

from tests.support.loopback import LeftTheMachine, is_local


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost", "", "0.0.0.0"])
def test_loopback_is_local(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org", "localhost.example"])
def test_anything_else_is_not(host: str) -> None:
    assert not is_local(host)


def test_a_connection_elsewhere_fails_at_once() -> None:
    with socket.socket() as sock, pytest.raises(LeftTheMachine, match=r"192\.0\.2\.1"):
        sock.connect(("192.0.2.1", 80))


def test_a_datagram_elsewhere_fails_at_once() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(LeftTheMachine):
        sock.sendto(b"", ("192.0.2.1", 53))


def test_a_name_elsewhere_is_not_looked_up() -> None:
    with pytest.raises(LeftTheMachine):
        socket.getaddrinfo("example.org", 443)


def test_a_connection_here_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        with client:
            assert client.getpeername() == server.getsockname()
