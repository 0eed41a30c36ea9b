"""Whole files: what is accepted, what is refused and where, and that nothing ever raises."""

import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.domain.consignment import Dossier
from corridor.domain.reference import Reference, load_reference
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.routes import Route
from corridor.gateways.ncts import CheckResult, Declared, check_file, read_declaration
from corridor.gateways.ncts.texts import ALL_TEXTS, TEXTS, english
from tests.gateways.ncts_message import DECLARATION, changed, samples

TODAY = "2026-11-21"
REFERENCE = load_reference()
HOUSE = "/CC015C/Consignment/HouseConsignment/1"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return REFERENCE


def _check(data: bytes, schemas: Path | None = None) -> CheckResult:
    return check_file(data, "a.xml", schemas, REFERENCE, TODAY)


def test_a_right_declaration_is_accepted() -> None:
    result = _check(DECLARATION.encode())
    assert result.accepted
    assert (result.message, result.phase, result.refusals, result.warnings) == (
        "CC015C",
        "5",
        (),
        (),
    )
    assert len(result.aside) > 5


REFUSED = {
    "seal count": (("<numberOfSeals>2<", "<numberOfSeals>3<"), "R0106",
                   "/CC015C/Consignment/TransportEquipment/1/numberOfSeals"),
    "check digit of the GRN": (("24XI00000100002A4", "24XI00000100002A5"), "R0028",
                               "/CC015C/Guarantee/1/GuaranteeReference/1/GRN"),
    "sum of masses": (("<grossMass>1500.500<", "<grossMass>1500.499<"), "R0983",
                      f"{HOUSE}/grossMass"),
    "net above gross": (("<netMass>950<", "<netMass>1950<"), "R0223",
                        f"{HOUSE}/ConsignmentItem/1/Commodity/GoodsMeasure/netMass"),
    "seal twice": (("KG-002", "KG-001"), "R0107",
                   "/CC015C/Consignment/TransportEquipment/1/Seal/2/identifier"),
    "sequence": (("<Seal><sequenceNumber>2<", "<Seal><sequenceNumber>3<"), "R0987",
                 "/CC015C/Consignment/TransportEquipment/1/Seal/2/sequenceNumber"),
    "goods number": (("<goodsItemNumber>2<", "<goodsItemNumber>3<"), "R0988",
                     f"{HOUSE}/ConsignmentItem/2/goodsItemNumber"),
    "no countries of routing": (("<bindingItinerary>0<", "<bindingItinerary>1<"), "C0586",
                                "/CC015C/Consignment"),
    "reduced data set": (("<reducedDatasetIndicator>0<", "<reducedDatasetIndicator>1<"), "R0859",
                         "/CC015C/TransitOperation/reducedDatasetIndicator"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_rule_is_named_with_its_place(name: str) -> None:
    edit, rule, pointer = REFUSED[name]
    result = _check(changed(edit))
    assert not result.accepted
    assert [(refusal.rule, refusal.pointer) for refusal in result.refusals] == [(rule, pointer)]


def test_a_container_of_other_marks_only_warns() -> None:
    result = _check(changed(("CSQU3054383", "WGPCGR")))
    assert result.accepted
    assert [(found.rule, found.pointer) for found in result.warnings] == [
        (
            "ISO6346",
            "/CC015C/Consignment/TransportEquipment/1/containerIdentificationNumber",
        )
    ]


AMENDMENT = "CC013C-valid-1ab9faf0fa.xml"
"""An amendment that names its movement: MRN 24XI000081MZVSWCJ0, without safety data."""


@pytest.mark.parametrize(("security", "expected"), [("1", "L"), ("2", "K"), ("3", "M")])
def test_an_mrn_fits_the_safety_data(shared: Path, security: str, expected: str) -> None:
    data = (shared / "ncts" / "samples" / AMENDMENT).read_bytes()
    bent = data.replace(b"<security>0<", f"<security>{security}<".encode())
    assert bent != data
    [found] = [one for one in _check(bent).refusals if one.rule == "R0410"]
    assert found.pointer == "/CC013C/TransitOperation/MRN"
    assert found.args == {"given": "J", "expected": expected}


def test_of_an_mrn_that_is_wrong_its_letter_is_not_judged(shared: Path) -> None:
    data = (shared / "ncts" / "samples" / AMENDMENT).read_bytes()
    bent = data.replace(b"<security>0<", b"<security>1<").replace(b"MZVSWCJ0", b"MZVSWCJ1")
    rules = {found.rule for found in _check(bent).refusals}
    assert "R0028" in rules
    assert "R0410" not in rules


def test_all_faults_are_told_at_once() -> None:
    result = _check(
        changed(
            ("<additionalDeclarationType>A<", "<additionalDeclarationType>Z<"),
            ("<typeOfPackages>BX<", "<typeOfPackages>bx<"),
            ("<numberOfSeals>2<", "<numberOfSeals>3<"),
            ("24XI00000100002A4", "24XI00000100002A5"),
        )
    )
    assert {refusal.rule or refusal.code for refusal in result.refusals} == {
        "ncts.value", "CL017", "R0106", "R0028",
    }  # fmt: skip


def test_the_answer_for_programs() -> None:
    shown = _check(changed(("<numberOfSeals>2<", "<numberOfSeals>3<"))).as_json()
    assert msgspec.json.decode(msgspec.json.encode(shown)) == shown
    assert shown["file"] == "a.xml"
    assert shown["accepted"] is False
    assert shown["refusals"] == [
        {
            "code": "rule.R0106",
            "rule": "R0106",
            "pointer": "/CC015C/Consignment/TransportEquipment/1/numberOfSeals",
            "text": "The number of seals is 3, but 2 are listed.",
        }
    ]


def test_schemas_are_asked_too(shared: Path) -> None:
    assert _check(DECLARATION.encode(), shared / "ncts").accepted
    result = _check(changed(("<LRN>KG-2026-7</LRN>", "")), shared / "ncts")
    assert {refusal.code for refusal in result.refusals} == {"xml.missing", "xml.schema"}


UNLOADING_NUMBERS = "CC044C-valid-9965d1182b.xml"
"""Unloading remarks name only what differs (R0054), so that seal 2 may stand alone."""


def test_verdicts_on_published_messages(shared: Path) -> None:
    for sample in samples(shared):
        result = _check(sample.data)
        if not (sample.p5 or sample.p6):
            assert not result.accepted, sample.file
        elif sample.file == UNLOADING_NUMBERS:
            assert result.accepted
        else:
            assert result.accepted == (not sample.rules), sample.file
            assert sample.rules <= {refusal.rule for refusal in result.refusals}, sample.file


def test_official_schemas_change_no_verdict(shared: Path) -> None:
    for sample in samples(shared):
        without = _check(sample.data)
        assert _check(sample.data, shared / "ncts").accepted == without.accepted, sample.file


def test_published_declarations_can_be_lodged(shared: Path, reference: Reference) -> None:
    lodged = 0
    for sample in samples(shared):
        if sample.type != "CC015C" or sample.rules or not (sample.p5 or sample.p6):
            continue
        read = read_declaration(sample.data, Route(()), reference, TODAY)
        assert isinstance(read, Declared), (sample.file, read)
        stored = msgspec.json.encode(read.dossier)
        assert msgspec.json.decode(stored, type=Dossier) == read.dossier
        lodged += 1
    assert lodged > 40


def test_reading_a_declaration(reference: Reference) -> None:
    read = read_declaration(DECLARATION.encode(), Route(()), reference, TODAY)
    assert isinstance(read, Declared)
    assert read.access_code == "AC01"
    assert read.aside == read.dossier.aside


def test_only_a_declaration_can_be_lodged(shared: Path, reference: Reference) -> None:
    other = next(sample for sample in samples(shared) if sample.type == "CC014C" and sample.p5)
    read = read_declaration(other.data, Route(()), reference, TODAY)
    assert isinstance(read, Refused)
    assert [refusal.code for refusal in read.refusals] == ["ncts.not_a_declaration"]


def test_a_broken_declaration_is_not_lodged(reference: Reference) -> None:
    read = read_declaration(b"<a/>", Route(()), reference, TODAY)
    assert isinstance(read, Refused)


@given(st.data())
def test_no_bytes_raise(data: st.DataObject) -> None:
    """Bytes cut, repeated, flipped or inserted anywhere lead to a verdict."""
    message = DECLARATION.encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(message)))
        end = data.draw(st.integers(start, min(len(message), start + 200)))
        piece = data.draw(st.sampled_from(PIECES) | st.binary(max_size=20))
        message = message[:start] + piece + message[end:]
    _every_refusal_has_its_text(_check(message))


