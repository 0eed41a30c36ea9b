"""The container: stdlib reads it, and no other form of the same parts passes."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.evidence import container
from corridor.evidence.container import pack, unpack
from corridor.evidence.errors import CaseInvalid

PARTS = {"case.json": b"{}", "events/00001.json": b"event", "empty.txt": b""}


def test_an_ordinary_zip() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(PARTS))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(PARTS)
        assert {name: archive.read(name) for name in PARTS} == PARTS
    assert unpack(pack(PARTS)) == PARTS
    assert unpack(pack({})) == {}


@given(st.binary(max_size=200))
def test_arbitrary_bytes(data: bytes) -> None:
    for candidate in (data, b"PK\3\4" + data):
        with pytest.raises(CaseInvalid, match=r"case\.container"):
            unpack(candidate)


def test_every_flipped_byte_and_every_cut() -> None:
    data = pack(PARTS)
    for at in range(len(data)):
        flipped = bytearray(data)
        flipped[at] ^= 0x01
        for other in (bytes(flipped), data[:at]):
            with pytest.raises(CaseInvalid, match=r"case\.container"):
                unpack(other)


def zipped(order: list[str], method: int = zipfile.ZIP_STORED, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.comment = comment
        for name in order:
            archive.writestr(zipfile.ZipInfo(name), PARTS.get(name, b"x"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pack(PARTS) + b"\0",
        b"\0" + pack(PARTS),
        zipped(sorted(PARTS)),
        zipped(sorted(PARTS), comment=b"hello"),
        zipped(sorted(PARTS), zipfile.ZIP_DEFLATED),
        zipped(sorted(PARTS, reverse=True)),
        zipped(["../up.txt"]),
        zipped(["/root.txt"]),
    ],
)
def test_other_zips_are_refused(data: bytes) -> None:
    with pytest.raises(CaseInvalid, match=r"case\.container"):
        unpack(data)


def test_a_part_that_comes_twice() -> None:
    single = pack({"a.txt": b"1"})
    entry = single[: single.index(b"PK\1\2")]
    with pytest.raises(CaseInvalid, match=r"case\.container"):
        unpack(entry + single)


@pytest.mark.parametrize(
    "name", ["", "a", "a.exe", "../a.txt", "a/../b.txt", "/a.txt", "a/b/c.txt", "A.txt", "a.txt\n"]
)
def test_names_refused(name: str) -> None:
    with pytest.raises(CaseInvalid, match=r"case\.container"):
        pack({name: b""})


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CaseInvalid, match="too many parts"):
        pack({f"a{number}.txt": b"" for number in range(container.PARTS_MAX + 1)})
    data = pack(PARTS)
    monkeypatch.setattr(container, "CONTAINER_BYTES_MAX", len(data) - 1)
    for attempt in (lambda: pack(PARTS), lambda: unpack(data)):
        with pytest.raises(CaseInvalid, match="more than"):
            attempt()
