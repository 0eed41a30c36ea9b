"""Signers and verification, with Project Wycheproof's verdicts."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from corridor.evidence.errors import KeyInvalid, SealInvalid, SignatureInvalid
from corridor.evidence.hybrid import exchange_key, exchange_point
from corridor.evidence.keys import (
    Algorithm,
    Ed25519Signer,
    P256Signer,
    PublicKey,
    check_public_key,
    is_signed_by,
    seal_for,
    signature_from_der,
    signature_to_der,
    signer_from_pem,
    verify,
)

SIGNERS: tuple[Ed25519Signer, P256Signer] = (
    Ed25519Signer.generate("KG-1"),
    P256Signer.generate("KG-2"),
)


def wycheproof(shared: Path, name: str) -> list[dict[str, Any]]:
    data = json.loads((shared / "vectors" / "wycheproof" / f"{name}_test.json").read_bytes())
    return data["testGroups"]


def agrees(public: PublicKey, case: dict[str, Any]) -> bool:
    verdict = is_signed_by(public, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
    return verdict == (case["result"] == "valid")


def test_wycheproof_ed25519(shared: Path) -> None:
    count = 0
    for group in wycheproof(shared, "ed25519"):
        public = PublicKey(Algorithm.ED25519, bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            assert agrees(public, case), case
            count += 1
    assert count == 151


def test_wycheproof_p256(shared: Path) -> None:
    count = 0
    for group in wycheproof(shared, "ecdsa_secp256r1_sha256_p1363"):
        public = PublicKey(Algorithm.P256, bytes.fromhex(group["publicKeyDer"]))
        for case in group["tests"]:
            assert agrees(public, case), case
            count += 1
    assert count == 262


def test_wycheproof_der_signatures(shared: Path) -> None:
    """Only what r || s can carry is accepted, and nothing that Wycheproof calls invalid."""
    accepted = 0
    for group in wycheproof(shared, "ecdsa_secp256r1_sha256"):
        public = PublicKey(Algorithm.P256, bytes.fromhex(group["publicKeyDer"]))
        for case in group["tests"]:
            try:
                signature = signature_from_der(bytes.fromhex(case["sig"]))
            except SignatureInvalid:
                assert case["result"] != "valid", case
                continue
            assert agrees(public, case | {"sig": signature.hex()}), case
            assert signature_to_der(signature).hex() == case["sig"]
            accepted += 1
    assert accepted > 150


@pytest.mark.parametrize("signer", SIGNERS, ids=lambda signer: signer.algorithm)
def test_sign_and_verify(signer: Ed25519Signer | P256Signer) -> None:
    signature = signer.sign(b"message")
    check_public_key(signer.public)
    verify(signer.public, b"message", signature)
    for message, other in ((b"massage", signature), (b"message", signature[:-1] + b"\0\0")):
        with pytest.raises(SignatureInvalid):
            verify(signer.public, message, other)
    assert not is_signed_by(signer.public, b"message", bytes(64))


@pytest.mark.parametrize("signer", SIGNERS, ids=lambda signer: signer.algorithm)
def test_pem_round_trip(signer: Ed25519Signer | P256Signer) -> None:
    again = signer_from_pem(signer.name, signer.to_pem())
    assert (again.name, again.algorithm, again.public) == (
        signer.name,
        signer.algorithm,
        signer.public,
    )
    assert type(signer).from_pem("x", signer.to_pem()).public == signer.public


def test_a_key_of_the_other_algorithm_is_refused() -> None:
    first, second = SIGNERS
    with pytest.raises(KeyInvalid, match=r"key\.algorithm"):
        Ed25519Signer.from_pem("x", second.to_pem())
    with pytest.raises(KeyInvalid, match=r"key\.algorithm"):
        P256Signer.from_pem("x", first.to_pem())
    with pytest.raises(KeyInvalid, match=r"key\.malformed"):
        signer_from_pem("x", b"no key")


def test_seed_of_rfc8032() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    wanted = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert Ed25519Signer.from_seed("x", seed).public.data.hex() == wanted


def spki(key: Any) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@pytest.mark.parametrize(
    ("public", "reason"),
    [
        (PublicKey(Algorithm.ED25519, bytes(31)), "malformed"),
        (PublicKey(Algorithm.P256, b"\x30\x00"), "malformed"),
        (PublicKey(Algorithm.P256, SIGNERS[1].public.data + b"\0"), "malformed"),
        (
            PublicKey(Algorithm.P256, spki(ec.generate_private_key(ec.SECP384R1()).public_key())),
            "algorithm",
        ),
        (
            PublicKey(Algorithm.P256, spki(rsa.generate_private_key(65537, 2048).public_key())),
            "algorithm",
        ),
    ],
)
def test_keys_refused(public: PublicKey, reason: str) -> None:
    with pytest.raises(KeyInvalid) as caught:
        check_public_key(public)
    assert caught.value.reason == reason


def test_a_compressed_point_is_not_the_plain_form() -> None:
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    compressed = point.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    header = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200")
    with pytest.raises(KeyInvalid, match=r"key\.malformed"):
        check_public_key(PublicKey(Algorithm.P256, header + compressed))


@pytest.mark.parametrize("der", [b"", b"\x30\x06\x02\x01\x00\x02\x01\x00", bytes(80)])
def test_der_refused(der: bytes) -> None:
    with pytest.raises(SignatureInvalid):
        signature_from_der(der)


def test_der_of_large_integers_is_refused() -> None:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    with pytest.raises(SignatureInvalid):
        signature_from_der(encode_dss_signature(1 << 300, 1))


@pytest.mark.parametrize("signer", SIGNERS, ids=lambda signer: signer.algorithm)
def test_what_is_closed_for_a_key_opens_for_it_and_its_purpose_alone(
    signer: Ed25519Signer | P256Signer,
) -> None:
    closed = seal_for(signer.public, b"A1B2", b"codes")
    assert signer.unseal(closed, b"codes") == b"A1B2"
    assert seal_for(signer.public, b"A1B2", b"codes") != closed
    other = type(signer).generate("other")
    bent = closed[:-1] + bytes([closed[-1] ^ 1])
    for key, data, purpose in (
        (other, closed, b"codes"),
        (signer, closed, b"other"),
        (signer, bent, b"codes"),
        (signer, b"", b"codes"),
    ):
        with pytest.raises(SealInvalid):
            key.unseal(data, purpose)


def test_ed25519_maps_to_x25519_as_both_halves_say() -> None:
    for number in range(20):
        private = ed25519.Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        point = exchange_point(private.public_key())
        assert exchange_key(private).public_key().public_bytes_raw() == point.public_bytes_raw()
