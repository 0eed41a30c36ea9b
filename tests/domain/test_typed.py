"""What people type and paste, in one form: the same cases hold the browser's half."""

import json
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.domain import typed
from corridor.domain.codes import (
    as_issued,
    capitals,
    hs_code,
    hs_codes,
    is_hardly_a_plate,
    likely_hs,
    plate_of,
    un_number,
)
from corridor.domain.searching import identifier, words_of

CASES = json.loads(Path("tests/vectors/typed.json").read_text("utf-8"))
READ: dict[str, Callable[[str], Any]] = {
    "identifier": identifier,
    "plate": plate_of,
    "written": capitals,
    "list": lambda text: list(typed.listed(text)),
    "number": typed.number,
    "hs": hs_code,
    "likely_hs": likely_hs,
    "hs_list": lambda text: list(hs_codes(text)),
    "day": typed.day,
    "moment": typed.moment,
}
UNSEEN = ("\ufeff", "\u200b", "\u2060", "\u00ad", "\u202a", "\x00", "\x1b")
BLANKS = (" ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000", "\r\n")


def test_all_cases_are_read() -> None:
    assert CASES.keys() == READ.keys()


@pytest.mark.parametrize(
    ("kind", "text", "meant"), [(kind, *case) for kind, cases in CASES.items() for case in cases]
)
def test_a_case(kind: str, text: str, meant: Any) -> None:
    assert READ[kind](text) == meant


@given(st.sampled_from(sorted(READ)), st.text(max_size=30))
def test_reading_twice_changes_nothing(kind: str, text: str) -> None:
    found = READ[kind](text)
    again = "\n".join(found) if isinstance(found, list) else found
    assert kind == "hs_list" or READ[kind](again) == found


@given(st.sampled_from(sorted(READ)), st.data())
def test_what_nobody_sees_changes_nothing(kind: str, data: st.DataObject) -> None:
    text, meant = data.draw(st.sampled_from(CASES[kind]))
    before, after = data.draw(st.tuples(*[st.sampled_from(UNSEEN + BLANKS)] * 2))
    assert READ[kind](before + text + after) == meant
    assert READ[kind](data.draw(st.sampled_from(UNSEEN)).join(text)) == meant


def test_a_place_is_small_and_in_plain_digits() -> None:
    given = ("0", "7", "007", "999999", "1000000", "9" * 5_000, "-1", "²", "٣", "1_0", "")
    assert [typed.place(text) for text in given] == [0, 7, 7, 999999, *[0] * 7]


@given(st.text(string.ascii_letters + "абвЁё ღ界", max_size=20))
def test_words_stay_as_they_are_written(text: str) -> None:
    assert typed.tidy(text) == text.strip()
    assert typed.one_line(text) == text.strip()


def test_lines_end_in_one_way() -> None:
    assert typed.tidy("one\r\ntwo\rthree\u2028four") == "one\ntwo\nthree\nfour"
    assert typed.one_line("one\r\ntwo\tthree") == "one two three"


def test_persian_joiners_belong_to_words() -> None:
    assert typed.tidy("می\u200cخواهم") == "می\u200cخواهم"
    assert words_of("Ала\u00ad-То\u200bо") == ("ала", "тоо")


@pytest.mark.parametrize(
    ("kind", "written", "issued"),
    [
        ("wagon", "2181 2471 217-3", "218124712173"),
        ("currency", "ЕUR", "EUR"),
        ("currency", "е", "е"),
        ("access_code", " a1b2\r\n", "A1B2"),
        ("mrn", "25 GB 000246TK0Е6WJ1", "25GB000246TK0E6WJ1"),
    ],
)
def test_a_code_of_any_kind(kind: str, written: str, issued: str) -> None:
    assert as_issued(kind, written) == issued


@pytest.mark.parametrize(
    "written", ["1203", "UN 1203", "un1203", "ООН 1203", "UN № 1203", "１２０３"]
)
def test_a_un_number(written: str) -> None:
    assert un_number(written) == "1203"


@pytest.mark.parametrize(
    "plate",
    [
        "01KG777ABC", "B1234A", "01 123 ABC", "777 ABC 05", "10-AA-123", "AA-123-BB",
        "А123ВС177", "1234 AB-7", "34 ABC 12", "218124712173", "52801234",
    ],
)  # fmt: skip
def test_a_number_of_the_corridors_states_is_like_one(plate: str) -> None:
    assert not is_hardly_a_plate(plate)


@pytest.mark.parametrize("plate", ["99XX", "", "ABCDEF", "1", "1234567", "X" * 9 + "1234", "A1BCD"])
def test_other_numbers_are_asked_about(plate: str) -> None:
    assert is_hardly_a_plate(plate)


def test_what_is_no_un_number_stays() -> None:
    assert un_number(" petrol ") == "petrol"


def test_a_whole_number_is_none_where_nobody_means_one() -> None:
    given = ("0", "12", "123456789", "1234567890", "9" * 5_000, "²", "-1", "1.5", "")
    assert [typed.whole(text) for text in given] == [0, 12, 123456789, *[None] * 6]
