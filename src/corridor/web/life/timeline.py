"""The timeline as macros/timeline.html shows it: who said what, when, and what proves it."""

from collections.abc import Callable, Iterable
from typing import Any

from corridor.domain.facts import Actor, Fact, Unknown
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.engine.queries import Logged
from corridor.web.act import Tale
from corridor.web.acts.readings import is_settled, note_of, sign_of, title_of
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.attached import attached_views

View = dict[str, Any]


def timeline_of(
    reader: Reader,
    services: Services,
    events: Iterable[Logged],
    evidence_href: str = "",
    note: Callable[[Any, Tale], str] = note_of,
    state: Any = None,
) -> list[View]:
    """Entries, newest first, each in the local time of the office that spoke.

    `note` says what an event holds, where its payload alone does not tell all; `state` is that of
    its subject, for events that read differently by it.
    """
    shown = [_entry(event, reader, services, evidence_href, note, state) for event in events]
    return sorted(shown, key=lambda entry: str(entry["order"]), reverse=True)


def permit_entries(
    reader: Reader, services: Services, permit: Permit, evidence_href: str = ""
) -> list[View]:
    """What happened to a permit, for the timeline of its dossier: each entry says to which."""
    kind = reader.labels(permit.request.kind, "permit_kind")
    which = f"{reader.names.country(permit.request.country)}: {kind}."

    def note(said: Any, tale: Tale) -> str:
        return f"{which} {note_of(said, tale)}".strip()

    events = services.queries.timeline(permit.id)
    return timeline_of(reader, services, events, evidence_href, note, permit)


def merged(*timelines: Iterable[View]) -> list[View]:
    """Several timelines as one, newest first."""
    entries = [entry for timeline in timelines for entry in timeline]
    return sorted(entries, key=lambda entry: str(entry["order"]), reverse=True)


def _doubts_of(fact: Fact[Any], state: Any, reader: Reader) -> list[str]:
    """What was found wrong with a fact when it was said, solved by now or not."""
    found = state.discrepancies if isinstance(state, Movement) else ()
    ours = (d for d in found if d.at == fact.at and fact.actor.office in (d.about, d.other))
    return [f"{reader.labels(d.code, 'discrepancy')}." for d in ours]


def _entry(
    event: Logged,
    reader: Reader,
    services: Services,
    evidence_href: str,
    note: Callable[[Any, Tale], str],
    state: Any,
) -> View:
    fact = event.fact
    where = fact.actor.office or fact.node
    moment = reader.formats.moment(fact.at, where)
    tale = Tale(reader, where, state, fact.at)
    known = not isinstance(fact.payload, Unknown)
    doubts = _doubts_of(fact, state, reader)
    said = note(fact.payload, tale) if known else ""
    return {
        "act": title_of(fact.payload, tale) if known else _newer(event.tag, reader),
        "note": " ".join((said, *doubts)).strip(),
        "time": moment.text,
        "iso": moment.iso,
        "time_zone": moment.zone,
        "office": office_of(fact.actor, fact.node, reader),
        "role": reader.labels(fact.actor.role, "role"),
        "sign": sign_of(event.tag) if known and not doubts else "attention",
        "files": _files_of(fact.payload, state, reader, services),
        "proof": proof_of(event, reader, services.node, evidence_href)
        | {"stays": isinstance(state, Guarantee)},
        "order": f"{fact.clock} {fact.node} {fact.number:09d}",
        "tag": event.tag,
        "settled": known and is_settled(fact.payload, state),
    }


def _newer(tag: str, reader: Reader) -> str:
    return reader.words("Statement of a newer version (%(tag)s): it cannot be read here", tag=tag)


def _files_of(said: Any, state: Any, reader: Reader, services: Services) -> list[View]:
    """What was sent with it, for whoever opens the subject."""
    sent = getattr(said, "attachments", ())
    return attached_views(reader, services, state.id, sent) if sent and state is not None else []


def office_of(actor: Actor, node: str, reader: Reader) -> str:
    """Where somebody spoke: the office, or the single window of the state."""
    country = reader.names.country(node)
    if actor.office:
        name = reader.names.office(actor.office)
        return name if name != actor.office else f"{country}, {actor.office}"
    if actor.role == "carrier":
        return reader.words("single window, %(country)s", country=country)
    return country


def proof_of(event: Logged, reader: Reader, here: str, evidence_href: str = "") -> View:
    """The mark «in the log as no. … · confirmed by …», and the proof in plain words."""
    number = reader.formats.number(event.index + 1)
    return {
        "number": number,
        "confirmed": list(event.confirmed),
        "steps": _steps(event, reader, here, number),
        "root": "",
        "href": evidence_href,
    }


def _steps(event: Logged, reader: Reader, here: str, number: str) -> list[str]:
    say, country = reader.words, reader.names.country
    speaker = event.fact.node
    steps = [say("A fingerprint (SHA-256) was computed from the exact bytes of this record.")]
    if speaker != here:
        steps.append(
            say(
                "%(state)s signed it as its record no. %(own)s, and this node verified the proof.",
                state=country(speaker),
                own=reader.formats.number(event.fact.number),
            )
        )
    steps.append(
        say(
            "The log of the node of %(state)s holds the fingerprint at place %(number)s; nothing "
            "before it can be changed any more.",
            state=country(here),
            number=number,
        )
    )
    if speaker == here and event.confirmed:
        peers = ", ".join(country(peer) for peer in event.confirmed)
        steps.append(say("Signed receipts that they hold the same: %(peers)s.", peers=peers))
    return steps
