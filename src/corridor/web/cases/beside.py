"""Who has the same case or draft open, and what others did to it meanwhile: said on every page."""

from typing import Any

from litestar import Request

from corridor.domain.acts import SYSTEM
from corridor.domain.facts import Actor
from corridor.engine.hlc import instant
from corridor.engine.queries import Logged
from corridor.web.act import Tale
from corridor.web.acts.readings import label_of
from corridor.web.addresses import is_part
from corridor.web.auth.accounts import find_account
from corridor.web.auth.identity import actor_of
from corridor.web.broadcasting import Broadcaster
from corridor.web.cases.colleagues import names_at
from corridor.web.cases.presence import Presence, case_topic
from corridor.web.context import reader_of, services_of

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]


def beside(request: AnyRequest, subject: str, since: int | None = None) -> View:
    """As templates/beside.html shows it. `since`: entries of the log that the form was made from.

    Whoever opens a page is known to the others from now on.
    """
    topic = case_topic(actor_of(request), subject)
    url = f"/beside/{subject}" + ("" if since is None else f"?since={since}")
    return {
        "topics": topic if since is None else f"{topic} {subject}",
        "url": url,
        "in_form": False,
        "watching": watching(request, subject),
        "meanwhile": [] if since is None else done_meanwhile(request, subject, since),
    }


def watching(request: AnyRequest, subject: str) -> list[View]:
    """Colleagues who have it open, and since when."""
    actor, services = actor_of(request), services_of(request)
    now_ms, presence = services.clock.now_ms(), _presence_of(request)
    topic = case_topic(actor, subject)
    if not is_part(request) and presence.note(topic, actor.person, now_ms):
        broadcaster: Broadcaster = request.app.state.broadcaster
        broadcaster.tell(frozenset({topic}))
    others = presence.others(topic, actor.person, now_ms)
    names = names_at(request) if others else {}
    return [{"name": names.get(one, one), "since": instant(since)} for one, since in others]


def _presence_of(request: AnyRequest) -> Presence:
    presence: Presence = request.app.state.presence
    return presence


def done_meanwhile(request: AnyRequest, subject: str, since: int) -> list[View]:
    """What others did to a subject after a form about it was made, the oldest first.

    What a node notes by itself, such as a day that has come, is nobody's act: what it keeps from
    being done is refused, and nothing else is to be looked at once more.
    """
    actor, services = actor_of(request), services_of(request)
    if services.queries.log_size() <= since:
        return []
    events = [one for one in services.queries.timeline(subject) if one.index >= since]
    return [_done(request, one) for one in events if _is_of_another(one, actor)]


def _is_of_another(event: Logged, actor: Actor) -> bool:
    said_by = event.fact.actor
    own = (actor.role, actor.person, actor.office)
    return said_by.role != SYSTEM and (said_by.role, said_by.person, said_by.office) != own


def _done(request: AnyRequest, event: Logged) -> View:
    """A colleague of the same desk is named; of another one its office."""
    reader, actor, said_by = reader_of(request), actor_of(request), event.fact.actor
    is_here = (said_by.role, said_by.office, said_by.org) == (actor.role, actor.office, actor.org)
    known = find_account(services_of(request).queries, said_by.person) if is_here else None
    who = known.name if known else said_by.office and reader.names.office(said_by.office)
    return {
        "act": label_of(event.tag, Tale(reader, actor.office)),
        "who": who or reader.labels(said_by.role, "role"),
        "at": event.fact.at,
    }
