"""Mail by a real SMTP server: taken, refused, hanging, with TLS or not at all."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
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
        if address.startswith("full@"):
            return "452 mailbox full"
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
            with suppress(AttributeError):  # before Python 3.11.4: what is closed has nothing in it
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
        assert (refused.value.is_server, refused.value.is_final) == (False, True)
        with pytest.raises(MailRefused, match="452 mailbox full") as refused:
            await line(port).send(message("full@example.org"))
        assert (refused.value.is_server, refused.value.is_final) == (False, False)


async def test_a_server_that_hangs_or_is_away_is_left_in_time() -> None:
    async with serving(Postbox(waits_s=5.0)) as port:
        with pytest.raises(MailRefused, match=r"no answer in time|[Tt]imeout|[Tt]imed") as refused:
            await line(port, seconds=0.3).send(message())
        assert refused.value.is_server
    with pytest.raises(MailRefused) as refused:
        await line(port).send(message())
    assert refused.value.is_server


ANSWERS = {
    "connect": b"220 ready\r\n",
    "EHLO": b"250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n",
    "STARTTLS": b"220 go on\r\n",
    "AUTH": b"235 known\r\n",
    "MAIL": b"250 OK\r\n",
    "RCPT": b"250 OK\r\n",
    "DATA": b"354 go on\r\n",
    ".": b"250 taken\r\n",
    "RSET": b"250 OK\r\n",
}


@asynccontextmanager
async def saying(answers: dict[str, bytes]) -> AsyncIterator[int]:
    """A server that says these words, and nothing where there is none for what it was told."""
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        writer.write(answers.get("connect", b""))
        while line := await reader.readline():
            writer.write(answers.get(line.decode().split()[0], b"") if line.strip() else b"")

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in writers:
            writer.close()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("step", ["connect", "EHLO", "STARTTLS", "AUTH", "MAIL", "DATA", "."])
async def test_a_server_that_hangs_at_a_step_is_left_in_time_and_the_step_is_named(
    step: str,
) -> None:
    tls = "starttls" if step == "STARTTLS" else "none"
    login = "node" if step == "AUTH" else ""
    async with saying({name: said for name, said in ANSWERS.items() if name != step}) as port:
        asked = line(port, seconds=0.2, password="right", tls=tls, login=login)
        with pytest.raises(MailRefused) as refused:
            await asyncio.wait_for(asked.send(message()), 2)
    named = step if step in ("connect", "EHLO", "STARTTLS", "AUTH") else "DATA"
    assert refused.value.said == f"{named}: no answer in time"
    assert refused.value.is_server


@pytest.mark.parametrize(
    ("step", "said", "is_server", "is_final"),
    [
        ("AUTH", "535 5.7.8 wrong", True, True),
        ("AUTH", "454 4.7.0 later", True, False),
        ("MAIL", "553 5.7.1 not your address", True, True),
        ("MAIL", "452 4.3.1 no room", True, False),
        ("RCPT", "550 5.1.1 nobody", False, True),
        ("RCPT", "451 4.7.1 greylisted", False, False),
        (".", "554 5.6.0 not this letter", False, True),
        (".", "452 4.2.2 no room", False, False),
    ],
)
async def test_what_a_server_refuses_is_told_apart(
    step: str, said: str, is_server: bool, is_final: bool
) -> None:
    async with saying({**ANSWERS, step: f"{said}\r\n".encode()}) as port:
        with pytest.raises(MailRefused, match=said) as refused:
            await line(port, login="node", password="wrong").send(message())
    assert (refused.value.is_server, refused.value.is_final) == (is_server, is_final)


async def test_what_was_taken_is_taken_however_the_server_ends() -> None:
    async with saying(ANSWERS) as port:
        await line(port, seconds=1.0).send(message())


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
        return AuthResult(success=is_right, handled=False)

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
        with pytest.raises(MailRefused, match="AUTH: 535 ") as refused:
            await line(port, password="wrong", ca=ca, **asked).send(message())
        assert refused.value.is_server
        with pytest.raises(MailRefused):  # a root that nobody named is not believed
            await line(port, password="right", **asked).send(message())
    assert len(postbox.taken) == 1
