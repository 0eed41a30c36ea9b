"""HTTP message signatures: RFC 9421's own cases, then our profile against its attackers."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives import serialization

from corridor.evidence.errors import HttpSignatureInvalid, TrustRefused
from corridor.evidence.httpsig import (
    Request,
    Validity,
    VerifiedRequest,
    content_digest,
    sign_request,
    signature_base,
    verify_request,
)
from corridor.evidence.keys import Algorithm, Ed25519Signer, P256Signer, PublicKey, verify
from corridor.evidence.structured import InnerList, Item, parse_dictionary
from tests.evidence.world import NOW_S, SIGNERS

KG = SIGNERS["KG"]
HSM = P256Signer.generate("KG-hsm")
KEYS: dict[str, PublicKey] = {KG.name: KG.public, HSM.name: HSM.public}
VALIDITY = Validity(NOW_S, NOW_S + 60, "0123456789abcdef")
BARE = Request("POST", "http://127.0.0.1:8702/exchange/v1/follow?x=1", {}, b'{"after":0}')


def keys(keyid: str) -> PublicKey:
    if keyid not in KEYS:
        raise TrustRefused("unknown-key", keyid)
    return KEYS[keyid]


def with_headers(message: Any, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return msgspec.structs.replace(message, headers={**message.headers, **named})


def signed(by: Ed25519Signer | P256Signer = KG, validity: Validity = VALIDITY) -> Request:
    return msgspec.structs.replace(BARE, headers=sign_request(BARE, by, validity))


def refusal(request: Request, now_s: int = NOW_S) -> str:
    with pytest.raises(HttpSignatureInvalid) as caught:
        verify_request(request, keys, now_s)
    return caught.value.reason


def http_message(text: str) -> tuple[str, dict[str, str], bytes]:
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    first, *lines = head.split("\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return first, headers, body.encode()


def vector_request(data: dict[str, Any]) -> Request:
    first, headers, body = http_message(data["test_request"])
    method, target, _ = first.split(" ")
    return Request(method, f"https://{headers['host']}{target}", headers, body)


def vector_keys(folder: Path) -> dict[str, PublicKey]:
    found = {}
    for name, algorithm in (("ed25519", Algorithm.ED25519), ("ecc-p256", Algorithm.P256)):
        pem = (folder / f"test-key-{name}.pem").read_bytes()
        key: Any = serialization.load_pem_public_key(pem)
        data = (
            key.public_bytes_raw()
            if algorithm is Algorithm.ED25519
            else key.public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        found[f"test-key-{name}"] = PublicKey(algorithm, data)
    return found


def test_the_cases_of_rfc9421(shared: Path) -> None:
    folder = shared / "vectors" / "rfc9421"
    data = json.loads((folder / "rfc9421_b2.json").read_bytes())
    public_keys = vector_keys(folder)
    checked = 0
    of_requests = [case for case in data["cases"] if "@status" not in case["signature_base"]]
    for case in of_requests:
        (inner,) = parse_dictionary(case["signature_input"]).values()
        assert isinstance(inner, InnerList)
        base = signature_base(vector_request(data), inner)
        assert base.decode() == case["signature_base"], case["title"]
        if public := public_keys.get(str(dict(inner.parameters)["keyid"])):
            verify(public, base, base64.b64decode(case["signature_b64"]))
            checked += 1
    assert (len(of_requests), checked) == (5, 1)


@pytest.mark.parametrize("signer", [KG, HSM], ids=["ed25519", "p256"])
def test_sign_and_verify_a_request(signer: Ed25519Signer | P256Signer) -> None:
    verified = verify_request(signed(signer), keys, NOW_S)
    wanted = VerifiedRequest(signer.name, VALIDITY.nonce, NOW_S, NOW_S + 60)
    assert verified == wanted


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "PUT"},
        {"url": "http://127.0.0.1:8703/exchange/v1/follow?x=1"},
        {"url": "http://127.0.0.1:8702/exchange/v1/other?x=1"},
        {"url": "http://127.0.0.1:8702/exchange/v1/follow?x=2"},
    ],
)
def test_what_is_covered_cannot_change(changes: dict[str, Any]) -> None:
    assert refusal(msgspec.structs.replace(signed(), **changes)) == "signature"


def test_the_digest_is_of_the_bytes_read() -> None:
    other = msgspec.structs.replace(signed(), body=b'{"after":1}')
    assert refusal(other) == "digest"
    repaired = with_headers(other, content_digest=content_digest(other.body))
    assert refusal(repaired) == "signature"


@pytest.mark.parametrize("now_s", [NOW_S - 61, NOW_S + 120])
def test_outside_its_life(now_s: int) -> None:
    assert refusal(signed(), now_s) == "time"


@pytest.mark.parametrize("expires", [NOW_S, NOW_S - 1, NOW_S + 301])
def test_lives_refused(expires: int) -> None:
    validity = msgspec.structs.replace(VALIDITY, expires=expires)
    assert refusal(signed(validity=validity)) == "time"


def test_the_longest_life_and_nonce() -> None:
    validity = Validity(NOW_S, NOW_S + 300, "n" * 128)
    assert verify_request(signed(validity=validity), keys, NOW_S).expires == NOW_S + 300


def test_clocks_may_differ_a_little() -> None:
    for now_s in (NOW_S - 60, NOW_S + 119):
        assert verify_request(signed(), keys, now_s).nonce == VALIDITY.nonce


def edited(edit: Callable[[str], str]) -> Request:
    request = signed()
    return with_headers(request, signature_input=edit(request.headers["signature-input"]))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"@method" ', "", "components"),
        (' "content-digest"', "", "components"),
        ('"@path"', '"@path";req', "components"),
        ("corridor=(", "other=(", "malformed"),
        ("created=", "made=", "malformed"),
        (f"created={NOW_S}", f'created="{NOW_S}"', "malformed"),
        (f";expires={NOW_S + 60}", "", "malformed"),
        (VALIDITY.nonce, "", "malformed"),
        (VALIDITY.nonce, "x" * 129, "malformed"),
        (VALIDITY.nonce, "fedcba9876543210", "signature"),
        ('"KG-1"', '"KG-hsm"', "signature"),
        ('"KG-1"', '"KG-1";alg="ecdsa-p256-sha256"', "algorithm"),
        ('"KG-1"', '"KG-1";alg="hmac-sha256"', "algorithm"),
        ('"KG-1"', '"KG-1";alg="ed25519"', "signature"),
    ],
)
def test_the_input_cannot_be_edited(old: str, new: str, reason: str) -> None:
    request = edited(lambda text: text.replace(old, new))
    assert request.headers["signature-input"] != signed().headers["signature-input"]
    assert refusal(request) == reason


def test_an_algorithm_that_is_the_keys_own() -> None:
    parameters = (
        ("created", NOW_S),
        ("expires", NOW_S + 9),
        ("nonce", "n"),
        ("keyid", "KG-1"),
        ("alg", "ed25519"),
    )
    names = ("@method", "@authority", "@path", "@query", "content-digest")
    inner = InnerList(tuple(map(Item, names)), parameters)
    request = with_headers(BARE, content_digest=content_digest(BARE.body))
    signature = base64.b64encode(KG.sign(signature_base(request, inner))).decode()
    covered = " ".join(f'"{name}"' for name in names)
    tail = f';created={NOW_S};expires={NOW_S + 9};nonce="n";keyid="KG-1";alg="ed25519"'
    request = with_headers(
        request, signature_input=f"corridor=({covered}){tail}", signature=f"corridor=:{signature}:"
    )
    assert verify_request(request, keys, NOW_S).nonce == "n"


@pytest.mark.parametrize("signature", ["corridor=1", "corridor=()", "corridor", "x=:AQ==:", ""])
def test_signatures_that_are_none(signature: str) -> None:
    assert refusal(with_headers(signed(), signature=signature)) == "malformed"


def test_input_that_is_no_list() -> None:
    assert refusal(with_headers(signed(), signature_input="corridor=1")) == "components"


def test_unknown_keys_are_the_keys_owner_to_refuse() -> None:
    stranger = Ed25519Signer.generate("stranger")
    with pytest.raises(TrustRefused, match=r"trust\.unknown-key"):
        verify_request(signed(stranger), keys, NOW_S)


URL = "HTTPS://Example.COM:443/a%20b?x=1&x=2&y=%c3%a9+~&z"
SOURCE = Request("GET", URL, {"a": " b ", "d": 'k=1, l=(1 "z");p', "u": "é", "n": "a\nb"})


@pytest.mark.parametrize(
    ("item", "value"),
    [
        (Item("@target-uri"), URL),
        (Item("@authority"), "example.com"),
        (Item("@scheme"), "https"),
        (Item("@request-target"), "/a%20b?x=1&x=2&y=%c3%a9+~&z"),
        (Item("@query-param", (("name", "y"),)), "%C3%A9%20%7E"),
        (Item("@query-param", (("name", "z"),)), ""),
        (Item("a"), "b"),
        (Item("d", (("key", "k"),)), "1"),
        (Item("d", (("key", "l"),)), '(1 "z");p'),
    ],
)
def test_components(item: Item, value: str) -> None:
    first = signature_base(SOURCE, InnerList((item,))).decode().splitlines()[0]
    assert first.partition(": ")[2] == value


@pytest.mark.parametrize(
    "items",
    [
        (Item("@query-param", (("name", "x"),)),),
        (Item("@query-param"),),
        (Item("@status"),),
        (Item("@method", (("tr", True),)),),
        (Item("missing"),),
        (Item("a", (("sf", True),)),),
        (Item("d", (("key", "none"),)),),
        (Item("u"),),
        (Item("n"),),
        (Item("a"), Item("a")),
        (Item("a", (("req", True),)),),
    ],
)
def test_components_that_cannot_be_covered(items: tuple[Item, ...]) -> None:
    with pytest.raises(HttpSignatureInvalid, match=r"httpsig\.components"):
        signature_base(SOURCE, InnerList(items))


def test_empty_targets() -> None:
    bare = Request("GET", "http://host:8701")
    items = tuple(map(Item, ("@authority", "@path", "@query", "@request-target")))
    lines = signature_base(bare, InnerList(items)).decode().splitlines()
    assert [line.partition(": ")[2] for line in lines[:4]] == ["host:8701", "/", "?", "/"]


@pytest.mark.parametrize("url", ["/path", "ftp://host/", "http:///x", "http://a@b/", "http://h/ x"])
def test_urls_refused(url: str) -> None:
    with pytest.raises(HttpSignatureInvalid, match=r"httpsig\.malformed"):
        signature_base(Request("GET", url), InnerList((Item("@path"),)))
