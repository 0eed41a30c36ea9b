"""Diverting a movement: its carrier asks, the office of departure decides."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.facts import Actor
from corridor.domain.movement.diverting import (
    DecideDiversion,
    DiversionAllowed,
    DiversionRefused,
    DiversionRequested,
    ReportDiversion,
    RequestDiversion,
    detour_refusals,
    diverted_route,
    parts_open,
    steads,
    uncovered,
)
from corridor.domain.movement.offices import departure_office, node_of
from corridor.domain.movement.parts import Diversion
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import offices_ahead
from corridor.domain.refusals import N_
from corridor.web.act import (
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    when_at,
)
from corridor.web.acts.fields import reason_of
from corridor.web.acts.requests import Asking, answer_fields, answer_of
from corridor.web.views.diversions import asked_rows, change_of, decision_on, outlook


def _may_ask(state: Movement, actor: Actor) -> Place | None:
    is_time = state.status == "released" and bool(offices_ahead(state))
    return when_at(is_time and state.pending_diversion is None)


def _may_decide(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    return when_at(is_theirs and state.pending_diversion is not None)


def _asked_already(deed: MovementDeed) -> tuple[str, str] | None:
    """The carrier has its one request, and waits."""
    _, asked = deed.reader.words, deed.state.pending_diversion
    if asked is None:
        return None
    text = _("Wait until the office of departure has decided on it.")
    return _("A diversion was asked for"), f"{change_of(asked, deed.reader)} {text}"


def _ask_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    if _way_shown(deed):
        return _("Check the way and the permits below, then press the button once more.")
    return _(
        "The office of departure decides. Until then the vehicle goes where it was declared to; "
        "afterwards the old and the new office are told, and permits are checked for the new way."
    )


def _way_shown(deed: MovementDeed) -> str:
    """The offices chosen, where a way leads there that is to be seen before it is asked for."""
    before, after = deed.form["from_office"], deed.form["to_office"]
    if not before or not after or deed.form.errors:
        return ""
    state, services = deed.state, deed.services
    route = diverted_route(state, before, after, services.reference)
    wrong = detour_refusals(state, before, after, services.reference, services.now())
    return "" if any(wrong) or uncovered(state, route) else f"{before} {after}"


def _ask_outlook(deed: MovementDeed) -> dict[str, Any]:
    if not _way_shown(deed):
        return {}
    chosen_ones = deed.form["from_office"], deed.form["to_office"]
    return outlook(deed.state, *chosen_ones, deed.reader, deed.services)


def _ask_fields(deed: MovementDeed) -> list[Field]:
    _, ahead = deed.reader.words, offices_ahead(deed.state)
    declared = [{"value": code, "label": deed.reader.names.office_of_state(code)} for code in ahead]
    others = [{"value": "", "label": _("choose an office")}, *_choices(deed)]
    hint = _("Offices to which an open way leads that its guarantee covers.")
    return [
        field_of("radios", "from_office", _("Instead of which office?"), options=declared),
        field_of(
            "select", "to_office", _("To which office?"), hint=hint, options=others, codes="offices"
        ),
        field_of("textarea", "reason", _("Reason"), hint=_("The office of departure reads this.")),
        field_of("hidden", "way_shown", "", _way_shown(deed)),
    ]


def _choices(deed: MovementDeed) -> list[dict[str, str]]:
    """The offices to which an open way leads, each with the parts that it could take over."""
    services, reader, at = deed.services, deed.reader, deed.services.now()
    connected, found = services.engine.settings.peers | {services.node}, []
    for office in services.reference.offices.values():
        is_known = office.country in connected
        parts = parts_open(deed.state, office.code, services.reference, at) if is_known else ()
        if parts:
            as_what = ", ".join(reader.labels(part, "office_role") for part in parts)
            found.append((f"{reader.names.office_of_state(office.code)} ({as_what})", office.code))
    return [{"value": code, "label": label} for label, code in sorted(found)]


def _ask(deed: MovementDeed) -> RequestDiversion | None:
    _ = deed.reader.words
    before = deed.needed("from_office", _("Choose the office that it would not go to."))
    after = deed.needed("to_office", _("Choose the office that it would go to."))
    reason = reason_of(deed)
    way = _way_shown(deed)
    if deed.form.errors or (way and deed.form["way_shown"] != way):
        return None  # first the way and its permits are shown
    return RequestDiversion(before, after, reason)


def _decide_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("What is allowed cannot be taken back; another diversion may follow.")


def _decided_already(deed: MovementDeed) -> tuple[str, str] | None:
    """What was decided on the last request, where none waits."""
    _, state = deed.reader.words, deed.state
    if state.pending_diversion is not None:
        return None
    last = state.diversions[-1:]
    told = [decision_on(state, one, deed.actor.office, deed.reader) for one in last]
    told.append(_("Open the movement to see what has happened since."))
    return _("No diversion waits for a decision."), " ".join(told)


def _asking(deed: MovementDeed) -> Asking:
    _ = deed.reader.words
    return Asking(
        "allowed",
        _("Allow the diversion?"),
        _("Say whether the diversion is allowed."),
        _("Meanwhile another diversion is asked for than was shown: look at it anew."),
    )


def _decide_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    hint = _("Needed when it is not allowed; the carrier and the offices read it.")
    return answer_fields(deed, deed.state.pending_diversion, _asking(deed), hint)


def _decide(deed: MovementDeed) -> DecideDiversion | None:
    asked = deed.state.pending_diversion
    answer = answer_of(deed, asked, _asking(deed))
    if asked is None or answer is None:
        return None
    return DecideDiversion(asked.to_office, answer, deed.form["reason"])


def _decide_outlook(deed: MovementDeed) -> dict[str, Any]:
    state, asked = deed.state, deed.state.pending_diversion
    if asked is None:
        return {}
    rows = asked_rows(state, asked, deed.actor.office, deed.reader)
    found = outlook(state, asked.from_office, asked.to_office, deed.reader, deed.services)
    return found | {"rows": rows + found["rows"]}


def _may_report(state: Movement, actor: Actor) -> Place | None:
    """Whoever asked for the record, and has the vehicle: the others find it by its number."""
    is_asker = any(share.office == actor.office for share in state.shares)
    is_open = not state.is_on_route(actor.office) and state.pending_diversion is None
    return when_at(is_asker and is_open and state.status == "released")


def _report_fields(deed: MovementDeed) -> list[Field]:
    _, names = deed.reader.words, deed.reader.names
    fits = steads(deed.state, deed.actor.office, deed.services.reference, deed.services.now())
    options = [{"value": code, "label": names.office_of_state(code)} for code in fits]
    stead = field_of("radios", "from_office", _("Instead of which office?"), options=options)
    return [*([stead] if options else []), field_of("textarea", "reason", _("Why it is here"))]


def _report(deed: MovementDeed) -> ReportDiversion | None:
    reason = reason_of(deed)
    return ReportDiversion(deed.actor.office, reason, deed.form["from_office"]) if reason else None


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """The newest first; what came before it is folded away."""
    for age, diversion in enumerate(reversed(state.diversions)):
        if diversion.status != "requested":
            banner = _banner_of_decision(state, diversion, tale)
        elif state.pending_diversion is not None:
            banner = _banner_of_request(state, diversion, tale)
        else:
            continue
        yield banner._replace(folded=age > 0)


def _banner_of_decision(state: Movement, decided: Diversion, tale: Tale) -> Banner:
    is_allowed = decided.status == "allowed"
    title = tale.say("Diverted") if is_allowed else tale.say("The diversion was not allowed")
    text = decision_on(state, decided, tale.where, tale.reader)
    if is_allowed and tale.where in state.diverted_from():
        told = tale.say("This office expects it no longer and can only read it.")
        text = f"{text} {told}"
        if node_of(tale.where) in state.withdrawn:
            last = tale.say("What happens to it further is not told to this state.")
            text = f"{text} {last}"
    return Banner(title, text, "info" if is_allowed else "wait")


def _banner_of_request(state: Movement, asked: Diversion, tale: Tale) -> Banner:
    rows = asked_rows(state, asked, tale.where, tale.reader)
    office = tale.reader.names.office(departure_office(state.dossier))
    said = [f"{row['label']}: {row['value'].rstrip('.')}." for row in rows[1:]]
    said.append(tale.say("Who must act:") + f" {office}.")
    said.append(tale.say("Until then it goes where it was declared to."))
    text = " ".join((rows[0]["value"], *said))
    return Banner(tale.say("A diversion was asked for"), text, "wait")


def _change_and_why(said: Any, tale: Tale) -> Iterable[str]:
    yield change_of(said, tale.reader)
    yield tale.say("Reason: %(why)s", why=said.reason)


def _allowed(said: DiversionAllowed, tale: Tale) -> Iterable[str]:
    yield change_of(said, tale.reader)
    places = " – ".join(tale.reader.names.place(point.place) for point in said.route.points)
    yield tale.say("The way now: %(places)s.", places=places)


DIVERTING: Final = Shown[Movement](
    acts=(
        Act(
            name="divert",
            desk="carrier",
            label=N_("Ask for a diversion"),
            title=N_("Another office for %(ref)s?"),
            consequence=_ask_means,
            command=_ask,
            done=N_("The office of departure was asked"),
            offered=_may_ask,
            fields=_ask_fields,
            context=_ask_outlook,
            over=_asked_already,
            pointers={
                "/from_office": "from_office",
                "/to_office": "to_office",
                "/reason": "reason",
            },
        ),
        Act(
            name="diversion",
            desk="customs",
            label=N_("Decide on the diversion"),
            title=N_("Diversion to another office"),
            consequence=_decide_means,
            command=_decide,
            done=N_("The diversion was decided on"),
            offered=_may_decide,
            fields=_decide_fields,
            pointers={"/allowed": "allowed", "/reason": "reason", "/to_office": "allowed"},
            context=_decide_outlook,
            over=_decided_already,
        ),
        Act(
            name="turned-up",
            desk="customs",
            label=N_("Report that it turned up here"),
            title=N_("A vehicle that is not expected here"),
            consequence=lambda deed: deed.reader.words(
                "The office of departure is asked to divert the movement to this office, and "
                "decides. Until then you see the movement and may not yet act on it."
            ),
            command=_report,
            done=N_("The office of departure was asked"),
            offered=_may_report,
            fields=_report_fields,
            pointers={"/reason": "reason", "/from_office": "from_office", "/to_office": "reason"},
            stays=True,
        ),
    ),
    reads=(
        Reading(DiversionRequested, N_("Diversion asked for"), "attention", _change_and_why),
        Reading(DiversionAllowed, N_("Diverted to another office"), note=_allowed, to_carrier=True),
        Reading(DiversionRefused, N_("Diversion not allowed"), "stopped", _change_and_why, True),
    ),
    banners=_banners,
)
