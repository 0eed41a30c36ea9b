"""A requirement in words: which permit, who gives it, by which act, and why it is asked for."""

from typing import Any

from corridor.domain.permits.requirements import Requirement
from corridor.web.i18n import in_language
from corridor.web.templating import Reader


def need_of(reader: Reader, need: Requirement) -> dict[str, Any]:
    """What templates show of a requirement. Every one is illustrative."""
    act = need.instrument
    parts = [in_language(reader.lang, act.title), act.number, reader.formats.day(act.date or "")]
    return {
        "kind": reader.labels(need.kind, "permit_kind"),
        "title": in_language(reader.lang, need.title),
        "authority": in_language(reader.lang, need.authority_name),
        "act": ", ".join(part for part in parts if part),
        "why": why(reader, need),
        "lead": lead(reader, need.lead_time_days),
        "rule": need.rule,
        "items": list(need.items),
        "blocking": need.blocking,
        "at": need.at,
    }


def lead(reader: Reader, days: int | None) -> str:
    """How long it takes, where the source says so."""
    return reader.words.ngettext("%(num)s day", "%(num)s days", days) if days else ""


def why(reader: Reader, need: Requirement) -> str:
    """What of the dossier called the rule up."""
    say, matched = reader.words.gettext, need.matched
    reasons = []
    if "hs" in matched:
        reasons.append(say("because of goods of HS %(code)s", code=matched["hs"]))
    if "fact" in matched:
        reasons.append(say("because of what was stated about the goods"))
    if "un" in matched:
        reasons.append(say("because of UN %(code)s", code=matched["un"]))
    if not reasons:
        reasons.append(say("because of the vehicle and the way"))
    if need.items and len(need.items) < 20:
        numbers = ", ".join(str(number) for number in need.items)
        reasons.append(say("goods item %(numbers)s", numbers=numbers))
    return "; ".join(reasons)
