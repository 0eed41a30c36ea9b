"""What ails the node just now, as news for its operators: of what kind, and about what.

The operator's page says the same at length; here it is told to who is elsewhere.
"""

from collections.abc import Iterator
from typing import Final

from corridor.engine.hlc import instant
from corridor.web.auth.changes import proposals
from corridor.web.services import PeerStatus, Services
from corridor.web.settings.changes import setting_proposals

STUCK_MS: Final = 15 * 60_000
"""So long without a signature for what was sent, though the peer answers."""
_OF_HEALTH: Final = {
    "disk_low": "node.disk",
    "disk_full": "node.disk",
    "store_damaged": "node.store",
    "store_unavailable": "node.store",
    "upkeep_fails": "node.works",
    "effects_set_aside": "node.effects",
    "key_expired": "node.expires",
    "key_expires": "node.expires",
    "trust_expired": "node.expires",
    "trust_half_aged": "node.expires",
    "scanner_away": "node.scanner",
}


def ills_of(services: Services) -> dict[str, str]:
    """By what it is about (`node.silent:TM`): the kind."""
    found = {f"{kind}:{about}": kind for kind, about in _all(services)}
    return dict(sorted(found.items()))


def _all(services: Services) -> Iterator[tuple[str, str]]:
    here = services.node
    ills = services.health().ills if services.health is not None else ()
    yield from ((_OF_HEALTH[ill], here) for ill in ills if ill in _OF_HEALTH)
    for peer in services.peers():
        yield from ((kind, peer.node) for kind in _of_peer(services, peer))
    mail = services.mail() if services.mail is not None else None
    if mail is not None and (mail.error or mail.refused):
        yield "node.mail", here
    if proposals(services.queries):
        yield "node.account", here
    if setting_proposals(services.queries):
        yield "node.setting", here


def _of_peer(services: Services, peer: PeerStatus) -> Iterator[str]:
    silent = services.silent() if services.silent is not None else {}
    if peer.problem.startswith("page.clock"):
        yield "node.clock"
    elif peer.node in silent:
        yield "node.silent"
    elif peer.sent > peer.confirmed and _is_stuck(services, peer):
        yield "node.queue"


def _is_stuck(services: Services, peer: PeerStatus) -> bool:
    """Whether something waits too long; asked of the log only where no signature came lately."""
    before = instant(services.clock.now_ms() - STUCK_MS)
    if services.waiting_for is None or peer.last_receipt_at > before:
        return False
    return any(one.since < before for one in services.waiting_for(peer.node))
