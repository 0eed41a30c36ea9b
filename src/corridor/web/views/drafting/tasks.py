"""The task list of a dossier: each section with its state in a word."""

from functools import partial
from typing import Any, Final

from corridor.domain.consignment import items_of, vehicles_of
from corridor.web.templating import Reader
from corridor.web.views.attached import paper_name, papers_asked
from corridor.web.views.drafting.findings import Finding, findings_of, is_begun
from corridor.web.views.drafting.guarantees import grns_in
from corridor.web.views.drafting.judging import Judgement
from corridor.web.views.drafting.model import OF_TEMPLATE, SECTIONS, Draft, carnet_in
from corridor.web.views.drafting.pointers import spot_of
from corridor.web.views.drafting.reading import MARKS
from corridor.web.views.drafting.to_dossier import Built
from corridor.web.views.drafting.to_legs import shown_legs
from corridor.web.views.drafting.to_transport import ROAD_OR_RAIL, TRUCK

View = dict[str, Any]

VEHICLES_MAX: Final = 3
"""Vehicles that a section names; of a train it says how many there are besides."""
_NUMBERED: Final = {"vehicle": "plate", "trailer": "plate", "container": "container"}


def titles(reader: Reader) -> dict[str, str]:
    """What the sections are called."""
    say = reader.words
    return {
        "goods": say("Goods"),
        "parties": say("Parties"),
        "transport": say("Transport"),
        "route": say("Route"),
        "legs": say("Legs"),
        "documents": say("Documents"),
        "permits": say("Permits"),
        "guarantee": say("Guarantee"),
        "send": say("Check and send"),
    }


def party_titles(reader: Reader) -> dict[str, str]:
    """What the parties are called."""
    say = reader.words
    return {
        "consignor": say("Consignor"),
        "consignee": say("Consignee"),
        "holder": say("Holder of the procedure"),
        "carrier": say("Carrier"),
    }


def tasks_of(draft: Draft, built: Built, judged: Judgement, reader: Reader) -> list[View]:
    """Items for macros/tasklist.html, in the order of the sections."""
    named = titles(reader)
    found = findings_of(draft, built, judged, reader)
    tasks = []
    for section in OF_TEMPLATE if draft.template else SECTIONS:
        here = [one for one in found if one.spot.section == section]
        word, kind = _state(section, draft, built, judged, here, reader)
        tasks.append(
            {
                "href": f"/carrier/drafts/{draft.id}/{section}"
                if kind != "neutral" or section not in ("permits", "send")
                else "",
                "title": named[section],
                "note": _note(section, draft, built, judged, reader),
                "word": word,
                "kind": kind,
            }
        )
    return tasks


def _as_issued(draft: Draft, name: str) -> str:
    """A number of the transport as it will be declared; the name of a ship as it is typed."""
    typed = draft.transport.get(name, "")
    is_named = name == "vehicle" and draft.transport.get("vehicle_kind", TRUCK) not in ROAD_OR_RAIL
    return typed if is_named else MARKS[_NUMBERED[name]](typed)


def is_filled(draft: Draft, built: Built, judged: Judgement) -> bool:
    """Whether nothing stands against sending it."""
    return built.is_whole and not judged.refusals


def _state(
    section: str,
    draft: Draft,
    built: Built,
    judged: Judgement,
    found: list[Finding],
    reader: Reader,
) -> tuple[str, str]:
    say = reader.words
    if section == "documents":
        return _documents(draft, judged, found, reader)
    if section == "permits":
        return _permits(judged, built, reader)
    if section == "send":
        if is_filled(draft, built, judged):
            return say("Ready"), "ok"
        return say("Not yet"), "neutral"
    if section == "legs" and not draft.legs:
        return (say("Optional") if draft.points else say("Not yet")), "neutral"
    if not is_begun(section, draft):
        return say("Not started"), "neutral"
    wrong = sum(1 for one in found if not one.missing)
    if wrong:
        return say.ngettext("%(num)s error", "%(num)s errors", wrong), "stop"
    if found:
        return say("Begun"), "info"
    doubts = (spot_of(one.pointer, built).section for one in judged.warnings)
    is_doubtful = section in doubts
    return (say("Look at this again"), "wait") if is_doubtful else (say("Filled in"), "ok")


