"""What happened, who said it and who confirmed it, as macros/timeline.html takes it."""

from collections.abc import Iterable
from typing import Any

from corridor.domain.facts import Actor
from corridor.engine.queries import Logged
from corridor.web.event_labels import sign_of
from corridor.web.services import Services
from corridor.web.templating import Reader

_NOTE_FIELDS = ("reason", "question", "answer", "text", "remarks")


def timeline_of(
    reader: Reader, services: Services, entries: Iterable[Logged], evidence_href: str = ""
) -> list[dict[str, Any]]:
    """Entries for the macro, newest first, each in the local time of the office that spoke."""
    newest = sorted(entries, key=lambda entry: entry.fact.clock, reverse=True)
    return [_entry(reader, services, entry, evidence_href) for entry in newest]


def _entry(reader: Reader, services: Services, entry: Logged, href: str) -> dict[str, Any]:
    fact = entry.fact
    moment = reader.formats.moment(fact.at, fact.actor.office or fact.node)
    return {
        "act": reader.labels(entry.tag, "event"),
        "time": moment.text,
        "iso": moment.iso,
        "time_zone": moment.zone,
        "office": speaker(reader, fact.actor, fact.node),
        "role": reader.labels(fact.actor.role, "role") if fact.actor.role else "",
        "note": _note(reader, fact.payload),
        "sign": sign_of(entry.tag),
        "proof": _proof(reader, services, entry, href),
    }


def speaker(reader: Reader, actor: Actor, node: str) -> str:
    """The office that spoke; a carrier by its organisation; else the node's state."""
    if actor.office:
        return reader.names.office(actor.office)
    return actor.org if actor.role == "carrier" else reader.names.country(node)


def _note(reader: Reader, payload: Any) -> str:
    """What was said in words, or the one thing of the event that a reader asks for."""
    for field in _NOTE_FIELDS:
        value = getattr(payload, field, "")
        if isinstance(value, str) and value:
            return value
    for field, table in (("channel", "channel"), ("result", "result"), ("code", "incident")):
        value = getattr(payload, field, "")
        if isinstance(value, str) and value:
            return reader.labels(value, table)
    if seals := getattr(payload, "seals", ()):
        return ", ".join(seals)
    for field in ("mrn", "number"):
        if value := getattr(payload, field, ""):
            return str(value)
    return ""


def _proof(reader: Reader, services: Services, entry: Logged, href: str) -> dict[str, Any]:
    say, number = reader.words.gettext, reader.formats.number(entry.index + 1)
    ours = entry.fact.node == services.node
    origin = reader.names.country(entry.fact.node)
    steps = [
        say("The fingerprint of this record was made from its exact bytes."),
        say(
            "The log of this node (%(country)s) holds that fingerprint in place %(number)s.",
            country=reader.names.country(services.node),
            number=number,
        ),
    ]
    if not ours:
        steps.append(
            say(
                "It was said by the node of %(country)s, as its record no. %(number)s, and checked "
                "against the signed root of its log when it came.",
                country=origin,
                number=reader.formats.number(entry.fact.number),
            )
        )
    elif entry.confirmed:
        peers = ", ".join(reader.names.country(peer) for peer in entry.confirmed)
        steps.append(say("Those who signed that they hold it too: %(peers)s.", peers=peers))
    return {
        "number": number,
        "confirmed": list(entry.confirmed) if ours else [entry.fact.node, *entry.confirmed],
        "steps": steps,
        "root": "",
        "href": href,
    }
