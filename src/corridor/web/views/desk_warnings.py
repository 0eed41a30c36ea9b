"""What an officer should look at before deciding: warnings, and the same things seen elsewhere."""

from collections.abc import Iterator
from typing import Any

from corridor.domain.access import may_see
from corridor.domain.consignment import plates_of
from corridor.domain.facts import Actor
from corridor.domain.movement.rules import check_warnings
from corridor.domain.movement.state import OPEN, Movement
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]


def warnings_of(state: Movement, actor: Actor, reader: Reader, services: Services) -> list[View]:
    """Texts, each with the address of the other movement where this officer may open it."""
    said = [
        {"text": _said(reader, warning), "href": "", "ref": ""}
        for warning in check_warnings(state.dossier, services.reference, state.rules_on)
    ]
    return said + list(_twice(state, actor, reader, services))


def _said(reader: Reader, warning: Any) -> str:
    shown = reader.refusals.say(warning)
    return f"{shown.text} {shown.remedy}".strip()


def _twice(state: Movement, actor: Actor, reader: Reader, services: Services) -> Iterator[View]:
    """The same vehicle or container in another movement that is open."""
    _ = reader.words
    boxes = [box.container for box in state.dossier.consignment.equipment if box.container]
    for what in dict.fromkeys((*plates_of(state.dossier), *boxes)):
        for other in _others(state, what, services):
            text = _("%(what)s is also in another open movement.", what=what)
            is_ours = may_see(actor, other)
            href = f"/customs/{other.mrn or other.id}" if is_ours else ""
            yield {"text": text, "href": href, "ref": other.reference if is_ours else ""}


def _others(state: Movement, what: str, services: Services) -> Iterator[Movement]:
    for subject in services.queries.search(what):
        if subject.startswith("mv-") and subject != state.id:
            other = services.queries.get(subject).state
            if isinstance(other, Movement) and other.status in OPEN:
                yield other
