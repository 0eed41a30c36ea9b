"""Tells partners what the log says, and brings what waits for them: each line by itself."""

import msgspec

from corridor.domain.permits.state import Permit
from corridor.engine.codec import fact_of
from corridor.engine.core import Engine
from corridor.engine.epermit import (
    KEY_LOST,
    QUEUE,
    REACHED,
    REACHED_ID,
    REFUSED_STATUS,
    REMOTE_ERROR,
    Line,
    own_keys,
    read_outgoing,
    signing_key,
)
from corridor.engine.hlc import instant
from corridor.engine.ports import Clock, Reader, StoredEvent
from corridor.engine.subjects import load
from corridor.gateways.epermit import codes
from corridor.gateways.epermit.desk import PartnerDesk, Run, new_id
from corridor.gateways.epermit.partner_line import PartnerLine, Said
from corridor.gateways.epermit.sending import (
    Arrived,
    Chain,
    Draft,
    NotArrived,
    StepBack,
    reached_by,
)
from corridor.gateways.epermit.signing import sign, signed_code
from corridor.gateways.epermit.telling import ABOUT, Tale, tale_of

LOOK_AT_ONCE = 500
SENT_AT_ONCE = 100


class Courier:
    """One node's courier to its partners."""

    def __init__(
        self, engine: Engine, run: Run, clock: Clock, desk: PartnerDesk, line: PartnerLine
    ) -> None:
        self._engine = engine
        self._run = run
        self._clock = clock
        self._desk = desk
        self._line = line

    async def tell(self) -> bool:
        """Put what the log says further into the chains; whether there is more."""
        with self._engine.store.read() as reader:
            reached = reached_by(reader.document(REACHED, REACHED_ID))
            if reached < 0 or reached >= reader.size():
                return False
            entries = reader.log(reached, LOOK_AT_ONCE)
            drafts = self._drafts(reader, entries)
            if drafts is None:
                return False
        after = reached + len(entries)
        return bool(await self._run(Chain(drafts, (reached, after))))

    def _drafts(self, reader: Reader, entries: list[StoredEvent]) -> tuple[Draft, ...] | None:
        """None where there is no key to sign codes with: then it waits, and nothing is lost."""
        partners = {one.partner for one in self._desk.lines() if one.opened_at}
        key = signing_key(own_keys(reader))
        pem = self._desk.keys.pem(key.kid) if key is not None else None
        if key is None or pem is None:
            return None
        found: list[Draft] = []
        for entry in entries:
            tale = self._tale(reader, entry, key.kid, pem) if entry.tag in ABOUT else None
            if tale is not None and tale.partner in partners:
                about = str(tale.fields["permit_id"])
                draft = Draft(tale.partner, tale.kind, new_id(), key.kid, about, tale.fields)
                found.append(draft)
        return tuple(found)

    def _tale(self, reader: Reader, entry: StoredEvent, kid: str, pem: bytes) -> Tale | None:
        permit = load(reader, entry.subject).state
        if not isinstance(permit, Permit):
            return None
        node = self._engine.node
        return tale_of(fact_of(entry), permit, node, lambda claims: signed_code(claims, kid, pem))

    def due(self) -> tuple[Line, ...]:
        """Lines on which something waits and is not left alone for now."""
        now = instant(self._clock.now_ms())
        lines = self._desk.lines()
        return tuple(
            one for one in lines if one.state == "open" and one.waiting and one.rests_until <= now
        )

    async def bring(self, partner: str) -> None:
        """Hand over what waits on a line, one after another, until something is not taken."""
        for _ in range(SENT_AT_ONCE):
            line = self._desk.line(partner)
            if line is None or line.state != "open" or not line.waiting:
                return
            if not await self._bring_first(line):
                return

    async def _bring_first(self, line: Line) -> bool:
        """Whether it goes on."""
        with self._engine.store.read() as reader:
            queued = reader.document(QUEUE, line.head)
        if queued is None:
            return False
        message = read_outgoing(queued)
        pem = self._desk.keys.pem(message.kid)
        if pem is None:
            await self._run(NotArrived(line.partner, queued.id, KEY_LOST, message.kid, 0))
            return False
        url = f"{line.url.rstrip('/')}/events/{message.kind}"
        text = message.text.encode()
        said = await self._line.post(url, sign(text, message.kid, pem), text)
        return await self._heard(line, queued.id, said)

    async def _heard(self, line: Line, id: str, said: Said) -> bool:
        if said.status == 200 or said.code == codes.EVENT_ALREADY_EXISTS:
            await self._run(Arrived(line.partner, id))
            return True
        is_behind = said.code == codes.PREVIOUS_EVENT_NOTFOUND
        if is_behind and await self._run(StepBack(line.partner, id)):
            return True
        is_refused = said.status == REFUSED_STATUS and bool(said.code)
        code = said.code if is_refused else REMOTE_ERROR
        await self._run(NotArrived(line.partner, id, code, _words(said), said.status))
        return False


def _words(said: Said) -> str:
    """What the partner said besides, in its own words."""
    if said.error:
        return said.error
    message = said.json.get("error_message") or said.json.get("errorMessage")
    details = said.json.get("details")
    more = msgspec.json.encode(details).decode() if isinstance(details, dict) and details else ""
    return f"HTTP {said.status} {message or ''} {more}".strip()
