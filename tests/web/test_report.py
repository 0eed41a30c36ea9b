"""The report as PDF: the numbers of the pages, whoever's months are missing, and what is wrong."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pypdfium2  # type: ignore[import-untyped]
import pytest
from pypdf import PdfReader

from corridor.engine.core import Core
from corridor.web.report.printer import Printer
from tests.support.engines import FakeClock, make_core
from tests.support.pages import check_page
from tests.support.web import make_services, running
from tests.web.desk_world import Client, shown
from tests.web.observed_figures import two_years
from tests.web.test_common_figures import MONTH, ROWS, hear, row

HERE = "/observatory/report"


@pytest.fixture(scope="module")
def core() -> Core:
    return make_core(clock=FakeClock())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, core: Core) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("report")
    services = replace(make_services(folder, core, rules=()), observed=two_years)
    with running(services) as found:
        found.cookies.set("lang", "en")
        hear(core, "UZ", row("crossings", 18, "entry", "KG>UZ"), row("tonnes", 12, figure=100))
        hear(core, "AZ", *ROWS)
        yield found


def made(client: Client, **asked: str) -> bytes:
    answer = client.get(f"{HERE}.pdf?{urlencode(asked)}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.content


def text_of(paper: bytes) -> str:
    with closing(pypdfium2.PdfDocument(paper)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages).replace("\u200b", ""))


def test_a_year_of_a_corridor_has_the_numbers_of_its_page(client: Client) -> None:
    year = {"about": "corridor:TITR", "from": "2025-01", "to": "2025-12", "lang": "en"}
    said = text_of(made(client, **year))
    page = shown(client, "/observatory/corridors/TITR?period=2025")
    figures = re.findall(r'figures__figure"><b>([^<]+)</b>', page)
    cases = re.findall(r"n\s=\s([\d,.\s]+)</p>", page)
    assert (len(set(figures)), len(cases)) == (3, 3)
    for figure in (*figures, *cases):
        assert re.sub(r"\s+", " ", figure.strip()) in said
    assert "the year before is not told" in said


def test_growth_and_months_are_those_of_the_pages(client: Client) -> None:
    asked = {"about": "state:KG", "from": "2026-01", "to": "2026-11", "lang": "en"}
    said = text_of(made(client, **asked))
    page = shown(client, "/observatory/states/KG?period=2026&measure=throughput")
    growths = re.findall(r'#growth">([^<]+)<', page)
    assert len(growths) == 3
    for growth in growths:
        assert growth.replace("−", "–") in said
    assert "10/11" in said, "the month that goes on is compared with nothing"
    assert "November 2026, provisional" in said
    assert "by month alone" not in said


def test_a_commission_sees_both_states_and_what_all_told(client: Client) -> None:
    asked = {"about": "commission:KG-UZ", "from": MONTH, "to": MONTH, "lang": "ru"}
    paper = made(client, **asked)
    said = text_of(paper)
    page = shown(client, f"/observatory/common?month={MONTH}")
    for number in ("740", "–2", "–10"):
        assert number in said
        assert number.replace("–", "−") in page
    assert "Кыргызстан – Узбекистан" in said
    assert said.count("Основные показатели:") == 2
    files = {name: data[0] for name, data in PdfReader(io.BytesIO(paper)).attachments.items()}
    assert set(files) == {"figures.csv", "common.csv"}
    sums = re.sub(r"\s", "", said)
    assert all(hashlib.sha256(data).hexdigest() in sums for data in files.values())
    data = client.get("/open/data/tfi1/country.csv").content
    assert hashlib.sha256(data).hexdigest() in sums
    rows = list(csv.DictReader(io.StringIO(files["common.csv"].decode())))
    assert {one["state"] for one in rows} == {"AZ", "UZ"}


def test_the_same_figures_make_the_same_bytes(client: Client) -> None:
    asked = {"about": "corridor:TITR", "from": MONTH, "to": MONTH, "lang": "en"}
    first = made(client, **asked)
    client.app.state.printer = Printer()
    assert made(client, **asked) == first


@pytest.mark.parametrize(
    ("field", "changed", "said"),
    [
        ("about", "", "Choose of what the report shall be"),
        ("about", "corridor:nowhere", "There is no corridor of this name"),
        ("about", "state:DE", "No state of this code takes part"),
        ("about", "commission:KG-KG", "Write two states that take part"),
        ("about", "commission:KG", "Write two states that take part"),
        ("from", "2026-13", "Write a month as 2026-01"),
        ("from", "2026-12", "The last month lies before the first"),
        ("from", "2021-01", "A report is of 36 months at most"),
        ("lang", "kg", "A report is written in ru or en"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, field: str, changed: str, said: str
) -> None:
    asked = {"about": "state:UZ", "from": "2026-02", "to": "2026-10", "lang": "en", field: changed}
    address = f"{HERE}.pdf?{urlencode(asked)}"
    page = client.get(address, headers={"accept": "text/html"})
    check_page(page, "en", 422)
    assert page.text.count('class="errors"') == 1
    assert said in page.text
    assert page.text.count("selected>") == len(asked)
    problem = client.get(address, headers={"accept": "application/json"}).json()
    assert problem["faults"][0]["field"] in (field, "to")
    assert said in problem["faults"][0]["text"]


def test_what_was_never_measured_is_no_report(client: Client) -> None:
    asked = {"about": "state:UZ", "from": "2031-01", "to": "2031-02"}
    page = client.get(f"{HERE}.pdf?{urlencode(asked)}", headers={"accept": "text/html"})
    assert "there are figures from 2025-01 to 2026-11" in page.text


def test_the_form_is_reached_from_the_pages(client: Client) -> None:
    check_page(client.get(HERE), "en")
    assert HERE in shown(client, "/observatory")
    assert f"{HERE}?about=state%3AKG" in shown(client, "/observatory/states/KG")
    assert HERE not in shown(client, "/observatory/checkpoints/KGDOST01").split("<main", 1)[1]
