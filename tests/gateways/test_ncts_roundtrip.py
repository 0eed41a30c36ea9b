"""What comes in goes out again as it was; the two judges of a message's shape are of one mind."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corridor.domain.refusals import Refusal, Refused
from corridor.gateways.ncts import roundtrip
from corridor.gateways.ncts.message import Message, Unfit, read_message
from corridor.gateways.ncts.pointers import pointer_of
from corridor.gateways.ncts.record import Record, record_of
from corridor.gateways.ncts.schema import schema_of
from corridor.gateways.ncts.structure import verdict_of
from corridor.gateways.ncts.table import REPEATED, TABLE
from corridor.gateways.xml.parse import parse
from tests.gateways.ncts_message import DECLARATION, changed, leaves, samples

GUARANTEE = DECLARATION[DECLARATION.index("<Guarantee>") : DECLARATION.index("</Guarantee>") + 12]


def test_our_declaration_goes_out_as_it_came() -> None:
    trip = roundtrip(DECLARATION.encode(), "a.xml", None)
    assert (trip.equal, trip.valid, trip.differences) == (True, True, ())
    assert (trip.message, trip.phase) == ("CC015C", "5")


def test_every_published_message_that_is_valid_goes_out_as_it_came(shared: Path) -> None:
    tried = set()
    for sample in samples(shared):
        if sample.p5 or sample.p6:
            trip = roundtrip(sample.data, sample.file, shared / "ncts")
            assert trip.equal, trip
            assert trip.valid, trip
            tried.add(trip.message)
    assert {"CC007C", "CC013C", "CC014C", "CC015C", "CC043C", "CC044C", "CC170C"} <= tried


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # A means of transport that is not known yet, and a number that the order does not say.
        ("<identificationNumber>01KG123ABC</identificationNumber>", ""),
        ("<combinedNomenclatureCode>00<", "<combinedNomenclatureCode>CL<"),
        ("<grossMass>1500.5<", "<grossMass>1500.500000000000<"),
        # Two guarantees of one kind are not one with two references.
        (GUARANTEE, GUARANTEE + GUARANTEE.replace("<sequenceNumber>1<", "<sequenceNumber>2<", 1)),
    ],
)
def test_what_has_no_place_comes_back_where_it_stood(old: str, new: str) -> None:
    trip = roundtrip(changed((old, new)), "a.xml", None)
    assert (trip.equal, trip.valid, trip.differences) == (True, True, ())


def test_two_references_of_one_guarantee_stay_together() -> None:
    start, end = GUARANTEE.index("<GuaranteeReference>"), GUARANTEE.index("</Guarantee>")
    one = GUARANTEE[start:end]
    two = one.replace("<sequenceNumber>1<", "<sequenceNumber>2<")
    trip = roundtrip(changed((GUARANTEE, GUARANTEE.replace(one, one + two))), "a.xml", None)
    assert (trip.equal, trip.valid) == (True, True)


def test_a_difference_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(message: Message) -> Record:
        record = record_of(message)
        assert isinstance(record, Record)
        assert record.secrets == ("AC01",)
        return record._replace(secrets=())

    module = import_module("corridor.gateways.ncts.roundtrip")
    monkeypatch.setattr(module, "record_of", forgetful)
    trip = roundtrip(DECLARATION.encode(), "a.xml", None)
    at = "/CC015C/Guarantee/1/GuaranteeReference/1/accessCode"
    assert trip.differences == (module.Difference(at, "AC01", ""),)
    assert not trip.equal


def test_a_message_without_a_record_is_named_so() -> None:
    [phase, *_] = TABLE.messages["CC017C"]
    found = record_of(Message(etree.fromstring("<CC017C/>"), "CC017C", phase))
    assert isinstance(found, Refused)
    [refusal] = found.refusals
    assert (refusal.code, refusal.pointer) == ("ncts.no_record", "/CC017C")


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE x [<!ENTITY e "1">]>' + DECLARATION.split("?>", 1)[1].encode(),
        ('<!DOCTYPE x [<!ENTITY e "1">]>' + DECLARATION.split("?>", 1)[1]).encode("utf-16"),
    ],
)
def test_a_document_type_is_refused_on_the_short_way_too(data: bytes) -> None:
    found = read_message(data)
    assert isinstance(found, Unfit)
    assert [one.code for one in found.refusals] == ["xml.doctype"]


def test_the_word_in_a_comment_is_no_document_type() -> None:
    data = DECLARATION.replace("?>", "?><!-- <!DOCTYPE x> -->", 1).encode()
    assert isinstance(read_message(data), Message)


def test_pointers_of_both_readings_are_the_same() -> None:
    ours, theirs = parse(DECLARATION.encode(), REPEATED), read_message(DECLARATION.encode())
    assert not isinstance(ours, Refusal)
    assert isinstance(theirs, Message)
    read = [leaf for leaf in theirs.root.iter() if not len(leaf)]
    assert [pointer_of(leaf) for leaf in read] == [leaf.pointer for leaf in leaves(ours)]


def test_both_judges_agree_on_every_published_message(shared: Path) -> None:
    for sample in samples(shared):
        _agree(sample.data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_both_judges_agree_on_broken_messages(data: Any) -> None:
    root = etree.fromstring(DECLARATION.encode())
    victims = [element for element in root.iter() if element.getparent() is not None]
    victim = data.draw(st.sampled_from(victims))
    above = victim.getparent()
    assert above is not None
    match data.draw(st.sampled_from(["drop", "twice", "text", "first", "child", "attribute"])):
        case "drop":
            above.remove(victim)
        case "twice":
            above.append(etree.fromstring(etree.tostring(victim)))
        case "text":
            victim.text = data.draw(st.text(alphabet="a1 .-Z\n\té\u00a0\u2003", max_size=40))
        case "first":
            above.insert(0, victim)
        case "child":
            etree.SubElement(victim, "unknown")
        case "attribute":
            victim.set("x", "1")
    _agree(etree.tostring(root))


def _agree(data: bytes) -> None:
    root = parse(data, REPEATED)
    if isinstance(root, Refusal) or root.name not in TABLE.messages:
        return
    for phase in TABLE.messages[root.name]:
        ours = not verdict_of(root, phase).refusals
        theirs = schema_of(root.name, phase).validate(etree.fromstring(data))
        assert ours == theirs, (phase, verdict_of(root, phase).refusals[:1])


@pytest.mark.parametrize("version", ["1.1", "1.5"])
def test_a_version_of_xml_that_is_not_read_is_named(version: str) -> None:
    data = changed(('version="1.0"', f'version="{version}"'))
    message = read_message(data)
    assert isinstance(message, Unfit)
    assert [refusal.code for refusal in message.refusals] == ["xml.malformed"]
