"""The gateway's desk: what the node's pages ask of lines, quotas and keys."""

import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import msgspec

from corridor.domain.facts import Actor
from corridor.engine.core import Engine
from corridor.engine.epermit import (
    Found,
    KeyAsked,
    Line,
    OwnKey,
    PartnerKey,
    keys_asked,
    own_keys,
    signing_key,
)
from corridor.engine.hlc import instant
from corridor.engine.ports import Clock
from corridor.gateways.epermit.keys import OwnKeys
from corridor.gateways.epermit.lines import Lines
from corridor.gateways.epermit.own_keys import (
    AddOwnKey,
    AskForKey,
    DropKeyAsked,
    RevokeOwnKey,
    why_no_new_key,
)
from corridor.gateways.epermit.partner_line import PartnerLine
from corridor.gateways.epermit.partners import DecideOnPartner, ProposePartner, StopPartner
from corridor.gateways.epermit.sending import Draft, GiveQuota, LeaveOut, TryNow
from corridor.gateways.epermit.shapes import day_there
from corridor.gateways.epermit.signing import public_jwk, read_jwk, thumbprint

KEYS_FETCHED_MAX: Final = 20
Run = Callable[[Any], Awaitable[Any]]


class PartnerDesk(Lines):
    """One node's lines to partners that run the e-permit server, as its ministry leads them."""

    def __init__(
        self, engine: Engine, run: Run, clock: Clock, folder: Path, line: PartnerLine
    ) -> None:
        super().__init__(engine)
        self._run = run
        self._clock = clock
        self._line = line
        self.keys = OwnKeys(folder)

    async def fetch(self, url: str) -> Found:
        """Who stands at an address and by which keys it signs; nothing is kept."""
        said = await self._line.read(url)
        if said.status != 200:
            return Found(error=said.error or f"status {said.status}")
        code, name, keys = (said.json.get(one) for one in ("code", "name", "keys"))
        if not (isinstance(code, str) and isinstance(name, str) and isinstance(keys, list)):
            return Found(error="shape")
        found = [read_jwk(one) for one in keys[:KEYS_FETCHED_MAX]]
        return Found(code[:255], name[:200], tuple(one for one in found if one is not None))

    async def propose(self, partner: str, name: str, url: str, found: Found, actor: Actor) -> str:
        """Propose a line; the code of why not, empty where it is done."""
        done: str = await self._run(ProposePartner(partner, name, url, found.keys, actor))
        return done

    async def decide(self, seen: Line, agrees: bool, actor: Actor) -> str:
        """The second person's word; a first key of ours is made with the first line."""
        if agrees and seen.proposed_by != actor.person and not self._has_key():
            await self.make_key(actor)
        done: str = await self._run(DecideOnPartner(seen, agrees, actor))
        return done

    async def stop(self, partner: str, actor: Actor) -> str:
        """Close a line; the code of why not, empty where it is done."""
        done: str = await self._run(StopPartner(partner, actor))
        return done

    async def try_now(self, partner: str) -> bool:
        """Send what waits at once."""
        done: bool = await self._run(TryNow(partner))
        return done

    async def leave_out(self, partner: str, id: str) -> bool:
        """Never send the first of what waits."""
        done: bool = await self._run(LeaveOut(partner, id))
        return done

    async def give(self, partner: str, year: int, type: int, count: int) -> bool:
        """Give the partner's carriers so many permits more."""
        signer = self._signer()
        if signer is None:
            return False
        fields = {
            "permit_issuer": partner,
            "permit_issued_for": self._engine.node,
            "permit_year": year,
            "permit_type": type,
            "quantity": count,
        }
        about = f"{partner}-{self._engine.node}-{year}-{type}"
        draft = Draft(partner, "quota-created", new_id(), signer, about, fields)
        done: bool = await self._run(GiveQuota(draft))
        return done

    def keys_asked(self) -> tuple[KeyAsked, ...]:
        """Keys that one officer would make or revoke, as long as no other has agreed."""
        with self._engine.store.read() as reader:
            return keys_asked(reader)

    async def ask_for_key(self, kid: str, actor: Actor) -> str:
        """A new key, or that one is revoked: told to nobody until another officer agrees."""
        done: str = await self._run(AskForKey(kid, actor))
        return done

    async def drop_key_asked(self, kid: str, actor: Actor) -> str:
        """It is not done."""
        done: str = await self._run(DropKeyAsked(kid, actor))
        return done

    async def make_key(self, actor: Actor) -> str:
        """A new key of ours; partners are told. The code of why not."""
        with self._engine.store.read() as reader:
            why = why_no_new_key(reader, actor)
        if why:
            return why
        day = day_there(instant(self._clock.now_ms()))
        key = self.keys.make(f"{self._engine.node}-{day}-{uuid.uuid4().hex[:6]}")
        jwk = msgspec.json.encode(public_jwk(key)).decode()
        done: str = await self._run(AddOwnKey(key, jwk, self._ids(), actor))
        return done

    async def revoke_key(self, kid: str, actor: Actor) -> str:
        """A key of ours counts no more; partners are told. The code of why not."""
        done: str = await self._run(RevokeOwnKey(kid, self._ids(), actor))
        return done

    def thumbprint(self, key: OwnKey | PartnerKey) -> str:
        """By what two people compare a key."""
        return thumbprint(key)

    def _ids(self) -> dict[str, str]:
        return {one.partner: new_id() for one in self.lines()}

    def _has_key(self) -> bool:
        return self._signer() is not None

    def _signer(self) -> str | None:
        with self._engine.store.read() as reader:
            found = signing_key(own_keys(reader))
        return found.kid if found is not None else None


def new_id() -> str:
    """The id of a message."""
    return str(uuid.uuid4())
