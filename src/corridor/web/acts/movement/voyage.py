"""The voyage: what the port's checkpoint records of it, and what its carrier tells."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.days import day_at
from corridor.domain.facts import Actor
from corridor.domain.movement.carried import VoyageStep
from corridor.domain.movement.extending import days_in_port, latest_limit
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voyage import (
    STEPS_MAX,
    RecordVoyage,
    TellVoyage,
    VoyageTold,
    next_steps,
    ports_of,
    steps_here,
)
from corridor.domain.refusals import N_
from corridor.domain.typed import moment, one_line
from corridor.web.act import (
    BESIDES,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)
from corridor.web.acts.fields import moment_field, moment_of
from corridor.web.shape_words import NOT_A_MOMENT
from corridor.web.views.desk_times import instant_of
from corridor.web.views.voyages import ship_text, step_text


def _open_steps(state: Movement, office: str) -> tuple[tuple[str, str], ...]:
    """(place, step) that may be said now; without an office, by the carrier."""
    if state.status != "released" or len(state.voyage) >= STEPS_MAX:
        return ()
    if office:
        return steps_here(state, office)
    return tuple((place, step) for place in ports_of(state) for step in next_steps(state, place))


def _may_record(state: Movement, actor: Actor) -> Place | None:
    return BESIDES if actor.office and _open_steps(state, actor.office) else None


def _may_tell(state: Movement, actor: Actor) -> Place | None:
    return BESIDES if _open_steps(state, "") else None


def _means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "Carrier, customs and the other port read it at once. A delay moves the expected times at "
        "all offices behind the voyage. The limit date stays: for days that the port's checkpoint "
        "recorded as waiting, the office of departure may set a later one."
    )


def _fields(deed: MovementDeed) -> list[Field]:
    _, labels, open_now = (
        deed.reader.words,
        deed.reader.labels,
        _open_steps(deed.state, _port(deed)),
    )
    steps = [
        {"value": f"{place} {step}", "label": _named(deed, place, step)} for place, step in open_now
    ]
    known = next(reversed([one for one in deed.state.voyage if one.vessel]), None)
    causes = [{"value": "", "label": "—"}, *labels.options("voyage_cause")]
    if_late = _("Where it is delayed")
    return [
        field_of("radios", "step", _("What happened?"), options=steps),
        moment_field(deed, "at", _("When it happened")),
        _typed("vessel", _("Name of the vessel"), known.vessel if known else ""),
        _typed(
            "imo", _("IMO number"), known.imo if known else "", _("Seven digits, as on the hull")
        ),
        field_of("heading", "late", if_late),
        field_of("select", "cause", _("Cause of the delay"), options=causes, optional=True),
        field_of("textarea", "reason", _("In your words"), optional=True, rows=2),
        field_of(
            "moment",
            "expected",
            _("Expected in the other port now"),
            hint=_("Local time of the other port"),
            optional=True,
        ),
    ]


def _typed(name: str, label: str, value: str, hint: str = "") -> Field:
    return field_of("text", name, label, value, hint, optional=True, width="18")


def _named(deed: MovementDeed, place: str, step: str) -> str:
    name, (here, there) = deed.reader.names.place, ports_of(deed.state)[place]
    said = deed.reader.labels(step, "voyage_step")
    return f"{name(here.place)} → {name(there.place)}: {said}"


def _port(deed: MovementDeed) -> str:
    return deed.actor.office if deed.actor.role == "checkpoint" else ""


def _given(deed: MovementDeed) -> dict[str, Any] | None:
    """What both commands say alike; None where the form has errors."""
    _, form = deed.reader.words, deed.form
    place, _blank, step = form["step"].partition(" ")
    if (place, step) not in _open_steps(deed.state, _port(deed)):
        form.add_error("step", _("Choose what happened."))
    at, expected = moment_of(deed, "at"), None
    if form["expected"] and place in ports_of(deed.state):
        expected = _expected(deed, ports_of(deed.state)[place][1].place)
    if form.errors:
        return None
    return {
        "place": place,
        "step": step,
        "at": at,
        "vessel": one_line(form["vessel"]),
        "imo": "".join(form["imo"].upper().removeprefix("IMO").split()),
        "cause": form["cause"],
        "reason": form["reason"],
        "expected": expected,
    }


def _expected(deed: MovementDeed, where: str) -> str | None:
    try:
        return instant_of(moment(deed.form["expected"]), where)
    except ValueError:
        deed.form.add_error("expected", deed.reader.words(NOT_A_MOMENT))
        return None


def _record(deed: MovementDeed) -> RecordVoyage | None:
    given = _given(deed)
    return RecordVoyage(office=deed.actor.office, **given) if given else None


def _tell(deed: MovementDeed) -> TellVoyage | None:
    given = _given(deed)
    return TellVoyage(**given) if given else None


def _said(said: VoyageTold, tale: Tale) -> Iterable[str]:
    step = VoyageStep(
        said.place,
        said.step,
        said.at,
        said.office,
        said.vessel,
        said.imo,
        said.cause,
        said.reason,
        said.expected or "",
    )
    where = said.office or said.place
    there = _other_port(tale.state, said.place)
    yield f"{tale.reader.names.place(said.place)}: {step_text(step, tale.reader, where, there)}."
    if ship := ship_text(step, tale.reader):
        yield tale.say("Vessel: %(name)s.", name=ship)


def _other_port(state: Movement | None, place: str) -> str:
    """Where the voyage that begins here ends; empty where the way was changed since."""
    ports = {} if state is None else ports_of(state)
    return ports[place][1].place if place in ports else ""


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """As long as it waits or is delayed: since when, and what becomes of the limit date."""
    last = state.voyage[-1] if state.voyage and state.status == "released" else None
    if last is None or last.step not in ("waiting", "delayed"):
        return
    title = (
        tale.say("The voyage is delayed") if last.step == "delayed" else tale.say("Waits in port")
    )
    name = tale.reader.names.place(last.place)
    where, there = last.office or last.place, _other_port(state, last.place)
    told = f"{name}: {step_text(last, tale.reader, where, there)}."
    yield Banner(title, f"{told} {_of_limit(state, tale, last.at)}", "wait")


def _of_limit(state: Movement, tale: Tale, now: str) -> str:
    day = tale.reader.formats.day
    told = tale.say("The limit date %(day)s stays.", day=day(state.limit_date))
    last = state.dossier.route.points[-1]
    if last.eta and day_at(last.eta, last.place) > state.limit_date:
        told += " " + tale.say("By the times known now the goods come after it.")
    days = days_in_port(state, now)
    if days:
        told += " " + tale.say(
            "Days of waiting recorded by the port: %(days)s; the office of departure may set it up "
            "to %(latest)s.",
            days=days,
            latest=day(latest_limit(state, now)),
        )
    return told


POINTERS: Final = {
    "/place": "step",
    "/step": "step",
    "/at": "at",
    "/vessel": "vessel",
    "/imo": "imo",
    "/cause": "cause",
    "/reason": "reason",
    "/expected": "expected",
}
LABEL: Final = N_("Ferry: waiting, loading, sailing, delay")
GO: Final = N_("Record it")
TITLE: Final = N_("What happened on the voyage?")
DONE: Final = N_("The voyage is known to all offices of the route")
VOYAGE: Final = Shown[Movement](
    acts=(
        Act(
            name="voyage",
            desk="checkpoint",
            label=LABEL,
            title=TITLE,
            consequence=_means,
            command=_record,
            done=DONE,
            offered=_may_record,
            fields=_fields,
            pointers=POINTERS,
            go=GO,
            template="customs/wide_act.html",
        ),
        Act(
            name="voyage",
            desk="carrier",
            label=LABEL,
            title=TITLE,
            consequence=_means,
            command=_tell,
            done=DONE,
            offered=_may_tell,
            fields=_fields,
            pointers=POINTERS,
            go=GO,
            template="customs/wide_act.html",
        ),
    ),
    reads=(Reading(VoyageTold, N_("Voyage"), note=_said, to_carrier=True),),
    banners=_banners,
)
