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
FINAL: Final = 500


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
    """The mail was not taken. `is_server`: nor would another be now, whoever it is for.

    `is_final`: nor is it later, unless somebody changes something: the address, or a password.
    """

    def __init__(self, said: str, is_server: bool, is_final: bool = False) -> None:
        super().__init__(said)
        self.said = " ".join(said.split())[:WORDS_MAX]
        self.is_server = is_server
        self.is_final = is_final


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
        client, steps = self._client(), ["connect"]
        try:
            async with asyncio.timeout(self._seconds):
                await self._send(client, message, steps)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _refused(error.recipients[0]) from None
        except aiosmtplib.SMTPDataError as error:
            raise _refused(error) from None
        except (TimeoutError, aiosmtplib.SMTPTimeoutError):
            raise MailRefused(f"{steps[-1]}: no answer in time", is_server=True) from None
        except aiosmtplib.SMTPResponseException as error:
            said, is_final = f"{steps[-1]}: {error.code} {error.message}", error.code >= FINAL
            raise MailRefused(said, is_server=True, is_final=is_final) from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            said = f"{steps[-1]}: {type(error).__name__}: {error}"
            raise MailRefused(said, is_server=True) from None
        finally:
            client.close()

    async def _send(self, client: aiosmtplib.SMTP, message: EmailMessage, steps: list[str]) -> None:
        """Step by step, so that what went wrong can be named. Without a parting word: a server that
        has taken the mail and hangs then would be sent it twice.
        """
        server = self.server
        await client.connect()
        steps.append("EHLO")
        await client.ehlo()
        if server.tls == "starttls":
            steps.append("STARTTLS")
            await client.starttls(tls_context=self._context())
        if server.login:
            steps.append("AUTH")
            await client.login(server.login, self._password)
        steps.append("DATA")
        await client.send_message(message)

    def _client(self) -> aiosmtplib.SMTP:
        server = self.server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls == "tls",
            start_tls=False,
            tls_context=self._context() if server.tls == "tls" else None,
            timeout=None,
        )

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.server.ca or None)


def _refused(error: aiosmtplib.SMTPResponseException) -> MailRefused:
    """What was said of one mail or its receiver: 5xx for good, 4xx for now."""
    is_final = error.code >= FINAL
    return MailRefused(f"{error.code} {error.message}", is_server=False, is_final=is_final)
