"""Mail by a real SMTP server: taken, refused, hanging, with TLS or not at all."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP as MAIL
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any, ClassVar

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from corridor.gateways.mail import MailLine, MailRefused, MailServer

SENDER = "node@kg.example"


class Postbox:
    """What the server took; it refuses some addresses, and may wait before it answers."""

    def __init__(self, waits_s: float = 0.0) -> None:
        self.taken: list[bytes] = []
        self.waits_s = waits_s

    async def handle_RCPT(  # noqa: N802 - as the server calls it
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.waits_s)
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(envelope.content)
        return "250 OK"


class Server(SMTP):
    """The server of one connection; what it opened is closed with the test."""

    opened: ClassVar[list[Any]] = []

    def connection_made(self, transport: Any) -> None:
        self.opened.append(transport)
        super().connection_made(transport)


@asynccontextmanager
async def serving(postbox: Postbox, **given: Any) -> AsyncIterator[int]:
    """The server at work; its port."""
    loop = asyncio.get_running_loop()
    made = partial(Server, postbox, hostname="localhost", loop=loop, **given)
    server = await loop.create_server(made, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        while Server.opened:
            Server.opened.pop().abort()
        await asyncio.sleep(0)


def line(port: int, seconds: float = 10.0, password: str = "", **given: Any) -> MailLine:
    server = MailServer("127.0.0.1", SENDER, port, **{"tls": "none", **given})
    return MailLine(server, password, seconds)


def message(to: str = "aibek@example.org") -> EmailMessage:
    made = EmailMessage(policy=MAIL)
    made["From"], made["To"], made["Subject"] = SENDER, to, "Новое: 1"
    made.set_content("26KG…: Выпущено\n")
    return made


async def test_taken() -> None:
    async with serving(postbox := Postbox()) as port:
        await line(port).send(message())
    (taken,) = postbox.taken
    assert b"To: aibek@example.org" in taken
    assert b"Subject: =?utf-8?" in taken


async def test_an_address_that_is_refused_is_not_the_servers_fault() -> None:
    async with serving(Postbox()) as port:
        with pytest.raises(MailRefused, match="550 no such mailbox") as refused:
            await line(port).send(message("nobody@example.org"))
        assert not refused.value.is_server


async def test_a_server_that_hangs_or_is_away_is_left_in_time() -> None:
    async with serving(Postbox(waits_s=5.0)) as port:
        with pytest.raises(MailRefused, match=r"no answer in time|[Tt]imeout|[Tt]imed") as refused:
            await line(port, seconds=0.3).send(message())
        assert refused.value.is_server
    with pytest.raises(MailRefused) as refused:
        await line(port).send(message())
    assert refused.value.is_server


async def test_a_server_that_drips_is_left_in_time() -> None:
    """One byte now and then keeps each single read alive; the whole has a limit all the same."""

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            for _ in range(50):
                writer.write(b"2")
                await writer.drain()
                await asyncio.sleep(0.05)
        except OSError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    try:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(MailRefused) as refused:
            await asyncio.wait_for(line(port, seconds=0.4).send(message()), 2)
        assert refused.value.is_server
    finally:
        server.close()


async def test_tls_is_never_given_up() -> None:
    async with serving(postbox := Postbox()) as port:
        with pytest.raises(MailRefused) as refused:
            await line(port, tls="starttls").send(message())
        assert refused.value.is_server
    assert not postbox.taken


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(certificate, key) of 127.0.0.1, signed by itself."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


async def test_with_starttls_and_a_login(certificate: tuple[Path, Path]) -> None:
    def is_known(*given: Any) -> AuthResult:
        said = given[-1]
        is_right = isinstance(said, LoginPassword) and said.password == b"right"
        return AuthResult(success=is_right)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    given: dict[str, Any] = {
        "tls_context": context,
        "require_starttls": True,
        "authenticator": is_known,
    }
    asked: dict[str, Any] = {"tls": "starttls", "login": "node"}
    ca = str(certificate[0])
    async with serving(postbox := Postbox(), **given) as port:
        await line(port, password="right", ca=ca, **asked).send(message())
        with pytest.raises(MailRefused):
            await line(port, seconds=1.0, password="wrong", ca=ca, **asked).send(message())
        with pytest.raises(MailRefused):  # a root that nobody named is not believed
            await line(port, password="right", **asked).send(message())
    assert len(postbox.taken) == 1
