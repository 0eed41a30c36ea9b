"""Asks authorities behind X-Road: each application on their list, until it is decided.

The same message sends an application and asks for its decision: `PUT …/applications/{id}`. It may
be sent any number of times, so a crash in between costs one more message and nothing else.
"""

import asyncio
import logging
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.permits.asking import RequestInformation
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.refusing import RefusePermit
from corridor.domain.permits.state import Permit
from corridor.domain.values import Text
from corridor.engine.hlc import instant, to_ms
from corridor.gateways.xroad.server import Called, SecurityServer
from corridor.gateways.xroad.settings import Behind, XRoad
from corridor.web.services import Services
from corridor.web.xroad.line import Asked, Line, keep, line_of

LOOK_SECONDS: Final = 2.0
AT_ONCE: Final = 200
PAGES_MAX: Final = 5
"""A thousand applications are asked for; the next when some of them are decided."""
REST_S_MAX: Final = 900
KEPT_EACH: Final = 20
"""So many are asked for between two times that the line is kept: it is one document of a thousand,
and what a crash loses of it is asked for once more.
"""


class Decided(msgspec.Struct, frozen=True):
    """What the authority's system answers about an application."""

    state: Literal["pending", "question", "granted", "refused"]
    question: Annotated[str, Meta(max_length=2_000)] = ""
    valid_from: Annotated[str, Meta(max_length=10)] = ""
    valid_to: Annotated[str, Meta(max_length=10)] = ""
    uses: Annotated[int, Meta(ge=1, le=1_000)] = 1
    conditions: Annotated[tuple[Text, ...], Meta(max_length=20)] = ()
    code: Annotated[str, Meta(max_length=17)] = ""
    reason: Annotated[str, Meta(max_length=2_000)] = ""


class Sent(msgspec.Struct, frozen=True):
    """An application as the authority's system gets it."""

    id: str
    applied_at: str
    applications: int
    request: Any
    question: str = ""
    answer: str = ""


_DECIDED: Final = msgspec.json.Decoder(Decided)


class Asker:
    """One per node with authorities behind X-Road."""

    def __init__(self, services: Services, settings: XRoad, server: SecurityServer) -> None:
        self._services = services
        self._settings = settings
        self._server = server

    async def run(self) -> None:
        """Until cancelled. What goes wrong with one authority is said in the log."""
        while True:
            for behind in self._settings.authorities:
                try:
                    await self.ask(behind)
                except Exception:
                    logging.getLogger("corridor").exception("X-Road: the next turn tries again")
            await asyncio.sleep(LOOK_SECONDS)

    async def ask(self, behind: Behind) -> None:
        """All of one authority that is due; the first call that finds nobody ends the turn."""
        services, now = self._services, self._services.now()
        line = line_of(services, behind.authority) or Line(behind.authority, behind.service)
        if line.again > now:
            return
        kept = line
        for asked, permit in enumerate(self._due(line, behind.authority, now), start=1):
            called = await self._call(behind, permit)
            line = await self._heard(line, permit, called)
            if called.is_down:
                break
            if asked % KEPT_EACH == 0:
                await keep(services, kept := line)
        if line is not kept:
            await keep(services, line)

    def _due(self, line: Line, authority: str, now: str) -> Iterator[Permit]:
        """Those to decide, the nearest deadline first, that were not asked for of late."""
        before = instant(to_ms(now) - self._settings.ask_every_seconds * 1_000)
        for subject in self._listed(f"permits:{authority}:open"):
            earlier = line.asked.get(subject)
            state = self._services.queries.get(subject).state
            if not isinstance(state, Permit) or state.status != "applied":
                continue
            is_due = earlier is None or earlier.at <= before or earlier.at < state.updated_at
            if is_due:
                yield state

    def _listed(self, name: str) -> Iterator[str]:
        """All of a list, page by page."""
        cursor, queries = "", self._services.queries
        for _ in range(PAGES_MAX):
            found = queries.rows(name, cursor=cursor, limit=AT_ONCE)
            yield from (row.subject for row in found.rows)
            cursor = found.next
            if not cursor:
                return

    async def _call(self, behind: Behind, permit: Permit) -> Called:
        sent = Sent(
            permit.id,
            permit.applied_at,
            permit.applications,
            permit.request,
            permit.question,
            permit.answer,
        )
        id = f"{permit.id}-{self._services.clock.now_ms()}"
        path = f"/applications/{permit.id}"
        return await self._server.put(
            behind.service, path, msgspec.json.encode(sent), id, permit.id
        )

    async def _heard(self, line: Line, permit: Permit, called: Called) -> Line:
        now = self._services.now()
        if called.is_down:
            rest = min(REST_S_MAX, 5 * 2 ** min(line.fails, 8))
            again = instant(to_ms(now) + rest * 1_000)
            # Noted as asked, so that the next turn begins with another: one that breaks the
            # exchange stops nobody else's.
            asked = {**line.asked, permit.id: Asked(now, error=called.error)}
            since, fails = line.since or now, line.fails + 1
            return replace(
                line, since=since, error=called.error, again=again, fails=fails, asked=asked
            )
        line = replace(line, since="", error="", again="", fails=0, answered_at=now)
        decided = await self._decided(permit, called, now)
        return replace(line, asked={**line.asked, permit.id: decided})

    async def _decided(self, permit: Permit, called: Called, now: str) -> Asked:
        """Carried out in the name of the authority, as its own officer would."""
        if called.error:
            return Asked(now, error=called.error)
        try:
            said = _DECIDED.decode(called.body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            return Asked(now, error=str(error)[:200])
        command = _command(said)
        if command is None:
            return Asked(now, said.state)
        office = permit.request.authority
        actor = Actor(office, office, f"xroad:{self._settings.client}"[:70], "permit")
        outcome = await self._services.execute(command, actor, permit.id)
        return Asked(now, said.state, refused=tuple(outcome.refusals))


def _command(said: Decided) -> GrantPermit | RefusePermit | RequestInformation | None:
    match said.state:
        case "granted":
            return GrantPermit(said.valid_from, said.valid_to, said.conditions, said.uses)
        case "refused":
            code = said.code if said.code in REFUSAL_REASONS else "other"
            return RefusePermit(code, said.reason or code)
        case "question":
            return RequestInformation(said.question or "—")
        case _:
            return None
