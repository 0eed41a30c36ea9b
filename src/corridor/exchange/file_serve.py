"""Gives peers files that were uploaded here, in stretches. It writes nothing but refusals."""

import asyncio
from http import HTTPStatus
from pathlib import Path

from corridor.domain.kinds import attached_to, kind_of
from corridor.engine.core import Engine
from corridor.engine.file_ports import Files
from corridor.engine.queries import Queries
from corridor.evidence.httpsig import Request
from corridor.exchange.areas import areas_shown, is_shown
from corridor.exchange.callers import Pace, authenticated, check_addressee, problem_of
from corridor.exchange.denials import Denials, noted
from corridor.exchange.errors import RequestRefused
from corridor.exchange.files import MEDIA_TYPE, REQUEST_BYTES_MAX, FileRequest, decode_asked
from corridor.exchange.transport import Answer
from corridor.exchange.trust import Submit, TrustInForce

PER_MINUTE_MAX = 1_200
"""Stretches for one peer: ten megabytes a second."""


class FileDesk:
    """Who asks has to be a peer that sees the subject, and the subject has to name the file."""

    def __init__(self, engine: Engine, submit: Submit, trust: TrustInForce, files: Files) -> None:
        self._engine = engine
        self._submit = submit
        self._trust = trust
        self._files = files
        self._queries = Queries(engine)
        self._denials = Denials()
        self._pace = Pace(PER_MINUTE_MAX)

    async def handle(self, request: Request) -> Answer:
        """The answer to a POST at FILE_PATH; see `Publisher.handle_follow` for its terms."""
        now_ms = self._engine.settings.clock.now_ms()
        try:
            body = await self._answer(request, now_ms)
        except RequestRefused as refused:
            await noted(refused, "file", self._denials, self._submit, now_ms)
            return problem_of(refused)
        return Answer(HTTPStatus.OK, {"content-type": MEDIA_TYPE}, body)

    async def _answer(self, request: Request, now_ms: int) -> bytes:
        """Deny first.

        1. A peer signed the request, lately, and has not asked too often.
        2. It asks for itself, and this node.
        3. It may be shown what the subject is about, and is one of those who see this one.
        4. The subject names the file, and it is here.
        """
        if len(request.body) > REQUEST_BYTES_MAX:
            raise RequestRefused("size", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        peer, _ = authenticated(request, self._trust.current, now_ms)
        self._pace.check(peer, now_ms)
        asked = decode_asked(request.body)
        check_addressee(self._engine.node, asked.holder, peer, asked.asker)
        path = await asyncio.to_thread(self._path, asked, peer)
        return await asyncio.to_thread(_stretch, path, asked.offset, asked.length)

    def _path(self, asked: FileRequest, peer: str) -> Path:
        kind = kind_of(asked.subject)
        state = self._queries.get(asked.subject).state if kind is not None else None
        areas = areas_shown(self._trust.current, self._engine.node, peer)
        if kind is None or state is None or not is_shown(areas, asked.subject):
            raise RequestRefused("file", HTTPStatus.NOT_FOUND, "", peer)
        is_named = asked.sha256 in (one.sha256 for one in attached_to(state))
        path = self._files.find(asked.sha256) if is_named else None
        if path is None or peer not in kind.audience(state):
            raise RequestRefused("file", HTTPStatus.NOT_FOUND, "", peer)
        return path


def _stretch(path: Path, offset: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(length)
