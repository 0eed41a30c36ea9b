"""The observatory's page: figures in words, one measure in full, open data; nothing before any."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corridor.engine.observed import Group, Measured, Overview, Telling
from tests.support.web import make_services, running
from tests.web.desk_world import Client, ready, shown

SPREAD = {"mean": 4.0, "sd": 1.0, "margin": 0.5, "median": 3.5, "p95": 8.25, "negative": 0.0}
FIRST, SECOND = Group(12, SPREAD, "KGDOST01"), Group(9, SPREAD | {"median": 0.001}, "KGOSH001")
OVERVIEW = Overview(
    "KG",
    580,
    "2026-11-01",
    "2026-11-30",
    (
        Measured(
            "tfi1",
            "Time to clear a border crossing",
            "From joining the queue of a checkpoint to leaving its zone.",
            "h",
            "spread",
            "CAREC CPMM, TFI1",
            Group(21, SPREAD),
            (
                Telling("month", (Group(21, SPREAD, "2026-11"),)),
                Telling("office", (FIRST, SECOND), hidden=True),
            ),
        ),
        Measured(
            "value",
            "Value of the goods",
            "Declared value of the goods released for transit, each currency by itself.",
            "minor units",
            "total",
            "ours",
            None,
            (Telling("currency", (Group(7, {"sum": 150_000.0}, "EUR"),)),),
        ),
        Measured("swd", "Speed with delay", "So fast.", "km/h", "spread", "ours"),
    ),
)


@pytest.fixture
def told() -> list[Any]:
    """What the node tells; changed in place."""
    return [OVERVIEW]


@pytest.fixture
def client(tmp_path: Path, told: list[Any]) -> Iterator[Client]:
    services = replace(make_services(tmp_path, ready(), rules=()), observed=lambda: told[0])
    with running(services) as found:
        found.cookies.set("lang", "en")
        yield found


def test_figures_and_one_measure_in_full(client: Client) -> None:
    page = shown(client, "/observatory")
    for text in ("Time to clear a border crossing", "3.5", "Measures with nothing to tell yet"):
        assert text in page
    full = shown(client, "/observatory?measure=tfi1&by=office")
    for text in ("Dostuk", "&lt; 0.01", "8.25", "All together", "nor what would give them away"):
        assert text in full
    value = shown(client, "/observatory?measure=value")
    assert "€1,500.00" in value
    assert "All together" not in value  # amounts of two currencies have no sum
    assert client.get("/observatory?measure=nothing").status_code == 404
    assert "Time to clear" in shown(client, "/observatory?measure=tfi1&by=nothing")


def test_open_data(client: Client) -> None:
    rows = client.get("/open/measures.csv").text.splitlines()
    assert rows[0] == "measure,unit,by,value,figure,number"
    assert "tfi1,h,office,KGDOST01,median,3.5" in rows
    answer = client.get("/open/measures.json")
    assert answer.json()["measured"][0]["all"]["n"] == 21
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_before_anything_was_measured(client: Client, told: list[Any]) -> None:
    told[0] = None
    assert "Nothing was measured yet" in shown(client, "/observatory")
    assert client.get("/open/measures.json").status_code == 404
    assert client.get("/open/measures.csv").status_code == 404
