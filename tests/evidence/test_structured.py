"""Structured fields: what is read, written and refused."""

import pytest

from corridor.evidence.errors import HttpSignatureInvalid
from corridor.evidence.structured import (
    InnerList,
    Item,
    parse_dictionary,
    serialise_bare,
    serialise_item,
    serialise_list,
)


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("a=1", {"a": Item(1)}),
        (" a=-15, b;x ", {"a": Item(-15), "b": Item(True, (("x", True),))}),
        ('a="q\\"b\\\\"', {"a": Item('q"b\\')}),
        ("a=:AQI=:", {"a": Item(b"\x01\x02")}),
        ("a=()", {"a": InnerList(())}),
        ("a=( )", {"a": InnerList(())}),
        (
            'sig=("@method" "x";req;key="k");created=5; tag="t"',
            {
                "sig": InnerList(
                    (Item("@method"), Item("x", (("req", True), ("key", "k")))),
                    (("created", 5), ("tag", "t")),
                )
            },
        ),
    ],
)
def test_dictionaries(text: str, members: dict) -> None:
    assert parse_dictionary(text) == members


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A=1",
        "a=1,",
        "a=1 b=2",
        "a=1,a=2",
        "a=1.5",
        "a=1234567890123456",
        "a=token",
        'a="é"',
        'a="\\x"',
        'a="open',
        "a=:AQ:",
        "a=:AR==:",
        "a=:A:",
        "a=(",
        'a=("b""c")',
        "a=1;x;x",
        "a=1;",
        f'a="{"x" * 9000}"',
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(HttpSignatureInvalid, match=r"httpsig\.malformed"):
        parse_dictionary(text)


def test_written() -> None:
    inner = InnerList((Item("a"), Item('b"\\', (("f", True), ("n", False)))), (("k", b"\x01"),))
    assert serialise_list(inner) == '("a" "b\\"\\\\";f;n=?0);k=:AQ==:'
    assert serialise_item(Item(-3)) == "-3"
    with pytest.raises(HttpSignatureInvalid, match=r"httpsig\.malformed"):
        serialise_bare("Ош")
