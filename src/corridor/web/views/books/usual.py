"""What one person begins each new dossier with: a truck, a trailer, a consignor of the books.

A document of the node, of the person and not of the firm. It names entries as they are typed; what
they say is looked up when a dossier is begun, so that it is what the book says then.
"""

from typing import Final

import msgspec

from corridor.domain.books.papers import still_valid
from corridor.engine.ports import Document
from corridor.web.services import Services
from corridor.web.views.books.kept import entries_of
from corridor.web.views.books.offering import SLOTS, filled_by, is_meant
from corridor.web.views.drafting.model import Values

USUAL: Final = "usual"
PLACES: Final = ("vehicle", "trailer", "consignor")
"""Slots that a person may fill beforehand."""
_VALUES: Final = msgspec.json.Decoder(dict[str, str])


def usual_of(services: Services, login: str) -> dict[str, str]:
    """Slot → what was typed for it."""
    found = services.queries.document(USUAL, login)
    return _VALUES.decode(found.body) if found else {}


def usual_document(login: str, values: dict[str, str], at: str) -> Document:
    """As it is kept."""
    return Document(login, login, at, msgspec.json.encode(values))


def usual_values(services: Services, org: str, login: str) -> dict[str, Values]:
    """Section → fields that a new draft begins with; what left the books fills nothing."""
    found: dict[str, Values] = {}
    for name, typed in usual_of(services, login).items():
        slot = SLOTS[name]
        entries = entries_of(services, org, slot.book)
        entry = next((kept.entry for kept in entries if is_meant(kept.entry, typed)), None)
        if entry is not None:
            entry = still_valid(entry, services.day_at(services.node))
            found[slot.section] = found.get(slot.section, {}) | filled_by(name, entry)
    return found
