"""Assessments, profiles and figures in words; for officers of customs alone."""

from typing import Any, Final

from corridor.domain.refusals import N_
from corridor.domain.risk.matching import Hit, Reason
from corridor.domain.risk.profile import CONDITIONS, Profile
from corridor.domain.risk.scoring import CHANNELS, TEN_THOUSAND, Assessment, Tally, Terms
from corridor.domain.risk.texts import REASONS
from corridor.engine.queries import Queries
from corridor.engine.risk_book import PROFILES_MAX, PROPOSED
from corridor.web.templating import Reader

View = dict[str, Any]
ROLE_WORDS: Final = {
    "holder": N_("holder of the procedure"),
    "consignor": N_("consignor"),
    "consignee": N_("consignee"),
    "carrier": N_("carrier"),
}
CONDITION_WORDS: Final = {
    "parties": N_("Parties"),
    "first_time": N_("For the first time here"),
    "goods": N_("Codes of goods"),
    "words": N_("Words of the description"),
    "departs": N_("Countries of departure"),
    "passes": N_("Countries on the way"),
    "arrives": N_("Countries of destination"),
    "offices": N_("Offices on the way"),
    "value_below": N_("Value of a kilogram below, per cent of the usual"),
    "value_above": N_("Value of a kilogram above, per cent of the usual"),
    "mass_apart": N_("Masses apart by, per cent"),
    "twice": N_("A vehicle or container in two open movements"),
    "too_fast": N_("An impossible travel time"),
    "seals_apart": N_("A seal out of the series"),
}
STATES: Final = {
    "on": (N_("in force"), "ok"),
    "changed": (N_("in force, another version is drafted"), "info"),
    "off": (N_("not in force"), "neutral"),
    "waiting": (N_("waits for a second officer"), "wait"),
}
STEPS: Final = {
    ("drafted", ""): N_("drafted"),
    ("proposed", "on"): N_("proposed to switch on"),
    ("proposed", "off"): N_("proposed to switch off"),
    ("on", "on"): N_("switched on"),
    ("off", "off"): N_("switched off"),
    ("declined", "on"): N_("switching on was declined or taken back"),
    ("declined", "off"): N_("switching off was declined or taken back"),
}
SIGNS: Final = ("twice", "too_fast", "seals_apart")
"""Conditions that are ticked."""
_KIND: Final = {"green": "ok", "yellow": "wait", "red": "stop"}


def waiting_risk(queries: Queries, login: str) -> int:
    """How many proposals wait for this officer's word."""
    return sum(one.owner != login for one in queries.documents(PROPOSED, None, PROFILES_MAX))


def assessment_view(queries: Queries, subject: str, reader: Reader, where: str) -> View | None:
    """What the node makes of a movement, times as at an office; None before it was looked at."""
    found = assessment_of(queries, subject)
    if found is None:
        return None
    return {
        "score": found.score,
        "channel": found.channel,
        "kind": _KIND[found.channel],
        "lot": lot_words(found, reader) if found.is_drawn else "",
        "hits": [hit_view(hit, reader, where) for hit in found.hits],
        "at": found.at,
    }


def assessment_of(queries: Queries, subject: str) -> Assessment | None:
    """What the node makes of a movement; None before it was looked at."""
    found = queries.assessed([subject]).get(subject)
    return found if found is not None and found.at else None


def proposed_channel(found: Assessment | None) -> str:
    """What the form of the decision begins with: a control; green is chosen by hand."""
    return found.channel if found is not None and found.channel != "green" else ""


def matched_words(found: Assessment | None) -> str:
    """The profiles that matched, for the office's own note."""
    hits = found.hits if found is not None else ()
    return "\n".join(f"{hit.code}: {hit.title}" for hit in hits)


def lot_words(found: Assessment, reader: Reader) -> str:
    """How the lot fell."""
    return reader.words(
        "Drawn by lot: %(lot)s of %(all)s.",
        lot=reader.formats.number(found.lot),
        all=reader.formats.number(TEN_THOUSAND),
    )


def hit_view(hit: Hit, reader: Reader, where: str) -> View:
    """A profile that matched, and why."""
    return {
        "code": hit.code,
        "version": hit.version,
        "title": hit.title,
        "weight": hit.weight,
        "look_at": hit.look_at,
        "invented": hit.invented,
        "reasons": [reason_words(one, reader, where) for one in hit.reasons],
    }


def reason_words(reason: Reason, reader: Reader, where: str) -> str:
    """Why a condition holds."""
    _, args = reader.words, dict(reason.args)
    if "role" in args:
        word = ROLE_WORDS[args["role"]]
        args["role"] = _(word)
    if reason.code == "worth":
        for name in ("given", "usual"):
            args[name] = reader.formats.number(f"{int(args[name]) // 1_000 / 100:.2f}")
    if "at" in args:
        args["at"] = str(reader.formats.moment(args["at"], where))
    if reason.code in ("offices", "own_times"):
        args["given"] = f"{reader.names.office(args['given'])} ({args['given']})"
    if reason.code in ("departs", "arrives", "passes"):
        args["given"] = reader.names.country(args["given"])
    return str(_(REASONS[reason.code], **args))


def conditions_view(profile: Profile, reader: Reader) -> list[View]:
    """The conditions that are given, in words."""
    found = ((name, getattr(profile, name)) for name in CONDITIONS)
    return [
        {"label": reader.words(CONDITION_WORDS[name]), "value": _value(value, reader)}
        for name, value in found
        if value
    ]


def _value(value: Any, reader: Reader) -> str:
    if value is True:
        return reader.words("yes")
    if isinstance(value, int):
        return str(reader.formats.number(value))
    return ", ".join(reader.words(ROLE_WORDS.get(one, one)) for one in value)


def tally_view(tally: Tally) -> View:
    """Figures of a row."""
    return {
        "matched": tally.matched,
        "controlled": tally.controlled,
        "found": tally.found,
        "rate": tally.rate,
    }


def shares_view(before: dict[str, int], after: dict[str, int], reader: Reader) -> list[View]:
    """How many movements of each channel, without and with a profile."""
    return [
        {
            "label": reader.labels(one, "channel"),
            "before": before.get(one, 0),
            "after": after.get(one, 0),
        }
        for one in CHANNELS
    ]


def terms_view(terms: Terms, reader: Reader) -> str:
    """The terms in one sentence."""
    return reader.words(
        "Yellow from a score of %(yellow)s, red from %(red)s; of ten thousand movements "
        "%(drawn)s are drawn by lot.",
        yellow=terms.yellow_from,
        red=terms.red_from,
        drawn=terms.random_of_10000,
    )
