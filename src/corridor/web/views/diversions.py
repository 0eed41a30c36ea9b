"""A diversion in words: what is asked and by whom, what comes of it, what stands against it."""

from typing import Any

from msgspec.structs import replace

from corridor.domain.movement.diverting import diverted_route
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.parts import Diversion
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import reached
from corridor.domain.routes import Route
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.desk_permits import lacking_rows, missing_ahead

View = dict[str, Any]


def change_of(asked: Any, reader: Reader) -> str:
    """Which office instead of which; of a diversion, or of an event about one."""
    names = reader.names
    offices = {"to": names.office(asked.to_office), "from": names.office(asked.from_office)}
    return reader.words("To %(to)s instead of %(from)s.", **offices)


def asker_of(state: Movement, asked: Diversion, reader: Reader) -> str:
    """The office where it turned up, or the holder."""
    if asked.asked_by == "customs":
        return reader.names.office(asked.to_office)
    return state.dossier.holder.name or reader.labels("carrier", "role")


def moment_of(state: Movement, instant: str, where: str, reader: Reader) -> str:
    """When, in the time of the reader's office, else of the office of departure."""
    return str(reader.formats.moment(instant, where or departure_office(state.dossier)))


def decision_on(state: Movement, decided: Diversion, where: str, reader: Reader) -> str:
    """What came of it, by whom and when."""
    say, change = reader.words, change_of(decided, reader)
    if decided.status == "requested":
        lapsed = say("The movement arrived before it was decided on.")
        return f"{change} {lapsed}"
    word = say("Allowed") if decided.status == "allowed" else say("Not allowed")
    office = reader.names.office(departure_office(state.dossier))
    when = moment_of(state, decided.decided_at, where, reader)
    why = say("Reason: %(why)s", why=decided.answer) if decided.answer else ""
    return f"{change} {word}: {office}, {when}. {why}".strip()


def asked_rows(state: Movement, asked: Diversion, where: str, reader: Reader) -> list[View]:
    """Why it has to be decided on, for macros/summary.html."""
    say = reader.words
    when = moment_of(state, asked.asked_at, where, reader)
    return [
        {"label": say("Asked for"), "value": change_of(asked, reader)},
        {"label": say("Asked by"), "value": f"{asker_of(state, asked, reader)}, {when}"},
        {"label": say("Reason"), "value": asked.reason},
    ]


def diverted_at(state: Movement) -> str:
    """When its way last changed: what was printed before shows another. Empty if it never did."""
    return max((d.decided_at for d in state.diversions if d.status == "allowed"), default="")


def changed_at(state: Movement) -> str:
    """When customs last confirmed another vehicle or driver. Empty if it never did."""
    return max((c.decided_at for c in state.changes if c.status == "confirmed"), default="")


def outlook(
    state: Movement, from_office: str, to_office: str, reader: Reader, services: Services
) -> View:
    """The rest of the way with the other office, and the permits that would be missing on it."""
    route = diverted_route(state, from_office, to_office, services.reference)
    if route is None:
        return {"rows": [], "lacking": []}
    dossier = replace(state.dossier, route=route)
    lacking = lacking_rows(reader, missing_ahead(state, dossier, services))
    rows = [{"label": reader.words("The rest of the way"), "value": way_of(state, route, reader)}]
    if not lacking:
        text = reader.words("None is missing.")
        rows.append({"label": reader.words("Permits"), "value": text})
    return {"rows": rows, "lacking": lacking}


def way_of(state: Movement, route: Route, reader: Reader) -> str:
    """The places from where it was last seen."""
    return " – ".join(reader.names.place(point.place) for point in route.points[reached(state) :])
