"""Delivering permits before their day."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.quota import Quota
from corridor.domain.quotas.delivering import DeliverTranche, TrancheDelivered
from corridor.domain.refusals import N_
from corridor.web.act import BESIDES, Act, Deed, Place, Reading, Shown, Tale, field_of, why_of
from corridor.web.acts.quota_terms import count_of
from corridor.web.acts.quotas.proposing import is_own


def _may(state: Quota, actor: Actor) -> Place | None:
    return BESIDES if is_own(actor, state.giver) and state.room > 0 else None


def _deliver(deed: Deed[Quota]) -> DeliverTranche | None:
    count = count_of(deed, "count")
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return None if deed.form.errors else DeliverTranche(count, reason)


def _reads(said: TrancheDelivered, tale: Tale) -> Iterable[str]:
    yield tale.say(
        "Permits: %(count)s, numbers %(first)s to %(last)s.",
        count=said.last - said.first + 1,
        first=str(said.first),
        last=str(said.last),
    )
    yield from why_of(said, tale)


DELIVERING: Final = Shown[Quota](
    acts=(
        Act(
            name="deliver",
            desk="permit",
            label=N_("Deliver before the day"),
            title=N_("Deliver permits before their day"),
            consequence=lambda deed: deed.reader.words(
                "Of what was agreed on, %(room)s are not delivered yet. The other ministry can "
                "issue them at once; later tranches become smaller by as many.",
                room=deed.state.room,
            ),
            command=_deliver,
            done=N_("The permits were delivered"),
            offered=_may,
            fields=lambda deed: [
                field_of("number", "count", deed.reader.words("How many permits")),
                field_of("textarea", "reason", deed.reader.words("Reason")),
            ],
            pointers={"/count": "count", "/reason": "reason"},
        ),
    ),
    reads=(Reading(TrancheDelivered, N_("Tranche delivered"), note=_reads),),
)
