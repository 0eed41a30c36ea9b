"""The observatory's pages and open data: every choice is in the address."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace as changed

from corridor.engine.observed import Cell, Cells, Charted, Earlier, Making, Overview
from corridor.engine.observed_invented import InventedEvent, InventedMonth, InventedMovement
from corridor.web.observed.invented import HAPPENED, behind
from corridor.web.observed.shelf import Shelf, growth_of, twelve_of
from corridor.web.settings.known import OBSERVATORY
from tests.support.web import make_services, running, sign_in
from tests.web.desk_world import Client, ready, shown
from tests.web.observed_figures import MONTHS, two_years

OVERVIEW = two_years()
_LINK = re.compile(r'href="(/(?:observatory|open)[^"]*)"')


@pytest.fixture(scope="module")
def told() -> list[Any]:
    """What the node tells; changed in place."""
    return [OVERVIEW]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, told: list[Any]) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("observatory")
    services = replace(make_services(folder, ready(), rules=()), observed=lambda: told[0])
    with running(services) as found:
        found.cookies.set("lang", "en")
        yield found


def test_the_front_quotes_figures_and_growth_and_keeps_the_choice(client: Client) -> None:
    page = shown(client, "/observatory")
    for text in ("Key figures", "Released movements", "+", "Not told by", "Osh → Dostuk"):
        assert (text in page) is (text != "Not told by")
    chosen = shown(client, "/observatory?corridor=TITR&mode=rail&period=2026")
    assert '<option value="TITR" selected>' in chosen
    assert "Not told by: Corridor" in chosen
    assert (
        "/observatory/measures/consignments?corridor=TITR&amp;mode=rail&amp;period=2026" in chosen
    )
    nothing = shown(client, "/observatory?corridor=nowhere&period=x")
    assert "fewer than five of what it is taken of" in nothing


def followed(client: Client, page: str, pattern: str) -> str:
    """The page behind the first link of a page whose address fits."""
    found = re.search(f'href="({pattern})"', page)
    assert found is not None, pattern
    return shown(client, found[1].replace("&amp;", "&").partition("#")[0])


def test_from_growth_to_the_events_behind_it_in_three_clicks(
    client: Client, told: list[Any]
) -> None:
    told[0] = changed(OVERVIEW, last="2026-12-02")  # November is whole, and one was lodged in it
    try:
        start = shown(client, "/")
        assert re.search(r"#growth\">\+\d+ %", start), "quoted as officials do"
        for first in (start, shown(client, "/observatory")):
            reckoned = followed(client, first, "/observatory/measures/consignments#growth")
            assert "in the same months of 2025" in reckoned
            november = r"/observatory/cases\?measure=consignments&amp;month=2026-11"
            assert "Why no more is shown" in followed(client, reckoned, november)
            sign_in(client, "aibek")
            own = followed(client, reckoned, november)
            events = followed(client, own, '/carrier/dossiers/[^"]+')
            assert "What happened" in events
            client.cookies.clear()
            client.cookies.set("lang", "en")
    finally:
        told[0] = OVERVIEW


def test_an_officer_reaches_own_movements_of_the_month_that_goes_on_in_three_clicks(
    client: Client,
) -> None:
    sign_in(client, "osh")
    try:
        reckoned = followed(
            client,
            shown(client, "/observatory"),
            "/observatory/measures/consignments#growth",
        )
        assert "goes on; in no sum here" in reckoned
        november = r"/observatory/cases\?measure=consignments&amp;month=2026-11"
        own = followed(client, reckoned, november)
        assert "What happened" in followed(client, own, r"/customs/(?:mv-KG-|\d\d)[^\"]*")
    finally:
        client.cookies.clear()
        client.cookies.set("lang", "en")


def test_how_far_the_invented_years_are_is_shown_while_they_are_made(
    client: Client, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    services, making = client.app.state.services, [Making(365, 730)]
    monkeypatch.setattr(client.app.state, "services", replace(services, making=lambda: making[0]))
    told[0] = None
    assert "365 of 730 days are made, 50 %." in shown(client, "/observatory")
    told[0] = OVERVIEW
    assert "Read again" in shown(client, "/observatory")
    making.clear()
    making.append(None)  # type: ignore[arg-type]
    assert "are made" not in shown(client, "/observatory")


def test_who_takes_part_sees_own_movements(client: Client, told: list[Any]) -> None:
    address = "/observatory/cases?measure=consignments&month=2026-11"
    sign_in(client, "osh")
    page = shown(client, address)
    assert "Your own movements lodged in this month" in page
    client.cookies.delete("session")
    for wrong in ("month=2026-13", "month=0000-01", "month=2026-11&corridor=a&office=b", "month="):
        assert client.get(f"/observatory/cases?measure=consignments&{wrong}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/observatory/corridors/TITR",
        "/observatory/segments/KG-OSH~KG-DOST",
        "/observatory/checkpoints/KGDOST01?measure=tfi1",
        "/observatory/states/KG?measure=throughput",
        "/observatory/measures/value?currency=EUR",
        "/observatory/measures/permits-in-10-minutes?country=UZ",
    ],
)
def test_each_has_a_page_with_a_chart_a_table_and_data(client: Client, address: str) -> None:
    page = shown(client, address)
    for text in ('<svg class="chart"', "<desc", "The same as a table", "PNG", ".parquet", "n = "):
        assert text in page


def test_a_checkpoint_has_its_week_its_spread_and_what_was_published(client: Client) -> None:
    page = shown(client, "/observatory/checkpoints/UZDUST01?measure=tfi1")
    for text in ("By hour of the week", "How it is spread", "6+", "provisional"):
        assert text in page
    assert "Published by CAREC" in shown(client, "/observatory/states/KG?measure=tfi1")
    assert "Nothing is told of this yet" in shown(client, "/observatory/checkpoints/GEPOTI01")
    for unknown in ("checkpoints/XX", "measures/nothing", "measures/tfi1?corridor=TITR"):
        assert client.get(f"/observatory/{unknown}").status_code == 404


def test_open_data_in_all_forms(client: Client, told: list[Any]) -> None:
    rows = client.get("/open/data/tfi1/office-side.csv").text.splitlines()
    assert rows[0] == "office,side,period,n,mean,median,p95,sd,margin"
    assert rows[1].startswith("KGDOST01,entry,,")
    answer = client.get("/open/data/tfi1/all.json")
    assert answer.json()["licence"].endswith("/by/4.0/")
    assert (answer.json()["provisional"], answer.json()["invented"]) == ("2026-11", False)
    again = client.get(
        "/open/data/tfi1/all.json", headers={"if-none-match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    for tags, status in ((f'"a", W/{answer.headers["etag"]}', 304), ("*", 304), ('"a"', 200)):
        again = client.get("/open/data/tfi1/all.json", headers={"if-none-match": tags})
        assert again.status_code == status, tags
    head = client.head("/open/data/tfi1/all.json")
    assert head.headers["etag"] == answer.headers["etag"]
    csv_answer = client.get("/open/common.csv")
    assert csv_answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["access-control-allow-origin"] == "*"
    for wrong in ("tfi1/all.exe", "tfi1/..%2Fall.csv", "nothing/all.csv", "tfi1/all.parquet"):
        refused = client.get(f"/open/data/{wrong}")  # no process wrote a Parquet
        assert refused.status_code == 404
        assert refused.headers["content-type"] == "application/problem+json"
    assert "tfi1,h,month,2025-01,mean,2.0" in client.get("/open/measures.csv").text
    assert "charted" not in client.get("/open/measures.json").json()


def test_the_catalogue_has_what_dcat_ap_makes_mandatory(client: Client) -> None:
    found = client.get("/open/catalogue.jsonld").json()
    assert all(found[name] for name in ("dct:title", "dct:description", "dct:publisher"))
    assert found["dct:publisher"]["foaf:name"]
    assert len(found["dcat:dataset"]) == len(OVERVIEW.measured)
    for dataset in found["dcat:dataset"]:
        assert dataset["dct:title"]
        assert dataset["dct:description"]
        assert dataset["dct:publisher"]
        for one in dataset["dcat:distribution"]:
            assert one["dcat:accessURL"]["@id"].startswith("http")
            assert one["dct:license"]["@id"]
    address = found["dcat:dataset"][0]["dcat:distribution"][0]["dcat:accessURL"]["@id"]
    assert client.get(address).status_code == 200


def test_a_chart_is_a_picture_by_itself(client: Client) -> None:
    svg = client.get("/observatory/charts/tonnes.svg?corridor=TITR")
    assert svg.headers["content-type"].startswith("image/svg+xml")
    drawn = ElementTree.fromstring(svg.text)
    assert drawn.find("{http://www.w3.org/2000/svg}title") is not None
    png = client.get("/observatory/charts/tonnes.png?corridor=TITR")
    assert png.content.startswith(b"\x89PNG")
    assert client.get("/observatory/charts/tonnes.gif").status_code == 404
    assert client.get("/observatory/charts/tonnes.svg?corridor=nowhere").status_code == 404


def test_no_chain_of_filters_shows_what_no_table_tells(client: Client) -> None:
    """Every link of the front's choices; what is shown of a choice is what the tables say."""
    shelf = Shelf(OVERVIEW)
    for corridor, mode, bound in [("TITR", "", ""), ("TITR", "rail", ""), ("", "road", "east")]:
        where = {key: value for key, value in
                 (("corridor", corridor), ("mode", mode), ("bound", bound)) if value}  # fmt: skip
        page = shown(client, f"/observatory/measures/consignments?{urlencode(where)}&period=2026")
        numbers = {int(one) for one in re.findall(r"n\s=\s(\d+)</span>", page.replace(",", ""))}
        assert numbers == {shelf.periods("consignments", where)["2026"].n}