def _documents(
    draft: Draft, judged: Judgement, found: list[Finding], reader: Reader
) -> tuple[str, str]:
    """Nobody must attach anything; what a permit asks for is told until it is there."""
    say = reader.words
    if found:
        return say.ngettext("%(num)s error", "%(num)s errors", len(found)), "stop"
    if any(not one["is_there"] for one in papers_asked(reader, judged.needs, draft.files)):
        return say("Asked for by a permit"), "wait"
    return (say("Attached"), "ok") if draft.files else (say("None attached"), "neutral")


def _permits(judged: Judgement, built: Built, reader: Reader) -> tuple[str, str]:
    say = reader.words
    states = [found.state for found in judged.needs]
    if built.dossier is None:
        return say("Not yet"), "neutral"
    if judged.unanswered:
        return say("Questions to answer"), "wait"
    if "refused" in states or "information_requested" in states:
        return say("Waits for you"), "stop"
    if judged.lacking:
        return say("To be applied for"), "wait"
    if "applied" in states:
        return say("Under consideration"), "info"
    return (say("All granted"), "ok") if states else (say("None needed"), "ok")


def _vehicles(ids: tuple[str, ...], reader: Reader) -> str:
    """Of a train its first wagons."""
    more = len(ids) - VEHICLES_MAX
    rest = reader.words.ngettext("and %(num)s more", "and %(num)s more", more) if more > 0 else ""
    return " ".join(filter(None, (", ".join(ids[:VEHICLES_MAX]), rest)))


def _note(section: str, draft: Draft, built: Built, judged: Judgement, reader: Reader) -> str:
    dossier, say = built.dossier, reader.words
    match section:
        case "goods" if draft.goods:
            count = reader.words.ngettext("%(num)s item", "%(num)s items", len(draft.goods))
            mass = reader.formats.mass(dossier.consignment.gross_kg) if dossier else ""
            return ", ".join(part for part in (count, mass) if part)
        case "parties":
            ends = [
                reader.named(draft.parties.get(f"{end}_name", ""))
                for end in ("consignor", "consignee")
            ]
            many = len(draft.parts)
            parts = say.ngettext("%(num)s part", "%(num)s parts", many) if many else ""
            return ", ".join(filter(None, (" → ".join(end for end in ends if end), parts)))
        case "transport":
            if dossier and items_of(dossier):
                return _vehicles(vehicles_of(dossier), reader)
            return ", ".join(filter(None, map(partial(_as_issued, draft), _NUMBERED)))
        case "route" if draft.points:
            first, last = draft.points[0].place, draft.points[-1].place
            return f"{reader.names.place(first)} → {reader.names.place(last)}"
        case "legs" if draft.legs:
            many = len(dossier.legs) if dossier else len(shown_legs(draft))
            return say.ngettext("%(num)s leg", "%(num)s legs", many)
        case "documents" if draft.files:
            return ", ".join(dict.fromkeys(paper_name(reader, one.paper) for one in draft.files))
        case "permits" if built.dossier is None:
            return say("Shown as soon as goods and route are known")
        case "permits" if judged.needs:
            have = sum(1 for found in judged.needs if found.state == "have")
            return say("%(have)s of %(all)s granted", have=have, all=len(judged.needs))
        case "guarantee":
            carnet = carnet_in(draft)
            if carnet:
                return say("TIR carnet %(carnet)s", carnet=carnet)
            return ", ".join(grns_in(draft.guarantee))
        case "send":
            return (
                "" if is_filled(draft, built, judged) else say("Opens when the rest is filled in")
            )
    return ""
