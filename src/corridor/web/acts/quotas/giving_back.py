"""Giving numbers back that no permit has."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.quota import Quota
from corridor.domain.quotas.giving_back import GiveBackNumbers, NumbersGivenBack
from corridor.domain.refusals import N_
from corridor.web.act import BESIDES, Act, Deed, Place, Reading, Shown, Tale, field_of, why_of
from corridor.web.acts.quota_terms import count_of
from corridor.web.acts.quotas.proposing import is_own


def _may(state: Quota, actor: Actor) -> Place | None:
    is_theirs = is_own(actor, state.holder) and not state.relayed
    return BESIDES if is_theirs and state.left else None


def _give_back(deed: Deed[Quota]) -> GiveBackNumbers | None:
    count = count_of(deed, "count")
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return None if deed.form.errors else GiveBackNumbers(count, reason)


def _reads(said: NumbersGivenBack, tale: Tale) -> Iterable[str]:
    yield tale.say("Permits: %(count)s.", count=sum(one.count for one in said.ranges))
    yield from why_of(said, tale)


GIVING_BACK: Final = Shown[Quota](
    acts=(
        Act(
            name="give-back",
            desk="permit",
            label=N_("Give permits back"),
            title=N_("Give permits back that were not issued"),
            consequence=lambda deed: deed.reader.words(
                "They can never be issued here again; the other state may deliver as many anew. "
                "Left now: %(left)s.",
                left=deed.state.left,
            ),
            command=_give_back,
            done=N_("The permits were given back"),
            offered=_may,
            fields=lambda deed: [
                field_of("number", "count", deed.reader.words("How many permits")),
                field_of("textarea", "reason", deed.reader.words("Reason")),
            ],
            pointers={"/count": "count", "/reason": "reason"},
            kind="stop",
        ),
    ),
    reads=(Reading(NumbersGivenBack, N_("Permits given back"), "attention", _reads),),
)
