"""Every list can be filtered, kept as a view of one's own, and taken away as a file."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from litestar.datastructures import MultiDict
from lxml import etree

from corridor.web.cells import Plain
from corridor.web.listing.files import CsvFile, harmless
from corridor.web.listing.xlsx import XlsxFile
from corridor.web.pages.carrier.lists import PERMITS
from tests.support.engines import lodge
from tests.web.conftest import World
from tests.web.desk_world import PLATE, Client, enter, post, shown

MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def desk(world: World) -> Client:
    """An officer of Osh, where one movement has been accepted."""
    return enter(world.client, "osh")


def _csv(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("state=accepted", True),
        ("state=released", False),
        (f"vehicle={PLATE.lower()}", True),
        ("channel=none&from=KG&sort=since&dir=desc", True),
        ("channel=red&from=KG", False),
        ("date=since&first=2020-01-01&last=2090-01-01", True),
        ("date=since&first=2020-01-01&last=2020-01-02", False),
        ("first=nonsense&sort=nonsense&columns=nonsense&after=nonsense", True),
    ],
)
def test_filters_combine_on_the_page_and_in_its_file(
    world: World, desk: Client, query: str, found: bool
) -> None:
    assert (PLATE in _rows(shown(desk, f"/customs?lane=decide&{query}"))) is found
    heads, *rows = _csv(desk, f"/customs/export?as=csv&lane=decide&{query}")
    assert "State / Состояние" in heads
    assert any(PLATE in " ".join(row) for row in rows) is found


def _rows(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_columns_are_chosen_in_the_address(world: World, desk: Client) -> None:
    heads, *rows = _csv(desk, "/customs/export?lane=decide&columns=mass&columns=lrn")
    assert heads == ["Gross mass / Масса брутто", "LRN / Местный номер (LRN)"]
    assert all(len(row) == 2 for row in rows)
    page = shown(desk, "/customs?lane=decide&columns=mass,lrn")
    assert len(re.findall(r"<th scope=\"col\"", page.partition("<thead>")[2])) == 3


def test_a_telephone_leaves_lesser_columns_out_until_they_are_asked_for(
    world: World, desk: Client
) -> None:
    page = shown(desk, "/customs?lane=decide")
    assert page.count('class="lesser" data-label="Goods"') == page.count("<tr data-row") > 0
    more = re.search(r'class="list-lesser"><a href="([^"]*)">Show as well: Goods<', page)
    assert more
    assert "lesser" not in shown(desk, more[1].replace("&amp;", "&"))


def test_how_long_a_page_is_stays_with_the_browser(world: World, desk: Client) -> None:
    for number in range(2, 30):
        assert not lodge(world.core, f"mv-KG-LONG{number}", f"OSH-LONG-{number}").refusals
    page = shown(desk, "/customs?lane=decide")
    assert page.count("<tr data-row") == 25
    longer = re.search(r'href="(/rows/50[^"]*)"', page)
    assert longer
    answer = desk.get(longer[1], follow_redirects=False)
    assert answer.headers["location"] == "/customs?lane=decide"
    page = shown(desk, "/customs?lane=decide")
    assert page.count("<tr data-row") == 29
    assert desk.get("/rows/7", follow_redirects=False).status_code == 404
    away = desk.get("/rows/25?next=//elsewhere.example", follow_redirects=False)
    assert away.headers["location"].startswith("/")
    assert "elsewhere" not in away.headers["location"]


def test_selected_rows_alone_are_shown_and_written(world: World, desk: Client) -> None:
    keys = re.findall(r'name="row" value="([^"]+)"', shown(desk, "/customs?lane=decide"))
    assert len(_csv(desk, f"/customs/export?lane=decide&row={keys[0]}")) == 2
    assert len(_csv(desk, "/customs/export?lane=decide&row=mv-KG-nowhere")) == 1
    assert f'value="{keys[0]}"' in shown(desk, f"/customs?lane=decide&row={keys[0]}")


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("aibek", "/carrier"),
        ("aibek", "/carrier/permits"),
        ("aibek", "/carrier/guarantees"),
        ("osh", "/customs"),
        ("road", "/permits"),
        ("gulnara", "/guarantor"),
    ],
)
def test_empty_fields_leave_the_address(world: World, login: str, path: str) -> None:
    client = enter(world.client, login)
    asked = f"{path}?sort=due&first=&state=%C3%A9&columns=a&q=&columns=b&last="
    answer = client.get(asked, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{path}?sort=due&state=%C3%A9&columns=a&columns=b"
    assert client.get(f"{path}?q=", follow_redirects=False).headers["location"] == path
    shown(client, f"{path}?sort=due")


def test_a_view_is_its_owners_alone(world: World, desk: Client) -> None:
    address = "/customs?lane=decide&state=accepted&columns=lrn"
    asked = {"name": " Red  ones ", "address": f"{address}&after=x"}
    assert post(desk, "/views", **asked).headers["location"] == address
    found = re.search(r"/views/([^/]+)/forget", shown(desk, "/customs"))
    assert found is not None
    assert "Red ones" in shown(desk, "/customs")
    for elsewhere in ("/carrier", "//evil.example/customs", "https://evil.example/customs", "/x"):
        refused = post(desk, "/views", name="x", address=elsewhere)
        assert refused.headers["location"] == "/customs"
    assert post(desk, "/views", name="x" * 61, address=address).headers["location"] == "/customs"
    assert "At most 60 characters fit here; there are 61." in shown(desk, "/customs")
    enter(desk, "dostuk")
    assert "Red ones" not in shown(desk, "/customs")
    post(desk, f"/views/{found[1]}/forget", 404)
    enter(desk, "osh")
    assert "Red ones" in shown(desk, "/customs")
    assert post(desk, f"/views/{found[1]}/forget").headers["location"] == "/customs"
    assert "Red ones" not in shown(desk, "/customs")


@pytest.mark.parametrize("lead", ["=1+1", "+7", "-1", "@x", "\tx", "\rx", "\uff1d1"])
def test_no_text_becomes_a_formula(lead: str) -> None:
    assert harmless(lead) == f"'{lead}"
    assert harmless("a=1") == "a=1"
    assert harmless("") == ""
    file = CsvFile("en")
    data = (file.begin(["x"]) + file.rows([[lead, Decimal("-1.50")]]) + file.end()).decode()
    assert f"'{lead[:1]}" in data
    assert "-1.50" in data


def test_a_russian_table_has_decimal_commas_and_times_their_zone() -> None:
    file = CsvFile("ru")
    moment = datetime(2026, 11, 28, 10, 40, tzinfo=UTC)
    data = file.begin(["a", "b"]) + file.rows([[Decimal("1200.5"), moment]])
    assert data.decode("utf-8-sig") == "a;b\r\n1200,5;2026-11-28 10:40+00:00\r\n"


def test_a_workbook_holds_texts_numbers_and_days() -> None:
    file = XlsxFile("В пути: [Ош]/*?")
    row: list[Plain] = ["=1+1 <&\x07", Decimal("12.50"), datetime(2026, 11, 28, tzinfo=UTC).date()]
    data = file.begin(["a", "b", "c"]) + b"".join(file.rows([row]) for _ in range(3)) + file.end()
    book = zipfile.ZipFile(io.BytesIO(data))
    assert book.testzip() is None
    assert "В пути" in book.read("xl/workbook.xml").decode()
    sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    texts = sheet.xpath("//m:is/m:t/text()", namespaces=MAIN)
    assert texts == ["a", "b", "c", *["=1+1 <&"] * 3]
    assert sheet.xpath("//m:f", namespaces=MAIN) == []
    assert sheet.xpath("//m:row[2]//m:v/text()", namespaces=MAIN) == ["12.50", "46354"]


def test_a_workbook_comes_from_the_page(world: World, desk: Client) -> None:
    answer = desk.get("/customs/export?as=xlsx&lane=decide")
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    assert PLATE in book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    ("query", "lane"),
    [
        ({}, "current"),
        ({"state": "granted"}, "current"),
        ({"state": "exhausted"}, "permits"),
        ({"state": "exhausted", "lane": "current"}, "current"),
    ],
)
def test_what_is_over_is_folded_away_until_it_is_asked_for(
    query: dict[str, str], lane: str
) -> None:
    assert PERMITS.lane_in(MultiDict(query)) == lane
