"""Identifiers: the worked values of the standards, and what the check digits promise."""

from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.domain import codes
from corridor.domain.codes import CodeVerdict
from corridor.domain.codes.check_digits import CHARACTER_VALUES
from corridor.domain.codes.iso import minor_digits
from corridor.domain.codes.sizes import teu_100
from corridor.domain.consignment import Equipment

twelve = st.text(digits + ascii_uppercase, min_size=12, max_size=12)
years = st.integers(0, 99).map("{:02d}".format)
countries = st.sampled_from(sorted(codes.COUNTRY_CODES))
letters = st.sampled_from(codes.PROCEDURE_LETTERS)


def test_the_letter_values_are_those_of_iso_6346() -> None:
    assert [CHARACTER_VALUES[letter] for letter in "ABCKLUVZ"] == [10, 12, 13, 21, 23, 32, 34, 38]
    assert all(CHARACTER_VALUES[letter] % 11 for letter in ascii_uppercase)


def test_worked_sum_of_an_mrn() -> None:
    assert codes.weighted_sum("25GB000246TK0E6WJ") == 2_758_064
    assert codes.check_digit("25GB000246TK0E6WJ") == "1"


def test_a_sum_of_ten_becomes_the_digit_zero() -> None:
    assert codes.weighted_sum("23GB000246IF9W5YJ") % 11 == 10
    assert codes.check_mrn("23GB000246IF9W5YJ0").ok


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("mrn", "25GB000246TK0E6WJ1"),
        ("mrn", "23GB000246IF9W5YJ0"),
        ("grn", "24XI00000100002A4"),
        ("grn", "20GB0000010000HA0"),
        ("grn", "20GB0000010000H90O435678"),
        ("container", "CSQU3054383"),
        ("container", "MSKU1234565"),
        ("container", "MSKU1000090"),
        ("wagon", "218124712173"),
        ("wagon", "505126180015"),
        ("imo", "9074729"),
        ("container", "ABCA0012342"),
        ("station", "708507"),
        ("station", "2700007"),
        ("tir", "1"),
        ("tir", "25000000"),
        ("tir", "XA12345678"),
        ("tir", "QX123456789"),
    ],
)
def test_good_values(kind: str, text: str) -> None:
    assert codes.CHECKS[kind](text) == CodeVerdict(kind, text, ok=True)


@pytest.mark.parametrize(
    ("kind", "written", "issued"),
    [
        ("mrn", "25 gb 000246tk0e6wj1", "25GB000246TK0E6WJ1"),
        ("grn", " 24xi-00000100002a4", "24XI00000100002A4"),
        ("container", "msku 123456-5", "MSKU1234565"),
        ("container", "hc 12-a", "hc 12-a"),
        ("tir", "xa 12345678", "XA12345678"),
    ],
)
def test_a_number_is_read_however_it_is_written(kind: str, written: str, issued: str) -> None:
    """What has not the shape of its kind stays as given."""
    assert codes.as_issued(kind, written) == issued


def test_a_plate_is_written_in_capitals_with_single_blanks() -> None:
    assert codes.capitals(" 01 kg\u00a0\t123-abc ") == "01 KG 123-ABC"


@given(st.sampled_from(sorted(codes.CHECKS)), st.text(max_size=20))
def test_reading_a_number_twice_changes_nothing(kind: str, text: str) -> None:
    assert codes.as_issued(kind, codes.as_issued(kind, text)) == codes.as_issued(kind, text)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("mrn", "24GB012345678901A0", "5"),
        ("mrn", "26WBSP5YO22NFZBDK1", "3"),
        ("grn", "24GBABCDEF1234567", "9"),
        ("imo", "9074728", "9"),
    ],
)
def test_a_wrong_check_digit_names_the_right_one_and_blocks(
    kind: str, text: str, expected: str
) -> None:
    verdict = codes.CHECKS[kind](text)
    assert verdict == CodeVerdict(kind, text, False, expected, f"{kind}.check_digit", True)


def test_a_wagon_and_a_station_warn_and_do_not_block() -> None:
    """A wagon that is painted wrong travels; so does a note that somebody miswrote."""
    wagon = codes.check_wagon("218124712174")
    assert wagon == CodeVerdict("wagon", "218124712174", False, "3", "wagon.check_digit", False)
    station = codes.check_station("708506")
    assert station == CodeVerdict("station", "708506", False, "7", "station.check_digit", False)


@pytest.mark.parametrize(
    ("digits", "expected"), [("70850", "7"), ("70000", "7"), ("00002", "3"), ("00281", "0")]
)
def test_the_digit_of_a_station(digits: str, expected: str) -> None:
    """Weights 1 to 5, mod 11; where that is ten 3 to 7 (00002); nil where that is ten too."""
    assert codes.station_check_digit(digits) == expected


def test_an_ilu_code_is_checked_as_a_container_number() -> None:
    """EN 13044-1: the fourth letter tells whose register it is, and the digit is the same."""
    for fourth in "ABCDEFGHIJKUZ":
        stem = f"ABC{fourth}001234"
        assert codes.check_container(stem + codes.check_digit(stem)).ok
    assert codes.check_container("ABCL0012340").problem == "container.not_iso6346"
    assert codes.check_container("ABCA0012340").expected == codes.check_digit("ABCA001234")
    assert codes.as_issued("container", "abca 001234 2") == "ABCA0012342"


