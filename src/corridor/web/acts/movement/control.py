"""Control at departure: the channel, and the result."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain.facts import Actor
from corridor.domain.movement.control import (
    ANNOUNCED,
    AnnounceControl,
    ControlDecided,
    ControlIntended,
    ControlRecorded,
    DecideControl,
    RecordControl,
    Result,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    ASIDE,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    lines_of,
    sentences,
    when_at,
)
from corridor.web.acts.fields import result_of
from corridor.web.labels.departure import CONTROL_KINDS, DEPARTURE_RESULTS, NOTIFIED
from corridor.web.labels.labels import CHANNELS
from corridor.web.note_length import judge_length
from corridor.web.risk.words import assessment_of, matched_words, proposed_channel
from corridor.web.views.meant import examinable, meant

PLAN: Final = {"/kinds": "kinds", "/scope": "scope", "/notified": "notified"}


def _may_choose(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    is_time = state.status in ("accepted", "guarantee_registering") and not state.channel
    return when_at(is_theirs and is_time)


def _may_announce(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    is_time = state.status in ANNOUNCED and not state.channel and not state.control.intended_at
    return ASIDE if is_theirs and is_time else None


def _may_record(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    return when_at(is_theirs and state.status == "under_control")


def _channel_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The channel is decided once. Yellow and red need a reason. The carrier is told the "
        "channel and what is looked at; the customs offices of the way read the reasons."
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
        *_plan_fields(deed, _("Nothing in the green channel; in the red one the goods.")),
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
    return DecideControl(cast(Any, channel), lines_of(deed.form["reasons"]), *_plan_of(deed))


def _plan_fields(deed: MovementDeed, hint: str) -> list[Field]:
    """What is looked at, at which of it, and who is told."""
    _, state, labels = deed.reader.words, deed.state, deed.reader.labels
    parties = [one for one in labels.options("notified") if _is_named(state, one["value"])]
    plan = state.control
    return [
        field_of(
            "checkboxes",
            "kinds",
            _("Kinds of control"),
            hint=hint,
            options=labels.options("control_kind"),
            checked=list(plan.kinds),
        ),
        field_of(
            "checkboxes",
            "scope",
            _("Which goods, containers and seals?"),
            hint=_("None marked: all of the load."),
            options=examinable(state.dossier, deed.reader),
            checked=list(plan.scope),
        ),
        field_of(
            "checkboxes",
            "notified",
            _("To whom is the decision notified?"),
            hint=_("The firm that filed the declaration reads it in its single window."),
            options=parties,
            checked=list(plan.notified) or ["holder"],
        ),
    ]


def _is_named(state: Movement, party: str) -> bool:
    return party != "representative" or state.dossier.representative is not None


def _plan_of(deed: MovementDeed) -> tuple[Any, Any, Any]:
    form = deed.form
    kinds = tuple(one for one in form.all("kinds") if one in CONTROL_KINDS)
    notified = tuple(one for one in form.all("notified") if one in NOTIFIED)
    return kinds, tuple(one for one in form.all("scope") if one), notified


def _announce_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The carrier is told that the goods will be looked at, so that it can make ready. The "
        "channel is decided after acceptance."
    )


def _announce_fields(deed: MovementDeed) -> list[Field]:
    return _plan_fields(deed, deed.reader.words("At least one."))


def _announce(deed: MovementDeed) -> AnnounceControl | None:
    kinds, scope, notified = _plan_of(deed)
    if not kinds:
        deed.form.add_error("kinds", deed.reader.words("Choose the kind of control."))
        return None
    return AnnounceControl(kinds, scope, notified)


def _control_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    asked = "; ".join(deed.state.channel_reasons)
    said = _("What was to be checked: %(reasons)s", reasons=asked or "—")
    follows = _(
        "After A1, A2 and A5 it may be released. After B1 it is not: refuse the release, or ask "
        "the carrier for an amendment and look at the goods again."
    )
    return f"{said.rstrip('.')}. {follows}"


def _control_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    options = deed.reader.labels.options("departure_result")
    return [
        field_of("radios", "result", _("Result"), options=options),
        field_of(
            "textarea",
            "corrections",
            _("Corrections noted"),
            hint=_("For A5, one a line: what was declared, and what was found."),
            optional=True,
            rows=3,
        ),
        field_of(
            "textarea",
            "remarks",
            _("Remarks"),
            hint=_("Needed when the result is not satisfactory."),
            optional=True,
        ),
    ]


def _control(deed: MovementDeed) -> RecordControl | None:
    _ = deed.reader.words
    result = result_of(deed, tuple(DEPARTURE_RESULTS))
    if result == "B1":
        deed.needed("remarks", _("Say what was not satisfactory."))
    if result == "A5":
        deed.needed("corrections", _("Say what was put right."))
    corrections = lines_of(deed.form["corrections"])
    return RecordControl(cast(Result, result), deed.form["remarks"], corrections)


def _chosen(said: ControlDecided, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.channel, "channel") + "."
    yield from _planned(said, tale)
    yield "; ".join(said.reasons)


def _planned(said: ControlDecided | ControlIntended, tale: Tale) -> Iterable[str]:
    labels = tale.reader.labels
    if said.kinds:
        kinds = ", ".join(labels(kind, "control_kind") for kind in said.kinds)
        yield tale.say("Kinds of control: %(kinds)s.", kinds=kinds)
    if said.scope and isinstance(tale.state, Movement):
        scope = meant(said.scope, tale.state.dossier, tale.reader)
        yield tale.say("Looked at: %(scope)s.", scope=scope)
    if said.notified:
        who = ", ".join(labels(party, "notified") for party in said.notified)
        yield tale.say("Notified to: %(who)s.", who=who)


def _found(said: ControlRecorded, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.result, "departure_result") + "."
    if said.corrections:
        yield tale.say("Put right: %(what)s.", what="; ".join(said.corrections).rstrip("."))
    yield said.remarks


def _is_over(said: ControlRecorded, state: Movement) -> bool:
    return state.worst != "unsatisfactory"


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """A control that was announced, until it is decided on; one that forbids the release."""
    if state.worst == "unsatisfactory" and tale.where:
        text = tale.say(
            "After B1 it may not be released: refuse the release, or ask the carrier for an "
            "amendment and look at the goods again."
        )
        yield Banner(tale.reader.labels("unsatisfactory", "worst"), text, "stop")
    plan = state.control
    if plan.intended_at and not state.channel and state.status in ANNOUNCED:
        said = ControlIntended(cast(Any, plan.kinds), plan.scope, cast(Any, plan.notified))
        text = sentences(_planned(said, tale))
        yield Banner(tale.say("Customs intends to look at the goods"), text, "wait")


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
            pointers={"/channel": "channel", "/reasons": "reasons", **PLAN},
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
            fields=_control_fields,
            pointers={
                "/result": "result",
                "/remarks": "remarks",
                "/corrections": "corrections",
            },
        ),
        Act(
            name="announce-control",
            desk="customs",
            label=N_("Announce a control"),
            title=N_("Announce a control?"),
            consequence=_announce_means,
            command=_announce,
            done=N_("The carrier was told of the intended control"),
            offered=_may_announce,
            fields=_announce_fields,
            pointers=PLAN,
            aside=True,
        ),
    ),
    reads=(
        Reading(ControlIntended, N_("Control announced"), "attention", note=_planned),
        Reading(ControlDecided, N_("Control channel decided"), note=_chosen),
        Reading(
            ControlRecorded,
            N_("Result of the control at departure"),
            note=_found,
            to_carrier=True,
            settled=_is_over,
        ),
    ),
    banners=_banners,
)
