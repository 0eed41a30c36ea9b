"""The operator's page: peers as a diagram, the tail of the log, keys, and what to do."""

from typing import Any, Final

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.refusals import N_
from corridor.engine.codec import fact_of
from corridor.engine.ports import StoredEvent
from corridor.web.access import only
from corridor.web.acts.act import Tale
from corridor.web.acts.registry import label_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.live import LOG
from corridor.web.services import PeerStatus, Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.peer_diagram import diagram_of

AnyRequest = Request[Any, Any, Any]
TAIL: Final = 30
LOOK: Final = 300
ROUTINE: Final = frozenset({"receipt.given/1", "receipt.taken/1"})
_KINDS: Final = {
    "ok": "ok",
    "behind": "wait",
    "stopped": "stop",
    "halted": "stop",
    "unknown": "neutral",
}
ADVICE: Final = {
    "stopped": N_(
        "The peer does not answer. Nothing is lost: what it said meanwhile comes when it is back. "
        "If it lasts longer than an hour, ring its operator."
    ),
    "halted": N_(
        "The peer showed another past than before, under its own signature. What it sent is kept "
        "as evidence and nothing more is taken from it. Speak with its operator."
    ),
    "behind": N_("The peer is catching up. Wait; look again if the lag does not shrink."),
    "unknown": N_("The peer was not asked yet. It should change within seconds."),
}


@get("/operator", opt=only("operator"))
async def operator_page(request: AnyRequest) -> Page:
    """How it stands with this node; the page refreshes itself."""
    _ = gettext_of(request)
    services, reader = services_of(request), reader_of(request)
    peers = services.peers() if services.peers is not None else ()
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
        with_all=with_all,
        size=services.engine.tip.size,
        checkpoint=services.engine.tip.note,
        key=services.engine.settings.signer.name,
        advice=_advice(reader, peers),
    )


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
        "problem": peer.problem,
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
        "who": " ".join(part for part in (fact.actor.office, fact.actor.person) if part),
    }


def _advice(reader: Reader, peers: tuple[PeerStatus, ...]) -> list[dict[str, str]]:
    """What to do, peer by peer; nothing where all is well."""
    found = []
    for peer in peers:
        if peer.problem or peer.state in ADVICE:
            text = reader.words.gettext(ADVICE[peer.state]) if peer.state in ADVICE else ""
            name = reader.names.country(peer.node)
            found.append({"peer": name, "text": " ".join(t for t in (text, peer.problem) if t)})
    return found


ROUTES: tuple[ControllerRouterHandler, ...] = (operator_page,)
