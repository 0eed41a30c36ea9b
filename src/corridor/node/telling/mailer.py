"""The mailer: one mail after another, to a server that may hang, refuse or be away."""

from typing import Final

from corridor.domain.telling import desk_of
from corridor.engine.beat import beat
from corridor.engine.hlc import instant
from corridor.engine.jobs import DeleteDocument
from corridor.engine.mailing import Mailed, MailNotTaken
from corridor.engine.ports import Document
from corridor.engine.told import CHOICE, MAIL, MAIL_FAILED, later, read_choice, read_mail
from corridor.gateways.mail import MailLine, MailRefused
from corridor.web.auth.accounts import find_account
from corridor.web.i18n import DEFAULT
from corridor.web.services import MailState, Services
from corridor.web.telling.mail import Mail, Postman
from corridor.web.templating import Reader

LOOK_SECONDS: Final = 1.0
AT_ONCE: Final = 20
COUNTED_MAX: Final = 1_000
REST_ATTEMPTS_MAX: Final = 3
"""A server that is away is tried again every five minutes at the latest."""
FINAL_ATTEMPTS_MAX: Final = 5
"""One that says no, such as to a wrong password, every two hours: else it locks the login."""


class Mailer:
    """Sends what is due. What a server does not take stays due, and is kept over a restart."""

    def __init__(self, services: Services, line: MailLine, home: str, readers: dict[str, Reader]):
        self._services = services
        self._line = line
        self._postman = Postman(services, home, line.server.sender)
        self._readers = readers
        self._failures = 0
        self._rests_until = ""
        self._error = ""
        self._since = ""

    def state(self) -> MailState:
        """How it goes, for the operator."""
        now = self._services.now()
        due = self._services.queries.documents(MAIL, None, COUNTED_MAX, before=now)
        failed = self._services.queries.documents(MAIL_FAILED, None, COUNTED_MAX)
        tried = self._services.queries.documents(MAIL, None, COUNTED_MAX)
        refused = {one.id for one in tried if read_mail(one).attempts} | {one.id for one in failed}
        server = self._line.server
        return MailState(
            f"{server.host}:{server.port}",
            server.tls != "none",
            len(due),
            self._since,
            self._error,
            len(refused),
            again=max(self._rests_until, self._services.now()) if self._error else "",
        )

    async def run(self) -> None:
        """Until cancelled. A fault of one turn is not the end of all mail."""
        while True:
            try:
                await self.turn()
            except Exception as error:  # noqa: BLE001 - shown to the operator, and tried again
                self._failed(f"{type(error).__name__}: {error}", is_final=False)
            await beat(LOOK_SECONDS)

    async def turn(self) -> None:
        """Send what is due now; once the server fails, nothing more for a while."""
        now = self._services.now()
        if now < self._rests_until:
            return
        for document in self._services.queries.documents(MAIL, None, AT_ONCE, before=now):
            try:
                await self._send(document)
            except MailRefused as refused:
                if refused.is_server:
                    self._failed(refused.said, refused.is_final)
                    return
                job = MailNotTaken(document.id, refused.said, refused.is_final)
                await self._services.writer.run(job)

    async def _send(self, document: Document) -> None:
        mail = self._mail(document)
        if mail is None:
            await self._services.writer.run(DeleteDocument(MAIL, document.id))
            return
        if mail.message is not None:
            await self._line.send(mail.message)
            self._failures, self._error, self._since, self._rests_until = 0, "", "", ""
        await self._services.writer.run(Mailed(document.id, document.owner, mail.upto))

    def _mail(self, document: Document) -> Mail | None:
        """What to send; None where the person is not there any more, or at another desk."""
        queries = self._services.queries
        account = find_account(queries, document.id)
        choice = read_choice(queries.document(CHOICE, document.id))
        if account is None or choice is None or desk_of(account.actor()) != document.owner:
            return None
        reader = self._readers.get(account.lang) or self._readers[choice.lang or DEFAULT]
        if read_mail(document).confirm:
            return self._postman.of_address(account, choice, reader) if choice.code else None
        return self._postman.of_news(account, choice, reader)

    def _failed(self, error: str, is_final: bool) -> None:
        now = instant(self._services.clock.now_ms())
        self._failures += 1
        most = FINAL_ATTEMPTS_MAX if is_final else REST_ATTEMPTS_MAX
        self._rests_until = later(now, min(self._failures, most))
        self._error, self._since = error, self._since or now
