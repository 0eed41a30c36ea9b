"""Files that wait to go with what is said next of a subject: kept beside it for a firm or office.

They are uploaded before their act is carried out, as those of a draft are, so that a message with
a hundred megabytes costs nothing when its form has an error or its session ends.
"""

import re
from typing import Any, Final, NamedTuple

from litestar import Request

from corridor.domain.attachments import Attachments
from corridor.domain.facts import Actor
from corridor.engine.file_jobs import ChangeDraftFiles, read_draft_files
from corridor.engine.kept_files import OF_DRAFT
from corridor.web.access import state_of
from corridor.web.auth.identity import actor_of
from corridor.web.errors import NotKnown
from corridor.web.services import Services

TRAY: Final = "tray:"
UNBORN: Final = "new-"
_IS_UNBORN: Final = re.compile(r"new-[A-Za-z0-9_.-]{1,120}\Z", re.ASCII)


class Unborn(NamedTuple):
    """An application that nobody has sent yet: files can go with it all the same."""

    id: str


def unborn_of(dossier: str, need: str) -> Unborn:
    """The application for what a dossier needs."""
    return Unborn(f"{UNBORN}{dossier}-{need}")


def unborn_alone(country: str, kind: str) -> Unborn:
    """The application for a permit apart from any dossier."""
    return Unborn(f"{UNBORN}alone-{country}-{kind}")


def subject_with_tray(request: Request[Any, Any, Any], reference: str) -> Any:
    """The state of what files can go with, if the actor may know it; NotKnown for all else. The
    tray of an application that is not sent yet is the own firm's, whatever it is named.
    """
    if reference.startswith(UNBORN):
        if not _IS_UNBORN.match(reference) or actor_of(request).role != "carrier":
            raise NotKnown
        return Unborn(reference)
    state: Any = state_of(request, reference, object)
    if not hasattr(state, "sent"):
        raise NotKnown
    return state


def tray_id(subject: str, actor: Actor) -> str:
    """The id of a desk's tray for a subject."""
    return f"{TRAY}{subject}:{actor.office or actor.org}"


def in_tray(services: Services, subject: str, actor: Actor) -> Attachments:
    """What lies there."""
    found = services.queries.document(OF_DRAFT, tray_id(subject, actor))
    return read_draft_files(found) if found is not None and found.owner == actor.org else ()


async def take_from_tray(services: Services, subject: str, actor: Actor, said: Any) -> None:
    """What went with a command lies there no more."""
    sent = {one.sha256 for one in getattr(said, "attachments", ())}
    for one in in_tray(services, subject, actor) if sent else ():
        if one.sha256 in sent:
            change = ChangeDraftFiles(tray_id(subject, actor), actor.org, removed=one.sha256)
            await services.writer.run(change)
