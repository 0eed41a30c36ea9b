"""What the web asks of the gateway to partners that run the e-permit server."""

from typing import Protocol

from corridor.domain.facts import Actor
from corridor.engine.epermit import Answer, Found, KeyAsked, Line, OwnKey, PartnerKey, ReadCode


class EpermitAnswers(Protocol):
    """What partners are answered."""

    async def answer(self, method: str, path: str, authorization: str, body: bytes) -> Answer:
        """What a partner is answered at an address of the protocol."""


class EpermitDesk(Protocol):
    """Lines to partners that run the e-permit server: what pages ask."""

    def line(self, partner: str) -> Line | None:
        """The line to a partner."""

    def lines(self) -> tuple[Line, ...]:
        """All lines, by partner."""

    def read_code(self, text: str) -> ReadCode | None:
        """What the text of a QR code says; None where it is no code of the protocol."""

    async def fetch(self, url: str) -> Found:
        """Who stands at an address, and by which keys it signs."""

    async def propose(self, partner: str, name: str, url: str, found: Found, actor: Actor) -> str:
        """Propose a line; the code of why not, empty where it is done. So for all that follow."""

    async def decide(self, seen: Line, agrees: bool, actor: Actor) -> str:
        """The second person's word on a line, as they saw it."""

    async def stop(self, partner: str, actor: Actor) -> str:
        """Close a line."""

    async def try_now(self, partner: str) -> bool:
        """Send what waits at once."""

    async def leave_out(self, partner: str, id: str) -> bool:
        """Never send the first of what waits, which the partner refuses."""

    async def give(self, partner: str, year: int, type: int, count: int) -> bool:
        """Give the partner's carriers so many permits more."""

    def keys_asked(self) -> tuple[KeyAsked, ...]:
        """Changes of the own keys that wait for another officer."""

    async def ask_for_key(self, kid: str, actor: Actor) -> str:
        """Ask for a new key (`NEW_KEY`), or that one is revoked."""

    async def drop_key_asked(self, kid: str, actor: Actor) -> str:
        """It is not done."""

    async def make_key(self, actor: Actor) -> str:
        """A new key of this node, which another officer asked for."""

    async def revoke_key(self, kid: str, actor: Actor) -> str:
        """A key of this node counts no more, as another officer asked."""

    def thumbprint(self, key: OwnKey | PartnerKey) -> str:
        """By what two people compare a key."""
