"""Permitting the unloading, and the remarks upon it."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from corridor.domain.consignment import carnet_of
from corridor.domain.facts import Actor
from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import (
    PermitUnloading,
    RecordUnloading,
    ReportUnloading,
    UnloadingPermitted,
    UnloadingRemarked,
)
from corridor.domain.refusals import N_
from corridor.web.act import (
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    is_at_stage,
    when_at,
)
from corridor.web.acts.fields import broken_field, broken_of, seals_of, yes_no_field, yes_no_of
from corridor.web.views.desk_unloading import (
    checkable,
    figure,
    found_so_far,
    line_at,
    remarks_of,
)
from corridor.web.views.seals import seals_said
from corridor.web.views.unloading_rounds import rounds_of, said_in_rounds

POINTERS: Final = {
    "/remarks": "text",
    "/seals_intact": "seals_intact",
    "/broken_seals": "broken",
    "/conforms": "conforms",
    "/text": "text",
    "/new_seals": "new_seals",
}


def _may_permit(state: Movement, actor: Actor) -> Place | None:
    return when_at(is_at_stage(state, actor, "arrived"))


def _may_record(state: Movement, actor: Actor) -> Place | None:
    return when_at(is_at_stage(state, actor, "unloading_permitted"))


def _permit_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The seals may be opened and the goods unloaded under the eyes of this office.")


def _unloading_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    if carnet_of(deed.state.dossier):
        return _(
            "Each difference opens a discrepancy that the office of departure has to solve before "
            "it discharges the procedure."
        )
    return _(
        "Each difference opens a discrepancy that the office of departure has to solve before the "
        "guarantee is free."
    )


def _unloading_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    found = [yes_no_field(deed, "conforms", _("Does the load conform to the declaration?"))]
    if known_seals(deed.state):
        seals = ", ".join(deed.state.seals or known_seals(deed.state))
        label = (
            _("Are the seals intact: %(seals)s?", seals=seals)
            if deed.state.destination.is_unloading
            else _("Were the seals intact on arrival: %(seals)s?", seals=seals)
        )
        found += [yes_no_field(deed, "seals_intact", label), *broken_field(deed)]
    return [*found, *_whether_whole(deed)]


def _whether_whole(deed: MovementDeed) -> list[Field]:
    """Whether it is the last round, and the seals until the next one."""
    _ = deed.reader.words
    whole = _(
        "If not, what was found is kept, and becomes a discrepancy with the last round alone."
    )
    until = _("Only where the unloading goes on later. Several numbers with commas between them.")
    return [
        yes_no_field(deed, "complete", _("Is the unloading complete?"), "yes", whole),
        field_of("text", "new_seals", _("Seals put on until it goes on"), hint=until),
    ]


def _may_report(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.org == state.trader and any(one.authorisation for one in state.notices)
    is_time = state.status == "arrived" and state.destination.status == "unloading_permitted"
    return when_at(is_theirs and is_time)


def _record(deed: MovementDeed) -> RecordUnloading | None:
    said = _unloading(deed)
    return RecordUnloading(*said) if said is not None else None


def _report(deed: MovementDeed) -> ReportUnloading | None:
    said = _unloading(deed)
    return ReportUnloading(*said) if said is not None else None


def _unloading(deed: MovementDeed) -> tuple[Any, ...] | None:
    _ = deed.reader.words
    conforms, intact = yes_no_of(deed, "conforms"), yes_no_of(deed, "seals_intact")
    if conforms is None:
        deed.form.add_error("conforms", _("Say whether the load conforms."))
        return None
    remarks = remarks_of(deed.state.dossier, deed.form, deed.reader)
    words, broken = deed.form["text"], broken_of(deed)
    is_last = yes_no_of(deed, "complete") is not False
    seals = seals_of(deed.form["new_seals"])
    return (conforms, intact, remarks, words, broken, is_last, seals)


def _unloading_extra(deed: MovementDeed) -> dict[str, Any]:
    checks = checkable(deed.state.dossier, deed.reader)
    shown = (
        one._replace(declared=figure(one.pointer, one.declared, deed.reader)) for one in checks
    )
    groups = groupby(shown, key=lambda check: check.subject)
    dossier, entries = deed.state.dossier, deed.services.queries.timeline(deed.state.id)
    rounds = [fact.payload for fact in said_in_rounds(entries)]
    return {
        "checked": [(subject, list(found)) for subject, found in groups],
        "so_far": defaultdict(str, found_so_far(dossier, rounds, deed.reader)),
        "rounds": rounds_of(deed.state, entries, deed.reader),
    }


def _remarks(said: UnloadingRemarked, tale: Tale) -> Iterable[str]:
    say = tale.say
    yield say("The load conforms.") if said.conforms else say("The load does not conform.")
    yield seals_said(tale, said.seals_intact, said.broken_seals)
    for remark in said.remarks:
        was, now = (
            figure(remark.pointer, one, tale.reader) for one in (remark.declared, remark.found)
        )
        if was:
            differs = say("Declared %(was)s, found %(now)s.", was=was, now=now)
            yield f"{_about(remark.pointer, tale)}{differs}"
        else:
            yield say("Not declared: %(now)s.", now=now)
    yield said.text
    if not said.complete:
        yield say("The unloading goes on.")
    if said.new_seals:
        yield say("Seals put on until then: %(seals)s.", seals=", ".join(said.new_seals))


def _about(pointer: str, tale: Tale) -> str:
    """Of which item or box, where the declaration is known."""
    if tale.state is None:
        return ""
    parts = line_at(tale.state.dossier, pointer, tale.reader)
    return f"{', '.join(filter(None, parts))}: "


UNLOADING: Final = Shown[Movement](
    acts=(
        Act(
            name="permit-unloading",
            desk="customs",
            label=N_("Permit the unloading"),
            title=N_("Permit the unloading?"),
            consequence=_permit_means,
            command=lambda deed: PermitUnloading(),
            done=N_("The unloading was permitted"),
            offered=_may_permit,
        ),
        Act(
            name="unloading",
            desk="customs",
            label=N_("Record the unloading"),
            title=N_("Record the unloading"),
            consequence=_unloading_means,
            command=_record,
            done=N_("The unloading was recorded"),
            offered=_may_record,
            fields=_unloading_fields,
            pointers=POINTERS,
            template="customs/unloading.html",
            context=_unloading_extra,
        ),
        Act(
            name="report-unloading",
            desk="carrier",
            label=N_("Report the unloading"),
            title=N_("Report the unloading"),
            consequence=_unloading_means,
            command=_report,
            done=N_("The unloading was reported"),
            offered=_may_report,
            fields=_unloading_fields,
            pointers=POINTERS,
            template="customs/unloading.html",
            context=_unloading_extra,
        ),
    ),
    reads=(
        Reading(UnloadingPermitted, N_("Unloading permitted by customs")),
        Reading(UnloadingRemarked, N_("Result of the unloading"), note=_remarks, to_carrier=True),
    ),
)
