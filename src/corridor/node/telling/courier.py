"""The courier: brings messages to webhooks, each by itself, so that none waits for another."""

from collections.abc import Iterator
from typing import Final

from corridor.engine.hooking import Arrived, NotArrived
from corridor.engine.ports import Document
from corridor.engine.told import HOOK, QUEUE, read_hook, read_message
from corridor.gateways.webhooks.delivery import Receivers
from corridor.node.telling.turns import Turns
from corridor.web.services import Services
from corridor.web.telling.hooks import body_of

HOOKS_MAX: Final = 2_000
AT_ONCE: Final = 100
RUNNING_MAX: Final = 16


class Courier:
    """Sends what is due. What did not arrive stays in the queue, and is kept over a restart."""

    def __init__(self, services: Services, receivers: Receivers, home: str) -> None:
        self._services = services
        self._receivers = receivers
        self._home = home

    async def run(self) -> None:
        """Until cancelled."""
        await Turns("webhooks", RUNNING_MAX, self._waiting, self.bring).run()

    def _waiting(self) -> Iterator[Document]:
        """Receivers that something is due for."""
        hooks = self._services.queries.documents(HOOK, None, HOOKS_MAX)
        return (document for document in hooks if self._due(document))

    def _due(self, document: Document) -> list[Document]:
        """What is due for a receiver, the oldest first; nothing while it is left alone."""
        now, hook = self._services.now(), read_hook(document)
        if not hook.is_on or hook.rests_until > now:
            return []
        return self._services.queries.documents(QUEUE, document.id, AT_ONCE, before=now)

    async def bring(self, document: Document) -> None:
        """Hand over what is due, one after another, until the receiver is seen to be down."""
        hook, run = read_hook(document), self._services.writer.run
        for queued in self._due(document):
            message = read_message(queued)
            body = body_of(self._services, self._home, document.owner, message)
            seconds = self._services.clock.now_ms() // 1000
            handed = await self._receivers.hand(hook.url, hook.secret, message.id, seconds, body)
            if not handed.error:
                await run(Arrived(queued.id, handed.status))
                continue
            failed = NotArrived(
                queued.id, handed.error, handed.status, handed.is_down, handed.is_gone
            )
            await run(failed)
            if handed.is_down or handed.is_gone:
                return
