"""A server is woken when it is to end: it does not look again and again whether it is."""

import asyncio
import signal
import threading

import pytest
import uvicorn

from corridor.node import prompt_server
from corridor.node.prompt_server import PromptServer

PATIENCE_S = 20.0
LONGER_S = 300.0


async def nothing(scope: object, receive: object, send: object) -> None:
    """No application."""


@pytest.mark.parametrize("asked_by", ["a signal", "another thread"])
def test_it_ends_when_it_is_asked_and_not_at_the_next_look(
    asked_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompt_server, "TICK_S", LONGER_S)
    config = uvicorn.Config(nothing, log_config=None)
    config.load()
    server = PromptServer(config, ())

    async def served() -> None:
        running = asyncio.ensure_future(server.main_loop())
        await asyncio.sleep(0)
        assert not running.done()
        if asked_by == "a signal":
            server.handle_exit(signal.SIGTERM, None)
        else:
            thread = threading.Thread(target=server.give_up)
            thread.start()
            thread.join()
        await asyncio.wait_for(running, PATIENCE_S)

    asyncio.run(served())
    assert server.gave_up == (asked_by != "a signal")


def test_asked_before_it_began_it_ends_at_once() -> None:
    config = uvicorn.Config(nothing, log_config=None)
    config.load()
    server = PromptServer(config, ())
    server.give_up()
    asyncio.run(asyncio.wait_for(server.main_loop(), PATIENCE_S))
