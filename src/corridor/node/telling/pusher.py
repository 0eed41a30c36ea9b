"""The pusher: brings notices to push services, each by itself, so that none waits for another."""

from typing import Final

from corridor.domain.telling import desk_of
from corridor.engine.ports import Document
from corridor.engine.pushing import ForgetDevice, Pushed, PushNotTaken
from corridor.engine.told import CHOICE, DEVICE, PUSH, read_choice, read_device, read_push
from corridor.gateways.push.delivery import PushServices, Subscription, Waits, is_gone
from corridor.node.telling.turns import Turns
from corridor.web.auth.accounts import find_account
from corridor.web.i18n import DEFAULT
from corridor.web.services import Services
from corridor.web.telling.notice import Notice, notice_of, trial_of
from corridor.web.templating import Reader

AT_ONCE: Final = 16
DUE_MAX: Final = 1_000
"""Looked at in one turn."""


class Pusher:
    """Sends what is due. What a service does not take stays due, and is kept over a restart."""

    def __init__(self, services: Services, push: PushServices, readers: dict[str, Reader]) -> None:
        self._services = services
        self._push = push
        self._readers = readers

    async def run(self) -> None:
        """Until cancelled."""
        await Turns("notices", AT_ONCE, self.due, self.bring).run()

    def due(self) -> list[Document]:
        """What is due now, the longest due first."""
        now = self._services.now()
        return self._services.queries.documents(PUSH, None, DUE_MAX, before=now)

    async def bring(self, due: Document) -> None:
        """Hand one over."""
        run, found = self._services.writer.run, self._services.queries.document(DEVICE, due.id)
        notice = self._notice(due, found) if found is not None else None
        if found is None or notice is None:
            await run(ForgetDevice(due.id))
        elif notice.body is None:
            await run(Pushed(due.id, notice.upto))
        else:
            await self._hand(found, notice, notice.body)

    async def _hand(self, found: Document, notice: Notice, body: bytes) -> None:
        device, now_s = read_device(found), self._services.clock.now_ms() // 1000
        to = Subscription(device.endpoint, device.p256dh, device.auth)
        waits = Waits(urgency="high" if notice.is_urgent else "normal")
        handed = await self._push.hand(to, body, waits, now_s)
        if handed.error:
            said = PushNotTaken(found.id, handed.error, handed.rest_s, is_gone(handed))
            await self._services.writer.run(said)
        else:
            await self._services.writer.run(Pushed(found.id, notice.upto))

    def _notice(self, due: Document, found: Document) -> Notice | None:
        """What to send; None where the person is not there any more, or at another desk."""
        device, queries = read_device(found), self._services.queries
        account = find_account(queries, device.login)
        choice = read_choice(queries.document(CHOICE, device.login))
        if account is None or choice is None or desk_of(account.actor()) != found.owner:
            return None
        reader = self._readers.get(account.lang) or self._readers[choice.lang or DEFAULT]
        if read_push(due).trial:
            return trial_of(self._services, device, reader)
        return notice_of(self._services, account, device, choice, reader)
