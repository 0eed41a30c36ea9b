"""Webhooks: signed as published, and never to the own network, whatever the name says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from corridor.gateways.judging import (
    AddressRefused,
    check_url,
    is_public,
    judged,
    origin_of,
)
from corridor.gateways.webhooks.delivery import ANSWER_BYTES_MAX, Receivers
from corridor.gateways.webhooks.signing import headers_of

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOBODY: frozenset[str] = frozenset()


def test_signed_as_in_the_published_example() -> None:
    headers = headers_of(
        SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


OWN = (
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "not an address",
)


@pytest.mark.parametrize("address", OWN)
def test_an_address_of_the_own_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "url-shape"),
        ("https://", "url-shape"),
        ("https://example.org:99999/", "url-shape"),
        ("https://user:secret@example.org/", "url-shape"),
        ("https://example.org/#part", "url-shape"),
        ("https://example.org/\r\nX: 1", "url-shape"),
        ("https://exa mple.org/", "url-shape"),
        ("https://example.org\\@127.0.0.1/", "url-shape"),
        ("https://" + "a" * 500 + ".org/", "url-shape"),
        ("http://example.org/", "url-not-https"),
        ("file:///etc/passwd", "url-shape"),
        ("gopher://example.org/", "url-not-https"),
        ("https://127.0.0.1/", "address-not-public"),
        ("https://2130706433/", "address-not-public"),
        ("https://0x7f.1/", "address-not-public"),
        ("https://127.1/", "address-not-public"),
        ("https://0x7f000001/", "address-not-public"),
        ("https://[::1]/", "address-not-public"),
        ("https://[::ffff:10.0.0.1]:8443/", "address-not-public"),
    ],
)
def test_refused_at_a_look(url: str, code: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        check_url(url, NOBODY)
    assert refused.value.code == code


def answering(*addresses: str) -> Callable[[str, int], Awaitable[list[str]]]:
    """A look-up that always finds these."""

    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    return resolve


@pytest.mark.parametrize("found", [("10.0.0.1",), ("93.184.216.34", "127.0.0.1"), ()])
async def test_a_name_that_leads_home_is_refused(found: tuple[str, ...]) -> None:
    with pytest.raises(AddressRefused, match="address-not-public"):
        await judged("https://example.org/", NOBODY, answering(*found))
    handed = await Receivers(resolve=answering(*found)).hand(
        "https://example.org/", SECRET, "m", 1, b"{}"
    )
    assert (handed.error, handed.is_down) == ("address-not-public", False)


async def test_the_machine_itself_by_its_name() -> None:
    with pytest.raises(AddressRefused, match="address-not-public"):
        await judged("https://localhost/", NOBODY)


async def test_a_name_that_nobody_knows() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise OSError

    with pytest.raises(AddressRefused, match="name-unknown"):
        await judged("https://nowhere.example/", NOBODY, resolve)
    await judged("https://example.org/", NOBODY, answering("93.184.216.34"))


@dataclass
class Receiver:
    """What a receiver got; it answers with these bytes, then is silent for a while."""

    answer: bytes = b"HTTP/1.1 204 No Content\r\n\r\n"
    silent_s: float = 0.0
    requests: list[bytes] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            self.requests.append(head + await reader.readexactly(length))
            await asyncio.sleep(self.silent_s)
            writer.write(self.answer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[Receivers]:
    """The receiver at work, named in the settings as one for tests."""
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/in?a=1"
    try:
        yield Receivers(frozenset({origin_of(receiver.url)}), seconds=0.5)
    finally:
        server.close()


async def test_taken_and_what_arrived_can_be_checked() -> None:
    async with receiving(receiver := Receiver()) as line:
        handed = await line.hand(receiver.url, SECRET, "msg_1", 1614265330, b'{"a":1}')
    assert (handed.status, handed.error) == (204, "")
    (request,) = receiver.requests
    assert request.startswith(b"POST /in?a=1 HTTP/1.1\r\n")
    assert request.endswith(b'{"a":1}')
    signature = headers_of(SECRET, "msg_1", 1614265330, b'{"a":1}')["webhook-signature"]
    assert f"webhook-signature: {signature}".encode() in request
    assert b"user-agent: corridor-webhooks/1\r\n" in request


@pytest.mark.parametrize(
    ("answer", "error", "is_down"),
    [
        (b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n", "status 500", True),
        (b"HTTP/1.1 429 No\r\ncontent-length: 0\r\n\r\n", "status 429", True),
        (b"HTTP/1.1 400 No\r\ncontent-length: 0\r\n\r\n", "status 400", False),
        (b"HTTP/1.1 410 No\r\ncontent-length: 0\r\n\r\n", "status 410", False),
        (
            b"HTTP/1.1 302 No\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n",
            "redirect 302",
            False,
        ),
    ],
)
async def test_not_taken(answer: bytes, error: str, is_down: bool) -> None:
    async with receiving(receiver := Receiver(answer)) as line:
        handed = await line.hand(receiver.url, SECRET, "m", 1, b"{}")
    assert (handed.error, handed.is_down) == (error, is_down)
    assert handed.is_gone is (error == "status 410")
    assert len(receiver.requests) == 1


async def test_megabytes_of_an_answer_are_not_read() -> None:
    flood = b"HTTP/1.1 200 OK\r\ncontent-length: 90000000\r\n\r\n" + b"x" * (ANSWER_BYTES_MAX * 4)
    async with receiving(receiver := Receiver(flood)) as line:
        handed = await line.hand(receiver.url, SECRET, "m", 1, b"{}")
    assert (handed.status, handed.error) == (200, "")


async def test_a_receiver_that_answers_slowly_or_with_nonsense_or_not_at_all() -> None:
    async with receiving(receiver := Receiver(silent_s=5)) as line:
        handed = await line.hand(receiver.url, SECRET, "m", 1, b"{}")
        assert (handed.error, handed.is_down) == ("timeout", True)
    async with receiving(receiver := Receiver(b"\x00\x01nonsense\r\n\r\n")) as line:
        assert (await line.hand(receiver.url, SECRET, "m", 1, b"{}")).is_down
    assert (await line.hand(receiver.url, SECRET, "m", 1, b"{}")).is_down


async def test_only_the_named_receiver_is_exempt() -> None:
    async with receiving(receiver := Receiver()) as line:
        elsewhere = receiver.url.replace("127.0.0.1", "127.0.0.2")
        handed = await line.hand(elsewhere, SECRET, "m", 1, b"{}")
        assert handed.error == "url-not-https"
        unnamed = Receivers(NOBODY)
        assert (await unnamed.hand(receiver.url, SECRET, "m", 1, b"{}")).error == "url-not-https"
        assert not receiver.requests


async def test_a_name_that_changes_its_meaning_is_judged_anew_when_it_is_called() -> None:
    """First public, as it is kept; then the own network, as it is called."""
    found = iter((["93.184.216.34"], ["127.0.0.1"]))

    async def resolve(host: str, port: int) -> list[str]:
        return next(found)

    async with receiving(receiver := Receiver()):
        port = receiver.url.rpartition(":")[2].partition("/")[0]
        url = f"https://rebinding.example:{port}/"
        await judged(url, NOBODY, resolve)
        handed = await Receivers(resolve=resolve).hand(url, SECRET, "m", 1, b"{}")
    assert handed.error == "address-not-public"
    assert not receiver.requests
