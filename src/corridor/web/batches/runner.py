"""Batches move on by themselves: rows are judged, then filed one by one, whoever looks at a page.

What is to be done is a document of the store, and so is what came of each row: a node that starts
again goes on where it was. Nothing is filed twice: a row has the id of its movement from the
beginning, and each attempt an idempotency key; a row that fails does not stop those after it.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.engine.illness import Unavailable
from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.web.auth.accounts import find_account
from corridor.web.auth.second_factor import Safe
from corridor.web.batches.entries import named_in
from corridor.web.batches.model import (
    BATCH,
    ROW,
    WORK,
    Applied,
    Batch,
    Fault,
    Row,
    Work,
    batch_document,
    counted,
    read_batch,
    read_work,
    row_document,
    rows_of,
    work_document,
    work_on,
)
from corridor.web.batches.permits import applied_for
from corridor.web.batches.rows import draft_of, firsts, judged, refused
from corridor.web.running import command_by
from corridor.web.services import Services
from corridor.web.views.books.gathering import enter
from corridor.web.views.drafting.to_dossier import build
from corridor.web.works import Works

AT_ONCE: Final = 20
CODE_LETTERS: Final = 4
FAULT: Final = N_("The node could not do this and wrote down why: try again, or tell its operator.")
NO_CODE: Final = "guarantee_access_code"
WRONG_CODE: Final = N_("The access code does not fit the guarantee: no more was filed.")
NOT_ALLOWED: Final = N_("Whoever began this may no longer file for the firm: begin it anew.")


class BatchRunner(Works[Work]):
    """One per node. `tell`: which lists changed, for pages that are open."""

    def __init__(
        self, services: Services, safe: Safe, tell: Callable[[frozenset[str]], None]
    ) -> None:
        super().__init__(services)
        self._safe = safe
        self._tell = tell

    def _found(self) -> Iterator[Work]:
        return map(read_work, self._services.queries.documents(WORK, None, AT_ONCE))

    def _id(self, work: Work) -> str:
        return work.batch

    async def _wait(self, work: Work, illness: str) -> None:
        if work.waits != illness:
            await self._say(replace(work, waits=illness))

    async def _say(self, work: Work) -> None:
        await self._services.writer.run(PutDocument(WORK, work_document(work, self._now)))
        self._tell(frozenset({topic(work.org, work.batch)}))

    @property
    def _now(self) -> str:
        return self._services.now()

    async def _work(self, work: Work) -> None:
        found = self._services.queries.document(BATCH, work.batch)
        if found is not None:
            batch = read_batch(found)
            if work.waits:
                await self._say(replace(work, waits=""))
            await self._check(batch, work)
            told = await self._file(batch, work) or await self._apply(batch, work)
            await self._enter(batch, work)
            now = counted(replace(batch, told=told), rows_of(self._services.queries, batch.id))
            await self._services.writer.run(
                PutDocument(BATCH, batch_document(now, work.org, self._now))
            )
        await self._services.writer.run(DeleteDocument(WORK, work.batch))
        self._tell(frozenset({topic(work.org, work.batch)}))

    async def _check(self, batch: Batch, work: Work) -> None:
        rows = rows_of(self._services.queries, batch.id)
        before = firsts(batch, rows)
        for row in rows:
            if row.state == "open" and not row.checked:
                found = await asyncio.to_thread(self._judged, batch, row, before)
                await self._put(batch, work, found)

    def _judged(self, batch: Batch, row: Row, before: Mapping[str, int]) -> Row:
        try:
            return judged(batch, row, self._services, before)
        except Exception:
            logging.getLogger("corridor").exception("batch %s row %s", batch.id, row.number)
            return replace(row, faults=(Fault("", text=FAULT),), checked=self._now)

    async def _file(self, batch: Batch, work: Work) -> str:
        """In the order of the table, until somebody stops it; why it ended before its end."""
        code = self._safe.open(work.code, work.batch) if work.code else ""
        wanted = frozenset(work.rows)
        for row in rows_of(self._services.queries, batch.id):
            if row.number not in wanted or not row.is_ready:
                continue
            if work_on(self._services.queries, batch.id) is None:
                return ""
            actor = self._actor(work)
            if actor is None:
                return NOT_ALLOWED
            filed = await self._filed(batch, row, actor, code)
            if any(one.refusal and one.refusal.code == NO_CODE for one in filed.faults):
                await self._put(batch, work, replace(filed, faults=()))
                return WRONG_CODE
            await self._put(batch, work, filed)
        return ""

    async def _apply(self, batch: Batch, work: Work) -> str:
        """Permits of the rows asked for, in the same way; rows that were asked for are passed."""
        wanted = frozenset(work.permits)
        for row in rows_of(self._services.queries, batch.id):
            if row.number not in wanted or row.applied is not None:
                continue
            if work_on(self._services.queries, batch.id) is None:
                return ""
            actor = self._actor(work)
            if actor is None:
                return NOT_ALLOWED
            await self._put(batch, work, await self._applied(batch, row, actor, work.attempt))
        return ""

    async def _applied(self, batch: Batch, row: Row, actor: Actor, attempt: str) -> Row:
        try:
            return await applied_for(batch, row, actor, self._services, attempt)
        except Unavailable:
            raise
        except Exception:
            logging.getLogger("corridor").exception("batch %s row %s", batch.id, row.number)
            return replace(row, applied=Applied(self._now, (Fault("", text=FAULT),)))

    async def _enter(self, batch: Batch, work: Work) -> None:
        """What the rows that were filed name stands in the books of the firm, drivers as well."""
        account = find_account(self._services.queries, work.login)
        wanted = frozenset(work.rows)
        filed = [
            row
            for row in rows_of(self._services.queries, batch.id)
            if row.number in wanted and row.state == "filed"
        ]
        if account is not None and account.org == work.org:
            found = (one for row in filed for one in named_in(row, self._services))
            await enter(self._services, account, found)

    async def _filed(self, batch: Batch, row: Row, actor: Actor, code: str) -> Row:
        services = self._services
        if isinstance(services.queries.get(row.id).state, Movement):
            return replace(row, state="filed", faults=())
        try:
            built = build(draft_of(batch, row, services), services.reference)
            if built.dossier is None:
                return replace(row, checked="")
            command = LodgeDeclaration(built.dossier, code[:CODE_LETTERS], row.id)
            key = f"batch:{row.id}:{row.tries}"
            outcome = await command_by(services, actor, command, row.id, key)
        except Unavailable:
            raise
        except Exception:
            logging.getLogger("corridor").exception("batch %s row %s", batch.id, row.number)
            return replace(row, faults=(Fault("", text=FAULT),), tries=row.tries + 1)
        if outcome.refusals:
            faults = tuple(refused(one, built) for one in outcome.refusals)
            return replace(row, faults=faults, tries=row.tries + 1)
        return replace(row, state="filed", faults=())

    def _actor(self, work: Work) -> Actor | None:
        """Who began it, if that person may still file for the firm."""
        account = find_account(self._services.queries, work.login)
        if account is None or account.role != "carrier" or account.org != work.org:
            return None
        return account.actor()

    async def _put(self, batch: Batch, work: Work, row: Row) -> None:
        await self._services.writer.run(PutDocument(ROW, row_document(row, batch.id, self._now)))
        self._tell(frozenset({topic(work.org, batch.id)}))


def topic(org: str, batch: str) -> str:
    """The list that a page of the batch follows; only the firm may (`access.may_follow`)."""
    return f"carrier:{org}:{batch}"
