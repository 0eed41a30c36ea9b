"""How numbers, masses, money and times are written in both languages."""

import pytest

from corridor.web.formats import Formats
from corridor.web.i18n import grouped, words_in
from corridor.web.labels.labels import MOVEMENT_STATUSES as STATUSES
from corridor.web.labels.labels import TABLES, Labels, kind_of_status
from corridor.web.shape_words import unfit_in
from corridor.web.views.desk_times import hour_of, local_input, minutes_between
from corridor.web.views.desk_times import instant_of as desk_instant
from corridor.web.views.drafting.instants import instant_of as draft_instant
from corridor.web.views.drafting.instants import local_text

RU, EN = (Formats(words_in(lang)) for lang in ("ru", "en"))
HARD = "\N{NO-BREAK SPACE}"


def plain(text: str) -> str:
    """With ordinary blanks, whichever kind the language puts between digits."""
    return text.replace(HARD, " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("value", "ru", "en"),
    [
        ("12400.5", "12 400,5 кг", "12,400.5 kg"),
        ("0.000001", "0,000001 кг", "0.000001 kg"),
        ("1000000", "1 000 000 кг", "1,000,000 kg"),
        ("", "", ""),
    ],
)
def test_masses(value: str, ru: str, en: str) -> None:
    assert (plain(RU.mass(value)), plain(EN.mass(value))) == (ru, en)


def test_large_counts_within_a_text_have_a_separator() -> None:
    """In the program, in templates and in refusals; years and serial numbers are no counts."""
    ru, en = words_in("ru"), words_in("en")
    assert plain(ru.ngettext("%(num)s row", "%(num)s rows", 1324)) == "1 324 строки"
    assert en.ngettext("%(num)s row", "%(num)s rows", 1324) == "1,324 rows"
    assert grouped("ru", {"year": 2026, "serial": 1201, "num": 999, "said": "1324"}) == {
        "year": 2026,
        "serial": 1201,
        "num": 999,
        "said": "1324",
    }
    said = unfit_in(ru, "Expected `str` of length <= 4000")
    assert plain(said) == plain(ru("At most {limit} characters fit here.")).format(limit="4 000")


def test_money_is_minor_units() -> None:
    assert plain(RU.money(1_234_56, "EUR")) == "1 234,56 €"
    assert plain(EN.money(1_234_56, "EUR")) == "€1,234.56"
    assert plain(EN.money(500, "JPY")) == "¥500"
    assert plain(EN.money(1_250, "IRR")) == "IRR12.5"  # ISO 4217: hundredths, though few write them
    assert EN.money(None, "EUR") == EN.money(5, None) == ""
    assert plain(RU.money(-18_500_00, "EUR")) == "\N{MINUS SIGN}18 500,00 €"
    assert EN.money(-5, "EUR") == "\N{MINUS SIGN}€0.05"


def test_a_number_in_a_field_has_the_mark_of_the_language() -> None:
    assert (RU.typed("18500.00"), EN.typed("18500.00")) == ("18500,00", "18500.00")
    assert [RU.typed(text) for text in ("", "80", "1.2.3", "v1.2")] == ["", "80", "1.2.3", "v1.2"]


@pytest.mark.parametrize(
    ("where", "ru", "en"),
    [
        ("UZ-DUST", "22.11.2026, 10:40 (UTC+5)", "22 Nov 2026, 10:40 (UTC+5)"),
        ("KGOSH001", "22.11.2026, 11:40 (UTC+6)", "22 Nov 2026, 11:40 (UTC+6)"),
        ("GE", "22.11.2026, 09:40 (UTC+4)", "22 Nov 2026, 09:40 (UTC+4)"),
        ("QQ", "22.11.2026, 05:40 (UTC+0)", "22 Nov 2026, 05:40 (UTC+0)"),
        ("AF", "22.11.2026, 10:10 (UTC+4:30)", "22 Nov 2026, 10:10 (UTC+4:30)"),
    ],
)
def test_moments_are_local_and_name_their_zone(where: str, ru: str, en: str) -> None:
    instant = "2026-11-22T05:40:00.000Z"
    assert (str(RU.moment(instant, where)), str(EN.moment(instant, where))) == (ru, en)
    assert RU.moment(instant, where).iso == instant
    assert str(RU.moment("", where)) == ""
    assert not RU.moment("", where), "a sentence around no instant is left out"


def test_days_and_short_moments() -> None:
    assert RU.days("2026-11-25", "2026-11-27") == "25.11.2026 – 27.11.2026"
    assert RU.days("2026-11-25", "2026-11-25") == "25.11.2026"
    assert RU.days("", "") == ""
    assert (RU.day("2026-12-04"), EN.day("2026-12-04T19:59:59.999Z", "AZ")) == (
        "04.12.2026",
        "4 Dec 2026",
    )
    assert RU.day("") == ""
    assert RU.short_moment("2026-11-22T05:40:00.000Z", "UZ").text == "22.11 10:40"


@pytest.mark.parametrize(
    ("minutes", "ru", "en"),
    [
        (-5, "0 мин", "0 min"),
        (59, "59 мин", "59 min"),
        (60, "1 ч", "1 h"),
        (130, "2 ч 10 мин", "2 h 10 min"),
        (3 * 24 * 60, "3 дня", "3 days"),
        (21 * 24 * 60, "21 день", "21 days"),
    ],
)
def test_spans(minutes: int, ru: str, en: str) -> None:
    assert (RU.duration(minutes), EN.duration(minutes)) == (ru, en)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_label_is_said(lang: str) -> None:
    labels = Labels(words_in(lang))
    for name, table in TABLES.items():
        for code, english in table.items():
            assert labels(code, name)
            assert lang == "ru" or labels(code, name) == english
        assert len(labels.options(name)) == len(table)
    assert labels("nothing of ours", "status") == "nothing of ours"


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_every_contradiction_is_said_in_words(lang: str, status: str) -> None:
    labels = Labels(words_in(lang))
    said = labels(f"crossed_while_{status}", "discrepancy")
    assert said.endswith(labels(status, "status"))
    assert "_" not in said


def test_kinds_of_statuses() -> None:
    assert kind_of_status("released") == "ok"
    assert kind_of_status("refused") == "stop"
    assert kind_of_status("applied") == "wait"
    assert kind_of_status("what is this") == "neutral"


@pytest.mark.parametrize(
    "said", ["2026-02-31T10:00:00Z", "2026-12-03T23:59:60Z", "9999-12-31T23:59:59Z"]
)
def test_what_is_in_no_calendar_stands_as_it_was_written(said: str) -> None:
    assert str(RU.moment(said, "KG")) == str(RU.short_moment(said, "KG")) == said
    assert RU.day(said, "KG")
    assert RU.on_clock(said, "KG") is None
    assert hour_of(said, "KG") == local_input(said, "KG") == local_text(said, "KG") == ""
    assert minutes_between("2026-02-31T10:00:00Z", said) == 0


@pytest.mark.parametrize(
    "typed",
    ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-31T10:00", "2026-12-05T10:00+00:00", ""],
)
def test_a_moment_typed_is_in_a_calendar_or_none(typed: str) -> None:
    assert draft_instant(typed, "KG") is None


def test_a_moment_typed_before_all_calendars_is_none() -> None:
    with pytest.raises(ValueError, match="0001"):
        desk_instant("0001-01-01T00:00", "KG")
