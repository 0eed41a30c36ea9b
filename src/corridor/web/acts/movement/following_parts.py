"""The vehicles of a split load, recorded one by one; or said to be missing."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.facts import Actor
from corridor.domain.movement.following_parts import (
    MissPart,
    PartMissing,
    PartSeen,
    RecordPart,
    ReportPart,
    parts_ahead,
)
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    AT_ONCE,
    LAST,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)
from corridor.web.acts.fields import (
    broken_field,
    broken_of,
    intact_of,
    moment_field,
    moment_of,
    reason_of,
    remarks_field,
    yes_no_field,
    yes_no_of,
)
from corridor.web.acts.movement.crossing import entry_lacks
from corridor.web.views.seals import seals_said


def _may(state: Movement, actor: Actor) -> Place | None:
    return AT_ONCE if state.status in UNDERWAY and parts_ahead(state, actor.office) else None


def _may_miss(state: Movement, actor: Actor) -> Place | None:
    ahead = parts_ahead(state, actor.office)
    is_open = state.status in UNDERWAY and any(not part.missing for part in ahead)
    return LAST if is_open else None


def _means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "Only this vehicle is recorded; its permits and seals are judged by themselves. The "
        "unloading is complete when all vehicles have arrived or are said to be missing."
    )


def _which(deed: MovementDeed, with_missing: bool) -> Field:
    _ = deed.reader.words
    found = parts_ahead(deed.state, _office_of(deed))
    options = [
        {
            "value": str(part.number),
            "label": f"{part.number}. {', '.join(m.id for m in part.means)}",
            "hint": _("seals: %(seals)s", seals=", ".join(part.seals)) if part.seals else "",
        }
        for part in found
        if with_missing or not part.missing
    ]
    return field_of("radios", "part", _("Which vehicle?"), options=options)


def _fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    return [
        _which(deed, True),
        yes_no_field(deed, "seals_intact", _("Are the seals of this vehicle intact?")),
        *broken_field(deed),
        remarks_field(deed),
        moment_field(deed, "at", _("When it was here")),
    ]


def _part_of(deed: MovementDeed) -> int:
    """The vehicle chosen; without one the form has an error."""
    known = {str(part.number): part.number for part in parts_ahead(deed.state, _office_of(deed))}
    if deed.form["part"] not in known:
        deed.form.add_error("part", deed.reader.words("Choose the vehicle."))
    return known.get(deed.form["part"], 0)


def _record(deed: MovementDeed) -> RecordPart | None:
    part, intact, at = _part_of(deed), intact_of(deed), moment_of(deed, "at")
    if deed.form.errors or intact is None:
        return None
    remarks = deed.form["remarks"]
    return RecordPart(deed.actor.office, part, at, intact, broken_of(deed), remarks)


def _miss(deed: MovementDeed) -> MissPart | None:
    part, reason = _part_of(deed), reason_of(deed)
    return None if deed.form.errors else MissPart(deed.actor.office, part, reason)


def _may_report(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.org == state.trader and any(one.authorisation for one in state.notices)
    is_time = state.status == "arrived" and parts_ahead(state, destination_office(state.dossier))
    return AT_ONCE if is_theirs and is_time else None


def _report_means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "The office of destination and all others are told that this vehicle came too. The "
        "unloading is complete when all vehicles have arrived or are said to be missing."
    )


def _report_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    hint = _("Leave it open where you look at them only when you unload.")
    label = _("Are the seals of this vehicle intact?")
    return [
        _which(deed, True),
        yes_no_field(deed, "seals_intact", label, hint=hint),
        *broken_field(deed),
        remarks_field(deed),
        moment_field(deed, "at", _("When it came")),
    ]


def _report(deed: MovementDeed) -> ReportPart | None:
    part, intact, at = _part_of(deed), yes_no_of(deed, "seals_intact"), moment_of(deed, "at")
    if deed.form.errors:
        return None
    return ReportPart(part, at, intact, broken_of(deed), deed.form["remarks"])


def _office_of(deed: MovementDeed) -> str:
    """Where the vehicles are awaited: a consignee stands for the office of destination."""
    return deed.actor.office or destination_office(deed.state.dossier)


def _miss_means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "All offices of the route and the carrier see it as a discrepancy, which departure solves. "
        "If the vehicle turns up, record it: the discrepancy ends by itself."
    )


def _miss_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    return [_which(deed, False), field_of("textarea", "reason", _("Reason"), rows=2)]


def _plates(said: Any, tale: Tale) -> str:
    split = getattr(tale.state, "split", None)
    parts = split.parts if split is not None else ()
    found = next((one for one in parts if one.number == said.part), None)
    plates = ", ".join(one.id for one in found.means) if found is not None else ""
    return f"{said.part}. {plates}." if plates else f"{said.part}."


def _said(said: PartSeen, tale: Tale) -> Iterable[str]:
    yield _plates(said, tale)
    yield tale.happened(said.at)
    if said.seals_seen:
        yield seals_said(tale, said.seals_intact, said.broken_seals)
    else:
        yield tale.say("The seals were not looked at yet.")
    yield said.remarks


def _missed(said: PartMissing, tale: Tale) -> Iterable[str]:
    yield _plates(said, tale)
    yield tale.say("Reason: %(why)s", why=said.reason)


POINTERS: Final = {
    "/part": "part",
    "/at": "at",
    "/left_at": "at",
    "/crossed_at": "at",
    "/arrived_at": "at",
    "/seals_intact": "seals_intact",
    "/broken_seals": "broken",
    "/remarks": "remarks",
    "/reason": "reason",
}
FOLLOWING_PARTS: Final = Shown[Movement](
    acts=(
        Act(
            name="part",
            desk="customs",
            label=N_("Record a vehicle of the load"),
            title=N_("A vehicle of the split load is here"),
            consequence=_means,
            command=_record,
            done=N_("The vehicle was recorded"),
            offered=_may,
            fields=_fields,
            pointers=POINTERS,
            context=entry_lacks,
            stays=True,
        ),
        Act(
            name="report-part",
            desk="carrier",
            label=N_("Another vehicle has come"),
            title=N_("Another vehicle of the split load has come"),
            consequence=_report_means,
            command=_report,
            done=N_("The office of destination was told"),
            offered=_may_report,
            fields=_report_fields,
            pointers=POINTERS,
            stays=True,
        ),
        Act(
            name="missing-part",
            desk="customs",
            label=N_("A vehicle is missing"),
            title=N_("A vehicle of the split load has not come"),
            consequence=_miss_means,
            command=_miss,
            done=N_("The missing vehicle is a discrepancy now"),
            offered=_may_miss,
            aside=True,
            fields=_miss_fields,
            pointers=POINTERS,
            kind="stop",
            stays=True,
        ),
    ),
    reads=(
        Reading(PartSeen, N_("Vehicle of the load recorded"), note=_said, to_carrier=True),
        Reading(PartMissing, N_("Vehicle of the load missing"), "stopped", _missed, True),
    ),
)
