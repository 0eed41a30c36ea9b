"""What a webhook's message says: a number and a link. Whoever gets it asks the API for the rest."""

import base64
import secrets
from typing import Any, Final

import msgspec

from corridor.engine.codec import fact_of
from corridor.engine.told import Message
from corridor.web.messages import MOVEMENTS_OF_TRADERS
from corridor.web.services import Services
from corridor.web.telling.wording import page_of, reference_of

_JSON: Final = msgspec.json.Encoder(order="sorted")
_ROLES: Final = {"permits": "permit"}
_SECRET_BYTES: Final = 32


def new_secret() -> str:
    """A fresh secret, as the libraries of Standard Webhooks take it."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}"


def body_of(services: Services, home: str, desk: str, message: Message) -> bytes:
    """The body, the same at each attempt as long as the subject keeps its number."""
    data: dict[str, Any] = {"desk": desk, "node": services.node}
    if message.subject:
        role = desk.partition(":")[0]
        state = services.queries.get(message.subject).state
        page = page_of(_ROLES.get(role, role), message.subject, state)
        data |= {
            "event": message.event,
            "position": str(message.index),
            "reference": reference_of(services.queries, message.subject),
            "subject": message.subject,
            "url": f"{home.rstrip('/')}{page or '/news'}",
            **_message(services, message),
        }
    return _JSON.encode({"type": message.kind, "timestamp": message.at, "data": data})


def _message(services: Services, message: Message) -> dict[str, dict[str, str]]:
    """Which message of the traders' API the event is, where it is one."""
    found = services.queries.log(message.index, 1) if services.messages is not None else ()
    told = [services.messages.answer_to(fact_of(event)) for event in found if services.messages]
    if not told or told[0] is None:
        return {}
    id, name, side = told[0]
    at = f"{MOVEMENTS_OF_TRADERS}/{side}/{message.subject}/messages/{id}"
    return {"message": {"id": id, "type": name, "uri": at}}