def test_a_container_warns_and_does_not_block() -> None:
    wrong = codes.check_container("CSQU3054384")
    assert (wrong.ok, wrong.expected, wrong.blocking) == (False, "3", False)
    assert wrong.problem == "container.check_digit"
    other = codes.check_container("KTZ 0042-7")
    assert (other.ok, other.problem, other.blocking) == (False, "container.not_iso6346", False)


@pytest.mark.parametrize("text", ["", "A" * 18, "КТЖУ3054383", " CSQU3054383", "CSQU3054383\n"])
def test_what_cannot_stand_in_a_declaration_blocks_even_for_a_container(text: str) -> None:
    verdict = codes.check_container(text)
    assert (verdict.problem, verdict.blocking) == ("container.format", True)


def test_a_wagon_number_is_read_as_painted() -> None:
    verdict = codes.check_wagon("21 81 2471 217-3")
    assert verdict == CodeVerdict("wagon", "218124712173", ok=True)


def test_a_wagon_of_1520_mm_has_eight_digits() -> None:
    # 5 2 3 8 7 7 6 times 2 1 2 1 2 1 2: digit sum 1+0+2+6+8+1+4+7+1+2 = 32, to the ten 8
    assert codes.check_wagon("52387768").ok
    assert codes.check_wagon("52387767").expected == "8"
    assert codes.check_wagon("523877").problem == "wagon.format"


def test_a_good_digit_does_not_excuse_a_wrong_procedure_letter() -> None:
    body = "26KG0000OSH00042A"
    assert codes.check_mrn(body + codes.check_digit(body)).problem == "mrn.procedure_letter"


@pytest.mark.parametrize("kind", sorted(codes.CHECKS))
@pytest.mark.parametrize("text", ["", "\n", "٢٥GB000246TK0E6WJ1", "x" * 500, "25gb000246tk0e6wj1"])
def test_a_wrong_shape_is_refused_not_mended(kind: str, text: str) -> None:
    verdict = codes.CHECKS[kind](text)
    assert not verdict.ok
    assert verdict.expected is None
    assert verdict.value == text


@pytest.mark.parametrize("kind", sorted(codes.CHECKS))
def test_a_newline_at_the_end_is_seen(kind: str) -> None:
    good = {
        "mrn": "25GB000246TK0E6WJ1",
        "grn": "24XI00000100002A4",
        "container": "CSQU3054383",
        "wagon": "218124712173",
        "imo": "9074729",
        "station": "708507",
        "tir": "XA12345678",
    }[kind]
    assert codes.CHECKS[kind](good).ok
    assert not codes.CHECKS[kind](good + "\n").ok


def test_a_tir_carnet_beyond_the_last_number() -> None:
    assert codes.check_tir("25000001").problem == "tir.range"
    assert codes.check_tir("AB12345678").problem == "tir.format"
    assert codes.check_tir("XA1234567").problem == "tir.format"
    assert codes.check_tir("0123").problem == "tir.format"


SHAPES = [
    (codes.check_lrn, ["A", "KG-2026-42", "x" * 22], ["", "x" * 23, "A 1", "Груз/Ош", "-"], "lrn"),
    (codes.check_seal, ["KG0042", "S 1", "s" * 20], ["", "s" * 21, "S1 "], "seal"),
    (codes.check_office, ["KGOSH001", "XI000142"], ["KGOSH01", "kgosh001", "K1OSH001"], "office"),
    (codes.check_epermit, ["TR-UZ-2025-1-1", "KG-AZ-2026-3-90210"], ["TR-UZ-2025-4-1"], "epermit"),
    (codes.check_hs, ["010129", "01012910", "0101291000"], ["0101", "0101291", "01 0129"], "hs"),
    (codes.check_unlocode, ["KGOSS", "TMTK5"], ["KGOS", "KGOS0", "KG OSS", "kgoss"], "unlocode"),
    (
        codes.check_plate,
        ["01KG777ABC", "А 123 ВС-77", "99-ԱԲ-123"],
        ["", "-A", "A-", "A  B"],
        "plate",
    ),
]


@pytest.mark.parametrize(("check", "good", "wrong", "kind"), SHAPES)
def test_identifiers_that_have_a_shape(check, good, wrong, kind) -> None:  # type: ignore[no-untyped-def]
    for text in good:
        assert check(text) == CodeVerdict(kind, text, ok=True)
    for text in wrong:
        verdict = check(text)
        assert (verdict.ok, verdict.problem, verdict.blocking) == (False, f"{kind}.format", True)


def test_identifiers_that_name_a_country_name_an_existing_one() -> None:
    assert codes.check_country("KG").ok
    assert codes.check_country("SU").problem == "country.unknown"
    assert codes.check_unlocode("SUMOW").problem == "unlocode.country"
    assert codes.check_epermit("SU-UZ-2025-1-1").problem == "epermit.country"
    assert codes.check_epermit("UZ-UZ-2025-1-1").problem == "epermit.same_country"


