"""Private notes of an office on a case: documents of this node, in no event and on no channel.

They are read at the desk where they were written, and nowhere else: not by the carrier, by another
office, or by another state.
"""

from typing import Any, Final, Literal

import msgspec
from litestar import Request

from corridor.engine.cases import case_id
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.views.finding import desk_of

AnyRequest = Request[Any, Any, Any]

NOTE: Final = "case-note"
NOTES_MAX: Final = 200
Kind = Literal["", "risk", "given"]


class Note(msgspec.Struct, frozen=True):
    """What an officer noted. `kind`: a risk profile, what was said with giving a case, or neither.

    `by` is the login, `at` an instant.
    """

    text: str
    by: str
    at: str
    kind: Kind = ""


_NOTE = msgspec.json.Decoder(Note)


def notes_of(queries: Queries, desk: str, subject: str) -> list[tuple[str, Note]]:
    """(id, note), the newest first."""
    found = queries.documents(NOTE, case_id(desk, subject), NOTES_MAX)
    return [(one.id, _NOTE.decode(one.body)) for one in found]


def note_of(queries: Queries, desk: str, subject: str, id: str) -> Note | None:
    """One note of this case; another's is not there."""
    found = queries.document(NOTE, id)
    is_ours = found is not None and found.owner == case_id(desk, subject)
    return _NOTE.decode(found.body) if found is not None and is_ours else None


async def keep_note(request: AnyRequest, subject: str, text: str, kind: Kind = "") -> None:
    """Keep what this officer noted."""
    actor, services = actor_of(request), services_of(request)
    note = Note(text, actor.person, services.now(), kind)
    owner, body = case_id(desk_of(actor), subject), msgspec.json.encode(note)
    document = Document(services.new_id("nt"), owner, note.at, body)
    await services.writer.run(PutDocument(NOTE, document, is_owned=True))
