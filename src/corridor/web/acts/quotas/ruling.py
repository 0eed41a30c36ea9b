"""The rule by which permits are given out."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain.facts import Actor
from corridor.domain.quota import Order, Quota, Rule
from corridor.domain.quotas.ruling import QuotaRuleStated, StateQuotaRule
from corridor.domain.refusals import N_
from corridor.domain.typed import number
from corridor.web.act import BESIDES, Act, Deed, Field, Place, Reading, Shown, Tale, field_of
from corridor.web.acts.fields import yes_no_field, yes_no_of
from corridor.web.acts.quotas.proposing import is_own
from corridor.web.labels.quota import QUOTA_ORDERS

PERCENT_MAX: Final = 100
LOW_MAX: Final = 1_000_000


def _may(state: Quota, actor: Actor) -> Place | None:
    return BESIDES if is_own(actor, state.holder) else None


def _fields(deed: Deed[Quota]) -> list[Field]:
    _, rule = deed.reader.words, deed.state.rule
    options = deed.reader.labels.options("quota_order")
    at_once = _("Issue at once, without a person, while there are some left?")
    return [
        field_of("radios", "order", _("Whose turn it is"), rule.order, options=options),
        field_of(
            "number",
            "share_percent",
            _("Share of one carrier"),
            str(rule.share_percent),
            _("At most so much of the year's permits; 0 sets no limit."),
            unit="%",
        ),
        yes_no_field(deed, "at_once", at_once, "yes" if rule.at_once else "no"),
        field_of(
            "number",
            "low_at",
            _("Warn when no more are left than"),
            str(rule.low_at),
        ),
    ]


def _whole(deed: Deed[Any], name: str, most: int) -> int:
    typed = number(deed.form[name])
    if typed.isdecimal() and len(typed) <= len(str(most)) and int(typed) <= most:
        return int(typed)
    text = deed.reader.words("Give a whole number from 0 to %(most)s.", most=most)
    deed.form.add_error(name, text)
    return 0


def _state(deed: Deed[Quota]) -> StateQuotaRule | None:
    _, form = deed.reader.words, deed.form
    if form["order"] not in QUOTA_ORDERS:
        form.add_error("order", _("Choose whose turn it is."))
    share = _whole(deed, "share_percent", PERCENT_MAX)
    low = _whole(deed, "low_at", LOW_MAX)
    at_once = yes_no_of(deed, "at_once")
    if at_once is None:
        form.add_error("at_once", _("Choose yes or no."))
    if form.errors:
        return None
    return StateQuotaRule(Rule(cast("Order", form["order"]), share, bool(at_once), low))


def rule_text(rule: Rule, tale: Tale) -> Iterable[str]:
    """The rule in sentences."""
    yield f"{tale.reader.labels(rule.order, 'quota_order')}."
    if rule.share_percent:
        yield tale.say(
            "One carrier has at most %(percent)s %% of the year's permits.",
            percent=rule.share_percent,
        )
    if rule.at_once:
        yield tale.say("Permits are issued at once, without a person, while there are some left.")
    else:
        yield tale.say("An officer issues them.")


def _reads(said: QuotaRuleStated, tale: Tale) -> Iterable[str]:
    return rule_text(said.rule, tale)


RULING: Final = Shown[Quota](
    acts=(
        Act(
            name="rule",
            desk="permit",
            label=N_("Change the rule"),
            title=N_("By which rule permits are given out"),
            consequence=lambda deed: deed.reader.words(
                "The rule is published: carriers and the other ministry read it. It holds for "
                "permits that are issued from now on."
            ),
            command=_state,
            done=N_("The rule was published"),
            offered=_may,
            fields=_fields,
            pointers={
                "/rule/order": "order",
                "/rule/share_percent": "share_percent",
                "/rule/at_once": "at_once",
                "/rule/low_at": "low_at",
            },
        ),
    ),
    reads=(Reading(QuotaRuleStated, N_("Rule published"), note=_reads),),
)