def test_hs_chapters_that_do_not_exist() -> None:
    assert codes.check_hs("771234").problem == "hs.chapter"
    assert codes.check_hs("001234").problem == "hs.chapter"


def test_plates_are_in_capitals() -> None:
    assert codes.check_plate("01kg777abc").problem == "plate.lower_case"


def test_currencies_and_their_minor_units() -> None:
    assert all(codes.check_currency(code).ok for code in ["KGS", "KZT", "TMT", "GEL", "EUR"])
    assert codes.check_currency("XAU").problem == "currency.unknown"
    assert codes.CURRENCY_MINOR_DIGITS["KGS"] == 2
    assert codes.CURRENCY_MINOR_DIGITS["JPY"] == 0
    assert codes.CURRENCY_MINOR_DIGITS["KWD"] == 3


@given(years, countries, twelve, letters)
def test_made_mrns_verify(year: str, country: str, body: str, letter: str) -> None:
    assert codes.check_mrn(codes.make_mrn(year, country, body, letter)).ok


@given(years, countries, twelve, st.from_regex(r"(?:[A-Z][0-9]{6})?", fullmatch=True))
def test_made_grns_verify(year: str, country: str, body: str, voucher: str) -> None:
    assert codes.check_grn(codes.make_grn(year, country, body, voucher)).ok


@pytest.mark.parametrize(
    "parts",
    [("2026", "KG", "0" * 12, "J"), ("26", "K", "0" * 12, "J"), ("26", "KG", "0" * 11, "J")]
    + [("26", "KG", "0" * 12, letter) for letter in ("A", "", "JK")],
)
def test_an_mrn_is_not_made_of_wrong_parts(parts: tuple[str, str, str, str]) -> None:
    with pytest.raises(ValueError, match=r"procedure letter|shape"):
        codes.make_mrn(*parts)


def test_a_grn_is_not_made_of_a_wrong_voucher() -> None:
    with pytest.raises(ValueError, match="voucher"):
        codes.make_grn("26", "KG", "0" * 12, "42")


def test_a_character_without_value_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="no value"):
        codes.check_digit("26kg")


def changed(text: str, position: int, character: str) -> str:
    return text[:position] + character + text[position + 1 :]


@given(years, countries, twelve, letters, st.integers(0, 15), st.sampled_from(digits))
def test_one_changed_digit_is_detected_unless_the_sums_are_0_and_10(
    year: str, country: str, body: str, letter: str, position: int, digit: str
) -> None:
    mrn = codes.make_mrn(year, country, body, letter)
    other = changed(mrn, position, digit)
    if not mrn[position].isdigit() or other == mrn:
        return
    sums = {codes.weighted_sum(text[:17]) % 11 for text in (mrn, other)}
    assert len(sums) == 2
    assert codes.check_mrn(other).ok == (sums == {0, 10})


@given(st.text(digits, min_size=11, max_size=11), st.integers(0, 11), st.sampled_from(digits))
def test_every_changed_digit_of_a_wagon_is_detected(body: str, position: int, digit: str) -> None:
    wagon = body + codes.alternating_check_digit(body)
    other = changed(wagon, position, digit)
    assert codes.check_wagon(wagon).ok
    assert codes.check_wagon(other).ok == (other == wagon)


@given(st.text(digits, min_size=11, max_size=11), st.integers(0, 10))
def test_swapped_neighbours_of_a_wagon_are_detected_except_0_and_9(body: str, at: int) -> None:
    wagon = body + codes.alternating_check_digit(body)
    swapped = wagon[:at] + wagon[at + 1] + wagon[at] + wagon[at + 2 :]
    undetected = wagon[at] == wagon[at + 1] or {wagon[at], wagon[at + 1]} == {"0", "9"}
    assert codes.check_wagon(swapped).ok == undetected


@given(st.text(max_size=30))
def test_no_text_makes_a_check_raise(text: str) -> None:
    for name in codes.__all__:
        if name.startswith("check_") and name != "check_digit":
            verdict = getattr(codes, name)(text)
            assert verdict.ok == (verdict.problem is None)
            assert not (verdict.ok and verdict.blocking)


def test_how_many_digits_an_amount_has_after_the_point() -> None:
    assert [minor_digits(code) for code in ("KGS", "JPY", "IQD", "not one")] == [2, 0, 3, 2]


@pytest.mark.parametrize(
    ("code", "hundredths"),
    [
        ("10G0", 50),
        ("22G1", 100),
        ("32G1", 150),
        ("C5P0", 150),
        ("45R1", 200),
        ("L5G1", 225),
        ("P5G1", 225),
        ("", None),
        ("52G1", None),
        ("22g1", None),
        ("22G1\n", None),
    ],
)
def test_a_container_counts_by_its_length(code: str, hundredths: int | None) -> None:
    assert teu_100(code) == hundredths


def test_a_container_is_told_as_it_is_painted() -> None:
    assert Equipment(1, "MSKU1234565", size_type="22G1").painted == "MSKU1234565 22G1"
    assert Equipment(2).painted == ""
