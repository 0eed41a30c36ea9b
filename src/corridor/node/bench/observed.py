"""Figures of an observatory, of as many invented facts as are wanted, in a node's folder."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from corridor.node.bench.many_facts import fill_facts
from corridor.observatory.overview import keep, overview
from corridor.observatory.store import FILE, Observatory

FACTS: Final = 200_000
PAGES: Final = (
    "/observatory",
    "/observatory?corridor=CAREC2&mode=rail&period=2026",
    "/observatory/measures/consignments",
    "/observatory/measures/tfi1?office=KGDOST01",
    "/observatory/corridors/CAREC2",
    "/observatory/states/KG",
    "/open/data/tfi1/office-side.csv",
    "/open/catalogue.jsonld",
)
"""Those that anybody opens, with much to show."""


def put_figures(folder: Path, node: str) -> None:
    """Where the node looks for them."""
    with TemporaryDirectory(prefix="corridor-bench-") as name:
        observatory = Observatory(Path(name) / FILE)
        with observatory.opened() as db:
            fill_facts(db, FACTS)
        keep(overview(observatory, node), folder)
