"""What the page of a case says of the office's own work on it."""

from typing import Any

from litestar import Request

from corridor.web.auth.identity import actor_of
from corridor.web.cases.absence import absences_of
from corridor.web.cases.beside import beside
from corridor.web.cases.colleagues import names_at
from corridor.web.cases.notes import notes_of
from corridor.web.context import reader_of, services_of
from corridor.web.views.finding import desk_of

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]


def case_panel(request: AnyRequest, subject: str) -> View:
    """Whose it is, who else has it open, and the notes, as macros/case.html shows them."""
    actor, services = actor_of(request), services_of(request)
    people = names_at(request)
    desk = desk_of(actor)
    case = services.queries.cases(desk, [subject]).get(subject)
    notes = notes_of(services.queries, desk, subject)
    today = services.day_at(actor.office)
    away = {one.officer: one for one in absences_of(services.queries, desk, today)}
    absent = away.get(case.officer) if case else None
    is_away = absent is not None and absent.is_on(today)
    return {
        "held": case.officer if case else "",
        "officer": people.get(case.officer, case.officer) if case else "",
        "is_mine": case is not None and case.officer == actor.person,
        "by": people.get(case.by, case.by) if case and case.by != case.officer else "",
        "at": case.at if case else "",
        "away_to": absent.last if absent is not None and is_away else "",
        "substitute": people.get(absent.substitute, "") if absent is not None and is_away else "",
        "has_colleagues": len(people) > 1,
        "beside": beside(request, subject),
        "notes": [
            {
                "id": id,
                "text": note.text,
                "kind": _kind_word(request, note.kind),
                "by": people.get(note.by, note.by),
                "at": note.at,
                "is_mine": note.by == actor.person,
            }
            for id, note in notes
        ],
    }


def _kind_word(request: AnyRequest, kind: str) -> str:
    _ = reader_of(request).words
    return {"risk": _("Risk profile"), "given": _("Handed over")}.get(kind, "")
