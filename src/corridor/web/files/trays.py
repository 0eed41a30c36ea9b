"""Files that wait to go with what is said next of a subject: kept beside it for a firm or office.

They are uploaded before their act is carried out, as those of a draft are, so that a message with
a hundred megabytes costs nothing when its form has an error or its session ends.
"""

from typing import Any, Final

from corridor.domain.attachments import Attachments
from corridor.domain.facts import Actor
from corridor.engine.file_jobs import ChangeDraftFiles, read_draft_files
from corridor.engine.kept_files import OF_DRAFT
from corridor.web.services import Services

TRAY: Final = "tray:"


def tray_id(subject: str, actor: Actor) -> str:
    """The id of a desk's tray for a subject."""
    return f"{TRAY}{subject}:{actor.office or actor.org}"


def in_tray(services: Services, subject: str, actor: Actor) -> Attachments:
    """What lies there."""
    found = services.queries.document(OF_DRAFT, tray_id(subject, actor))
    return read_draft_files(found) if found is not None and found.owner == actor.org else ()


async def take_from_tray(services: Services, subject: str, actor: Actor, said: Any) -> None:
    """What went with a command lies there no more."""
    for one in getattr(said, "attachments", ()):
        change = ChangeDraftFiles(tray_id(subject, actor), actor.org, removed=one.sha256)
        await services.writer.run(change)
