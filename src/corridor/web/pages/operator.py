"""The operator's pages: what to do, peers as a diagram, the node itself, the tail of the log."""

from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.days import tables_known_to, tables_version
from corridor.domain.facts import Actor
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.engine.codec import fact_of
from corridor.engine.ports import StoredEvent
from corridor.web.access import only
from corridor.web.act import Tale
from corridor.web.acts.readings import label_of
from corridor.web.broadcasting import LOG
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.life.set_aside import set_aside_alarms
from corridor.web.services import Health, MailState, PeerStatus, Services, Waiting
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.newer import newer_alarms
from corridor.web.views.node_alarms import (
    FINDINGS_SHOWN,
    alarms_of,
    mail_alarms,
    problem_words,
    receiver_alarms,
    silence,
)
from corridor.web.views.peer_diagram import diagram_of

AnyRequest = Request[Any, Any, Any]
TAIL: Final = 30
NEWEST: Final = 4
"""Records seen at once; the earlier ones unfold."""
ALARMS_OPEN: Final = 4
LOOK: Final = 300
WAITING_SHOWN: Final = 200
ROUTINE: Final = frozenset({"receipt.given/1", "receipt.taken/1"})
_KINDS: Final = {
    "ok": "ok",
    "behind": "wait",
    "stopped": "stop",
    "refused": "stop",
    "halted": "stop",
    "unknown": "neutral",
}


@get("/operator", opt=only("operator"))
async def operator_page(request: AnyRequest) -> Page:
    """How it stands with this node; the page refreshes itself."""
    _ = gettext_of(request)
    services, reader = services_of(request), reader_of(request)
    peers = services.peers()
    health = services.health() if services.health is not None else None
    mail = services.mail() if services.mail is not None else None
    with_all = request.query_params.get("log") == "all"
    shown = [_peer(reader, services, peer) for peer in peers]
    return page(
        request,
        "operator/node.html",
        title=_("This node"),
        live=[LOG],
        peers=shown,
        diagram=diagram_of(services.node, shown),
        entries=[_entry(reader, event) for event in _tail(services, with_all)],
        newest=NEWEST,
        with_all=with_all,
        size=services.engine.tip.size,
        checkpoint=services.engine.tip.note,
        key=services.engine.settings.signer.name,
        **_alarms(reader, services, peers, health, mail),
        mail=_mail(reader, mail),
        findings=health.findings[:FINDINGS_SHOWN] if health is not None else (),
        about=_health(reader, services),
        zones=tables_version(),
        zones_are_old=not tables_known_to(services.day_at(services.node)),
    )


def _alarms(
    reader: Reader,
    services: Services,
    peers: tuple[PeerStatus, ...],
    health: Health | None,
    mail: MailState | None,
) -> dict[str, Any]:
    """The gravest first; of many that can wait, the later ones are folded."""
    here = services.node
    found = [*alarms_of(reader, peers, health, here), *mail_alarms(reader, mail, here)]
    found += set_aside_alarms(reader, services)
    found += newer_alarms(reader, services)
    found += receiver_alarms(reader, services.named_receivers)
    found.sort(key=lambda one: one["kind"] != "stop")
    folded = [one for one in found[ALARMS_OPEN:] if one["kind"] != "stop"]
    return {"alarms": [one for one in found if one not in folded], "folded": folded}


def _mail(reader: Reader, mail: MailState | None) -> list[dict[str, str]]:
    """How it goes with mail, as names and values."""
    _ = reader.words
    if mail is None:
        return [{"label": _("Mail"), "value": _("no server is named in the settings")}]
    return [
        {"label": _("Mail server"), "value": mail.server},
        {"label": _("Letters that are due"), "value": reader.formats.number(mail.waiting)},
    ]


def _peer(reader: Reader, services: Services, peer: PeerStatus) -> dict[str, Any]:
    moment = reader.formats.moment
    return {
        "node": peer.node,
        "country": reader.names.country(peer.node),
        "url": peer.url,
        "state": peer.state,
        "word": reader.labels(peer.state, "peer"),
        "kind": _KINDS.get(peer.state, "neutral"),
        "received": peer.received,
        "sent": peer.sent,
        "confirmed": peer.confirmed,
        "lag": max(0, peer.sent - peer.confirmed),
        "last_page": moment(peer.last_page_at, services.node),
        "last_receipt": moment(peer.last_receipt_at, services.node),
        "problem": problem_words(reader, peer.problem),
        "silent": silence(reader, peer, services.node),
    }


