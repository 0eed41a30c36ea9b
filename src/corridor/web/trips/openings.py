"""Who has opened a driver's page: by device, so that a link that was passed on is seen."""

import re
import secrets
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.web.devices import device_words
from corridor.web.services import Services
from corridor.web.trips.links import TripLink

OPENING: Final = "trip-opening"
DEVICE_COOKIE: Final = "trip"
DEVICES_MAX: Final = 50
"""Of one movement; further ones share the last place."""
_DEVICE: Final = re.compile(r"[A-Za-z0-9_-]{16}")
_MINUTE_LETTERS: Final = len("2026-11-28T10:40")


class Opening(msgspec.Struct, frozen=True, omit_defaults=True):
    """One device, and when it was there. `nonce`: of the link that it came by."""

    device: str
    nonce: str
    what: str
    first: str
    last: str
    times: int = 1


def device_of(cookie: str) -> str:
    """The device's own number, or a new one."""
    return cookie if _DEVICE.fullmatch(cookie) else secrets.token_urlsafe(12)


def openings_of(services: Services, movement: str) -> list[Opening]:
    """All of a movement, the newest first."""
    found = services.queries.documents(OPENING, movement, DEVICES_MAX)
    return [msgspec.json.decode(one.body, type=Opening) for one in found]


async def note_opening(services: Services, link: TripLink, device: str, agent: str) -> None:
    """Keep that a device opened it: one entry a device, written at most once a minute."""
    known = {one.device: one for one in openings_of(services, link.movement)}
    if device not in known and len(known) >= DEVICES_MAX:
        device = "more"
    now, before = services.now(), known.get(device)
    if before is None:
        opening = Opening(device, link.nonce, device_words(agent), now, now)
    elif before.last[:_MINUTE_LETTERS] == now[:_MINUTE_LETTERS] and before.nonce == link.nonce:
        return
    else:
        opening = replace(before, nonce=link.nonce, last=now, times=before.times + 1)
    id, body = f"{link.movement}:{device}", msgspec.json.encode(opening)
    document = Document(id, link.movement, now, body)
    await services.writer.run(PutDocument(OPENING, document, is_owned=True))
