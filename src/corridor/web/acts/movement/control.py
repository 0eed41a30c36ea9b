"""Control at departure: the channel, and the result."""

from collections.abc import Iterable
from typing import Any, Final, Literal, cast

from corridor.domain.facts import Actor
from corridor.domain.movement.control import (
    ControlDecided,
    ControlRecorded,
    DecideControl,
    RecordControl,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.acts.act import (
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    lines_of,
    when_at,
)
from corridor.web.acts.fields import (
    result_fields,
    result_of,
)
from corridor.web.cases.notes import judge_length
from corridor.web.labels import CHANNELS
from corridor.web.risk.words import assessment_of, matched_words, proposed_channel

CONTROL_RESULTS: Final = ("A1", "A2", "B1")


def _may_choose(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    is_time = state.status in ("accepted", "guarantee_registering") and not state.channel
    return when_at(is_theirs and is_time)


def _may_record(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    return when_at(is_theirs and state.status == "under_control")


def _channel_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The channel is decided once. Yellow and red need a reason. The carrier is told the "
        "channel alone; the customs offices of the way read the reasons."
    )


def _channel_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    options = deed.reader.labels.options("channel")
    hint = _(
        "What is to be checked, one reason a line: needed for yellow and red. It goes to other "
        "states, so name no risk profile here."
    )
    found = assessment_of(deed.services.queries, deed.state.id)
    own = _("Kept as a note of this office; it goes nowhere else.")
    return [
        field_of("radios", "channel", _("Channel"), proposed_channel(found), options=options),
        field_of("textarea", "reasons", _("Reasons"), hint=hint, rows=3),
        field_of(
            "textarea",
            "profile",
            _("Risk profile"),
            matched_words(found),
            hint=own,
            optional=True,
            rows=2,
        ),
    ]


def _channel(deed: MovementDeed) -> DecideControl | None:
    _ = deed.reader.words
    channel = chosen(deed.form["channel"], CHANNELS)
    if not channel:
        deed.form.add_error("channel", _("Choose the channel."))
        return None
    judge_length(deed.reader, deed.form, "profile")
    return DecideControl(cast(Any, channel), lines_of(deed.form["reasons"]))


def _control_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    asked = "; ".join(deed.state.channel_reasons)
    return _("What was to be checked: %(reasons)s", reasons=asked or "—")


def _control(deed: MovementDeed) -> RecordControl | None:
    _ = deed.reader.words
    result = result_of(deed, CONTROL_RESULTS)
    if result == "B1":
        deed.needed("remarks", _("Say what was not satisfactory."))
    known = cast(Literal["A1", "A2", "B1"], result)
    return RecordControl(known, deed.form["remarks"]) if result else None


def _chosen(said: ControlDecided, tale: Tale) -> Iterable[str]:
    return [tale.reader.labels(said.channel, "channel") + ".", "; ".join(said.reasons)]


def _found(said: ControlRecorded, tale: Tale) -> Iterable[str]:
    return [tale.reader.labels(said.result, "result") + ".", said.remarks]


CONTROL: Final = Shown[Movement](
    acts=(
        Act(
            name="channel",
            desk="customs",
            label=N_("Decide on control"),
            title=N_("Control channel"),
            consequence=_channel_means,
            command=_channel,
            done=N_("The channel was decided"),
            offered=_may_choose,
            fields=_channel_fields,
            pointers={"/channel": "channel", "/reasons": "reasons"},
            private=lambda deed: deed.form["profile"],
        ),
        Act(
            name="control",
            desk="customs",
            label=N_("Record the control"),
            title=N_("Result of the control at departure"),
            consequence=_control_means,
            command=_control,
            done=N_("The result of the control was recorded"),
            offered=_may_record,
            fields=lambda deed: result_fields(deed, CONTROL_RESULTS),
            pointers={"/result": "result", "/remarks": "remarks"},
        ),
    ),
    reads=(
        Reading(ControlDecided, N_("Control channel decided"), note=_chosen),
        Reading(ControlRecorded, N_("Result of the control at departure"), note=_found),
    ),
)