def _tail(services: Services, with_all: bool) -> list[StoredEvent]:
    """The newest records; receipts are so many that they are shown when asked for."""
    newest = services.queries.recent(TAIL if with_all else LOOK)
    return [event for event in newest if with_all or event.tag not in ROUTINE][:TAIL]


def _entry(reader: Reader, event: StoredEvent) -> dict[str, Any]:
    fact = fact_of(event)
    return {
        "number": event.index + 1,
        "moment": reader.formats.moment(fact.at, event.node),
        "node": event.node,
        "act": label_of(event.tag, Tale(reader, "")),
        "tag": event.tag,
        "subject": event.subject,
        "who": ", ".join(part for part in (_desk(reader, fact.actor), fact.actor.person) if part),
    }


def _desk(reader: Reader, actor: Actor) -> str:
    name = reader.names.office(actor.office)
    return f"{name} ({actor.office})" if actor.office != name else name


def _health(reader: Reader, services: Services) -> list[dict[str, Any]]:
    """The node itself, as names and values."""
    if services.health is None:
        return []
    _, found = reader.words, services.health()
    moment, mib = reader.formats.moment, 1 << 20
    checked = moment(found.checked_at, services.node) if found.checked_at else _("not yet")
    share = _("%(share)s %% of the next round", share=round(found.checked_share * 100))
    room = _(
        "%(free)s MiB; below %(low)s MiB new filings wait",
        free=reader.formats.number(found.free_bytes // mib),
        low=reader.formats.number(found.low_bytes // mib),
    )
    return [
        {"label": _("Free on the disk"), "value": room},
        {"label": _("Store last checked"), "value": f"{checked} ({share})"},
        {"label": _("Found by the check"), "value": reader.formats.number(len(found.findings))},
        {"label": _("Virus scanner"), "value": _scanner(reader, found)},
        {"label": _("Log entries not measured yet"), "value": _unmeasured(reader, found)},
        {"label": _("Key valid until"), "value": moment(found.key_valid_to, services.node)},
        {"label": _("Trust list valid until"), "value": moment(found.trust_expires, services.node)},
    ]


def _unmeasured(reader: Reader, found: Health) -> str:
    return "—" if found.unmeasured is None else reader.formats.number(found.unmeasured)


def _scanner(reader: Reader, found: Health) -> str:
    """Who looks for viruses in what people attach; that nobody does is said."""
    _ = reader.words
    if found.scanner == "answers":
        return found.scanner_version
    if found.scanner == "away":
        return _("does not answer")
    if found.takes_unscanned:
        return _("none: what people attach is kept unscanned")
    return _("none: what people attach is refused")


@get("/operator/peers/{node:str}", opt=only("operator"))
async def peer_page(request: AnyRequest, node: FromPath[str]) -> Page:
    """What waits for one peer."""
    _ = gettext_of(request)
    services, reader = services_of(request), reader_of(request)
    peers = {peer.node: peer for peer in services.peers()}
    if node not in peers or services.waiting_for is None:
        raise NotKnown
    waiting = services.waiting_for(node)
    return page(
        request,
        "operator/peer.html",
        title=_("%(peer)s: what waits for it", peer=reader.names.country(node)),
        live=[LOG],
        peer=_peer(reader, services, peers[node]),
        total=len(waiting),
        waiting=[_waits(reader, services, one) for one in waiting[:WAITING_SHOWN]],
    )


def _waits(reader: Reader, services: Services, one: Waiting) -> dict[str, Any]:
    state = services.queries.get(one.subject).state
    reference, status = one.subject, ""
    if isinstance(state, Movement):
        reference, status = state.reference, reader.labels(state.standing, "status")
    elif isinstance(state, Permit):
        dossier = services.queries.get(state.request.dossier).state
        reference = dossier.reference if isinstance(dossier, Movement) else state.request.dossier
        status = reader.labels(state.status, "permit_status")
    return {
        "subject": one.subject,
        "reference": reference,
        "status": status,
        "events": one.events,
        "since": reader.formats.moment(one.since, services.node),
    }


ROUTES: tuple[ControllerRouterHandler, ...] = (operator_page, peer_page)
