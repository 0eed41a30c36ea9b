"""How long a page's form may take to come: a sender that drips bytes must not hold a place."""

import asyncio
from typing import Any, Final

from litestar.enums import ScopeType
from litestar.exceptions import ClientException
from litestar.types import ASGIApp, Receive, Scope, Send

FORM_SECONDS: Final = 60
BYTES_PER_SECOND: Final = 8 << 10
"""So fast at least comes a form with files, after its first minute."""


class Slow(ClientException):
    """The body did not come in time."""

    status_code = 408


class FormPatience:
    """Stands before whatever reads forms. Once the body is there it does nothing any more."""

    def __init__(self, app: ASGIApp, seconds: float = FORM_SECONDS) -> None:
        self.app = app
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        await self.app(scope, self._in_time(receive), send)

    def _in_time(self, receive: Receive) -> Receive:
        deadline = asyncio.get_running_loop().time() + self.seconds
        is_whole = False
        came = 0

        async def receive_in_time() -> Any:
            nonlocal is_whole, came
            if is_whole:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline + came / BYTES_PER_SECOND):
                    message = await receive()
            except TimeoutError:
                raise Slow from None
            came += len(message["body"]) if message["type"] == "http.request" else 0
            is_whole = not message.get("more_body", False)
            return message

        return receive_in_time
