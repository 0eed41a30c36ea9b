"""The rule by which a ministry gives its permits out: published to both states and to carriers."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.quota import Quota, Rule
from corridor.domain.quotas.voices import HOLDER
from corridor.domain.refusals import N_, RefusalText, refuse


class StateQuotaRule(Command, frozen=True, tag="quota.rule"):
    """Say by which rule permits are given out from now on."""

    rule: Rule


class QuotaRuleStated(Payload, frozen=True, tag="quota.ruled/1"):
    """The rule by which permits are given out."""

    rule: Rule


def _state(state: Quota, command: StateQuotaRule, context: Context) -> Decision:
    if state.rule_at and state.rule == command.rule:
        return refuse("quota_rule_same")
    return (QuotaRuleStated(command.rule),)


def _stated(s: Quota, p: QuotaRuleStated, f: Fact[Any]) -> Quota:
    return replace(s, rule=p.rule, rule_at=f.at)


RULING: Final = Act[Quota](
    "ruling",
    asked=(Asked(StateQuotaRule, by="permit", decide=_state, voice=HOLDER),),
    told=(Told(QuotaRuleStated, HOLDER, frozenset(), _stated),),
    texts={
        "quota_rule_same": RefusalText(
            N_("This rule holds already."), N_("Nothing is left to do.")
        ),
    },
)
