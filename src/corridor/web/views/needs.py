"""A requirement in words: which permit, who gives it, by which act, and why it is asked for."""

from corridor.domain.permits.requirements import Requirement
from corridor.web.i18n import in_language
from corridor.web.speaking import Speaking


def satisfied_by(reader: Speaking, need: Requirement) -> tuple[str, ...]:
    """What is accepted: the permit of the desk, or a paper that is carried; what is recognised."""
    say, kind = reader.words, reader.labels(need.kind, "permit_kind")
    name = in_language(reader.lang, need.authority_name)
    if need.obtained == "apply":
        first = say("%(kind)s, granted by: %(name)s", kind=kind, name=name)
    else:
        first = say("%(kind)s, carried along and shown", kind=kind)
    known = in_language(reader.lang, need.recognition) if need.recognition else ""
    return tuple(filter(None, (first, recognised(reader, need), known)))


def recognised(reader: Speaking, need: Requirement) -> str:
    """Whose document counts here, of the states of this way; empty where nobody's does."""
    if not need.recognised:
        return ""
    return reader.words(
        "%(kind)s of these states of the way counts too: %(states)s",
        kind=reader.labels(need.kind, "permit_kind"),
        states=", ".join(need.recognised),
    )


def lead(reader: Speaking, days: int | None) -> str:
    """How long it takes, where the source says so."""
    return reader.words.ngettext("%(num)s day", "%(num)s days", days) if days else ""


def why(reader: Speaking, need: Requirement) -> str:
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
