"""A number that the other state could not verify, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.quota import Disputed, Quota
from corridor.domain.quotas.verifying import NumberDisputed
from corridor.domain.refusals import N_
from corridor.web.act import Banner, Reading, Shown, Tale
from corridor.web.acts.quotas.settling import OUTCOMES

_WHAT_TO_SETTLE: Final = (
    N_("%(why)s. Both ministries see this: settle what becomes of the permit."),
    N_("%(why)s. Both ministries see this: settle which permit holds, and revoke the other."),
)
"""Where one permit is in dispute, and where two have the same number."""


def _reads(said: NumberDisputed, tale: Tale) -> Iterable[str]:
    yield tale.say("Serial number %(serial)s.", serial=said.serial)
    yield f"{tale.reader.labels(said.why, 'quota_dispute')}."


def _banners(state: Quota, tale: Tale) -> Iterable[Banner]:
    for one in state.disputes:
        title = tale.say("Number %(serial)s cannot be verified", serial=one.serial)
        why = tale.reader.labels(one.why, "quota_dispute")
        are_two = one.why == "double"
        text = tale.say(_WHAT_TO_SETTLE[are_two], why=why)
        yield Banner(title, " ".join((text, *_said(one, tale))), "stop")


def _said(one: Disputed, tale: Tale) -> Iterable[str]:
    """What each of the two said of it so far."""
    for node, outcome in sorted(one.said.items()):
        state, word = tale.reader.names.country(node), tale.say(OUTCOMES[outcome])
        yield tale.say("%(state)s: %(word)s.", state=state, word=word)


VERIFYING: Final = Shown[Quota](
    reads=(Reading(NumberDisputed, N_("Number not verified"), "stopped", _reads),),
    banners=_banners,
)
