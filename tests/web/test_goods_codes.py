"""Codes of goods: found by words and digits, taken into a form, told at once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.domain.nomenclature import goods_codes
from corridor.domain.reference.code_rows import GoodsCode
from corridor.domain.reference.nomenclature import Nomenclature
from corridor.web.codes.goods_search import Hit, find
from corridor.web.headings import english, heading, sections, title
from corridor.web.papers.both import Both
from corridor.web.templating import readers
from tests.support.engines import REFERENCE
from tests.support.pages import attributes, check_page, text_of
from tests.support.web import make_services, running
from tests.web.desk_world import Client, enter, post, released


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with running(make_services(tmp_path, released())) as found:
        yield enter(found, "aibek")


def headings(asked: str) -> list[str]:
    return [hit.heading for hit in find(asked, REFERENCE.goods)]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("черешня", "0809"),
        ("ЧЕРЕШНИ", "0809"),
        ("Черешня свежая, сорт «Лапинс»", "0809"),
        ("мед", "0409"),
        ("мёд", "0409"),
        ("огурец", "0707"),
        ("хлопковая пряжа", "5205"),
        ("ноутбуки", "8471"),
        ("минеральная вода", "2201"),
        ("cherries", "0809"),
        ("centrifugal pumps", "8413"),
        ("0809 29 00 00", "0809"),
        ("84.13", "8413"),
    ],
)
def test_a_heading_is_found(asked: str, code: str) -> None:
    assert headings(asked)[0] == code


def test_a_word_of_a_subheading_leaves_the_others_out() -> None:
    (hit,) = find("centrifugal pumps", REFERENCE.goods)
    assert hit.subheadings == ("841370",)
    assert find("080929", REFERENCE.goods)[0].subheadings == ("080929",)
    assert len(find("0809", REFERENCE.goods)[0].subheadings) == 5


@pytest.mark.parametrize("asked", ["", "  ", "?", "ыыы", "77", "a" * 10_000])
def test_nothing_is_found_of_nothing(asked: str) -> None:
    assert find(asked, REFERENCE.goods) == ()


def test_each_code_there_is_has_its_titles() -> None:
    """The two sources speak of one edition: neither knows a code that the other does not."""
    ours = {code + end for code, one in goods_codes().items() for end in one.subheadings}
    theirs = {code for code in english() if len(code) == 6 and code != "999999"}
    assert ours == theirs
    assert (len(ours), sum(len(code) == 4 for code in goods_codes())) == (5612, 1228)
    assert all(title(code, lang) for code in goods_codes() for lang in ("ru", "en"))
    assert sum(len(chapters) for _, _, chapters in sections("ru")) == 96


def test_beside_a_code_stands_its_heading() -> None:
    assert heading("0809290000", "ru").startswith("Абрикосы, вишня, черешня")
    assert heading("0902", "en") == "Tea"
    assert [heading(code, "ru") for code in ("", "08", "0503", "abcd")] == [""] * 4


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_anybody_may_look_a_code_up(client: Client, lang: str) -> None:
    client.cookies.set("lang", lang)
    whole = check_page(client.get("/goods-codes"), lang)
    assert len(whole.query("main details")) == 21
    found = check_page(client.get("/goods-codes", params={"q": "черешня"}), lang)
    assert "080929" in text_of(found)
    check_page(client.get("/goods-codes", params={"q": "84"}), lang)
    assert (
        client.get("/codes/goods", params={"q": "вишн"}).json()["options"][0]["value"] == "080910"
    )


def test_a_code_is_found_from_the_form_and_comes_back_to_it(client: Client) -> None:
    answer = post(client, "/carrier/new", how="blank")
    item = str(answer.headers["location"]).partition("?")[0] + "/goods/1"
    answer = post(client, item, description="cherries", hs="", gross="1", find="code")
    assert answer.headers["location"] == f"{item}/code?q=cherries"
    page = check_page(client.get(answer.headers["location"]), "en")
    assert "080929" in [attributes(one).get("value") for one in page.query("main button")]
    assert post(client, f"{item}/code", code="080929").headers["location"] == item
    shown = client.get(item).text
    assert re.search(r'name="hs" value="080929"', shown)
    assert re.search(r'name="gross" value="1"', shown)
    for wrong in ("080922", "x", ""):
        post(client, f"{item}/code", 404, code=wrong)


def test_a_code_that_does_not_exist_is_told_at_its_field(client: Client) -> None:
    answer = post(client, "/carrier/new", how="blank")
    item = str(answer.headers["location"]).partition("?")[0] + "/goods/1"
    answer = post(client, item, 422, description="cherries", hs="0809 22 00 00", gross="1")
    assert "There is no subheading 080922" in answer.text
    assert 'aria-describedby="f-hs-hint f-hs-error"' in answer.text


def test_currencies_are_offered_where_a_currency_is_typed(client: Client) -> None:
    answer = post(client, "/carrier/new", how="blank")
    draft = str(answer.headers["location"]).partition("?")[0]
    page = check_page(client.get(f"{draft}/guarantee"), "en")
    fields = [attributes(one) for one in page.query("main input[data-codes]")]
    assert fields[0]["name"] == "currency"
    assert {one["data-codes"] for one in fields} == {"/codes/currencies"}


def test_on_paper_the_heading_stands_where_nobody_reads_the_script(tmp_path: Path) -> None:
    both = Both(readers(make_services(tmp_path, released())))
    known = both.goods("ჩაი", "0902")
    assert known[0] == "ჩაი"
    assert known[2] == "Чай / Tea"
    assert both.goods("Чай", "0902")[2] == ""


@pytest.mark.parametrize(
    ("path", "asked", "code"),
    [
        ("packages", "ящик", "CS"),
        ("packages", "steel dr", "1A"),
        ("packages", "1b", "1B"),
        ("countries", "кыргыз", "KG"),
        ("countries", "kyrg", "KG"),
        ("countries", "kg", "KG"),
        ("currencies", "сом", "KGS"),
        ("currencies", "euro", "EUR"),
        ("offices", "poti", "GEPOTI01"),
        ("offices", "Ош", "KGOSH001"),
        ("offices", "шкек", "KGBISH01"),
        ("countries", "объединенные", "AE"),
        ("offices", "алят", "AZALAT01"),
        ("places", "аламедин", "KG-ALAM"),
        ("places", "osh", "KG-OSH"),
        ("dangerous", "120", "1203"),
        ("dangerous", "бензин", "1203"),
        ("dangerous", "gasoline", "1203"),
        ("units", "килограмм", "KGM"),
        ("packages", "флекситанк", "FE"),
        ("countries", "Қазақстан", "KZ"),
        ("countries", "ozbekiston", "UZ"),
        ("countries", "საქართველო", "GE"),
        ("places", "Toshkent", "UZ-TASH"),
        ("places", "Baki", "AZ-BAKU"),
        ("places", "თბილისი", "GE-TBIL"),
        ("places", "喀什", "CN-KASH"),
        ("places", "turkmenbasy", "TM-TURK"),
        ("places", "O‘sh", "KG-OSH"),
        ("places", "Xi'an", "CN-XIAN"),
        ("places", "кызылорда", "KZ-KYZY"),
        ("offices", "ბათუმი", "GEBATU01"),
    ],
)
def test_a_list_is_found_by_code_or_name_of_any_language(
    client: Client, path: str, asked: str, code: str
) -> None:
    options = client.get(f"/codes/{path}", params={"q": asked}).json()["options"]
    assert code in [one["value"] for one in options]


def test_an_office_is_told_from_another_by_state_part_and_clock(client: Client) -> None:
    client.cookies.set("lang", "ru")
    (poti,) = client.get("/codes/offices", params={"q": "gepo"}).json()["options"]
    for said in ("Грузия", "таможня отправления", "UTC+4"):
        assert said in poti["more"]
    (way,) = client.get("/codes/places", params={"q": "GE-POTI"}).json()["options"]
    own = f"ფოთი · {poti['more']}"
    assert (way["label"], way["more"], way["lang"]) == ("Поти", own, "")


def test_dangerous_goods_are_told_with_their_class_and_in_a_language_there_is(
    client: Client,
) -> None:
    client.cookies.set("lang", "ru")

    def told(asked: str) -> tuple[str, str, str]:
        (one,) = client.get("/codes/dangerous", params={"q": asked}).json()["options"]
        return one["label"], one["more"], one["lang"]

    liquids = "класс 3: легковоспламеняющиеся жидкости"
    assert told("1203") == ("Бензин моторный", liquids, "")
    assert told("1152") == (liquids, "Dichloropentanes", "en")


@pytest.mark.parametrize("path", ["/calculator", "/requirements", "/carrier/books/goods/new"])
def test_where_a_code_is_entered_it_is_chosen_by_typing(client: Client, path: str) -> None:
    """Also without scripts: what has a list stays a select or a field of its own."""
    page = check_page(client.get(path), "en")
    lists = {attributes(one)["data-codes"] for one in page.query("main [data-codes]")}
    assert lists >= ({"/codes/goods", "/codes/packages"} if "books" in path else {"/codes/places"})
    assert all(attributes(one).get("name") for one in page.query("main [data-codes]"))


def test_what_no_list_is_cannot_be_asked(client: Client) -> None:
    assert client.get("/codes/secrets", params={"q": "a"}).status_code == 404
    assert client.get("/codes/countries").json() == {"options": []}


def test_codes_of_a_list_that_the_state_issued_are_found_by_their_names() -> None:
    fruit = GoodsCode("0799", "Moon fruit", "Лунный плод", subheadings=("10", "90"))
    goods = Nomenclature({"07": REFERENCE.goods.headings["07"], "0799": fruit})
    for asked in ("moon", "лунного плода", "0799"):
        assert find(asked, goods) == (Hit("0799", ("079910", "079990")),)
    assert find("cherries", goods) == ()
    assert title("079910", "en", goods.headings) == "Moon fruit"
    assert title("0799", "ru", goods.headings) == "Лунный плод"
