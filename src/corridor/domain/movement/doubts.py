"""What contradicts the order of things, as it is refused at a desk."""

from datetime import datetime, timedelta
from typing import Final

from corridor.domain.facts import Payload
from corridor.domain.movement.order import MISSING
from corridor.domain.movement.parts import Discrepancy
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.domain.values import is_blank

EXPLAINABLE: Final = MISSING | {"seals_contradicted"}
"""What may have been all the same: whoever sees the vehicle says so, and why, in the remarks."""
_WORDS: Final = ("text", "remarks")
_TIMES: Final = ("crossed_at", "arrived_at", "happened_at")


def is_explained(doubt: Discrepancy, said: Payload) -> bool:
    """Whether it is said why it is so all the same."""
    words = getattr(said, _first(said, _WORDS), "")
    return doubt.code in EXPLAINABLE and not is_blank(words)


def refusal_of(doubt: Discrepancy, said: Payload) -> Refusal:
    """The same as a refusal. `here`: the office whose local time the instants are shown in."""
    is_missing = doubt.code in MISSING
    office, here = (doubt.about, doubt.other) if is_missing else (doubt.other, doubt.about)
    args = {
        "here": here,
        "office": office,
        "given": doubt.said,
        "seen": doubt.seen,
        "least": str(doubt.least_min or ""),
        "bound": bound_of(doubt),
        "seals": doubt.text,
    }
    field = _first(said, _WORDS if doubt.code in EXPLAINABLE else _TIMES)
    shown = {name: value for name, value in args.items() if value}
    return Refusal(doubt.code, f"/{field}" if field else "", "", shown)


def _first(said: Payload, names: tuple[str, ...]) -> str:
    return next((name for name in names if hasattr(said, name)), "")


def bound_of(doubt: Discrepancy) -> str:
    """The instant from which on, or up to which, it could have been here; empty if there is none.

    Whole seconds, as one states it: the minutes of the way are whole ones.
    """
    if doubt.code not in ("seen_too_soon", "seen_too_late"):
        return ""
    way = timedelta(minutes=doubt.least_min)
    seen = datetime.fromisoformat(doubt.seen)
    bound = seen + way if doubt.code == "seen_too_soon" else seen - way
    return bound.strftime("%Y-%m-%dT%H:%M:%SZ")


TEXTS: Final = {
    "crossing_missing": RefusalText(
        N_("On the way to here an entry is not recorded yet: {office}."),
        N_(
            "Ask for it to be recorded there. If the vehicle is here all the same, say in the "
            "remarks how it came: the office of departure gets this as a discrepancy."
        ),
    ),
    "gone_on_though_stopped": RefusalText(
        N_("The vehicle was stopped and has not been let in since: {office}."),
        N_(
            "Ask there. If the vehicle is here all the same, say in the remarks how it came: "
            "the office of departure gets this as a discrepancy."
        ),
    ),
    "seen_before_release": RefusalText(
        N_("{given} is before the release for transit ({seen})."),
        N_("State when it really happened."),
    ),
    "seen_out_of_order": RefusalText(
        N_("{given} does not fit the order of the route: {office} saw the vehicle at {seen}."),
        N_("State when it really happened; if it did, ask that office to check its record."),
    ),
    "seen_too_soon": RefusalText(
        N_(
            "{given} is too early: {office} saw the vehicle at {seen}, and the way takes at least "
            "{least}, until {bound}."
        ),
        N_("Check the number of the vehicle and the time; if both are right, ask that office."),
    ),
    "seen_too_late": RefusalText(
        N_(
            "{given} is too late: {office} saw the vehicle at {seen}, and the way there takes at "
            "least {least}, so it was here by {bound}."
        ),
        N_("Check the number of the vehicle and the time; if both are right, ask that office."),
    ),
    "seen_in_future": RefusalText(
        N_("The time {given} has not come yet."), N_("State when it really happened.")
    ),
    "time_impossible": RefusalText(
        N_("{given} is in no calendar."), N_("State when it really happened.")
    ),
    "stage_skipped": RefusalText(
        N_("A step at destination was left out."),
        N_("Follow the order: arrival, unloading, results, release of the goods."),
    ),
}
