"""What partners ask of the node, by the addresses of the protocol, and what they are answered."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from corridor.domain.permits.state import Permit
from corridor.engine.core import Engine
from corridor.engine.epermit import Answer, Line, PartnerKey, own_keys
from corridor.engine.hlc import instant
from corridor.engine.ports import Clock
from corridor.engine.subjects import load
from corridor.gateways.epermit import codes
from corridor.gateways.epermit.answers import denied, faulty, page, refused, unknown
from corridor.gateways.epermit.canonical import DEPTH_MAX, BodyUnreadable, read_body, written
from corridor.gateways.epermit.lines import Lines
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
)
from corridor.gateways.epermit.taking import TakeMessage

BEARER: Final = "bearer "
Run = Callable[[Any], Awaitable[Any]]


class PartnerAnswers:
    """One node's answers to partners that run the e-permit server."""

    def __init__(self, engine: Engine, run: Run, clock: Clock, name: str) -> None:
        self._engine = engine
        self._run = run
        self._clock = clock
        self._name = name
        self._lines = Lines(engine)

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
        found = self._lines.read_code(code)
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
        line = self._lines.line(partner)
        return line if line is not None and line.state == "open" else None


def _key_in(kind: Kind, said: dict[str, Any]) -> PartnerKey | None:
    """The key that a message gives."""
    if kind.type != "KEY_CREATED" or not isinstance(said.get("jwk"), str):
        return None
    try:
        return read_jwk(read_body(said["jwk"].encode()))
    except (BodyUnreadable, UnicodeError):
        return None
