"""Barriers, complaints and watches as pages show them, in the reader's language."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.barrier import Barrier
from corridor.domain.barriers.kind import LISTED
from corridor.domain.complaints.state import Complaint
from corridor.domain.listings import mark
from corridor.domain.watches.state import Watch
from corridor.engine.ports import Pick
from corridor.web.barriers.words import cost_words, waited_words
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]
CHOICES_MAX: Final = 200
SIGNS: Final = {
    "commented": "wait",
    "proposed": "wait",
    "coming": "wait",
    "in_force": "info",
    "lifted": "ok",
    "open": "wait",
    "overdue": "stop",
    "answered": "ok",
    "withdrawn": "neutral",
}


def measures_of(services: Services, state: str) -> list[Barrier]:
    """The measures of one state, at most so many as can be chosen from."""
    pick = Pick((mark("state", state),))
    rows = services.queries.picked(LISTED, pick, "name", "", CHOICES_MAX).rows
    return services.queries.states(rows, Barrier)


def newest_measures(services: Services, states: Iterable[str]) -> list[Barrier]:
    """Of these states, of none of all, the newest first: of each at most so many as a report can
    hold.
    """
    queries = services.queries
    picks = [Pick((mark("state", one),)) for one in states] or [Pick()]
    found = [
        row
        for pick in picks
        for row in queries.picked(LISTED, pick, "updated", "", CHOICES_MAX, descending=True).rows
    ]
    found.sort(key=lambda row: row.updated, reverse=True)
    return queries.states(found, Barrier)


def options_of(reader: Reader, services: Services, state: str) -> list[dict[str, str]]:
    """The measures of a state to choose from; the first is none."""
    none = {"value": "", "label": reader.words("none of these")}
    found = measures_of(services, state)
    titles = ((one.id, f"{one.name}. {_title(reader, one)}") for one in found)
    return [none, *({"value": id, "label": label} for id, label in titles)]


def _title(reader: Reader, state: Barrier) -> str:
    return state.notice.title.in_language(reader.lang)


def barrier_view(reader: Reader, services: Services, state: Barrier) -> View:
    """One line of the list, and the head of its page."""
    notice, lang, day = state.notice, reader.lang, services.day_at(state.home)
    standing = state.standing(day)
    return {
        "state": state,
        "href": f"/barriers/{state.id}",
        "title": _title(reader, state),
        "country": reader.names.country(state.home),
        "kind": reader.labels(notice.kind, "barrier_kind"),
        "standing": reader.labels(standing, "barrier_standing"),
        "sign": SIGNS[standing],
        "goods": ", ".join(notice.goods),
        "flows": ", ".join(reader.labels(one, "barrier_flow") for one in notice.flows),
        "from": reader.formats.day(notice.in_force_from) if notice.in_force_from else "",
        "until": reader.formats.day(notice.comments_until) if notice.comments_until else "",
        "is_open": state.is_open(day),
        "body": notice.body.in_language(lang),
        "text": notice.text.in_language(lang),
        "effect": notice.effect.in_language(lang),
        "lifted": reader.formats.day(state.lifted_on) if state.lifted_on else "",
        "cost": cost_words(reader, state.cost.vehicles, state.cost.minutes) if state.cost else "",
        "cost_upto": reader.formats.day(state.cost.upto) if state.cost else "",
    }


def complaint_view(reader: Reader, services: Services, state: Complaint) -> View:
    """One line of a list of complaints, and its page."""
    barrier = services.queries.get(state.barrier).state if state.barrier else None
    evidence = services.queries.get(state.evidence).state
    timing, answer = state.timing, state.answer
    waited = waited_words(reader, timing.minutes, timing.basis) if timing else ""
    return {
        "state": state,
        "country": reader.names.country(state.against),
        "firm": reader.named(state.owner_name or state.owner),
        "about": reader.labels(state.about, "barrier_kind"),
        "standing": reader.labels(state.standing, "complaint_standing"),
        "sign": SIGNS[state.standing],
        "filed": reader.formats.moment(state.filed_at, state.home),
        "due": reader.formats.day(state.answer_due),
        "evidence": _evidence_of(state, evidence),
        "is_movement": bool(state.movement),
        "waited": waited,
        "barrier": _title(reader, barrier) if isinstance(barrier, Barrier) else "",
        "outcome": reader.labels(answer.outcome, "complaint_outcome") if answer else "",
        "answered": reader.formats.moment(answer.at, state.against) if answer else "",
    }


def _evidence_of(state: Complaint, evidence: Any) -> str:
    """The number by which people know it; its id where this node does not know it."""
    known = getattr(evidence, "reference", "") or getattr(evidence, "number", "")
    return str(known or state.evidence)


def watch_view(reader: Reader, services: Services, state: Watch) -> View:
    """One choice, with the measures that came by it."""
    found = [(one, services.queries.get(one.barrier).state) for one in state.seen[:5]]
    return {
        "state": state,
        "countries": ", ".join(map(reader.names.country, state.states)),
        "goods": ", ".join(state.goods),
        "seen": [
            {
                "href": f"/barriers/{one.barrier}",
                "title": _title(reader, barrier),
                "country": reader.names.country(barrier.home),
                "at": reader.formats.moment(one.at, state.node),
            }
            for one, barrier in found
            if isinstance(barrier, Barrier)
        ],
    }
