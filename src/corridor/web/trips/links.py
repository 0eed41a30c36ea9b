"""Links to a driver's page.

A link is `/trip/<movement>/<key>`. The key is a MAC by a key that lies beside the store, over the
movement and a nonce in the store: neither a copy of the store nor the number of a movement is
enough to make one. Renewing takes another nonce, so the link before it is worth nothing.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.movement.state import Movement
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.web.auth.sessions import session_key
from corridor.web.services import Services

LINK: Final = "trip-link"
KEY_BYTES: Final = 24
ON_THE_WAY: Final = frozenset(
    {"accepted", "under_control", "guarantee_registering", "released", "arrived"}
)


class TripLink(msgspec.Struct, frozen=True, omit_defaults=True):
    """The one link of a movement: made, perhaps ended, made anew."""

    movement: str
    nonce: str
    made_at: str
    made_by: str = ""
    phone: str = ""
    driver: str = ""
    lang: str = "ru"
    ended_at: str = ""


def link_of(services: Services, movement: str) -> TripLink | None:
    """The link of a movement, also one that was ended."""
    found = services.queries.document(LINK, movement)
    return msgspec.json.decode(found.body, type=TripLink) if found is not None else None


def is_on_trip(state: Movement) -> bool:
    """From acceptance until the goods are free at destination, or it is over in another way."""
    is_free = state.destination.status == "goods_released"
    return bool(state.mrn) and state.status in ON_THE_WAY and not is_free


def opens(services: Services, link: TripLink, key: str) -> bool:
    """Whether this is the key of the link, whether it still stands or was ended."""
    return hmac.compare_digest(key.encode(), key_of(services, link).encode())


def key_of(services: Services, link: TripLink) -> str:
    """The end of its address."""
    message = f"trip|{link.movement}|{link.nonce}".encode()
    mac = hmac.new(session_key(services.data_dir), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac[:KEY_BYTES]).decode()


def path_of(services: Services, link: TripLink) -> str:
    """Its address on this node."""
    return f"/trip/{link.movement}/{key_of(services, link)}"


def fresh(state: Movement, by: str, now: str) -> TripLink:
    """A link that nobody has seen yet."""
    return TripLink(state.id, secrets.token_urlsafe(12), now, by)


async def keep_link(services: Services, link: TripLink, org: str) -> None:
    """In place of the one before, if it was this firm's."""
    body = msgspec.json.encode(link)
    document = Document(link.movement, org, services.now(), body)
    await services.writer.run(PutDocument(LINK, document, is_owned=True))


def ended(link: TripLink, now: str) -> TripLink:
    """The same, worth nothing any more."""
    return replace(link, ended_at=now)
