"""Tables as people bring them: read for what they are, bounded, matched by their headings."""

import asyncio
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from corridor.web.i18n import words_in
from corridor.web.listing.xlsx import XlsxFile
from corridor.web.tables.kept import Table, cells_of, first_look
from corridor.web.tables.kinds import NO_TABLE, kind_of
from corridor.web.tables.letters import read_as, readings
from corridor.web.tables.matching import FIELDS, head_row, matched
from corridor.web.tables.model import CELLS_MAX, ROWS_MAX, Brought, Sheet, Unread, letter
from corridor.web.tables.reading import TableReader, pasted
from corridor.web.tables.text import (
    LOST_LETTERS,
    NO_DELIMITER,
    NOT_LETTERS,
    ONE_COLUMN,
    read_pasted,
    read_text,
)
from corridor.web.tables.values import meant
from corridor.web.views.table_rows import name_of_field
from tests.support.engines import REFERENCE

HEADS = ("Описание", "Код ТН ВЭД", "Кол-во мест", "Вес брутто, кг", "Дата")
SHEET = "xl/worksheets/sheet1.xml"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def book(*rows: list[Any], heads: tuple[str, ...] = HEADS) -> bytes:
    file = XlsxFile("Груз")
    return file.begin(heads) + file.rows(rows) + file.end()


