"""Permits as their carrier sees them: what each state asks for, why, by whom, and how it stands."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corridor.domain.consignment import Dossier, decisive_day
from corridor.domain.movement.preflight import StateVerdict, in_time
from corridor.domain.permits.book import rule_named
from corridor.domain.permits.considered import not_needed_of
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.requirements import Requirement, RequirementState
from corridor.domain.permits.state import Permit
from corridor.domain.reference.permit_rule import Instrument
from corridor.domain.refusals import N_, Refusal
from corridor.domain.routes import countries_of
from corridor.web.i18n import in_language
from corridor.web.labels.labels import kind_of_status
from corridor.web.labels.permit import FACTS
from corridor.web.services import Services
from corridor.web.speaking import Speaking
from corridor.web.templating import Reader
from corridor.web.views.brought import brought_text
from corridor.web.views.drafting.judging import Judgement
from corridor.web.views.needs import satisfied_by
from corridor.web.views.not_needed import why_not
from corridor.web.views.standing import need_id, tag_of, why_of, word_of

View = dict[str, Any]
UNREGISTERED = "permit_registration_unknown"
SAID_ELSEWHERE = frozenset({UNREGISTERED, "permit_question_open", "permit_lead_time"})
"""What holds for several states stands above them, not in each; by when to apply stands with the
permit itself.
"""
_CARRIERS = frozenset({"refused", "information_requested"})
"""Where an application waits for whoever made it."""


def panel_of(
    reader: Reader,
    dossier: Dossier,
    judged: Judgement,
    may_answer: bool = True,
    behind: frozenset[str] = frozenset(),
    stocks: Mapping[str, str] = {},
    today: str = "",
) -> list[View]:
    """State by state along the route: the verdict, and each requirement.

    Questions are shown as open while the carrier `may_answer` them. States `behind` were passed.
    `stocks`: by the name of a need, what is left at the own ministry, in words. `today` (ISO):
    by which it is told whether asking still comes in time.
    """
    verdicts = {verdict.country: verdict for verdict in judged.verdicts}
    open_questions = [asked for asked in judged.questions if asked.answer is None and may_answer]
    undecided = {country for asked in open_questions for country in asked.countries}
    shown = []
    for country in countries_of(dossier.route):
        verdict = verdicts.get(country)
        mine = [one for one in judged.needs if one.requirement.country == country]
        ok = not (verdict and verdict.lacking)
        said = _verdict(reader, ok, mine, country in undecided)
        shown.append(
            {
                "code": country,
                "name": reader.names.country(country),
                "asks": country in undecided,
                **(said | ({"word": reader.words("Passed")} if country in behind else {})),
                "notes": _said(reader, _notes(verdict)),
                "needs": [
                    _need(reader, one, judged.permit_of(one), stocks)
                    | _by_when(reader, one, stocks, today)
                    for one in mine
                ],
                "waits_for_carrier": any(one.state in _CARRIERS for one in mine),
            }
        )
    return shown


def considered(reader: Reader, dossier: Dossier, services: Services) -> list[View]:
    """What was looked at and is not needed, state by state, and why."""
    day = decisive_day(dossier, services.now())
    return [
        {
            "country": one.country,
            "kind": reader.labels(one.kind, "permit_kind"),
            "title": in_language(reader.lang, one.title),
            "rule": one.rule,
            "why": why_not(one, reader),
        }
        for one in not_needed_of(dossier, services.rules, day)
    ]


def _notes(verdict: StateVerdict | None) -> Iterator[Refusal]:
    for note in verdict.notes if verdict else ():
        if note.code not in SAID_ELSEWHERE:
            yield note


def unregistered(reader: Reader, judged: Judgement) -> str:
    """Said once for all states: nobody can tell who wants a road permit."""
    states = [v.country for v in judged.verdicts if any(n.code == UNREGISTERED for n in v.notes)]
    if not states:
        return ""
    names = ", ".join(map(reader.names.country, states))
    return reader.words(
        "The state of registration of the vehicle is missing; these may want a road permit: "
        "%(names)s.",
        names=names,
    )


def _verdict(reader: Reader, ok: bool, needs: list[RequirementState], asks: bool) -> View:
    """What the state would say today: yes, not before its permits are decided, or no.

    While it `asks` something that decides whether a permit is needed, it cannot say yes.
    """
    say = reader.words
    if ok and asks:
        return {"ok": True, "word": say("Questions to answer"), "kind": "wait"}
    if ok:
        return {"ok": True, "word": say("Lets it through"), "kind": "ok"}
    lacking = {one.state for one in needs if one.requirement.blocking} - {"have"}
    if lacking <= {"applied"}:
        return {"ok": False, "word": say("Considers the application"), "kind": "wait"}
    return {"ok": False, "word": say("Would stop it"), "kind": "stop"}


def _said(reader: Reader, refusals: Iterable[Refusal]) -> list[str]:
    """Each said once, however many rules say it."""
    words = (reader.refusals.say(refusal) for refusal in refusals)
    return list(dict.fromkeys(f"{one.text} {one.remedy}".strip() for one in words))


def _need(
    reader: Reader, found: RequirementState, permit: Permit | None, stocks: Mapping[str, str]
) -> View:
    view = requirement_view(reader, found.requirement)
    return (
        view
        | _ministry(reader, permit)
        | {
            "stock": stocks.get(view["id"], ""),
            "state": found.state,
            "word": word_of(reader, found),
            "tag": tag_of(found),
            "number": found.number,
            "why_not": why_of(reader, found),
            "apply": _apply_label(reader, found),
            "permit": permit_view(reader, permit) if permit else None,
        }
    )


def _ministry(reader: Reader, permit: Permit | None) -> View:
    """Who was asked, where that was the own ministry."""
    if permit is None or not permit.request.quota:
        return {}
    desk = permit.request.authority
    return {"desk": desk, "authority": reader.names.authority(desk)}


def _by_when(
    reader: Reader, found: RequirementState, stocks: Mapping[str, str], today: str
) -> View:
    """One date: by when to apply, so that it is decided before it is needed; once that is done, or
    where the route tells no day, by when it is decided.
    """
    by, waits = in_time(found), found.state in ("applied", "information_requested")
    if need_id(found.requirement) in stocks and not waits:
        return {"decision": "", "apply_by": "", "is_late": False}
    say, day = reader.words, reader.formats.day(found.decided_by)
    decision = ""
    if day and waits:
        decision = say("Decision by %(day)s.", day=day)
    elif day and not by:
        decision = say("If applied for today, decision by %(day)s.", day=day)
    return {"decision": decision, "apply_by": by, "is_late": bool(by) and by < today}


def _apply_label(reader: Reader, found: RequirementState) -> str:
    """What the button says that applies for this one; empty where an application is no help."""
    say = reader.words
    if not found.may_be_applied_for:
        return ""
    if found.code == "permit_other_plate":
        return say("Apply for this vehicle")
    if found.code == "permit_partial":
        return say("Apply for these goods")
    return say("Apply again") if found.permit else say("Apply")


def requirement_view(reader: Reader, needs: Requirement) -> View:
    """A requirement with its reason: rule, fact, authority, act, time, fee, and what is taken."""
    fee = needs.fee
    return {
        "id": need_id(needs),
        "kind": reader.labels(needs.kind, "permit_kind"),
        "title": in_language(reader.lang, needs.title),
        "country": needs.country,
        "country_name": reader.names.country(needs.country),
        "rule": needs.rule,
        "version": needs.version,
        "why": fact_text(reader, needs.matched),
        "items": list(needs.items),
        "authority": in_language(reader.lang, needs.authority_name),
        "desk": needs.authority,
        "instrument": instrument_text(reader, needs.instrument),
        "lead_days": needs.days_to_allow,
        "fee": str(reader.formats.money(fee.amount_minor, fee.currency)) if fee else "",
        "satisfied_by": satisfied_by(reader, needs),
        "at": needs.at,
        "blocking": needs.blocking,
        "recognition": in_language(reader.lang, needs.recognition) if needs.recognition else "",
        "illustrative": needs.illustrative,
    }


def rule_text(reader: Reader, services: Services, id: str, country: str = "") -> str:
    """A rule by its number and its name."""
    rule = rule_named(services.rules_today, id, country)
    return f"{id}: {in_language(reader.lang, rule.title)}" if rule else id


def instrument_text(reader: Speaking, act: Instrument) -> str:
    """The legal act with its number and date."""
    parts = [in_language(reader.lang, act.title)]
    if act.number:
        parts.append(reader.words("no. %(number)s", number=act.number))
    if act.date:
        parts.append(reader.words("of %(day)s", day=reader.formats.day(act.date)))
    return " ".join(parts)


def fact_text(reader: Reader, matched: dict[str, str | int]) -> str:
    """The fact of the dossier that called the rule up."""
    say = reader.words
    parts = []
    for name, value in matched.items():
        match name:
            case "hs":
                parts.append(say("HS code %(code)s", code=value))
            case "item":
                parts.append(say("item %(number)s", number=value))
            case "registration" | "carrier" | "driver" | "origin" | "destination":
                parts.append(say(STATES_OF[name], country=reader.names.country(str(value))))
            case "place":
                parts.append(
                    say("place of the way: %(place)s", place=reader.names.place(str(value)))
                )
            case "union":
                parts.append(say("way through several states of the union"))
            case "un":
                parts.append(say("UN %(number)s", number=value))
            case "fact":
                parts.append(reader.words(FACTS.get(str(value), str(value))).lower())
            case "held":
                parts.append(reader.labels(str(value), "held").lower())
            case "answer":
                parts.append(say("your answer"))
            case _:
                parts.append(f"{reader.words(MEASURES.get(name, name))}: {value}")
    return ", ".join(parts)


def permit_view(reader: Reader, permit: Permit) -> View:
    """A permit in a list or a panel."""
    return {
        "id": permit.id,
        "href": "" if permit.brought and not permit.owner else f"/carrier/permits/{permit.id}",
        "brought": brought_text(reader, permit),
        "number": permit.number,
        "kind": reader.labels(permit.request.kind, "permit_kind"),
        "country": permit.request.country,
        "status": permit.status,
        "word": reader.labels(permit.status, "permit_status"),
        "tag": kind_of_status(permit.status),
        "valid": validity(reader, permit),
        "conditions": list(permit.conditions),
        "question": permit.question,
        "refusal": refusal_text(reader, permit),
        "applications": permit.applications,
    }


def permit_now(reader: Reader, permit: Permit) -> str:
    """How an application stands, and who must act."""
    say = reader.words
    who = {
        "applied": reader.names.authority(permit.request.authority),
        "information_requested": permit.request.holder.name or reader.labels("carrier", "role"),
        "refused": permit.request.holder.name or reader.labels("carrier", "role"),
    }.get(permit.status, say("Nobody: nothing is left to do"))
    stands = reader.labels(permit.status, "permit_status")
    return f"{stands}. {say('Who must act:')} {who}."


def validity(reader: Reader, permit: Permit) -> str:
    """From when to when it holds."""
    if not permit.valid_from:
        return ""
    return reader.formats.days(permit.valid_from, permit.valid_to)


def refusal_text(reader: Reader, permit: Permit) -> str:
    """Why it was refused or revoked."""
    if permit.status == "revoked":
        return permit.reason
    if permit.status not in ("refused", "appealed"):
        return ""
    coded = REFUSAL_REASONS.get(permit.refusal_code, permit.refusal_code)
    return ": ".join(part for part in (reader.words(coded) if coded else "", permit.reason) if part)


STATES_OF = {
    "registration": N_("vehicle registered in: %(country)s"),
    "carrier": N_("state of the carrier: %(country)s"),
    "driver": N_("citizenship of the driver: %(country)s"),
    "origin": N_("the way begins in: %(country)s"),
    "destination": N_("the way ends in: %(country)s"),
}
MEASURES = {
    "gross_kg": N_("mass of the vehicle, kg"),
    "axle_kg": N_("load per axle, kg"),
    "length_mm": N_("length, mm"),
    "width_mm": N_("width, mm"),
    "height_mm": N_("height, mm"),
    "temperature": N_("temperature is kept"),
    "tir": N_("TIR carnet"),
    "direction": N_("direction"),
    "limit": N_("limit"),
}
