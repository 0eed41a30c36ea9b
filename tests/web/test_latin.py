"""Names in Latin letters beside: on desks as the reader needs them."""

import pytest

from corridor.web.latin import latin, legible


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        ("შპს იბერია გზა", "ru", "შპს იბერია გზა [Shp’s iberia gza]"),
        ("ОсОО «Ала-Тоо»", "ru", "ОсОО «Ала-Тоо»"),
        ("ОсОО «Ала-Тоо»", "en", "ОсОО «Ала-Тоо» [OsOO «Ala-Too»]"),
        ("Çelik Ağ, 12", "en", "Çelik Ağ, 12"),
        ("Schenker № 5 – €", "en", "Schenker № 5 – €"),
        ("شرکت حمل", "ru", "شرکت حمل [~ šrkt ḥml]"),
        ("علي", "en", "علي [~ ʿly]"),
        ("", "ru", ""),
    ],
)
def test_latin_letters_stand_beside_where_they_are_needed(text: str, lang: str, shown: str) -> None:
    assert legible(text, lang) == shown


def test_of_a_name_every_word_begins_with_a_capital() -> None:
    assert legible("ნინო ბერიძე", "ru", is_name=True) == "ნინო ბერიძე [Nino Beridze]"


def test_chinese_by_its_sound_with_tones() -> None:
    """Readings are those of words: 重 of Chongqing is not that of weight."""
    assert latin("重庆 Kargo 银行") == "Chóng qìng Kargo Yín háng"
    assert latin("Poti 12") == ""
