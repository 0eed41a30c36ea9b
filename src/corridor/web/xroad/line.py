"""How it goes with an authority behind X-Road: a document of the store, that outlives a stop.

What has to be asked is no queue of its own: it is the authority's list of applications to decide.
So nothing is lost while the line is down, and nothing is asked that was decided meanwhile.
"""

from typing import Final

import msgspec

from corridor.domain.refusals import Refusal
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.web.services import Services

LINE: Final = "xroad-line"
ASKED_MAX: Final = 1_000


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """When an application was sent last, what was said of it, and what stood against that here."""

    at: str
    said: str = ""
    error: str = ""
    refused: tuple[Refusal, ...] = ()


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """`since`: when it failed first, of late; empty while it answers. `again`: not before."""

    authority: str
    service: str
    since: str = ""
    error: str = ""
    answered_at: str = ""
    again: str = ""
    fails: int = 0
    asked: dict[str, Asked] = {}


_LINE: Final = msgspec.json.Decoder(Line)


def line_of(services: Services, authority: str) -> Line | None:
    """As it was kept last; None where nothing was ever asked."""
    found = services.queries.document(LINE, authority)
    return _LINE.decode(found.body) if found is not None else None


async def keep(services: Services, line: Line) -> None:
    """Keep it, with the last thousand that were asked."""
    newest = sorted(line.asked.items(), key=lambda one: one[1].at)[-ASKED_MAX:]
    body = msgspec.json.encode(msgspec.structs.replace(line, asked=dict(newest)))
    document = Document(line.authority, line.authority, services.now(), body)
    await services.writer.run(PutDocument(LINE, document))