def test_every_address_that_the_pages_offer_answers(client: Client) -> None:
    seen: set[str] = set()
    waiting = ["/observatory", "/observatory/checkpoints/KGDOST01", "/observatory/states/UZ"]
    while waiting and len(seen) < 60:
        address = waiting.pop(0).replace("&amp;", "&").partition("#")[0]
        kind = re.sub(r"\d{4}(-\d\d)?|KGDOST01|UZDUST01|TITR|CAREC2|east|west", "*", address)
        if kind in seen or address.endswith(".parquet") or ".png" in address:
            continue
        seen.add(kind)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if "html" in answer.headers["content-type"]:
            waiting += _LINK.findall(answer.text)
    assert len(seen) > 30


def test_a_node_that_tells_nobody_says_so(
    client: Client, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = client.app.state.services.settings
    monkeypatch.setattr(settings, "is_on", lambda name: name != OBSERVATORY)
    assert "observatory is closed" in shown(client, "/observatory")
    for address in ("/observatory/measures/tfi1", "/observatory/states/KG"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "observatory is closed" in answer.text
    for address in ("/open/measures.json", "/open/catalogue.jsonld", "/open/data/tfi1/all.csv"):
        assert client.get(address).status_code == 404


def test_before_anything_was_measured(client: Client, told: list[Any]) -> None:
    told[0] = None
    try:
        assert "Nothing was measured yet" in shown(client, "/observatory")
        assert client.get("/open/measures.csv").status_code == 404
    finally:
        told[0] = OVERVIEW


def small(now: float, base: float, kind: str = "total") -> Shelf:
    """One month of two years."""
    cells = (Cell((), "2025-03", 5, (base,)), Cell((), "2026-03", 5, (now,)))
    chart = Charted("one", ("sum",) if kind == "total" else ("share",), (Cells((), cells),))
    measured = changed(OVERVIEW.measured[0], name="one", figures=kind)
    return Shelf(Overview("KG", 1, "2025-01-01", "2026-04-02", (measured,), (chart,)))


def test_a_month_that_was_told_anew_says_what_was_told_before(
    client: Client, told: list[Any]
) -> None:
    before = Earlier("office", ("KGDOST01",), "2026-02", "2026-03-01T06:00:00.000Z", 9, (7.5,) * 5)
    charts = tuple(
        changed(one, earlier=(before,), excluded={"negative": 5, "too_fast": 10})
        if one.name == "tfi1"
        else one
        for one in OVERVIEW.charted
    )
    told[0] = changed(OVERVIEW, charted=charts)
    try:
        page = shown(client, "/observatory/measures/tfi1?office=KGDOST01")
        assert "revised; before: 7.5 h, n = 9, 1 Mar 2026" in page
        assert "10 ways or a few more" in page
        assert "5 cases or a few more are in no figure: they ended before they began" in page
        rows = client.get("/open/earlier/tfi1/office.csv").text.splitlines()
        assert rows[1] == "KGDOST01,2026-02,2026-03-01T06:00:00.000Z,9,7.5,7.5,7.5,7.5,7.5"
        assert client.get("/open/data/tfi1/office.json").json()["revised"] == ["2026-02"]
        assert client.get("/open/earlier/tfi1/office.json").status_code == 404
    finally:
        told[0] = OVERVIEW


def test_twelve_months_by_hand() -> None:
    months = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
    cells = tuple(Cell((), one, 5, (10.0 if one < "2026" else 12.0,)) for one in months)
    measured = changed(OVERVIEW.measured[0], name="one", figures="total")

    def of(*told_of: Cell, kind: str = "total") -> Any:
        chart = Charted("one", ("sum",), (Cells((), told_of),))
        one = changed(measured, figures=kind)
        return twelve_of(Shelf(Overview("KG", 1, "", "2027-01-02", (one,), (chart,))), "one", {})

    found = of(*cells)
    assert (found.now, round(found.growth, 9), found.months[0]) == (144.0, 0.2, "2026-01")
    assert of(*cells[3:]).growth is None
    assert of(*cells[:15], *cells[16:]) is None
    assert of(*cells, kind="spread") is None
    assert of() is None


def test_growth_by_hand() -> None:
    grown = growth_of(small(121, 100), "one", {})
    assert grown is not None
    assert round(grown.rate, 9) == 0.21
    points = growth_of(small(0.5, 0.4, "share"), "one", {})
    assert points is not None
    assert round(points.rate, 9) == 0.1
    assert growth_of(small(121, 0), "one", {}) is None  # of a base of nothing nothing is told
    assert growth_of(small(121, 100), "one", {}, "2025") is None
    assert growth_of(Shelf(OVERVIEW), "tonnes", {}).months == MONTHS[12:22]  # type: ignore[union-attr]


def test_behind_an_invented_month_stand_invented_events_that_everybody_may_see(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, event = 1_773_900_000_000, InventedEvent
    happened = tuple(
        event(at + hour, kind, "KGOSH001", "KG", "2026-03") for hour, kind in enumerate(HAPPENED)
    )
    way = ("TITR", "road", "west", "CN", "GE")
    known = InventedMovement("mv-KG-PAST1", *way, happened)
    later = InventedMovement(
        "mv-KG-PAST2", *way, (event(at, "lodged", "KGOSH001", "KG", "2026-03"),)
    )
    month = InventedMonth("2026-03", (known, later))
    services = client.app.state.services
    told = replace(services, invented=lambda asked: month if asked == "2026-03" else None)
    monkeypatch.setattr(client.app.state, "services", told)
    reckoned = shown(client, "/observatory/measures/consignments?corridor=TITR")
    march = r"/observatory/cases\?measure=consignments&amp;month=2026-03&amp;corridor=TITR"
    behind = followed(client, reckoned, march)
    assert "1 invented movement<" in behind
    assert "mv-KG-PAST2" not in behind, "it was not released"
    events = followed(client, behind, '/observatory/invented/[^"]+')
    assert "Nobody said any of this" in events
    assert all(text in events for text in HAPPENED.values())
    assert "Nor does it choose by" not in behind
    segment = "/observatory/cases?measure=segment-speed&month=2026-03&segment=KG-OSH%3EKG-DOST"
    apart = shown(client, segment)
    assert "Nor does it choose by: Segment." in apart
    other = shown(client, "/observatory/cases?measure=consignments&month=2026-03&corridor=CAREC2")
    assert "invented movement" not in other
    for wrong in ("2026-03/mv-KG-1", "2026-04/mv-KG-PAST1", "2026-13/mv-KG-PAST1"):
        assert client.get(f"/observatory/invented/{wrong}").status_code == 404


def test_behind_a_figure_of_one_kind_of_permit_stand_those_permits_alone() -> None:
    def asked(number: int, kind: str, what: str) -> InventedMovement:
        event = InventedEvent(1_773_900_000_000, kind, "", "KG", "2026-03", what=what)
        return InventedMovement(f"mv-KG-{number}", "TITR", "road", "west", "CN", "GE", (event,))

    month = InventedMonth(
        "2026-03",
        (
            asked(1, "permit_granted", "road_transit"),
            asked(2, "permit_granted", "veterinary"),
            asked(3, "permit_refused", "road_transit"),
        ),
    )
    decided = ("permit_granted", "permit_refused")
    of_roads = [one.id for one, _ in behind(month, decided, {"what": "road_transit"})]
    assert of_roads == ["mv-KG-1", "mv-KG-3"]
    granted = [one.id for one, _ in behind(month, decided[:1], {})]
    assert granted == ["mv-KG-1", "mv-KG-2"]
