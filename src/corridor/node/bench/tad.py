"""`bench tad`: pages a second of an accompanying document with as many items as there may be.

Ours is the whole of it: the sheet made of the movement in two languages, and set by the press in a
process of its own. The limit is the typesetter alone, in such a process too, setting the same texts
of the items as one plain table.
"""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

from msgspec.structs import replace

from corridor.domain.codes import make_mrn
from corridor.domain.consignment import Dossier
from corridor.domain.movement.rules.numbering import ITEMS_MAX
from corridor.domain.movement.state import Movement
from corridor.node.bench.dossiers import big_dossier
from corridor.node.bench.filling import carrier_of_bench, opened, subject_of
from corridor.node.bench.lodge import NODE, ROUTE
from corridor.node.bench.nodes import BenchNode, bench_nodes
from corridor.node.bench.result import Result, rate
from corridor.node.demo.world import grn_of, load_world
from corridor.node.system import today_in
from corridor.web.papers.papers import Papers
from corridor.web.papers.press import Press
from corridor.web.papers.sheet import Sheet
from corridor.web.templating import readers

_PAGES: Final = re.compile(rb"/Count (\d+)")
_ALONE: Final = """
import json, sys, typst
rows = json.load(sys.stdin)
cells = ", ".join(json.dumps(cell, ensure_ascii=False) for row in rows for cell in row)
text = f'#set page("a4")\\n#set text(size: 7.5pt)\\n#table(columns: {len(rows[0])}, {cells})'
sys.stdout.buffer.write(typst.compile(text.encode()))
"""


def bench_tad(seconds: float) -> Iterator[Result]:
    """One result; both sides in turns, each at least once."""
    with bench_nodes([NODE]) as nodes, opened(nodes[NODE]) as node:
        services = node.services()
        papers, state = Papers(services, readers(services)), _movement(nodes[NODE])
        rounds: list[tuple[float, float]] = []
        begun = time.perf_counter()
        while not rounds or time.perf_counter() - begun < seconds:
            ours = _pages_a_second(lambda: _printed(papers.document(state, ())))
            alone = _pages_a_second(lambda: _alone(papers.document(state, ())[0]))
            rounds.append((ours, alone))
    is_limit = "the typesetter alone setting the same items as one plain table"
    yield rate("tad", rounds, "pages/s", is_limit, items=ITEMS_MAX)


def _movement(node: BenchNode) -> Movement:
    dossier = _long_dossier(node)
    day = today_in(node.name).isoformat()
    mrn = make_mrn(day[2:4], node.name, "0".zfill(12), "J")
    org = carrier_of_bench(node).org
    subject = subject_of(node.name, 1)
    return Movement(subject, node.name, org, dossier, day, f"{day}T08:00:00.000Z", mrn=mrn)


def _long_dossier(node: BenchNode) -> Dossier:
    carrier = load_world().nodes[node.name].carriers[0]
    dossier = big_dossier(grn_of(node.name, carrier), today_in(node.name), ROUTE)
    (house,) = dossier.consignment.houses
    items = tuple(
        replace(house.items[number % len(house.items)], number=number, declaration_number=number)
        for number in range(1, ITEMS_MAX + 1)
    )
    load = replace(dossier.consignment, houses=(replace(house, items=items),))
    return replace(dossier, consignment=load)


def _printed(sheets: list[Sheet]) -> bytes:
    return asyncio.run(Press().set(sheets))


def _alone(sheet: Sheet) -> bytes:
    (table,) = sheet.listed
    rows = [["\n".join(lines) for lines in row] for row in table.rows]
    command = (sys.executable, "-I", "-c", _ALONE)
    done = subprocess.run(  # noqa: S603 - our own program
        command, input=json.dumps(rows).encode(), capture_output=True, check=True
    )
    return done.stdout


def _pages_a_second(made: Callable[[], bytes]) -> float:
    begun = time.perf_counter()
    pdf = made()
    return max(map(int, _PAGES.findall(pdf))) / (time.perf_counter() - begun)
