"""Names in Latin letters, by the tables of the standards."""

import unicodedata

import pytest

from corridor.domain.latin import in_latin
from corridor.domain.reference.loader import load_letters


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Щука Юрий Ёлкин", "Ŝuka Ûrij Ëlkin"),
        ("ОсОО «Ысык-Көл Жүк»", "OsOO «Ysyk-Kôl Žùk»"),
        ("Қазақстан Ұлы Һәм Ғани", "Ķazaķstan U̇ly Ḥa̋m Ġani"),
        ("Ўзбекистон Ҳаёт", "Ŭzbekiston Ḩaët"),
        ("შპს იბერია გზა", "Shp’s iberia gza"),
        ("მინერალური წყალი", "Mineraluri ts’q’ali"),
        ("Հայաստան ՍՊԸ", "Hayastan SPË"),
        ("LLC Çelik Ağ", "LLC Çelik Ağ"),
        ("喀什 Ош", "喀什 Oš"),
        ("شرکت پارس", "šrkt pārs"),
        ("الإسكندرية", "ālʾiskndryẗ"),
        ("Poti", "Poti"),
        ("", ""),
    ],
)
def test_names(text: str, latin: str) -> None:
    assert in_latin(text) == unicodedata.normalize("NFC", latin)


def test_of_a_name_in_georgian_every_word_begins_with_a_capital() -> None:
    for text, latin in (
        ("გიორგი მაისურაძე", "Giorgi Maisuradze"),
        ("შპს „ჭიათურა-2“, ყვარელი", "Shp’s „Ch’iatura-2“, Q’vareli"),
        ("ОсОО შავი ზღვა", "OsOO Shavi Zghva"),
    ):
        assert in_latin(text, is_name=True) == latin


def test_a_letter_may_come_in_two_parts() -> None:
    assert in_latin(unicodedata.normalize("NFD", "Ёлкин Йод")) == "Ëlkin Jod"


def test_iso_9_and_iso_9985_can_be_undone() -> None:
    """One sign for one letter: that is what these standards are for."""
    for standard in ("ISO 9:1995", "ISO 9985:1996"):
        rows = [row for row in load_letters() if row.standard == standard]
        assert len({row.latin for row in rows}) == len(rows) > 35


def test_no_letter_of_these_alphabets_is_left_over() -> None:
    alphabets = (
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
        "ңөү"
        "әғқұһі"
        "ўҳ"
        "ӣӯҷ"
        "җ"
        "ґєї"
        "ҹ"
        "ј"
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև"
    )
    assert not [letter for letter in alphabets if in_latin(letter) == letter]
    assert not [letter for letter in alphabets[:53].upper() if in_latin(letter) == letter]
