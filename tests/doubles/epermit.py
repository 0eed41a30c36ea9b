"""An authority that runs the e-permit protocol, for the tests: keys, quotas, permits, a chain.

Written from the public specification and the open server; it shares no code with the gateway and
signs with plain `cryptography`.
"""

import base64
import json
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

HEAD = ("event_producer", "event_consumer", "event_timestamp", "event_type", "event_id")
BASE = (*HEAD, "previous_event_id")
OWN = {
    "PERMIT_CREATED": (
        "permit_id permit_type permit_issuer permit_issued_for permit_year issued_at expires_at "
        "plate_number plate_number2 company_name company_id departure_country arrival_country "
        "qr_code other_claims"
    ),
    "PERMIT_USED": "permit_id activity_type activity_timestamp activity_details",
    "PERMIT_REVOKED": "permit_id revoked_at",
    "QUOTA_CREATED": "permit_issuer permit_issued_for permit_year permit_type quantity",
    "KEY_CREATED": "authority kid jwk",
    "KEY_REVOKED": "authority key_id revoked_at",
}
NOT_NEEDED = {"plate_number", "plate_number2", "other_claims", "activity_details"}
PERMIT_ID = re.compile(r"[A-Z]+-[A-Z]+-\d{4}-\d+-\d+")


def b64(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    """Back again."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signed_form(event: dict[str, Any]) -> bytes:
    """The body as the open server writes it before it signs and before it verifies."""
    names = (*OWN[event["event_type"]].split(), *BASE)
    kept = {name: event[name] for name in names if event.get(name) is not None}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    for one in "<>&='":
        text = text.replace(one, f"\\u{ord(one):04x}")
    return text.encode()


class Key:
    """A key of an authority, P-256."""

    def __init__(self, kid: str) -> None:
        self.kid = kid
        self.private = ec.generate_private_key(ec.SECP256R1())
        numbers = self.private.public_key().public_numbers()
        self.jwk = {
            "kty": "EC",
            "use": "sig",
            "crv": "P-256",
            "kid": kid,
            "x": b64(numbers.x.to_bytes(32, "big")),
            "y": b64(numbers.y.to_bytes(32, "big")),
            "alg": "ES256",
        }

    def jws(self, payload: bytes, **header: Any) -> str:
        """Compact serialisation."""
        head = b64(json.dumps({"kid": self.kid, "alg": "ES256"} | header).encode())
        signed = f"{head}.{b64(payload)}"
        r, s = decode_dss_signature(self.private.sign(signed.encode(), ec.ECDSA(SHA256())))
        return f"{signed}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def is_signed(jwk: dict[str, str], jws: str) -> bool:
    """Whether the key signed it."""
    head, payload, signature = jws.split(".")
    raw = unb64(signature)
    x, y = (int.from_bytes(unb64(jwk[name]), "big") for name in ("x", "y"))
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        public.verify(der, f"{head}.{payload}".encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


class Refused(Exception):
    """422 with a code."""


class Authority:
    """One authority with its ledger. `now`: seconds since 1970, `today`: as an ISO day."""

    def __init__(self, code: str, now: int, today: str) -> None:
        self.code, self.now, self.today = code, now, today
        self.keys = [Key(f"{code}-1")]
        self.known: dict[str, list[dict[str, str]]] = {}
        self.revoked: set[str] = set()
        self.received: list[dict[str, Any]] = []
        self.last: dict[str, str] = {}
        self.quotas: dict[tuple[str, str, int, int], int] = {}
        self.permits: dict[str, dict[str, Any]] = {}
        self.down = 0
        self.faults: list[tuple[int, dict[str, Any]]] = []

    # Sending

    def event(self, consumer: str, type: str, **fields: Any) -> dict[str, Any]:
        """A message at the end of the chain; it is not sent yet."""
        event = fields | {
            "event_producer": self.code,
            "event_consumer": consumer,
            "event_timestamp": self.now,
            "event_type": type,
            "event_id": str(uuid.uuid4()),
            "previous_event_id": self.last.get(consumer, "0"),
        }
        self.last[consumer] = event["event_id"]
        return event

    def proof(self, event: dict[str, Any], key: Key | None = None, **header: Any) -> str:
        """Header and signature, a point between them."""
        head, _, signature = (key or self.keys[0]).jws(signed_form(event), **header).split(".")
        return f"{head}.{signature}"

    def quota(self, consumer: str, quantity: int, year: int = 2026, type: int = 1) -> Any:
        """So many permits for carriers of the consumer."""
        fields = {"permit_issuer": consumer, "permit_issued_for": self.code}
        event = self.event(
            consumer,
            "QUOTA_CREATED",
            permit_year=year,
            permit_type=type,
            quantity=quantity,
            **fields,
        )
        key = (consumer, self.code, year, type)
        self.quotas[key] = self.quotas.get(key, 0) + quantity
        return event

    def permit(self, consumer: str, serial: int, **given: Any) -> dict[str, Any]:
        """A permit for one of our carriers, for the roads of the consumer."""
        id = given.get("permit_id", f"{self.code}-{consumer}-2026-1-{serial}")
        claims = {"id": id, "iat": "20/11/2026", "exp": "31/01/2027", "pn": "34ABC123", "cn": "TIR"}
        fields = {
            "permit_id": id,
            "permit_type": 1,
            "permit_issuer": self.code,
            "permit_issued_for": consumer,
            "permit_year": 2026,
            "issued_at": "20/11/2026",
            "expires_at": "31/01/2027",
            "plate_number": "34ABC123",
            "company_name": "Öz & Söhne <Nakliyat> d'Or = A.Ş.",
            "company_id": "1234567890",
            "departure_country": self.code,
            "arrival_country": consumer,
            "qr_code": self.keys[0].jws(json.dumps(claims).encode()),
        }
        return self.event(consumer, "PERMIT_CREATED", **fields | given)

    def revoke(self, consumer: str, permit_id: str) -> dict[str, Any]:
        """One of our permits holds no more."""
        return self.event(consumer, "PERMIT_REVOKED", permit_id=permit_id, revoked_at=self.now)

    def used(self, consumer: str, permit_id: str, type: str = "ENTRANCE") -> dict[str, Any]:
        """One of theirs was used on our roads."""
        return self.event(
            consumer,
            "PERMIT_USED",
            permit_id=permit_id,
            activity_type=type,
            activity_timestamp=self.now,
            activity_details="Kapıkule",
        )

    def token(self, audience: str) -> str:
        """For the health check."""
        claims = {"iss": self.code, "aud": audience, "exp": self.now + 3600}
        return self.keys[0].jws(json.dumps(claims).encode())

    # Receiving

    def config(self) -> dict[str, Any]:
        """The public page."""
        keys = [key.jwk for key in self.keys]
        return {"code": self.code, "name": f"State {self.code}", "version": "1.1.2", "keys": keys}

    def shakes_hands(self, config: dict[str, Any]) -> None:
        """Believe another authority by the keys of its public page."""
        self.known[config["code"]] = list(config["keys"])

    def receive(self, kind: str, authorization: str, body: bytes) -> tuple[int, dict[str, Any]]:
        """Status and body of the answer to a message."""
        if self.down:
            return self.down, {}
        if self.faults:
            return self.faults.pop(0)
        event = json.loads(body)
        wrong = self._wrong(kind, event)
        if wrong:
            return 400, {"status": "BAD_REQUEST", "details": {wrong: "wrong"}}
        if (
            not authorization.lower().startswith("bearer ")
            or event["event_producer"] not in self.known
        ):
            return 401, {}
        try:
            if not self._is_proved(event, authorization[7:]):
                return 401, {}
            self._handle(event)
        except Refused as refused:
            return 422, {"status": "UNPROCESSABLE_ENTITY", "details": {"errorCode": str(refused)}}
        self.received.append(event)
        return 200, {}

    def _wrong(self, kind: str, event: dict[str, Any]) -> str:
        type = kind.upper().replace("-", "_")
        for name in (*OWN[type].split(), *BASE):
            if event.get(name) is None and name not in NOT_NEEDED:
                return name
        if event["event_type"] != type or len(event["event_id"]) < 16:
            return "event_type"
        if "permit_id" in event and not PERMIT_ID.fullmatch(event["permit_id"]):
            return "permit_id"
        if type == "PERMIT_CREATED":
            issued, expires = (_day(event[name]) for name in ("issued_at", "expires_at"))
            if issued > date.fromisoformat(self.today) or issued >= expires:
                return "issued_at"
            pair = (event["permit_issuer"], event["permit_issued_for"])
            if pair != (event["event_producer"], event["event_consumer"]):
                return "valid"
        return ""

    def _is_proved(self, event: dict[str, Any], proof: str) -> bool:
        head, signature = proof.split(".")
        kid = json.loads(unb64(head))["kid"]
        if event["event_consumer"] != self.code:
            return False
        counts = {k["kid"]: k for k in self.known[event["event_producer"]]}
        if kid not in counts or kid in self.revoked:
            raise Refused("KEY_NOTFOUND")
        return is_signed(counts[kid], f"{head}.{b64(signed_form(event))}.{signature}")

    def _handle(self, event: dict[str, Any]) -> None:
        mine = [one for one in self.received if one["event_producer"] == event["event_producer"]]
        ids = {one["event_id"] for one in mine}
        if event["event_id"] in ids:
            raise Refused("EVENT_ALREADY_EXISTS")
        if event["previous_event_id"] == "0":
            if ids:
                raise Refused("GENESIS_EVENT_ALREADY_EXISTS")
        elif event["previous_event_id"] not in ids:
            raise Refused("PREVIOUS_EVENT_NOTFOUND")
        getattr(self, f"_{event['event_type'].lower()}")(event)

    def _permit_created(self, event: dict[str, Any]) -> None:
        if event["permit_id"] in self.permits:
            raise Refused("PERMITID_ALREADY_EXISTS")
        issuer, used_in, year, type, serial = event["permit_id"].split("-")
        total = self.quotas.get((issuer, used_in, int(year), int(type)))
        if total is None:
            raise Refused("INSUFFICIENT_PERMIT_QUOTA")
        if not 1 <= int(serial) <= total:
            raise Refused("INVALID_PERMIT_QUOTA_RANGE")
        self.permits[event["permit_id"]] = event | {"revoked": False, "used": []}

    def _permit_revoked(self, event: dict[str, Any]) -> None:
        permit = self.permits.get(event["permit_id"])
        if permit is None or permit["permit_issuer"] != event["event_producer"]:
            raise Refused("PERMIT_NOTFOUND")
        if permit["revoked"]:
            raise Refused("PERMIT_ALREADY_REVOKED")
        permit["revoked"] = True

    def _permit_used(self, event: dict[str, Any]) -> None:
        if not event["permit_id"].startswith(f"{self.code}-{event['event_producer']}-"):
            raise Refused("PERMIT_NOTFOUND")

    def _quota_created(self, event: dict[str, Any]) -> None:
        names = ("permit_issuer", "permit_issued_for", "permit_year", "permit_type")
        key = tuple(event[name] for name in names)
        self.quotas[key] = self.quotas.get(key, 0) + event["quantity"]

    def _key_created(self, event: dict[str, Any]) -> None:
        keys = self.known[event["event_producer"]]
        if any(one["kid"] == event["kid"] for one in keys):
            raise Refused("KEYID_ALREADY_EXISTS")
        keys.append(json.loads(event["jwk"]))

    def _key_revoked(self, event: dict[str, Any]) -> None:
        keys = [k for k in self.known[event["event_producer"]] if k["kid"] not in self.revoked]
        if len(keys) == 1:
            raise Refused("INSUFFICIENT_KEY")
        if event["key_id"] not in {one["kid"] for one in keys}:
            raise Refused("KEY_NOTFOUND")
        self.revoked.add(event["key_id"])


def _day(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


@contextmanager
def serving(authority: Authority) -> Iterator[str]:
    """Its public interface on a loopback port; the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, authority.config())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kind = self.path.rpartition("/")[2]
            self._say(*authority.receive(kind, self.headers.get("authorization", ""), body))

        def _say(self, status: int, content: dict[str, Any]) -> None:
            data = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None:
            """Nothing is written to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
