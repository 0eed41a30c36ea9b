"""What an officer should look at before deciding: warnings, and the same things seen elsewhere."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from corridor.domain.consignment import declared_seals, plates_of
from corridor.domain.facts import Actor
from corridor.domain.kinds import may_see
from corridor.domain.movement.judging import lists_for
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.rules import check_warnings
from corridor.domain.movement.state import OPEN, UNDERWAY, Movement
from corridor.domain.permits.requirements import reminders_of
from corridor.domain.searching import mark_of
from corridor.web.i18n import in_language
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]
LINKS_MAX: Final = 5
SEALS_MAX: Final = 99
NAVIGATION_SEAL: Final = "navigation_seal"


def warnings_of(state: Movement, actor: Actor, reader: Reader, services: Services) -> list[View]:
    """Texts, each with the other movements that this officer may open."""
    lists = lists_for(state.dossier, services.reference, state.rules_on)
    found = check_warnings(state.dossier, lists, state.rules_on)
    texts = dict.fromkeys(_said(reader, warning) for warning in found)
    said = [{"text": text, "links": [], "more": 0} for text in texts]
    said += [{"text": text, "links": [], "more": 0} for text in _unwatched(state, reader, services)]
    said += _twice(state, actor, reader, services)
    return said + list(_sealed_twice(state, actor, reader, services))


def _said(reader: Reader, warning: Any) -> str:
    shown = reader.refusals.say(warning)
    return f"{shown.text} {shown.remedy}".strip()


def _unwatched(state: Movement, reader: Reader, services: Services) -> Iterator[str]:
    """A navigation seal that a rule asks for, where none is switched on: each rule once."""
    if any(one.is_active for one in state.navigation_seals):
        return
    day = services.day_at(departure_office(state.dossier))
    asked = reminders_of(state.dossier, services.rules, services.reference, day)
    for one in {a.rule: a for a in asked if a.kind == NAVIGATION_SEAL}.values():
        asked_for = f"{in_language(reader.lang, one.title)} ({one.rule})"
        yield reader.words("No navigation seal is switched on: %(asked)s.", asked=asked_for)


def _twice(state: Movement, actor: Actor, reader: Reader, services: Services) -> Iterator[View]:
    """The same vehicles or containers in other open movements."""
    boxes = [box.container for box in state.dossier.consignment.equipment if box.container]
    marks = dict.fromkeys((*plates_of(state.dossier), *boxes))
    for found, others in _together((one, list(_others(state, one, services))) for one in marks):
        text = reader.words.ngettext(
            "%(what)s: also in %(num)s other open movement",
            "%(what)s: also in %(num)s other open movements",
            len(others),
            what=", ".join(found),
        )
        yield _elsewhere(text, others, actor)


def _together(
    found: Iterable[tuple[str, list[Movement]]],
) -> Iterator[tuple[list[str], list[Movement]]]:
    """What is in the same other movements is said at once; what is in none, not at all."""
    known: dict[tuple[str, ...], tuple[list[str], list[Movement]]] = {}
    for what, others in found:
        if others:
            known.setdefault(tuple(one.id for one in others), ([], others))[0].append(what)
    yield from known.values()


def _sealed_twice(
    state: Movement, actor: Actor, reader: Reader, services: Services
) -> Iterator[View]:
    """The same seals, noted or else declared, on another load that is under way."""
    seals = state.seals or declared_seals(state.dossier)
    under = (
        (seal, [one for one in _others(state, seal, services) if _is_under(seal, one)])
        for seal in dict.fromkeys(seals[:SEALS_MAX])
    )
    for found, others in _together(under):
        text = reader.words.ngettext(
            "Seals under way in %(num)s other movement: %(seals)s",
            "Seals under way in %(num)s other movements: %(seals)s",
            len(others),
            seals=", ".join(found),
        )
        yield _elsewhere(text, others, actor)


def _is_under(seal: str, movement: Movement) -> bool:
    return movement.status in UNDERWAY and mark_of(seal) in map(mark_of, movement.seals)


def _elsewhere(text: str, others: list[Movement], actor: Actor) -> View:
    ours = [other for other in others if may_see(actor, other)][:LINKS_MAX]
    links = [{"href": f"/customs/{one.mrn or one.id}", "ref": one.reference} for one in ours]
    return {"text": text, "links": links, "more": len(others) - len(ours)}


def _others(state: Movement, what: str, services: Services) -> Iterator[Movement]:
    for subject in services.queries.search(what):
        if subject.startswith("mv-") and subject != state.id:
            other = services.queries.get(subject).state
            if isinstance(other, Movement) and other.status in OPEN:
                yield other
