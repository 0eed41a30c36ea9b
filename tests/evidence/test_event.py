"""The envelope: its canonical bytes, its payload left raw, and what is refused."""

import json
from typing import Any

import msgspec
import pytest

from corridor.evidence import canonical
from corridor.evidence.errors import EventInvalid, NotCanonical
from corridor.evidence.event import (
    Actor,
    Envelope,
    are_headers,
    decode_envelope,
    envelope_tag,
    event_leaf,
)
from corridor.evidence.merkle import leaf_hash

ENVELOPE = Envelope(
    actor=Actor("KGOSH001", "KG-CUSTOMS", "p-1", "departure-officer"),
    at="2026-11-21T22:51:00.123Z",
    clock="2026-11-21T22:51:00.123Z-0001",
    node="KG",
    number=17,
    payload=msgspec.Raw('{"note":null,"tag":"movement.released/1","to":"Поти"}'.encode()),
    salt="AAECAwQFBgcICQoLDA0ODw",
    subject="mv-01",
)


def changed(**fields: Any) -> bytes:
    whole = json.loads(canonical.encode(ENVELOPE)) | fields
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_round_trip() -> None:
    data = canonical.encode(ENVELOPE)
    assert data.startswith(b'{"actor":{"office":"KGOSH001","org"')
    envelope = decode_envelope(data)
    assert canonical.encode(envelope) == data
    assert bytes(envelope.payload) == bytes(ENVELOPE.payload)
    assert envelope_tag(envelope) == "movement.released/1"
    assert envelope.order == ("2026-11-21T22:51:00.123Z-0001", "KG", 17)
    assert event_leaf(data) == leaf_hash(data)


def test_unchanged_fields_decode() -> None:
    assert decode_envelope(changed()).number == 17


@pytest.mark.parametrize(
    "fields",
    [
        {"at": "2026-11-21T22:51:00Z"},
        {"at": "2026-11-21T22:51:00.123Z\n"},
        {"clock": "2026-11-21T22:51:00.123Z-001"},
        {"node": "KGZ"},
        {"number": 0},
        {"number": "17"},
        {"payload": {"no": "tag"}},
        {"payload": {"tag": "movement.released"}},
        {"payload": []},
        {"salt": "AAECAwQFBgcICQoLDA0ODx"},
        {"subject": ""},
        {"subject": "../x"},
        {"actor": {"office": "KGOSH001"}},
        {"extra": 1},
    ],
)
def test_other_shapes_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(EventInvalid, match=r"event\.shape"):
        decode_envelope(changed(**fields))


@pytest.mark.parametrize("field", ["at", "clock", "node", "salt", "subject"])
def test_one_look_at_all_headers_sees_what_five_do(field: str) -> None:
    headers = {
        name: str(getattr(ENVELOPE, name)) for name in ("at", "clock", "node", "salt", "subject")
    }
    assert are_headers(**headers)
    for wrong in ("", " ", f"{headers[field]} ", headers[field] + "/", headers[field][:-1] + "!"):
        assert not are_headers(**{**headers, field: wrong})


def test_other_bytes_are_refused() -> None:
    with pytest.raises(NotCanonical, match=r"canonical\.form"):
        decode_envelope(canonical.encode(ENVELOPE).replace(b'"number":17', b'"number": 17'))


def test_an_uncanonical_payload_is_not_encoded() -> None:
    with pytest.raises(NotCanonical):
        canonical.encode(msgspec.structs.replace(ENVELOPE, payload=msgspec.Raw(b'{"a": 1}')))


@pytest.mark.parametrize("payload", [b'{"tag":1}', b"{", b'{"tag":"Upper.case/1"}'])
def test_a_payload_without_a_tag(payload: bytes) -> None:
    with pytest.raises(EventInvalid):
        envelope_tag(msgspec.structs.replace(ENVELOPE, payload=msgspec.Raw(payload)))
