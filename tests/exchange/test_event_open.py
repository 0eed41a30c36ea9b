"""An opened event is kept byte for byte, also one whose payload is not known here."""

import pickle

import msgspec
import msgspec.inspect as shapes
import pytest

from corridor.domain.facts import Unknown
from corridor.domain.movement.guarantee import GuaranteeRequested
from corridor.engine.codec import PAYLOADS, fact_of, read_payload, tag_of
from corridor.engine.ports import SealedEvent
from corridor.evidence.canonical import INTEGER_MAX
from corridor.evidence.event import event_leaf
from corridor.exchange.errors import PageRefused
from corridor.exchange.event_open import open_event
from tests.exchange.network import Node, Wires
from tests.exchange.steps import accepted_movement


def test_it_says_what_its_bytes_say() -> None:
    kg = Node("KG", Wires())
    accepted_movement(kg.core)
    with kg.core.store.read() as reader:
        events = reader.log(0, 100)
    movement = next(event for event in events if event.tag == "movement.lodged/1")
    newer = movement.data.replace(b'"tag":"movement.lodged/1"', b'"tag":"movement.lodged/9"')
    for event in events:
        known = open_event(event.data, event_leaf(event.data), "UZ")
        assert known.event == SealedEvent(*msgspec.structs.astuple(event)[:-1])
        assert (known.first is None) == (known.fact == fact_of(event))
        carried = pickle.loads(pickle.dumps(known))
        assert carried == msgspec.structs.replace(known, fact=None)
    assert newer != movement.data
    opened = open_event(newer, event_leaf(newer), "UZ").event
    assert opened.tag == "movement.lodged/9"
    fact = fact_of(opened)
    assert fact == msgspec.structs.replace(fact_of(movement), payload=Unknown())


def test_no_number_goes_through_that_readers_would_read_unlike() -> None:
    kg = Node("KG", Wires())
    accepted_movement(kg.core)
    with kg.core.store.read() as reader:
        events = reader.log(0, 100)
    data = next(event.data for event in events if event.tag == "movement.lodged/1")
    numbered = b'"number":%d,"payload"'
    number = data.partition(b'"number":')[2].partition(b",")[0]
    for other in (INTEGER_MAX, INTEGER_MAX + 1, 0, -1):
        changed = data.replace(numbered % int(number), numbered % other)
        assert changed != data
        if other == INTEGER_MAX:
            assert open_event(changed, event_leaf(changed), "UZ").event.number == other
        else:
            with pytest.raises(PageRefused):
                open_event(changed, event_leaf(changed), "UZ")
    asked = GuaranteeRequested("26KG0000000000001", 123456, "EUR")
    plain = msgspec.json.encode(asked, order="sorted")
    assert read_payload(tag_of(asked), plain) == asked
    too_long = plain.replace(b"123456", b"9007199254740993")
    assert read_payload(tag_of(asked), too_long) is None


def test_sorted_output_of_every_known_payload_is_canonical() -> None:
    """Opening looks for no long number, no float and no odd key: the types leave room for none."""
    waiting, seen = [shapes.type_info(kind) for kind in PAYLOADS], set()
    while waiting:
        match waiting.pop():
            case shapes.StructType(cls=cls, fields=fields) if cls not in seen:
                seen.add(cls)
                assert all(field.encode_name.isascii() for field in fields)
                waiting += [field.type for field in fields]
            case shapes.StructType():
                continue
            case shapes.UnionType(types=types):
                waiting += types
            case shapes.VarTupleType(item_type=item):
                waiting.append(item)
            case shapes.DictType(key_type=shapes.StrType(pattern=str()) as key, value_type=value):
                assert key.pattern in (r"\A[a-z0-9_]{1,40}\Z", r"\A[a-z0-9_]{1,24}\Z")
                waiting.append(value)
            case shapes.IntType(ge=int() as least, le=int() as most):
                assert -INTEGER_MAX <= least <= most <= INTEGER_MAX
            case other:
                kinds = (shapes.StrType, shapes.BoolType, shapes.NoneType, shapes.LiteralType)
                assert isinstance(other, kinds), other
    assert len(seen) > 50
