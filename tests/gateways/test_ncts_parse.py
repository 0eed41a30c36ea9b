"""Hostile and broken XML is refused with a reason, and never does anything."""

import pytest

from corridor.domain.refusals import Refusal
from corridor.gateways.ncts.table import REPEATED
from corridor.gateways.xml import parse as limits
from corridor.gateways.xml.element import Element
from corridor.gateways.xml.parse import parse
from tests.gateways.ncts_message import DECLARATION, first, leaves

BOMB = (
    '<!DOCTYPE b [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><CC015C>&a11;</CC015C>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CC015C>&e;</CC015C>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><CC015C/>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><CC015C/>'

REFUSED = {
    "empty": (b"", "xml.malformed"),
    "no xml": (b"LRN,1", "xml.malformed"),
    "json": (b'{"CC015C": {}}', "xml.malformed"),
    "cut off": (DECLARATION.encode()[:900], "xml.malformed"),
    "two roots": (b"<a/><b/>", "xml.malformed"),
    "wrong nesting": (b"<a><b></a></b>", "xml.malformed"),
    "unknown entity": (b"<a>&nope;</a>", "xml.malformed"),
    "unknown prefix": (b"<x:CC015C/>", "xml.malformed"),
    "attribute twice": (b'<a x="1" x="2"/>', "xml.malformed"),
    "wrong bytes": (b"<a>\xff\xfe</a>", "xml.malformed"),
    "latin said to be utf-8": (
        '<?xml version="1.0" encoding="UTF-8"?><a>é</a>'.encode("latin-1"),
        "xml.malformed",
    ),
    "unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', "xml.malformed"),
    "null": (b"<a>\x00</a>", "xml.malformed"),
    "bomb": (BOMB.encode(), "xml.doctype"),
    "bomb in utf-16": (BOMB.encode("utf-16"), "xml.doctype"),
    "file entity": (OUTSIDE.encode(), "xml.doctype"),
    "remote document type": (REMOTE.encode(), "xml.doctype"),
    "parameter entity": (PARAMETER.encode(), "xml.doctype"),
    "plain document type": (b"<!DOCTYPE CC015C><CC015C/>", "xml.doctype"),
    "deep": (b"<a>" * 40 + b"</a>" * 40, "xml.too_deep"),
    "very deep": (b"<a>" * 100_000, "xml.too_deep"),
    "large": (b"<a>" + b" " * limits.SIZE_MAX_BYTES + b"</a>", "xml.too_large"),
    "many elements": (b"<a>" + b"<b/>" * limits.ELEMENTS_MAX + b"</a>", "xml.too_many_elements"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    data, code = REFUSED[name]
    found = parse(data, REPEATED)
    assert isinstance(found, Refusal)
    assert found.code == code


def test_the_refusal_says_where() -> None:
    deep = parse(b"<CC015C>" + b"<Consignment>" * 40, REPEATED)
    assert isinstance(deep, Refusal)
    assert deep.pointer == "/CC015C" + "/Consignment" * 31
    cut = parse(DECLARATION.encode()[:-400], REPEATED)
    assert isinstance(cut, Refusal)
    assert cut.pointer.startswith("/CC015C/Consignment/HouseConsignment/1/ConsignmentItem/2")
    assert "line" in cut.args["reason"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_encodings_that_say_what_they_are(encoding: str) -> None:
    text = DECLARATION.replace('encoding="UTF-8"', "", 1).replace("Dostuk Trans", "Достук Транс")
    root = parse(text.encode(encoding), REPEATED)
    assert isinstance(root, Element)
    name = first(root, "HolderOfTheTransitProcedure/name")
    assert name is not None
    assert name.text.strip() == "Достук Транс"


def test_depth_limit_is_exact() -> None:
    depth = limits.DEPTH_MAX
    assert isinstance(parse(b"<a>" * depth + b"</a>" * depth, REPEATED), Element)
    assert isinstance(parse(b"<a>" * (depth + 1) + b"</a>" * (depth + 1), REPEATED), Refusal)


def test_comments_and_instructions_are_not_data() -> None:
    root = parse(b"<?x y?><a><!-- <b>1</b> --><c>1<!-- 2 -->3</c><?z?></a>", REPEATED)
    assert isinstance(root, Element)
    assert [(leaf.pointer, leaf.text) for leaf in leaves(root)] == [("/a/c", "13")]


def test_pointers_count_what_can_repeat() -> None:
    root = parse(DECLARATION.encode(), REPEATED)
    assert isinstance(root, Element)
    pointers = [leaf.pointer for leaf in leaves(root)]
    assert len(pointers) == len(set(pointers))
    goods = "/CC015C/Consignment/HouseConsignment/1/ConsignmentItem/2/Commodity"
    assert f"{goods}/GoodsMeasure/grossMass" in pointers
    assert "/CC015C/TransitOperation/LRN" in pointers
    assert "/CC015C/Consignment/TransportEquipment/1/Seal/2/identifier" in pointers
