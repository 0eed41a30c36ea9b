"""Mail: handed to the one server that the node is told of, within a time, or not at all."""

import asyncio
import ssl
from email.message import EmailMessage
from typing import Annotated, Final, Literal

import aiosmtplib
import msgspec
from msgspec import Meta

SECONDS_MAX: Final = 30.0
"""For all of one mail, however slowly a server answers."""
WORDS_MAX: Final = 200


class MailServer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The server that takes the node's mail, as `node.json` says it.

    `tls`: `starttls` and `tls` (from the first byte) are never given up for a plain line. `ca`: the
    file of the root that signed its certificate, where that is not one that the machine knows. The
    password, if it wants a login, is the file `mail.password` of the node's folder.
    """

    host: Annotated[str, Meta(min_length=1)]
    sender: Annotated[str, Meta(pattern=r"\A[^\s@<>]+@[^\s@<>]+\Z")]
    port: Annotated[int, Meta(ge=1, le=65_535)] = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    login: str = ""
    ca: str = ""


class MailRefused(Exception):
    """The mail was not taken. `is_server`: nor would another be now, whoever it is for."""

    def __init__(self, said: str, is_server: bool) -> None:
        super().__init__(said)
        self.said = " ".join(said.split())[:WORDS_MAX]
        self.is_server = is_server


class MailLine:
    """The way to the server."""

    def __init__(
        self, server: MailServer, password: str = "", seconds: float = SECONDS_MAX
    ) -> None:
        self.server = server
        self._password = password
        self._seconds = seconds

    async def send(self, message: EmailMessage) -> None:
        """Hand one mail over; it is the server's once this returns. Raises MailRefused."""
        try:
            async with asyncio.timeout(self._seconds):
                await self._send(message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            first = error.recipients[0]
            raise MailRefused(f"{first.code} {first.message}", is_server=False) from None
        except (aiosmtplib.SMTPDataError, aiosmtplib.SMTPSenderRefused) as error:
            raise MailRefused(f"{error.code} {error.message}", is_server=False) from None
        except TimeoutError:
            raise MailRefused("no answer in time", is_server=True) from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise MailRefused(f"{type(error).__name__}: {error}", is_server=True) from None

    async def _send(self, message: EmailMessage) -> None:
        server = self.server
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            use_tls=server.tls == "tls",
            start_tls=server.tls == "starttls",
            tls_context=self._context() if server.tls != "none" else None,
            username=server.login or None,
            password=self._password or None,
            timeout=self._seconds,
        )

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.server.ca or None)
