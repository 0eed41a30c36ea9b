"""HTTP message signatures (RFC 9421) between nodes: one narrow profile, signed and verified.

A request covers method, authority, path, query and content-digest. Responses are not signed: a page
proves itself by its seal. Parameters: created, expires, nonce, keyid; `alg` is left out, or must be
the algorithm of the key's entry. The digest is checked against the bytes read. Whoever verifies
keeps nonces until they expire: this room has no memory.
"""

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final

import msgspec

from corridor.evidence.errors import HttpSignatureInvalid, SignatureInvalid
from corridor.evidence.keys import PublicKey, Signer, verify
from corridor.evidence.structured import (
    Bare,
    InnerList,
    Item,
    Member,
    Parameters,
    parse_dictionary,
    serialise_item,
    serialise_list,
)

LABEL: Final = "corridor"
_URL: Final = re.compile(r"(?i:(https?))://([^/?#@\s]+)(/[^?#\s]*)?(?:\?([^#\s]*))?\Z")
_PERCENT: Final = re.compile(rb"%([0-9A-Fa-f]{2})")
_UNSAFE: Final = re.compile(rb"[^A-Za-z0-9*._-]")
LIFE_S_MAX: Final = 300
SKEW_S_MAX: Final = 60
NONCE_CHARACTERS_MAX: Final = 128

_REQUEST: Final = tuple(
    Item(name) for name in ("@method", "@authority", "@path", "@query", "content-digest")
)
_PARAMETERS: Final = {"created": int, "expires": int, "nonce": str, "keyid": str, "alg": str}

Keys = Callable[[str], PublicKey]
"""Gives the key of a keyid, or raises: TrustRefused for what may not sign requests now."""


class Request(msgspec.Struct, frozen=True):
    """What of a request can be signed; header names are in lower case.

    `url` is absolute, http or https, without user and fragment.
    """

    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes = b""


class Validity(msgspec.Struct, frozen=True):
    """When a signature was made and ends (POSIX seconds), and its nonce."""

    created: int
    expires: int
    nonce: str


class VerifiedMessage(msgspec.Struct, frozen=True):
    """Who signed, and what must be remembered until `expires` to refuse a replay."""

    keyid: str
    nonce: str
    created: int
    expires: int


VerifiedRequest = VerifiedMessage


def content_digest(body: bytes) -> str:
    """The Content-Digest field of a body (RFC 9530), sha-256."""
    return f"sha-256={serialise_item(Item(sha256(body).digest()))}"


def signature_base(message: Request, covered: InnerList) -> bytes:
    """The bytes that a signature covers (section 2.5), for any components of a request.

    Not supported: the component parameters sf, bs, tr, and trailers.
    """
    lines = [f"{serialise_item(item)}: {_component(message, item)}" for item in covered.items]
    if len({serialise_item(item) for item in covered.items}) != len(lines):
        raise HttpSignatureInvalid("components", "a component is covered twice")
    lines.append(f'"@signature-params": {serialise_list(covered)}')
    return "\n".join(lines).encode("ascii")


def sign_request(message: Request, signer: Signer, validity: Validity) -> dict[str, str]:
    """The header fields to add to the request, names in lower case."""
    parameters: Parameters = (
        ("created", validity.created),
        ("expires", validity.expires),
        ("nonce", validity.nonce),
        ("keyid", signer.name),
    )
    digest = content_digest(message.body)
    signed = msgspec.structs.replace(message, headers={**message.headers, "content-digest": digest})
    inner = InnerList(_REQUEST, parameters)
    signature = signer.sign(signature_base(signed, inner))
    return {
        "content-digest": digest,
        "signature-input": f"{LABEL}={serialise_list(inner)}",
        "signature": f"{LABEL}={serialise_item(Item(signature))}",
    }


def verify_request(message: Request, keys: Keys, now_s: int) -> VerifiedMessage:
    """Verify a request in numbered steps; HttpSignatureInvalid or TrustRefused otherwise.

    `now_s`: the receiver's clock, POSIX seconds.
    """
    # 1. There is one signature under our label, over exactly the components of the profile.
    inner = _member(message, "signature-input")
    signature = _member(message, "signature")
    if not isinstance(inner, InnerList) or inner.items != _REQUEST:
        raise HttpSignatureInvalid("components", "not the components of the profile")
    # 2. Its parameters are those of the profile, and it is neither too young nor over.
    verified, algorithm = _parameters(inner.parameters)
    _check_time(verified, now_s)
    # 3. The key is one that may sign requests now, and decides the algorithm.
    public = keys(verified.keyid)
    if algorithm not in (None, public.algorithm.value):
        raise HttpSignatureInvalid("algorithm", f"{algorithm} for a key of {public.algorithm}")
    # 4. The digest is of the bytes read.
    if message.headers.get("content-digest") != content_digest(message.body):
        raise HttpSignatureInvalid("digest", "content-digest is not of this body")
    # 5. The signature is the key's.
    if not isinstance(signature, Item) or not isinstance(signature.value, bytes):
        raise HttpSignatureInvalid("malformed", "the signature is not a byte sequence")
    try:
        verify(public, signature_base(message, inner), signature.value)
    except SignatureInvalid as error:
        raise HttpSignatureInvalid("signature", str(error)) from None
    return verified


