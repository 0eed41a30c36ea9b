"""The gateway's desk: what partners are answered, and what the node's pages ask of it."""

import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import msgspec

from corridor.domain.facts import Actor
from corridor.domain.permits.listings import number_key
from corridor.domain.permits.state import Permit
from corridor.engine.core import Engine
from corridor.engine.epermit import (
    LINE,
    LINES_MAX,
    Answer,
    Found,
    Line,
    OwnKey,
    PartnerKey,
    ReadCode,
    own_keys,
    read_line,
    signing_key,
)
from corridor.engine.hlc import instant
from corridor.engine.ports import Clock
from corridor.engine.subjects import load
from corridor.gateways.epermit import codes
from corridor.gateways.epermit.answers import denied, faulty, page, refused, unknown
from corridor.gateways.epermit.canonical import DEPTH_MAX, BodyUnreadable, read_body, written
from corridor.gateways.epermit.keys import OwnKeys
from corridor.gateways.epermit.partner_line import PartnerLine
from corridor.gateways.epermit.partners import (
    AddOwnKey,
    DecideOnPartner,
    ProposePartner,
    RevokeOwnKey,
    StopPartner,
)
from corridor.gateways.epermit.sending import Draft, GiveQuota, LeaveOut, TryNow
from corridor.gateways.epermit.shapes import (
    BODY_BYTES_MAX,
    KINDS,
    Kind,
    day_there,
    fields_of,
    wrong_in,
)
from corridor.gateways.epermit.shown import permit_shown
from corridor.gateways.epermit.signing import (
    Proof,
    is_proved,
    public_jwk,
    read_code,
    read_jwk,
    read_proof,
    thumbprint,
)
from corridor.gateways.epermit.taking import TakeMessage

BEARER: Final = "bearer "
KEYS_FETCHED_MAX: Final = 20
Run = Callable[[Any], Awaitable[Any]]


