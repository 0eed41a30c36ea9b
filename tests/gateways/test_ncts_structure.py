"""The gateway's own structure checks, alone and beside the official schemas."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corridor.domain.refusals import Refusal
from corridor.gateways.ncts.official import SchemasUnusableError, check_schema
from corridor.gateways.ncts.shapes import fault_of
from corridor.gateways.ncts.structure import REFUSALS_MAX, check_structure, verdict_of
from corridor.gateways.ncts.table import REPEATED, TABLE, Leaf
from corridor.gateways.xml.element import Element
from corridor.gateways.xml.parse import parse
from tests.gateways.ncts_message import DECLARATION, changed, samples


def _root(data: bytes) -> Element:
    root = parse(data, REPEATED)
    assert isinstance(root, Element), root
    return root


def _refusals(*edits: tuple[str, str]) -> list[tuple[str, str]]:
    found = check_structure(_root(changed(*edits)))
    return [(refusal.code, refusal.pointer) for refusal in found.refusals]


def test_a_right_message_passes() -> None:
    found = check_structure(_root(DECLARATION.encode()))
    assert found == ("5", ())


LRN = "<LRN>KG-2026-7</LRN>"
REFUSED = {
    "missing": ((LRN, ""), "xml.missing", "/CC015C/TransitOperation"),
    "unexpected": ((LRN, f"{LRN}<extra/>"), "xml.unexpected", "/CC015C/TransitOperation/extra"),
    "twice": ((LRN, LRN + LRN), "xml.too_many", "/CC015C/TransitOperation/LRN"),
    "order": (
        (
            f"{LRN}\n    <declarationType>T1</declarationType>",
            f"<declarationType>T1</declarationType>{LRN}",
        ),
        "xml.order",
        "/CC015C/TransitOperation/LRN",
    ),
    "empty": ((LRN, "<LRN/>"), "xml.pattern", "/CC015C/TransitOperation/LRN"),
    "long": (("KG-2026-7", "X" * 23), "xml.length", "/CC015C/TransitOperation/LRN"),
    "child of a leaf": (
        (LRN, "<LRN><b>1</b></LRN>"),
        "xml.unexpected",
        "/CC015C/TransitOperation/LRN/b",
    ),
    "text between": ((LRN, f"{LRN} and more"), "xml.text", "/CC015C/TransitOperation"),
    "attribute": (
        (LRN, '<LRN a="1">KG-2026-7</LRN>'),
        "xml.attribute",
        "/CC015C/TransitOperation/LRN",
    ),
    "code": (
        ("<containerIndicator>1<", "<containerIndicator>2<"),
        "xml.code",
        "/CC015C/Consignment/containerIndicator",
    ),
    "no number": (
        ("<grossMass>1500.5<", "<grossMass>heavy<"),
        "xml.type",
        "/CC015C/Consignment/grossMass",
    ),
    "digits": (
        ("<grossMass>1500.5<", "<grossMass>12345678901.123456<"),
        "xml.digits",
        "/CC015C/Consignment/grossMass",
    ),
    "decimals": (
        ("<grossMass>1500.5<", "<grossMass>1.1234567<"),
        "xml.decimals",
        "/CC015C/Consignment/grossMass",
    ),
    "no date": (
        ("2026-11-20T08:00:00", "2026-02-30T08:00:00"),
        "xml.type",
        "/CC015C/preparationDateAndTime",
    ),
    "namespace": (
        ('xmlns:ncts="http://ncts.dgtaxud.ec"', 'xmlns:ncts="http://ncts.dgtaxud.eu"'),
        "xml.namespace",
        "/CC015C",
    ),
    "qualified children": (
        (LRN, '<LRN xmlns="http://ncts.dgtaxud.ec">KG-2026-7</LRN>'),
        "xml.unexpected",
        "/CC015C/TransitOperation/LRN",
    ),
    "phase": (('PhaseID="NCTS5.1"', 'PhaseID="NCTS4"'), "xml.phase", "/CC015C/@PhaseID"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    edit, code, pointer = REFUSED[name]
    assert (code, pointer) in _refusals(edit)


def test_an_unknown_message() -> None:
    found = check_structure(_root(b'<n:CC999C xmlns:n="http://ncts.dgtaxud.ec"/>'))
    assert [refusal.code for refusal in found.refusals] == ["xml.unknown_message"]


def test_the_list_of_objections_has_an_end() -> None:
    found = check_structure(_root(changed((LRN, "<x/>" * 1000))))
    assert len(found.refusals) == REFUSALS_MAX


def test_phase_6_is_told_by_its_name_and_by_its_content() -> None:
    named = changed(('PhaseID="NCTS5.1"', 'PhaseID="NCTS6"'))
    assert check_structure(_root(named)) == ("6", ())
    without = changed((' PhaseID="NCTS5.1"', ""))
    assert not check_structure(_root(without)).refusals


def test_every_pattern_of_the_table_compiles_and_every_reference_leads_somewhere() -> None:
    for number in range(len(TABLE.leaves)):
        fault_of("x", number)
    for group in TABLE.groups:
        for _, least, most, kind in group:
            assert least <= most or most == 0
            assert kind < len(TABLE.groups)
            assert -1 - kind < len(TABLE.leaves)


def test_verdicts_agree_with_those_recorded(shared: Path) -> None:
    differing = []
    for sample in samples(shared):
        root = parse(sample.data, REPEATED)
        for phase, valid in (("5", sample.p5), ("6", sample.p6)):
            phases = TABLE.messages.get(root.name, {}) if isinstance(root, Element) else {}
            ours = (
                phase in phases
                and isinstance(root, Element)
                and (not verdict_of(root, phase).refusals)
            )
            if ours != valid:
                differing.append((sample.file, phase))
    assert differing == []


MUTATIONS = 400


def test_verdicts_agree_with_the_official_schemas_on_bent_messages(shared: Path) -> None:
    """Published messages with elements dropped, doubled, moved or altered, judged by both."""
    chance = random.Random(7)
    valid = [sample for sample in samples(shared) if sample.p5 and len(sample.data) < 20_000]
    schemas = shared / "ncts"
    for _ in range(MUTATIONS):
        sample = chance.choice(valid)
        data = _bent(sample.data, chance)
        root = _root(data)
        for phase in ("5", "6"):
            ours = not verdict_of(root, phase).refusals
            theirs = not check_schema(data, root.name, phase, schemas)
            assert ours == theirs, (sample.file, phase, data.decode())


def _bent(data: bytes, chance: random.Random) -> bytes:
    tree = etree.fromstring(data)
    nodes = [node for node in tree.iterdescendants() if isinstance(node.tag, str)]
    node = chance.choice(nodes)
    parent = node.getparent()
    assert parent is not None
    match chance.choice(("drop", "double", "move", "text")):
        case "drop":
            parent.remove(node)
        case "double":
            parent.insert(parent.index(node), etree.fromstring(etree.tostring(node)))
        case "move":
            parent.insert(chance.randrange(len(parent)), node)
        case _ if not len(node):
            node.text = chance.choice(ODD)
    return etree.tostring(tree)


ODD = (
    "", "0", "00", "1", "-1", "+1", "99999", "100000", "1.0", "0.0", "1.1234567", "1.1000000",
    "12345678901234567", " x ", "x", "X", "é", "2026-02-29", "2024-02-29", "2026-11-20T24:00:00",
    "2026-11-20T08:00:00Z", "a@b.c", "XI", "XI000142", "T1", "\n", "A" * 600,
)  # fmt: skip


@given(st.text(max_size=40), st.integers(0, len(TABLE.leaves) - 1))
def test_any_text_gets_a_verdict(text: str, number: int) -> None:
    fault = fault_of(text, number)
    assert fault is None or all(isinstance(part, str) for part in fault)


@pytest.mark.parametrize(
    ("text", "good"),
    [("5", True), ("5.0", True), ("5.01", False), ("4.99", True), ("-1", False), ("0", True),
     ("00005", True), ("05.100", False)],
)  # fmt: skip
def test_bounds_count_fractions(text: str, good: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    leaf = Leaf("decimal", min_inclusive=0, max_inclusive=5)
    monkeypatch.setattr("corridor.gateways.ncts.shapes.TABLE", _OneLeaf(leaf))
    assert (fault_of(text, 0) is None) is good


class _OneLeaf:
    def __init__(self, leaf: Leaf) -> None:
        self.leaves = (leaf,)


def test_schemas_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SchemasUnusableError) as caught:
        check_schema(DECLARATION.encode(), "CC015C", "5", tmp_path)
    assert "xsd-p5" in caught.value.diagnostics()


def test_schemas_are_read_from_their_folder_alone(tmp_path: Path) -> None:
    folder = tmp_path / "schemas" / "xsd-p5"
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>'
    )
    (folder / "cc015c.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<xs:include schemaLocation="../../elsewhere.xsd"/></xs:schema>'
    )
    with pytest.raises(SchemasUnusableError):
        check_schema(DECLARATION.encode(), "CC015C", "5", tmp_path / "schemas")


def test_official_objections_point_into_the_message(shared: Path) -> None:
    data = changed(("<grossMass>1000.5<", "<grossMass>heavy<"))
    found = check_schema(data, "CC015C", "5", shared / "ncts")
    assert isinstance(found[0], Refusal)
    assert found[0].pointer == (
        "/CC015C/Consignment/HouseConsignment/1/ConsignmentItem/1/Commodity/GoodsMeasure/grossMass"
    )