PIECES = (
    b"", b"<", b">", b"/>", b"<a/>", b"]]>", b"<![CDATA[x]]>", b"&#0;", b"&lt;", b"<!DOCTYPE a>",
    b"0", b"-1", b"99999999999999999999", b"\xc3\xa9", b"\xff", b"<Seal>", b"</Seal>",
    b"<ConsignmentItem/>", b'<?xml version="1.0"?>', b" xmlns='x'", b"\x00",
)  # fmt: skip


def test_no_bent_text_raises() -> None:
    """Every text in turn is replaced by values that a form or a program may produce."""
    chance = random.Random(3)
    texts = [piece.split("<")[0] for piece in DECLARATION.split(">") if piece.split("<")[0].strip()]
    odd = ("", "0", "-1", "x", "é", "1e5", "9" * 30, "2026-02-30", "NaN", "T", "{x}", "%s", "🚚")
    for text in texts:
        if DECLARATION.count(f">{text}<") == 1:
            bent = DECLARATION.replace(f">{text}<", f">{chance.choice(odd)}<")
            _every_refusal_has_its_text(_check(bent.encode()))


def _every_refusal_has_its_text(result: CheckResult) -> None:
    assert result.accepted == (not result.refusals)
    for refusal in (*result.refusals, *result.warnings):
        assert refusal.code in ALL_TEXTS
        assert english(refusal)


def test_an_argument_that_lacks_does_not_hide_the_refusal() -> None:
    assert "limit" in english(Refusal("xml.too_large"))
    assert english(Refusal("no.such")) == "no.such"


@pytest.mark.parametrize("code", TEXTS)
def test_texts_speak_russian(code: str, root: Path) -> None:
    catalogue = root / "src/corridor/web/locale/ru/LC_MESSAGES/corridor.po"
    from babel.messages.pofile import read_po

    with catalogue.open("rb") as file:
        translations = {message.id: message.string for message in read_po(file)}
    assert translations.get(TEXTS[code].text)
    assert translations.get(TEXTS[code].remedy)