def _member(message: Request, field: str) -> Member:
    member = parse_dictionary(message.headers.get(field, "")).get(LABEL)
    if member is None:
        raise HttpSignatureInvalid("malformed", f"{field} has no {LABEL}")
    return member


def _parameters(parameters: Parameters) -> tuple[VerifiedMessage, str | None]:
    found = dict(parameters)
    for name, value in found.items():
        if type(value) is not _PARAMETERS.get(name):
            raise HttpSignatureInvalid("malformed", f"parameter {name}")
    algorithm = found.pop("alg", None)
    try:
        verified = msgspec.convert(found, VerifiedMessage)
    except msgspec.ValidationError as error:
        raise HttpSignatureInvalid("malformed", str(error)) from None
    if not 0 < len(verified.nonce) <= NONCE_CHARACTERS_MAX:
        raise HttpSignatureInvalid("malformed", "nonce is empty or too long")
    return verified, None if algorithm is None else str(algorithm)


def _check_time(verified: VerifiedMessage, now_s: int) -> None:
    if not 0 < verified.expires - verified.created <= LIFE_S_MAX:
        raise HttpSignatureInvalid("time", f"lives longer than {LIFE_S_MAX} s, or not at all")
    if verified.created > now_s + SKEW_S_MAX:
        raise HttpSignatureInvalid("time", f"made {verified.created - now_s} s in the future")
    if verified.expires <= now_s - SKEW_S_MAX:
        raise HttpSignatureInvalid("time", f"ended {now_s - verified.expires} s ago")


def _component(message: Request, item: Item) -> str:
    """The value of one covered component (section 2.1 for fields, 2.2 for derived ones)."""
    parameters = dict(item.parameters)
    name = str(item.value)
    read = _derived if name.startswith("@") else _field
    value = read(message, name, parameters)
    if value is None or parameters or not value.isascii() or "\n" in value:
        raise HttpSignatureInvalid("components", f"{serialise_item(item)} cannot be covered")
    return value


def _field(source: Request, name: str, parameters: dict[str, Bare]) -> str | None:
    value = source.headers.get(name)
    key = parameters.pop("key", None)
    if value is None or key is None:
        return None if value is None else value.strip()
    member = parse_dictionary(value).get(str(key))
    if isinstance(member, InnerList):
        return serialise_list(member)
    return None if member is None else serialise_item(member)


def _derived(source: Request, name: str, parameters: dict[str, Bare]) -> str | None:
    scheme, authority, path, query = _split(source.url)
    match name:
        case "@method":
            return source.method
        case "@target-uri":
            return source.url
        case "@authority":
            return authority
        case "@scheme":
            return scheme
        case "@request-target":
            return path + (f"?{query}" if query else "")
        case "@path":
            return path
        case "@query":
            return f"?{query}"
        case "@query-param":
            return _query_parameter(query, parameters.pop("name", None))
    return None


def _split(url: str) -> tuple[str, str, str, str]:
    """Scheme; host with its port unless it is the scheme's own (section 2.2.3); path; query."""
    match = _URL.match(url)
    if match is None:
        raise HttpSignatureInvalid("malformed", "not an absolute http URL")
    scheme, authority = match[1].lower(), match[2].lower()
    own = ":80" if scheme == "http" else ":443"
    return scheme, authority.removesuffix(own), match[3] or "/", match[4] or ""


def _query_parameter(query: str, name: Bare | None) -> str | None:
    """The value of a query parameter that comes once, encoded again (section 2.2.8)."""
    wanted = str(name).encode()
    pairs = [part.partition("=") for part in query.split("&")]
    values = [_decoded(value) for key, _, value in pairs if _decoded(key) == wanted]
    return _encoded(values[0]) if len(values) == 1 else None


def _decoded(text: str) -> bytes:
    """Form decoding of one key or value."""
    return _PERCENT.sub(lambda match: bytes([int(match[1], 16)]), text.replace("+", " ").encode())


def _encoded(data: bytes) -> str:
    """Form encoding, with %20 for a space as section 2.2.8 asks."""
    return _UNSAFE.sub(lambda match: b"%%%02X" % match[0][0], data).decode()