def changed(data: bytes, part: str, make: Any) -> bytes:
    """The book with one part of its zip made otherwise."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            was = old.read(name)
            new.writestr(name, make(was) if name == part else was)
    return made.getvalue()


def ods(table: str) -> bytes:
    made = io.BytesIO()
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = "".join(f' xmlns:{n}="{space}{n}:1.0"' for n in ("office", "table", "text"))
    with zipfile.ZipFile(made, "w", 8) as new:
        new.writestr("mimetype", ODS_TYPE)
        new.writestr("META-INF/manifest.xml", "<manifest/>")
        new.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return made.getvalue()


def read(data: bytes, seconds: float = 20) -> Brought | Unread:
    return asyncio.run(TableReader(seconds).read(data))


def rows_in(data: bytes) -> tuple[tuple[str, ...], ...]:
    found = read(data)
    assert isinstance(found, Brought), found
    return found.sheets[0].rows


def test_a_book_is_read_as_a_person_would_type_it() -> None:
    found = rows_in(book(["Чай", "080929", Decimal(1240), Decimal("6200.1"), date(2026, 11, 22)]))
    assert found == (HEADS, ("Чай", "080929", "1240", "6200.1", "2026-11-22"))


def test_an_open_document_is_read() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    row = f"<table:table-row>{cell.format('HS')}{cell.format('Брутто')}</table:table-row>"
    blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/>'
    found = read(ods(f"{row}{blank}</table:table-row>"))
    assert isinstance(found, Brought)
    assert (found.kind, found.sheets[0].rows) == ("ods", (("HS", "Брутто"),))


def test_a_formula_is_read_as_its_last_result_and_told() -> None:
    cell = b'<c r="A2"><f>HYPERLINK("http://x","y")</f><v>7</v></c>'
    data = changed(book([""]), SHEET, lambda xml: xml.replace(b"<c/>", cell, 1))
    found = read(data)
    assert isinstance(found, Brought)
    assert found.formulas
    assert found.sheets[0].rows[1][0] == "7"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"%PDF-1.7", "no table"),
        (b"\x89PNG\r\n", "no table"),
        (b"MZ\x90", "no table"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "no table"),
        (b"a;b\0c", "no table"),
        (b"PK\x03\x04 no zip at all", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        (book()[:-200], "damaged"),
        (changed(book(), SHEET, lambda xml: xml[:300]), "damaged"),
        (changed(book(), "xl/workbook.xml", lambda xml: b"<a/>"), "damaged"),
    ],
)
def test_a_file_that_is_no_table_says_what_it_is(data: bytes, said: str) -> None:
    found = read(data)
    assert isinstance(found, Unread), found
    assert said in found.text


def test_the_contents_decide_and_not_the_name() -> None:
    assert kind_of(b"HS;gross\r\n1;2") == "csv"
    assert kind_of(book()) == "xlsx"
    assert kind_of(ods("")) == "ods"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    found = kind_of(made.getvalue())
    assert isinstance(found, Unread)
    assert found.args["what"] == "a text document"


def test_a_bomb_is_refused_before_it_is_read() -> None:
    """A sheet of 66 MB in 70 KB, and one that says it were of a thousand bytes."""
    made, large = io.BytesIO(), 66 << 20
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            with new.open(name, "w") as part:
                part.write(old.read(name))
                for _ in range(66 if name == SHEET else 0):
                    part.write(bytes(1 << 20))
        size = new.getinfo(SHEET).file_size
    bomb = made.getvalue()
    assert len(bomb) < 1 << 20
    assert size > large
    lying = bomb.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lying != bomb
    for data in (bomb, lying):
        found = read(data)
        assert isinstance(found, Unread)
        assert "more room" in found.text or "damaged" in found.text


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
         b"</row>", "room|rows|columns"),
        (b'<row r="1"><c r="ZZ1"><v>1</v></c></row>', "columns"),
        (b"".join(b'<row r="%d"><c><v>1</v></c></row>' % n for n in range(1, ROWS_MAX + 2)),
         "rows"),
        (b"".join(b'<row r="%d"><c r="CV%d"><v>1</v></c></row>' % (n, n)
                  for n in range(1, CELLS_MAX // 100 + 3)), "cells"),
    ],
)  # fmt: skip
def test_a_sheet_has_bounds(sheet: bytes, said: str) -> None:
    def made(xml: bytes) -> bytes:
        return xml[: xml.index(b"<sheetData>") + 11] + sheet + b"</sheetData></worksheet>"

    found = read(changed(book(), SHEET, made))
    assert isinstance(found, Unread), found
    assert any(word in found.text for word in said.split("|")), found


def test_what_takes_too_long_is_ended() -> None:
    found = read(book(), seconds=0.01)
    assert isinstance(found, Unread)
    assert "more room" in found.text


def test_one_broken_row_of_ten_thousand_does_not_take_the_others() -> None:
    """Ten thousand below their headings, as many as are read."""
    lines = ["Товар;Код;Мест", *(f"Чай {n};0902;{n}" for n in range(1, 10_001))]
    lines[5_002] = 'Чай "лучший;"0902;1'
    sheet = table_in("\r\n".join(lines).encode())
    assert len(sheet.rows) == 10_001
    assert sheet.broken == (5_002,)
    assert sheet.rows[10_000] == ("Чай 10000", "0902", "10000")
    assert isinstance(pasted("\n".join([*lines, "one more"])), Unread)


def test_a_table_of_any_program_is_read() -> None:
    text = "sep=\t\r\ndescription\tHS\tgross\r\nTea\u00a0\t'0902 10\t1\u202f200,50\r\n\t\t\r\n"
    for data in (text.encode("utf-8-sig"), text.encode("utf-16")):
        assert table_in(data).rows[1] == ("Tea\u00a0", "'0902 10", "1\u202f200,50")
    assert read_pasted("Счёт 5, от 22.11\nописание;мест\nЧай, зелёный;1,5").rows[2] == (
        "Чай, зелёный",
        "1,5",
    )


def table_in(data: bytes) -> Sheet:
    found = read_text(data)
    assert not isinstance(found, Unread)
    return found[0]


RUSSIAN = "Описание;ТН ВЭД;Мест\r\nЧай чёрный «Ассам»;0902;5\r\nЦех № 3;5205;1\r\n"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_letters_of_a_file_are_told_by_its_bytes(name: str) -> None:
    for text in (RUSSIAN, "品名;HS\n茶;0902\n", "Mal;GTİP\nÇay;0902"):
        found = read(text.encode(name))
        assert isinstance(found, Brought)
        assert found.sheets[0].rows == read_pasted(text).rows
        assert found.notes == ()


@pytest.mark.parametrize("name", ["windows-1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"])
@pytest.mark.parametrize(
    "text",
    [
        "Описание;Код;Мест\nчай чёрный;090240;5\nткань хлопковая;520511;2",
        "НАИМЕНОВАНИЕ ТОВАРА;ВЕС\nМУКА ПШЕНИЧНАЯ;5",
        "Тягач;Водитель\n01KG001ABC;Асанов Бектур\n01KG002ABC;Орозов Темир",
        "Товар;Брутто\nЧерешня;100",
    ],
)
def test_letters_of_one_byte_are_told_and_can_be_chosen_otherwise(name: str, text: str) -> None:
    found = read(text.encode(name))
    assert isinstance(found, Brought)
    assert found.sheets[0].rows == read_pasted(text).rows
    offered = dict(readings(found))
    assert text.partition(";")[0] in offered[name]
    for other in offered:
        turned = read_as(found, other)
        assert turned is not None
        assert read_as(turned, found.letters) == found, "no byte is lost on the way"


def test_what_is_not_certain_of_letters_is_said() -> None:
    found = read(RUSSIAN.encode("windows-1251"))
    assert isinstance(found, Brought)
    assert found.sheets[0].rows == read_pasted(RUSSIAN).rows
    assert (found.notes, found.letters) == ((), "windows-1251")
    for lost in (read("a;b\nЧ\ufffdй;1".encode()), pasted("a;b\nЧ\ufffdй;1")):
        assert isinstance(lost, Brought)
        assert lost.notes == (LOST_LETTERS,)
    one = read(b"HS\n0902\n5205")
    assert isinstance(one, Brought)
    assert one.notes == (ONE_COLUMN,)
    assert one.sheets[0].rows == (("HS",), ("0902",), ("5205",))
    barred = read(b"HS|gross\n0902|5")
    assert isinstance(barred, Brought)
    assert (barred.sheets[0].rows[1], barred.notes) == (("0902", "5"), ())


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("品名;编码;件数\n茶叶;0902;5\n".encode("gb18030"), NOT_LETTERS),
        ("Mal adı;Çeki\nÇay içmə;5\nGömlək üçün;6".encode("windows-1254", "ignore"), NOT_LETTERS),
        (b"\xff\xfea", NOT_LETTERS),
        (b"HS      gross\n0902      5\n5205     12", NO_DELIMITER),
        (RUSSIAN.encode("utf-32"), NO_TABLE),
        ("Чай\0;5".encode(), NO_TABLE),
        ("Чай;\0".encode("utf-16"), NO_TABLE),
    ],
)
def test_a_text_that_cannot_be_read_is_told_and_not_changed(data: bytes, text: str) -> None:
    found = read(data)
    assert isinstance(found, Unread), found
    assert found.text == text


def test_what_our_own_files_write_is_read_back() -> None:
    assert read_pasted("a\n'=1+1\n'-5\n'abc").rows == (("a",), ("=1+1",), ("-5",), ("'abc",))


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (
            "Описание груза|Код ТН ВЭД ЕАЭС|Кол-во мест|Вес брутто, кг|Вес нетто (кг)|Стоимость, $",
            "description hs count gross net value",
        ),
        ("品名|HS编码|件数|毛重(KG)|净重(KG)|币种", "description hs count gross net currency"),
        ("Commodity|HS Code|Pkgs|G.W. (kg)|N.W.|Marks", "description hs count gross net marks"),
        ("Описание / Description of the goods|Брутто / Gross mass", "description gross"),
        ("Брутто|брутто, т", "gross "),
        ("foo||код валюты", "  currency"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headings(heads: str, fields: str) -> None:
    assert matched("goods", heads.split("|"), {}) == tuple(fields.split(" "))


def test_every_heading_of_ours_is_read_back_as_itself() -> None:
    for purpose, fields in FIELDS.items():
        for lang in ("ru", "en"):
            heads = [words_in(lang).gettext(name_of_field(purpose, f)) for f in fields]
            assert matched(purpose, heads, {}) == fields, (purpose, lang)


def test_the_columns_that_the_page_of_many_asks_for_are_known_by_its_own_words() -> None:
    asked = ["Тягач", "Прицеп", "Контейнер", "Водитель", "День отправления", "Ссылка"]
    fields = ("vehicle", "trailer", "container", "driver", "depart", "lrn")
    assert matched("dossiers", asked, {}) == fields


def test_columns_that_are_counted_hold_one_field_together() -> None:
    heads = [
        "Прицеп 1",
        "Прицеп №2",
        "Seal No. 1",
        "Seal No. 2",
        "Контейнеры",
        "Driver 2",
        "Driver",
    ]
    fields = matched("dossiers", heads, {})
    assert fields == ("trailer", "trailer", "seals", "seals", "container", "", "driver")
    rows = (tuple(heads), ("01KG1", "", "S-1", "S-2", "A, B"))
    brought = Brought("csv", (Sheet("", rows),))
    table = Table(id="", purpose="dossiers", target="", name="", brought=brought)
    ((number, cells),) = cells_of(first_look(table, {}))
    assert number == 2
    assert cells == {"trailer": "01KG1", "seals": "S-1\nS-2", "container": "A, B"}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_cell_of_too_many_letters_is_named_and_nothing_is_cut(kind: str) -> None:
    long = "x" * 20_001
    data = book(["Чай", long]) if kind == "xlsx" else f"Описание;HS\nЧай;{long}".encode()
    found = read(data)
    assert isinstance(found, Unread)
    place = (found.args["row"], found.args["column"], found.args["given"], found.args["limit"])
    assert place == ("2", "B", "20001", "20000")
    assert (found.args["sheet"] == "Груз") == (kind == "xlsx")
    assert rows_in(book(["Чай", "x" * 20_000]))[1][1] == "x" * 20_000


def test_what_a_firm_said_comes_first() -> None:
    told = {"nimetus": "description", "hs": "", "kaal": "gross"}
    assert matched("goods", ["Nimetus", "HS", "Kaal", "Нетто"], told) == (
        "description", "", "gross", "net",
    )  # fmt: skip


def test_headings_may_stand_below_a_title() -> None:
    rows = (("Инвойс 118",), (), ("Наименование", "Брутто"), ("Чай", "5"))
    assert head_row("goods", rows, {}) == 2
    assert head_row("goods", (("Чай", "0902", "5"),), {}) == -1


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("vehicle_country", "Кыргызстан", "KG"),
        ("vehicle_country", "kg", "KG"),
        ("consignee_country", "საქართველო", "GE"),
        ("vehicle_country", "Атлантида", "Атлантида"),
        ("kind", "барабан стальной", "1A"),
        ("kind", "bx", "BX"),
        ("kind", "куль", "куль"),
        ("marks", "kg", "kg"),
    ],
)
def test_names_of_codes_are_understood(field: str, text: str, code: str) -> None:
    assert meant(field, text, REFERENCE) == code


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("spoilt", [b"\xff", b"\xd0", b"\0"])
@pytest.mark.parametrize("word", ["Пряжа", "Yarn"])
def test_one_bad_byte_of_1999_rows_is_in_its_cell_and_takes_no_other(
    spoilt: bytes, word: str
) -> None:
    rows = [f"{word} {number};520512" for number in range(1, 2_000)]
    data = "\n".join(("Description;HS code", *rows)).encode()
    at = f"{word} 1234".encode()
    found = read(data.replace(at, at[:-2] + spoilt + at[-2:], 1))
    assert isinstance(found, Brought)
    (sheet,) = found.sheets
    assert len(sheet.rows) == 2_000
    assert [index for index, row in enumerate(sheet.rows) if "\ufffd" in row[0]] == [1_234]
    assert "�" in found.notes[0]
