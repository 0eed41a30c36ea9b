"""Settling a number in dispute, and how it reads."""

from collections.abc import Iterable, Mapping
from typing import Final, cast

from corridor.domain.facts import Actor
from corridor.domain.quota import Outcome, Quota, permit_number
from corridor.domain.quotas.settling import DisputeJudged, SettleDispute
from corridor.domain.refusals import N_
from corridor.web.act import (
    BESIDES,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
)
from corridor.web.acts.quotas.proposing import is_party

OUTCOMES: Final[Mapping[str, str]] = {
    "holds": N_("The permit holds with this number"),
    "void": N_("The permit is void"),
}


def _may(state: Quota, actor: Actor) -> Place | None:
    return BESIDES if is_party(state, actor) and state.disputes else None


def _means(deed: Deed[Quota]) -> str:
    return deed.reader.words(
        "Both ministries say what becomes of the number; when they say the same, the dispute is "
        "over and posts are told so. A permit that is not to hold is revoked first."
    )


def _fields(deed: Deed[Quota]) -> list[Field]:
    _, quota = deed.reader.words, deed.state
    which = [
        {
            "value": f"{one.serial}:{one.permit}",
            "label": f"{permit_number(quota, one.serial)}, {one.permit}: "
            + deed.reader.labels(one.why, "quota_dispute"),
        }
        for one in quota.disputes
    ]
    options = [{"value": code, "label": _(text)} for code, text in OUTCOMES.items()]
    return [
        field_of("radios", "which", _("Which number"), options=which),
        field_of("radios", "outcome", _("What becomes of it"), options=options),
        field_of("textarea", "words", _("In words"), hint=_("The other ministry reads this.")),
    ]


def _settle(deed: Deed[Quota]) -> SettleDispute | None:
    _, form = deed.reader.words, deed.form
    found = {f"{one.serial}:{one.permit}": one for one in deed.state.disputes}.get(form["which"])
    if found is None:
        form.add_error("which", _("Choose the number."))
    outcome = chosen(form["outcome"], OUTCOMES)
    if not outcome:
        form.add_error("outcome", _("Choose what becomes of it."))
    words = deed.needed("words", _("Say it in words."))
    if found is None or not (outcome and words):
        return None
    return SettleDispute(found.serial, found.permit, cast("Outcome", outcome), words)


def _reads(said: DisputeJudged, tale: Tale) -> Iterable[str]:
    yield tale.say("Serial number %(serial)s.", serial=said.serial)
    yield f"{tale.say(OUTCOMES[said.outcome])}."
    yield said.words


SETTLING: Final = Shown[Quota](
    acts=(
        Act(
            name="settle",
            desk="permit",
            label=N_("Settle a number in dispute"),
            title=N_("Settle a number in dispute"),
            consequence=_means,
            command=_settle,
            done=N_("Your ministry's word was recorded"),
            offered=_may,
            fields=_fields,
            pointers={"/outcome": "outcome", "/permit": "which", "/words": "words"},
        ),
    ),
    reads=(Reading(DisputeJudged, N_("Word on a number in dispute"), "attention", _reads),),
)
