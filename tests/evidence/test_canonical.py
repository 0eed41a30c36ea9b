"""Canonical bytes: RFC 8785 vectors, the oracle, and every reason for refusal."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from corridor.evidence import canonical
from corridor.evidence.errors import NotCanonical

VECTORS = ("arrays", "french", "structures", "unicode", "values", "weird")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(nfc)
scalars = (
    st.none() | st.booleans() | st.integers(-canonical.INTEGER_MAX, canonical.INTEGER_MAX) | texts
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5)
)


def has_float(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(has_float, value.values()))
    if isinstance(value, list):
        return any(map(has_float, value))
    return isinstance(value, float)


def refusal(data: bytes) -> str:
    with pytest.raises(NotCanonical) as caught:
        canonical.parse(data)
    assert caught.value.diagnostics()
    return caught.value.reason


@pytest.mark.parametrize("name", VECTORS)
def test_vectors_of_rfc8785(shared: Path, name: str) -> None:
    folder = shared / "vectors" / "jcs-rfc8785" / "testdata"
    given_value = json.loads((folder / "input" / f"{name}.json").read_bytes())
    wanted = (folder / "output" / f"{name}.json").read_bytes()
    assert rfc8785.dumps(given_value) == wanted
    if has_float(given_value):
        with pytest.raises(NotCanonical, match=r"canonical\.float"):
            canonical.encode(given_value)
    elif name in ("unicode", "weird"):  # they show that RFC 8785 itself does not normalise
        assert refusal(wanted) == "not-nfc"
    else:
        assert canonical.encode(given_value) == wanted
        assert canonical.parse(wanted) == given_value


@given(values)
def test_agrees_with_the_oracle(value: Any) -> None:
    data = canonical.encode(value)
    assert data == rfc8785.dumps(value)
    assert canonical.parse(data) == value


@given(st.dictionaries(st.sampled_from(["\uff5e", "\U0001f600", "\ue000", "a", "я"]), scalars))
def test_keys_sort_by_utf16_units(value: Any) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)
    assert canonical.parse(rfc8785.dumps(value)) == value


def test_order_by_code_point_is_refused() -> None:
    assert refusal('{"\uff5e":1,"\U0001f600":2}'.encode()) == "form"


@given(st.binary(max_size=40))
def test_arbitrary_bytes_parse_only_when_canonical(data: bytes) -> None:
    try:
        value = canonical.parse(data)
    except NotCanonical:
        return
    assert rfc8785.dumps(value) == data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "malformed"),
        (b"{", "malformed"),
        (b'{"a":1}x', "malformed"),
        (b"NaN", "malformed"),
        (b"\xef\xbb\xbf1", "malformed"),
        (b'"\xff"', "malformed"),
        (b'"\xed\xa0\x80"', "malformed"),
        (b'"\\ud800"', "malformed"),
        (b"1.5", "float"),
        (b"1e3", "float"),
        (b"1e999", "float"),
        (b'{"a":[1.0]}', "float"),
        (b'{"a":1,"a":1}', "duplicate-key"),
        (b'{"b":{"a":1,"\\u0061":2}}', "duplicate-key"),
        (b'{"b":1,"a":2}', "form"),
        (b'{"a": 1}', "form"),
        (b"-0", "form"),
        (b'"\\u0041"', "form"),
        (b'"\\/"', "form"),
        (b'"\\u001F"', "form"),
        (b"9007199254740992", "integer"),
        (b"[-9007199254740992]", "integer"),
        (b"1" * 600, "integer"),
        (b"1" * 5000, "integer"),
        ('"e\u0301"'.encode(), "not-nfc"),
        ('{"e\u0301":1}'.encode(), "not-nfc"),
        (b"[" * 33 + b"]" * 33, "depth"),
        (b"[" * 33 + b"1" + b"]" * 33, "depth"),
        (b'{"a":' * 33 + b"{}" + b"}" * 33, "depth"),
        (b"[" * 100_000 + b"]" * 100_000, "depth"),
        (b'"' + b"x" * canonical.SIZE_BYTES_MAX + b'"', "size"),
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    assert refusal(data) == reason


@pytest.mark.parametrize(
    "data",
    [
        b"9007199254740991",
        b"-9007199254740991",
        b'"12345678901234567890"',
        b"[" * 32 + b"]" * 32,
        b"[" * 32 + b"1" + b"]" * 32,
        b"[" + b"[]," * 50 + b"[]]",
        b'["' + b"[" * 60 + b'"]',
        # A newline escape before a combining mark: the text composes n + tilde, the string not.
        '"\\n\u0303"'.encode(),
        '"Ош — Поти"'.encode(),
    ],
)
def test_accepted(data: bytes) -> None:
    assert canonical.encode(canonical.parse(data)) == data


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.5, "float"),
        (float("nan"), "float"),
        ([float("inf"), None], "float"),
        ({1: object()}, "malformed"),
        ("\ud800", "malformed"),
        ("e\u0301", "not-nfc"),
        (1 << 53, "integer"),
        ([None, 1 << 53], "integer"),
        (1 << 70, "integer"),
        (msgspec.Raw(b'{"b":1,"a":2}'), "form"),
        (msgspec.Raw(b"null "), "form"),
    ],
)
def test_values_without_canonical_bytes(value: object, reason: str) -> None:
    with pytest.raises(NotCanonical) as caught:
        canonical.encode(value)
    assert caught.value.reason == reason


def test_recursive_value_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(NotCanonical):
        canonical.encode(loop)


class Point(msgspec.Struct, forbid_unknown_fields=True):
    y: int
    x: str | None = None
    data: bytes = b""


def test_structs_round_trip() -> None:
    point = Point(2, None, b"\x01")
    data = canonical.encode(point)
    assert data == b'{"data":"AQ==","x":null,"y":2}'
    assert canonical.decode(data, Point) == point


def test_shape_is_checked_after_form() -> None:
    with pytest.raises(NotCanonical, match=r"canonical\.shape"):
        canonical.decode(b'{"y":"2"}', Point)
    with pytest.raises(NotCanonical, match=r"canonical\.size"):
        canonical.decode(b'{"y":2}', Point, size_bytes_max=3)