class EpermitGateway:
    """One node's gateway to partners that run the e-permit server."""

    def __init__(
        self,
        engine: Engine,
        run: Run,
        clock: Clock,
        folder: Path,
        name: str,
        line: PartnerLine,
    ) -> None:
        self._engine = engine
        self._run = run
        self._clock = clock
        self._name = name
        self._line = line
        self.keys = OwnKeys(folder)

    # What partners ask

    async def answer(self, method: str, path: str, authorization: str, body: bytes) -> Answer:
        """What is answered at an address of the protocol, below where it begins."""
        parts = [part for part in path.split("/") if part]
        match method, parts:
            case "GET", []:
                return page(self._config())
            case "GET", ["verify", code]:
                return self._verified(code)
            case "GET", ["healthcheck"]:
                return self._health(authorization)
            case "POST", ["events", kind] if kind in KINDS:
                return await self._take(kind, authorization, body)
            case _:
                return unknown()

    def _config(self) -> dict[str, Any]:
        """Who this is, and all its keys: those that count."""
        with self._engine.store.read() as reader:
            keys = [public_jwk(one) for one in own_keys(reader) if not one.revoked_at]
        return {"code": self._engine.node, "name": self._name, "version": "1.1.2", "keys": keys}

    async def _take(self, kind: str, authorization: str, body: bytes) -> Answer:
        """Shape, proof, then the chain and what it says: in the order of the open server."""
        known = KINDS[kind]
        try:
            said = read_body(body) if len(body) <= BODY_BYTES_MAX else None
            text = written(fields_of(known, said)) if said is not None else ""
        except (BodyUnreadable, UnicodeError):
            return faulty({"body": f"must be an object of JSON, at most {DEPTH_MAX} deep"})
        if said is None:
            return faulty({"body": f"must have at most {BODY_BYTES_MAX} bytes"})
        key, wrong = _key_in(known, said), wrong_in(known, said, self._today())
        if known.type == "KEY_CREATED" and not wrong and key is None:
            wrong = {"jwk": "must be a public key of P-256"}
        if wrong:
            return faulty(wrong)
        if not authorization:
            return denied("Authorization header not found")
        if not authorization.lower().startswith(BEARER):
            return denied("Invalid authorization type")
        proof = read_proof(authorization[len(BEARER) :].strip())
        return await self._proved(kind, said, text, body, proof, key)

    async def _proved(
        self,
        kind: str,
        said: dict[str, Any],
        text: str,
        body: bytes,
        proof: Proof | None,
        key: PartnerKey | None,
    ) -> Answer:
        partner = said["event_producer"]
        line = self._open_line(partner)
        if line is None:
            return denied("Invalid authority")
        if proof is None or said["event_consumer"] != self._engine.node:
            return denied("Invalid jws")
        signer = line.key(proof.kid)
        if signer is None:
            return refused(codes.KEY_NOTFOUND)
        if not is_proved(proof, signer, (text.encode(), body)):
            return denied("Invalid jws")
        whole = f"{proof.head}.{proof.signature}"
        values = fields_of(KINDS[kind], said)
        code = await self._run(TakeMessage(partner, kind, proof.kid, text, whole, values, key))
        return refused(code) if code else Answer(200, b"")

    def _verified(self, code: str) -> Answer:
        """The permit of a code that a partner of it, or this node, signed by a key that counts;
        not one taken back.
        """
        found = self.read_code(code)
        if found is None or not (found.is_signed and found.counts and found.subject):
            return unknown()
        with self._engine.store.read() as reader:
            permit = load(reader, found.subject).state
        if not isinstance(permit, Permit) or permit.status in ("revoked", "returned"):
            return unknown()
        return page(permit_shown(permit, code))

    def _health(self, authorization: str) -> Answer:
        """Where the two chains end, for the partner whose token this is."""
        token = authorization[len(BEARER) :] if authorization.lower().startswith(BEARER) else ""
        line = self._of_token(token)
        if line is None:
            return denied("Authorization failed")
        return page({"to_last_event_id": line.last_in, "from_last_event_id": line.last_out})

    def _of_token(self, token: str) -> Line | None:
        found = read_code(token)
        if found is None:
            return None
        claims = found.claims
        audience = claims.get("aud")
        if isinstance(audience, list):
            audience = audience[0] if audience else None
        line = self._open_line(str(claims.get("iss", "")))
        signer = line.key(found.proof.kid) if line is not None else None
        expires = claims.get("exp")
        lasts = isinstance(expires, int) and expires > self._clock.now_ms() // 1000
        if signer is None or audience != self._engine.node or not lasts:
            return None
        return line if is_proved(found.proof, signer, (found.payload,)) else None

    def _today(self) -> str:
        return day_there(instant(self._clock.now_ms()))

    def _open_line(self, partner: str) -> Line | None:
        line = self.line(partner)
        return line if line is not None and line.state == "open" else None

    # What pages ask

    def line(self, partner: str) -> Line | None:
        """The line to a partner."""
        with self._engine.store.read() as reader:
            return read_line(reader.document(LINE, partner))

    def lines(self) -> tuple[Line, ...]:
        """All lines, by partner."""
        with self._engine.store.read() as reader:
            found = [read_line(one) for one in reader.documents(LINE, None, LINES_MAX)]
        return tuple(sorted((one for one in found if one), key=lambda one: one.partner))

    def read_code(self, text: str) -> ReadCode | None:
        """What the text of a code says; None where it is no code of the protocol."""
        code = read_code(text)
        number = code.claims.get("id") if code is not None else None
        if code is None or not isinstance(number, str):
            return None
        issuer = number.partition("-")[0]
        with self._engine.store.read() as reader:
            ours = {one.kid: one for one in own_keys(reader)}
            line = read_line(reader.document(LINE, issuer))
            subject = next(iter(reader.find(number_key(number))), "")
        theirs = {one.kid: one for one in line.keys} if line is not None else {}
        signer = (ours if issuer == self._engine.node else theirs).get(code.proof.kid)
        is_signed = signer is not None and is_proved(code.proof, signer, (code.payload,))
        counts = signer is not None and not signer.revoked_at
        return ReadCode(number, subject, is_signed, counts, issuer)

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

    async def make_key(self, actor: Actor) -> str:
        """A new key of ours; partners are told. The code of why not."""
        kid = f"{self._engine.node}-{self._today()}-{uuid.uuid4().hex[:6]}"
        key = self.keys.make(kid)
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


def _key_in(kind: Kind, said: dict[str, Any]) -> PartnerKey | None:
    """The key that a message gives."""
    if kind.type != "KEY_CREATED" or not isinstance(said.get("jwk"), str):
        return None
    try:
        return read_jwk(read_body(said["jwk"].encode()))
    except (BodyUnreadable, UnicodeError):
        return None


def new_id() -> str:
    """The id of a message."""
    return str(uuid.uuid4())
