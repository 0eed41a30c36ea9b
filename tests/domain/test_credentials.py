"""Permit credentials: what is read is what was signed, and every altered one is found out."""

import base64

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import Party
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.credentials import (
    BYTES_MAX,
    Credential,
    build_credential,
    read_credential,
)
from corridor.domain.permits.state import Permit
from corridor.domain.permits.texts import TEXTS
from corridor.domain.refusals import Refused

REQUEST = PermitRequest(
    dossier="mv-KG-AB12CD34EF56",
    kind="road_transit",
    country="AZ",
    authority="AZ-ROAD",
    rule="R053",
    holder=Party(name="Ала-Тоо Транс"),
    plates=("01KG123ABC", "01KG4567T"),
)
PERMIT = Permit(
    id="pm-KG-1",
    home="KG",
    owner="KG0001",
    request=REQUEST,
    status="granted",
    number="AZ-KG-2026-2-1000000001",
    valid_from="2026-11-21",
    valid_to="2026-12-20",
)
SIGNATURE = base64.urlsafe_b64encode(bytes(range(64))).decode().rstrip("=")
TODAY = "2026-11-25"


def sign(message: bytes) -> tuple[str, str]:
    return "AZ-key-1", SIGNATURE


def text_of(permit: Permit = PERMIT) -> str:
    text = build_credential(permit, sign)
    assert isinstance(text, str)
    return text


def read(text: str) -> Credential:
    found = read_credential(text)
    assert isinstance(found, Credential)
    return found


def codes(outcome: object) -> list[str]:
    assert isinstance(outcome, Refused)
    found = [refusal.code for refusal in outcome.refusals]
    assert set(found) <= set(TEXTS)
    return found


def test_what_is_read_is_what_was_granted() -> None:
    conditioned = replace(PERMIT, conditions=("Только по трассе М2.",))
    text = text_of(conditioned)
    found = read(text)
    assert found == Credential(
        issuer="AZ",
        key_id="AZ-key-1",
        number="AZ-KG-2026-2-1000000001",
        kind="road_transit",
        plates=("01KG123ABC", "01KG4567T"),
        valid_from="2026-11-21",
        valid_to="2026-12-20",
        holder="Ала-Тоо Транс",
        dossier="mv-KG-AB12CD34EF56",
        conditions=("Только по трассе М2.",),
        message=text.rpartition(".")[0].encode(),
        signature=bytes(range(64)),
    )


def test_the_exact_bytes() -> None:
    payload = (
        '{"c":[],"d":"mv-KG-AB12CD34EF56","f":"2026-11-21","h":"Ала-Тоо Транс","i":"AZ",'
        '"k":"AZ-key-1","n":"AZ-KG-2026-2-1000000001","p":["01KG123ABC","01KG4567T"],'
        '"t":"permit","u":"2026-12-20","y":"road_transit"}'
    )
    part = base64.urlsafe_b64encode(payload.encode()).decode().rstrip("=")
    assert text_of() == f"DTC1.{part}.{SIGNATURE}"


def test_the_signature_is_over_everything_before_it() -> None:
    signed: list[bytes] = []

    def note(message: bytes) -> tuple[str, str]:
        signed.append(message)
        return "AZ-key-1", SIGNATURE

    text = build_credential(PERMIT, note)
    assert isinstance(text, str)
    assert signed[-1].decode() == text.rpartition(".")[0]


def test_a_scanner_may_add_a_line_end() -> None:
    assert read(text_of() + "\r\n") == read(text_of())


def test_conditions_that_do_not_fit_are_refused_with_how_much_is_over() -> None:
    outcome = build_credential(replace(PERMIT, conditions=("Ж" * 200,)), sign)
    assert isinstance(outcome, Refused)
    (refusal,) = outcome.refusals
    assert (refusal.code, refusal.pointer) == ("permit_credential_too_long", "/conditions")
    assert int(refusal.args["over"]) > 0


def test_a_long_name_is_cut_between_letters() -> None:
    long = replace(PERMIT, request=replace(REQUEST, holder=Party(name="Ж" * 140)))
    found = read(text_of(long))
    assert found.holder == "Ж" * 34 + "…"
    nameless = replace(PERMIT, request=replace(REQUEST, holder=Party(id="KG0001")))
    assert read(text_of(nameless)).holder == "KG0001"


@given(st.lists(st.text(max_size=60), max_size=6))
def test_no_credential_is_longer_than_its_limit(conditions: list[str]) -> None:
    outcome = build_credential(replace(PERMIT, conditions=tuple(conditions)), sign)
    if isinstance(outcome, str):
        assert len(outcome) <= BYTES_MAX
        assert read(outcome).conditions == tuple(conditions)
    else:
        assert codes(outcome) == ["permit_credential_too_long"]


@given(st.integers(0, 10_000), st.characters(codec="ascii"))
def test_an_altered_text_is_refused_or_says_other_bytes(place: int, letter: str) -> None:
    text = text_of()
    at = place % len(text)
    altered = text[:at] + letter + text[at + 1 :]
    if altered.strip() == text:
        return
    found = read_credential(altered)
    if isinstance(found, Credential):
        assert (found.message, found.signature) != (read(text).message, read(text).signature)


def _packed(payload: bytes, signature: str = SIGNATURE) -> str:
    return f"DTC1.{base64.urlsafe_b64encode(payload).decode().rstrip('=')}.{signature}"


GOOD = msgspec.json.decode(base64.urlsafe_b64decode(text_of().split(".")[1] + "=="))
BROKEN: list[tuple[str, str]] = [
    ("", "credential_unknown"),
    ("https://example.org/", "credential_unknown"),
    ("DTC2." + text_of()[5:], "credential_unknown"),
    ("DTC1." + "A" * 700, "credential_too_long"),
    ("DTC1.", "credential_damaged"),
    ("DTC1.e30", "credential_damaged"),
    (text_of()[:-1], "credential_damaged"),
    (text_of() + "A", "credential_damaged"),
    (text_of() + "=", "credential_damaged"),
    (text_of().replace(".", "..", 1), "credential_damaged"),
    ("DTC1.ж." + SIGNATURE, "credential_damaged"),
    (_packed(b"{}"), "credential_damaged"),
    (_packed(b"\xff\xfe"), "credential_damaged"),
    (_packed(b"[" * 300), "credential_damaged"),
    (_packed(msgspec.json.encode({**GOOD, "z": 1}, order="sorted")), "credential_damaged"),
    (_packed(msgspec.json.encode({**GOOD, "t": "visa"}, order="sorted")), "credential_damaged"),
    (_packed(msgspec.json.encode({**GOOD, "u": "soon"}, order="sorted")), "credential_damaged"),
    (_packed(msgspec.json.encode(GOOD, order="sorted") + b" "), "credential_damaged"),
    (_packed(msgspec.json.encode(dict(reversed(GOOD.items())))), "credential_damaged"),
    (_packed(msgspec.json.encode(GOOD, order="sorted"), "AAAA"), "credential_damaged"),
]


@pytest.mark.parametrize(("text", "code"), BROKEN)
def test_what_is_no_credential_is_refused(text: str, code: str) -> None:
    assert codes(read_credential(text)) == [code]


def test_a_credential_gives_the_text_that_it_was_read_from() -> None:
    assert read(text_of()).text == text_of()
