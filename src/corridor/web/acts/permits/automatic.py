"""A look at a decision that was made by rule."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.permits.automatic import DecisionReviewed, ReviewDecision
from corridor.domain.permits.granting import PermitGranted
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import (
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    hears,
    when_at,
)

OUTCOMES: Final = {
    "right": N_("An officer would have decided alike"),
    "wrong": N_("It should not have been granted so"),
}


def _may(state: Permit, actor: Actor) -> Place | None:
    return when_at(state.review == "due")


def _means(deed: Deed[Permit]) -> str:
    return deed.reader.words(
        "A part of what rules decide is looked at by officers. The permit stays as it is; if it "
        "must not be used, revoke it, and stop the rule."
    )


def _fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    options = [{"value": code, "label": _(text)} for code, text in OUTCOMES.items()]
    return [
        field_of("radios", "outcome", _("What you found"), options=options),
        field_of("textarea", "words", _("In words")),
    ]


def _review(deed: Deed[Permit]) -> ReviewDecision | None:
    _ = deed.reader.words
    outcome = chosen(deed.form["outcome"], OUTCOMES)
    if not outcome:
        deed.form.add_error("outcome", _("Choose what you found."))
    words = deed.needed("words", _("Say it in words."))
    if not (outcome and words):
        return None
    return ReviewDecision("right" if outcome == "right" else "wrong", words)


def _reviewed(said: DecisionReviewed, tale: Tale) -> Iterable[str]:
    return [f"{tale.say(OUTCOMES[said.outcome])}.", said.words]


AUTOMATIC: Final = Shown[Permit](
    acts=(
        Act(
            name="review",
            desk="permit",
            label=N_("Look at the decision by rule"),
            title=N_("Look at the decision by rule"),
            consequence=_means,
            command=_review,
            done=N_("Your finding was recorded"),
            offered=_may,
            fields=_fields,
            hears=hears(PermitGranted),
            pointers={"/outcome": "outcome", "/words": "words"},
        ),
    ),
    reads=(Reading(DecisionReviewed, N_("Decision by rule looked at"), note=_reviewed),),
)
