"""Typed errors of the exchange: a stable code, a detail, and what to do next."""

from typing import Final

REMEDIES: Final[dict[str, str]] = {
    # A page that a follower refuses. Nothing of it is kept.
    "page.malformed": "Ask for the page again; compare its lines with the exchange format.",
    "page.size": "Ask the publisher for smaller pages: at most 500 events and 8 MiB.",
    "page.key": "Check that the publisher's key is in the trust list, for nodes, and valid now.",
    "page.signature": "Ask for the page again; if it lasts, somebody alters it on the way.",
    "page.publisher": "The page comes from another node than the one asked: check the address.",
    "page.follower": "The page is for another node: ask for your own.",
    "page.digest": "Ask for the page again; if it lasts, somebody alters it on the way.",
    "page.nonce": "The page answers another request: ask again.",
    "page.area": "The trust list does not let this pair exchange this: check its exchange list.",
    "page.position": "The page does not follow on what is held: ask from the cursor.",
    "page.chain": "The channel has forked or lost an entry: compare both nodes' channels.",
    "page.event": "The publisher sent bytes that are no event: report it to its operator.",
    "page.speaker": "The publisher passed on another node's event: report it to its operator.",
    "page.number": "The publisher said two things under one number: keep both, raise alarm.",
    "page.checkpoint": "The publisher's log did not sign its checkpoint: check its log key.",
    "page.inclusion": "An event is not in the publisher's log: keep the page, raise alarm.",
    "page.consistency": "The publisher's log may have been rewritten: keep both, raise alarm.",
    "page.fork": "The publisher signed two pasts: keep both checkpoints, raise alarm.",
    "page.clock": "The publisher's clock is far ahead: its events wait until time catches up.",
    # A request that a publisher refuses.
    "request.malformed": "Compare the request with the exchange format and send it again.",
    "request.size": "Send a smaller request: at most 64 KiB.",
    "request.signature": "Check the request's key, clock and covered components; sign it again.",
    "request.key": "Check that the key is in the trust list, for transport, and valid now.",
    "request.replayed": "Sign a new request with a fresh nonce.",
    "request.addressee": "The request is for another node: check the address in the trust list.",
    "request.member": "The trust list does not let this pair exchange: ask its keepers.",
    "request.position": "The follower claims more than was published: compare both channels.",
    "request.restored": "This log is shorter than the follower saw: restore the newer copy.",
    "request.receipt": "The receipt does not match this node's channel: compare both channels.",
    "request.pace": "Ask less often: so many questions a minute are answered.",
    "request.permit": "Ask with the whole signed text of a permit that this node issued.",
    "request.file": "Ask for a file that a subject names which the asking node sees.",
    "request.movement": "Hand over codes of movements that were filed at the asking node alone.",
    "request.closed": "Close the code for the key that the trust list names now.",
    # The line between nodes.
    "line.unreachable": "The peer does not answer: nothing is lost, it is asked again.",
    "line.status": "The peer refused the request: its code says why.",
    "line.size": "The peer's answer is too long and was not read to its end.",
    "line.answer": "The peer's answer is not what was asked for: report it to its operator.",
    "line.commit": "What the peer sent could not be kept: look at this node's disk.",
}


class ExchangeError(Exception):
    """`code` is stable and names the reason; `detail` is English, for logs and operators."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code}: {detail}" if detail else code)

    def diagnostics(self) -> str:
        """What to do next, one English sentence."""
        return REMEDIES[self.code]


class PageRefused(ExchangeError):
    """A page that is not taken.

    `events`: the bytes of those that show why. `proof`: what convicts the publisher, if anything.
    """

    def __init__(self, reason: str, detail: str = "", *events: bytes) -> None:
        self.events = events
        self.proof = b""
        super().__init__(f"page.{reason}", detail)


class RequestRefused(ExchangeError):
    """A follow request that is not answered with a page. `status` is the HTTP status."""

    def __init__(self, reason: str, status: int, detail: str = "", peer: str = "") -> None:
        self.status = status
        self.peer = peer
        super().__init__(f"request.{reason}", detail)


class LineFault(ExchangeError):
    """The peer could not be asked, or did not answer as a node does. Tried again later."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"line.{reason}", detail)
